// One hub: its address, its key and the line of requests to it. The only place from which
// anything is sent to a Homey; the key leaves only after the hub has said who it is.
import type { Generation, Operation } from '@latchkey/catalogue'
import { type Dispatcher, Pool } from 'undici'
import { type HubAddress, parseHubAddress } from './address.ts'
import { errorText, type HubAnswer, readBody, readValue } from './answer.ts'
import { HubError } from './hub-error.ts'
import { IDENTITY_LIFE, type Identity, readIdentity } from './identity.ts'
import { Line, PACES } from './pace.ts'
import { pathTo, placeParameters } from './parameters.ts'

/** How to reach a hub. */
export interface HubOptions {
  readonly address: string
  readonly generation: Generation
  /** The hub's id, where it is known: another hub at the address is then refused. */
  readonly id?: string | undefined
  readonly key: string
  /** Milliseconds in which an answer must be there; the official client waits 10 s itself. */
  readonly deadline?: number
  readonly now?: () => number
}

/** A request that is ready to be sent: the path with its query, the body as it goes out. */
export interface HubRequest {
  readonly method: string
  readonly path: string
  readonly body?: string | Buffer | undefined
  readonly contentType?: string | undefined
  /** Whether it can have an effect; only then may a lost answer mean that something happened. */
  readonly effect: boolean
}

const DEADLINE = 9_000
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])

const BROKEN_OFF = 'The connection to the Homey broke off.'

const isBrokenOff = (error: unknown): boolean =>
  error instanceof HubError && error.message === BROKEN_OFF && !error.mayHaveHappened

/** A connection to a hub by a key and an address. Close it when it is no longer needed. */
export class HubConnection implements AsyncDisposable {
  readonly address: HubAddress
  readonly generation: Generation
  readonly #key: string
  readonly #deadline: number
  readonly #now: () => number
  readonly #pool: Pool
  readonly #line: Line
  #id: string | undefined
  #identifying: Promise<Identity> | undefined
  #identified: { readonly at: number; readonly identity: Identity } | undefined

