// One address of a hub and the sockets to it. Whoever answers there must have said a moment ago that it
// is the hub that is meant; until then nothing with a token in it is sent.
import { type Dispatcher, Pool } from 'undici'
import type { HubAddress } from './address.ts'
import { Deadline } from './deadline.ts'
import { Exchange } from './exchange.ts'
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
  /** Looked at right before it is sent; if false it is not, and fails as `hub_busy`. */
  readonly isAwaited?: (() => boolean) | undefined
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

/** Every request has a deadline of its own. */
const NO_TIMERS = { headersTimeout: 0, bodyTimeout: 0 } as const

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
    const fixed = { pipelining: 1, allowH2: false, ...NO_TIMERS }
    this.#pool = new Pool(pin.address, { connections, connect, ...fixed })
    // Whoever answers a new connection may be somebody else than who answered the last one.
    this.#pool.on('disconnect', () => this.forget())
  }

  get address(): HubAddress {
    return this.pin.address
  }

  /** Asks who answers, unless it was said a moment ago. @throws HubError */
  identify(expected: string | undefined, signal: AbortSignal): Promise<Identity> {
    const known = this.identity
    if (known) return Promise.resolve(known)
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
    const answer = await this.exchange(request, headers, Deadline.by(signal))
    const identity = readIdentity(
      answer.headers,
      answer.status,
      answer.body.toString('utf8'),
      expected,
    )
    this.#identified = { at: this.#now(), identity }
    return identity
  }

  /** Who answered here a moment ago; undefined if that was not asked or is too long ago. */
  get identity(): Identity | undefined {
    const known = this.#identified
    return known && this.#now() - known.at < IDENTITY_LIFE ? known.identity : undefined
  }

  /** Who answers here is to be asked again. */
  forget(): void {
    this.#identified = undefined
  }

  /** Sends a request and reads the answer. @throws HubError, or what the sockets say. */
  exchange(
    request: HubRequest,
    headers: Readonly<Record<string, string>>,
    deadline: Deadline,
  ): Promise<WireAnswer> {
    const { method, path, body = null, effect } = request
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(this, effect, deadline, resolve, reject)
      if (deadline.reason) return
      const what = { method: method as Dispatcher.HttpMethod, path, headers, body }
      this.#pool.dispatch(what, exchange)
    })
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
