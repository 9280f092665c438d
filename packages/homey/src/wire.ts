// One address of a hub and the sockets to it. Whoever answers there must have said a moment ago that it
// is the hub that is meant; until then nothing with a token in it is sent.
import { type Dispatcher, Pool } from 'undici'
import type { HubAddress } from './address.ts'
import { readBody } from './answer.ts'
import { HubError } from './hub-error.ts'
import { IDENTITY_LIFE, type Identity, pingPath, readIdentity } from './identity.ts'
import type { Pin } from './pin.ts'

/** A request that is ready to be sent: the path with its query, the body as it goes out. */
export interface HubRequest {
  readonly method: string
  readonly path: string
  readonly body?: string | Buffer | undefined
  readonly contentType?: string | undefined
  /** Whether it can have an effect; only then may a lost answer mean that something happened. */
  readonly effect: boolean
}

/** An answer, read to its end and not yet judged. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])

const BROKEN_OFF = 'The connection to the Homey broke off.'

/** Whether a request met a connection that broke off and did nothing. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof HubError && error.message === BROKEN_OFF && !error.mayHaveHappened
}

/** What became of a request, as an error with a code. */
export function named(error: unknown, mayHaveHappened: boolean): HubError {
  if (error instanceof HubError) return error
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new HubError('hub_timeout', 'The Homey did not answer in time.', { mayHaveHappened })
  }
  if (code !== undefined && NOT_SENT.has(code)) {
    return new HubError('hub_offline', `The Homey cannot be reached (${code}).`)
  }
  return new HubError('hub_answer_invalid', BROKEN_OFF, { mayHaveHappened })
}

/** The sockets to one address. */
export class Wire {
  readonly pin: Pin
  readonly #pool: Pool
  readonly #now: () => number
  #identifying: Promise<Identity> | undefined
  #identified: { readonly at: number; readonly identity: Identity } | undefined

  constructor(pin: Pin, connections: number, now: () => number) {
    this.pin = pin
    this.#now = now
    const connect = pin.connector()
    this.#pool = new Pool(pin.address, { connections, pipelining: 1, connect, allowH2: false })
    // Whoever answers a new connection may be somebody else than who answered the last one.
    this.#pool.on('disconnect', () => this.forget())
  }

  get address(): HubAddress {
    return this.pin.address
  }

  /** Asks who answers, unless it was said a moment ago. @throws HubError */
  identify(expected: string | undefined, signal: AbortSignal): Promise<Identity> {
    const known = this.#identified
    if (known && this.#now() - known.at < IDENTITY_LIFE) return Promise.resolve(known.identity)
    this.#identifying ??= this.#ask(expected, signal)
      .catch((error) => {
        this.forget()
        throw named(error, false)
      })
      .finally(() => {
        this.#identifying = undefined
      })
    return this.#identifying
  }

  async #ask(expected: string | undefined, signal: AbortSignal): Promise<Identity> {
    const request = { method: 'GET', path: pingPath(expected), effect: false }
    const headers = expected === undefined ? {} : { 'x-homey-id': expected }
    const { status, headers: said, body } = await this.exchange(request, headers, signal)
    const identity = readIdentity(said, status, body.toString('utf8'), expected)
    this.#identified = { at: this.#now(), identity }
    return identity
  }

  /** Who answers here is to be asked again. */
  forget(): void {
    this.#identified = undefined
  }

  /** Sends a request and reads the answer. @throws HubError, or what the sockets say. */
  async exchange(
    request: HubRequest,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<WireAnswer> {
    const response = await this.#pool.request({
      method: request.method as Dispatcher.HttpMethod,
      ...{ path: request.path, headers, body: request.body ?? null, signal },
    })
    const body = await this.#body(response, request.effect)
    return { status: response.statusCode, headers: response.headers, body }
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

  /** Lets what is under way end, and then closes. */
  retire(): void {
    void this.#pool.close()
  }

  /** Closes at once. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}