  /** @throws HubError `hub_address_invalid`. Nothing is sent yet. */
  constructor(options: HubOptions) {
    this.address = parseHubAddress(options.address)
    this.generation = options.generation
    this.#id = options.id
    this.#key = options.key
    this.#deadline = options.deadline ?? DEADLINE
    this.#now = options.now ?? (() => performance.now())
    const pace = PACES[options.generation]
    this.#pool = new Pool(this.address, { connections: pace.parallel + 1, pipelining: 1 })
    this.#line = new Line(pace)
    // Whoever answers a new connection may be somebody else than who answered the last one.
    this.#pool.on('disconnect', () => {
      this.#identified = undefined
    })
  }

  /**
   * Asks the hub who it is, unless it said so a moment ago. Sends no key.
   * @throws HubError if nobody answers, or not the hub that is expected.
   */
  identify(signal = AbortSignal.timeout(this.#deadline)): Promise<Identity> {
    const known = this.#identified
    if (known && this.#now() - known.at < IDENTITY_LIFE) return Promise.resolve(known.identity)
    this.#identifying ??= this.#identifyNow(signal)
      .catch((error) => {
        throw this.#named(error, false)
      })
      .finally(() => {
        this.#identifying = undefined
      })
    return this.#identifying
  }

  async #identifyNow(signal: AbortSignal): Promise<Identity> {
    const answer = await this.#exchange(
      { method: 'GET', path: '/api/manager/system/ping', effect: false },
      {},
      signal,
    )
    const body = await this.#body(answer, false)
    const identity = readIdentity(
      answer.headers,
      answer.statusCode,
      body.toString('utf8'),
      this.#id,
    )
    this.#id = identity.id
    this.#identified = { at: this.#now(), identity }
    return identity
  }

  /**
   * Sends a request with the hub's key and gives back what the hub answered, errors of its own
   * included.
   * @throws HubError for all that is no answer of this hub to this credential.
   */
  async send(request: HubRequest): Promise<HubAnswer> {
    const signal = AbortSignal.timeout(this.#deadline)
    try {
      return await this.#inTurn(request, signal)
    } catch (error) {
      if (!isBrokenOff(error)) throw error
    }
    // A hub closes idle connections; what met such a one and did nothing may be sent again.
    return this.#inTurn(request, signal)
  }

  async #inTurn(request: HubRequest, signal: AbortSignal): Promise<HubAnswer> {
    let sent = false
    try {
      return await this.#line.run(async () => {
        const { id } = await this.identify(signal)
        sent = true
        return this.#sendNow(request, id, signal)
      }, signal)
    } catch (error) {
      throw this.#named(error, sent && request.effect)
    }
  }

  async #sendNow(request: HubRequest, id: string, signal: AbortSignal): Promise<HubAnswer> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${this.#key}`,
      'x-homey-id': id,
    }
    if (request.body !== undefined) {
      headers['content-type'] = request.contentType ?? 'application/json'
    }
    const response = await this.#exchange(request, headers, signal)
    const type = response.headers['content-type']
    const version = response.headers['x-homey-version']
    const answer: HubAnswer = {
      status: response.statusCode,
      contentType: typeof type === 'string' ? type : undefined,
      version: typeof version === 'string' ? version : undefined,
      body: await this.#body(response, request.effect),
    }
    this.#refuseForeign(response.headers['x-homey-id'], request)
    return this.#refuseUnusable(answer, response.headers['retry-after'])
  }

  #exchange(
    request: HubRequest,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    return this.#pool.request({
      method: request.method as Dispatcher.HttpMethod,
      path: request.path,
      headers,
      body: request.body ?? null,
      signal,
    })
  }

  async #body(response: Dispatcher.ResponseData, effect: boolean): Promise<Buffer> {
    try {
      return await readBody(response.body, effect)
    } catch (error) {
      if (error instanceof HubError || (error as Error).name === 'TimeoutError') throw error
      throw new HubError('hub_answer_invalid', 'The Homey broke off its answer.', {
        mayHaveHappened: effect,
      })
    }
  }

  #refuseForeign(id: string | string[] | undefined, request: HubRequest): void {
    if (id === undefined || id === this.#id) return
    this.#identified = undefined
    throw new HubError('hub_is_another', 'Another Homey answered at this address.', {
      mayHaveHappened: request.effect,
    })
  }

  #refuseUnusable(answer: HubAnswer, retryAfter: string | string[] | undefined): HubAnswer {
    const { status } = answer
    if (status >= 300 && status < 400) {
      throw new HubError('hub_answer_invalid', 'The Homey answered with a redirect.', { status })
    }
    if (status === 429) {
      const seconds = Number(retryAfter)
      throw new HubError('hub_busy', 'This Homey asks for a pause: too many requests.', {
        status,
        retryAfter: Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds, 60) : 2,
      })
    }
    if (status === 401 || (status === 403 && this.#isScopeError(answer))) {
      throw new HubError(
        'hub_credential_refused',
        status === 401
          ? 'The Homey no longer accepts the key that Latchkey holds for it.'
          : 'The key that Latchkey holds for this Homey lacks the scope for this.',
        { status },
      )
    }
    return answer
  }

  /** A 2019 words it in the hub's language (reference 1.6), so there every 403 is one. */
  #isScopeError(answer: HubAnswer): boolean {
    return this.generation === 'pro-2019' || errorText(answer).includes('Missing Scopes')
  }

  #named(error: unknown, mayHaveHappened: boolean): HubError {
    if (error instanceof HubError) return error
    this.#identified = undefined
    const { name, code } = error as { name?: string; code?: string }
    if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT') {
      return new HubError('hub_timeout', 'The Homey did not answer in time.', { mayHaveHappened })
    }
    if (code !== undefined && NOT_SENT.has(code)) {
      return new HubError('hub_offline', `The Homey cannot be reached (${code}).`)
    }
    return new HubError('hub_answer_invalid', BROKEN_OFF, { mayHaveHappened })
  }

  /**
   * Calls an operation with its named parameters, as the specification has them, and gives back
   * the value that the hub answered.
   * @throws HubError; `hub_refused` with the hub's status and words if it said no.
   */
  async call(
    operation: Operation,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const { ids, query, body } = placeParameters(operation, parameters)
    const path = pathTo(operation, ids)
    const answer = await this.send({
      method: operation.method,
      path: query === '' ? path : `${path}?${query}`,
      body: body === undefined ? undefined : JSON.stringify(body),
      effect: operation.effect,
    })
    if (answer.status >= 200 && answer.status < 300) return readValue(answer, operation.effect)
    throw new HubError('hub_refused', `The Homey said: ${errorText(answer)}`, {
      status: answer.status,
      mayHaveHappened: answer.status >= 500 && operation.effect,
    })
  }

  /** Ends what is under way and closes all sockets. */
  async close(): Promise<void> {
    this.#line.close()
    await this.#pool.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
