// One hub: the way to it, its credential and the line of requests to it. The only place from which
// anything is sent to a Homey; a token leaves only after the hub has said who it is.
import { type Generation, type Operation, operationById } from '@latchkey/catalogue'
import { errorText, type HubAnswer, readValue } from './answer.ts'
import type { Credential, HubDoor } from './credentials/credential.ts'
import { Deadline, Deadlines } from './deadline.ts'
import type { AddressChoice, KnownAddresses } from './discovery.ts'
import { HubError } from './hub-error.ts'
import type { Identity } from './identity.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { Resolve } from './lookup.ts'
import { Line, PACES, type Pace } from './pace.ts'
import { pathTo, placeParameters } from './parameters.ts'
import type { Pin } from './pin.ts'
import { WayToHub } from './way-to-hub.ts'
import { type HubRequest, isBrokenOff, named, type Wire } from './wire.ts'

/** How to reach a hub: at an address, or at whichever of the known addresses it answers. */
export interface HubOptions {
  readonly address?: string | undefined
  readonly addresses?: KnownAddresses | undefined
  readonly generation: Generation
  /** The hub's id, where it is known: another hub at the address is then refused. */
  readonly id?: string | undefined
  /**
   * Whether a gateway answers at the address: it says its own id to a ping, and in answers that of the
   * hub that the key is for.
   */
  readonly isGateway?: boolean | undefined
  readonly credential: Credential
  /** Milliseconds in which an answer must be there; the official client waits 10 s itself. */
  readonly deadline?: number | undefined
  /** How quickly the hub may be asked, where that is known better than by its generation. */
  readonly pace?: Pace | undefined
  readonly now?: (() => number) | undefined
  /** Instead of this machine's DNS; for tests. */
  readonly resolve?: Resolve | undefined
}

/** What a socket to the hub is opened with. */
export interface HubEntry {
  readonly address: string
  readonly id: string
  readonly token: string
  /** Where the address is: what answered as this hub. */
  readonly pin: Pin
}

/** What a request is sent with: sockets to a hub that has said who it is, and its token. */
interface Opened {
  readonly wire: Wire
  readonly id: string
  readonly token: string
}

/** What may be done once for a request, so that no failure is repeated for ever. */
interface Spent {
  brokenOff?: boolean
  renewed?: boolean
  moved?: boolean
}

const DEADLINE = 9_000

/** What every request with a token carries; made once, and anew when one of the two is another. */
interface HubHeaders extends Readonly<Record<string, string>> {
  readonly authorization: string
  readonly 'x-homey-id': string
}

/** A fault of our own, such as a full disk, on its way past what is told of the hub. */
class OwnFault extends Error {}

/** A connection to a hub. Close it when it is no longer needed. */
export class HubConnection implements HubDoor, AsyncDisposable {
  readonly generation: Generation
  readonly credential: Credential
  readonly #deadline: number
  readonly #now: () => number
  readonly #way: WayToHub
  readonly #isGateway: boolean
  readonly #line: Line
  readonly #deadlines: Deadlines
  #id: string | undefined
  #isClosed = false
  #headers: HubHeaders = { authorization: '', 'x-homey-id': '' }

  /** @throws HubError `hub_address_invalid`. Nothing is sent yet. */
  constructor(options: HubOptions) {
    this.generation = options.generation
    this.credential = options.credential
    this.#id = options.id
    this.#isGateway = options.isGateway ?? false
    this.#deadline = options.deadline ?? DEADLINE
    this.#now = options.now ?? (() => performance.now())
    const { pace = PACES[options.generation] } = options
    const { id, address, addresses = {}, resolve } = options
    const connections = pace.parallel + 1
    this.#way = new WayToHub({ id, address, addresses, connections, now: this.#now, resolve })
    this.#line = new Line(pace, this.#now)
    this.#deadlines = new Deadlines(this.#deadline)
  }

  /** The address that is used at present; empty before the hub was looked for. */
  get address(): string {
    return this.#way.choice?.address ?? ''
  }

  /** Which address is used and why; undefined before the hub was looked for. */
  get choice(): AddressChoice | undefined {
    return this.#way.choice
  }

  /** How quickly the hub is asked at present, which its refusals have taught. */
  get pace(): Pick<Pace, 'parallel' | 'gap'> {
    return this.#line.pace
  }

  /** How many requests wait for the hub at present. */
  get queued(): number {
    return this.#line.length
  }

  /** How many requests may be under way and waiting at once; more are refused. */
  get places(): number {
    const { parallel, waiting } = PACES[this.generation]
    return parallel + waiting
  }

  /**
   * Asks the hub who it is, unless it said so a moment ago. Sends no token.
   * @throws HubError if nobody answers, or not the hub that is expected.
   */
  async identify(signal = AbortSignal.timeout(this.#deadline)): Promise<Identity> {
    return (await this.#identified(signal)).identity
  }

  async #identified(signal: AbortSignal): Promise<{ wire: Wire; identity: Identity }> {
    try {
      const wire = await this.#way.wire(signal)
      const identity = await wire.identify(this.#id, signal)
      this.#id = identity.id
      return { wire, identity }
    } catch (error) {
      const failed = named(error, false)
      const unanswered = failed.code !== 'hub_answer_invalid'
      if (!unanswered || !this.#way.lose() || signal.aborted) throw failed
      const wire = await this.#way.wire(signal)
      return { wire, identity: await wire.identify(this.#id, signal) }
    }
  }

  /**
   * Sends a request with the hub's token and gives back what the hub answered, errors of its own
   * included. What had no effect may be sent again, and what was refused before it was begun.
   * @throws HubError for all that is no answer of this hub to this credential; what is no fault of
   * the hub's, such as a session that cannot be saved, as it is.
   */
  async send(request: HubRequest): Promise<HubAnswer> {
    const deadline = this.#deadlines.begin()
    const until = this.#now() + this.#deadline
    const spent: Spent = {}
    try {
      while (true) {
        const sent: { token?: string } = {}
        try {
          const work = () => this.#sendNow(request, deadline, sent)
          return await this.#line.run(work, deadline, until)
        } catch (error) {
          if (error instanceof OwnFault) throw error.cause
          const failed = named(error, sent.token !== undefined && request.effect)
          if (!(await this.#mayRepeat(failed, spent, sent.token, deadline))) throw failed
        }
      }
    } finally {
      this.#deadlines.end(deadline)
    }
  }

  async #mayRepeat(
    failed: HubError,
    spent: Spent,
    token: string | undefined,
    deadline: Deadline,
  ): Promise<boolean> {
    // A hub closes idle connections; what met such a one and did nothing may be sent again.
    if (isBrokenOff(failed) && !spent.brokenOff) {
      spent.brokenOff = true
      return true
    }
    // A session is looked at before a request is begun, so a 401 says that nothing has happened.
    if (failed.status === 401 && token !== undefined && !spent.renewed) {
      spent.renewed = true
      this.#refuseKeyAtRelay()
      await this.credential.renew(token, this, deadline.signal).catch((error) => {
        throw isOfHub(error) ? named(error, false) : error
      })
      return true
    }
    if (failed.code === 'hub_offline' && !spent.moved && this.#way.lose()) {
      spent.moved = true
      return true
    }
    if (failed.code === 'hub_timeout') this.#way.lose()
    return false
  }

  // The relay was seen to refuse keys that are good at home (reference 1.4): that is no fault of theirs.
  #refuseKeyAtRelay(): void {
    if (this.credential.kind !== 'local-key' || this.choice?.way !== 'cloud') return
    throw new HubError(
      'hub_offline',
      "The Homey answers only through Athom's relay, which did not take its API key.",
    )
  }

  async #sendNow(
    request: HubRequest,
    deadline: Deadline,
    sent: { token?: string },
  ): Promise<HubAnswer> {
    const { wire, id, token } = this.#opened() ?? (await this.#open(deadline.signal))
    if (request.isAwaited?.() === false) throw notAwaited()
    sent.token = token
    const answer = await this.#exchange(
      wire,
      request,
      this.#headersOf(request, id, token),
      deadline,
    )
    return judgeAnswer(answer, this.generation, request.effect)
  }

  /** All that a request needs, if nobody has to be asked for it first. */
  #opened(): Opened | undefined {
    const token = this.credential.constant
    const wire = this.#way.present
    const id = wire?.identity?.id
    if (token === undefined || wire === undefined || id === undefined) return undefined
    return { wire, id, token }
  }

  async #open(signal: AbortSignal): Promise<Opened> {
    const { id } = await this.identify(signal)
    const token = await this.credential.token(this, signal).catch((error) => {
      throw isOfHub(error) ? error : new OwnFault('', { cause: error })
    })
    // Signing in may have taken its time, so who answers is looked at once more.
    const { wire } = await this.#identified(signal)
    return { wire, id, token }
  }

  #headersOf({ body, contentType }: HubRequest, id: string, token: string) {
    const authorization = `Bearer ${token}`
    const same = this.#headers.authorization === authorization && this.#headers['x-homey-id'] === id
    if (!same) this.#headers = { authorization, 'x-homey-id': id }
    if (body === undefined) return this.#headers
    return { ...this.#headers, 'content-type': contentType ?? 'application/json' }
  }

  async #exchange(
    wire: Wire,
    request: HubRequest,
    headers: Readonly<Record<string, string>>,
    deadline: Deadline,
  ) {
    try {
      const said = await wire.exchange(request, headers, deadline)
      const id = said.headers['x-homey-id']
      if (id === undefined || id === this.#id || this.#isGateway) return said
      throw new HubError('hub_is_another', 'Another Homey answered at this address.', {
        mayHaveHappened: request.effect,
      })
    } catch (error) {
      wire.forget()
      throw error
    }
  }

  /** Signs in at the hub; what the hub says of it is believed only of the hub that is meant. */
  async signIn(delegationToken: string, signal: AbortSignal): Promise<string> {
    const operation = operationById(this.generation, 'users.login')
    if (!operation) throw new Error(`${this.generation} has no login`)
    const { wire, identity } = await this.#identified(signal)
    const body = JSON.stringify({ token: delegationToken })
    const request = { method: operation.method, path: operation.path, body, effect: false }
    const headers = { 'x-homey-id': identity.id, 'content-type': 'application/json' }
    try {
      const answer = judgeAnswer(
        await this.#exchange(wire, request, headers, Deadline.by(signal)),
        this.generation,
      )
      const token = readValue(answer, false)
      if (answer.status < 300 && typeof token === 'string' && token !== '') return token
      throw loginRefused(answer.status)
    } catch (error) {
      const failed = named(error, false)
      throw failed.code === 'hub_credential_refused' ? loginRefused(failed.status) : failed
    }
  }

  /** What a socket is opened with, after the hub said who it is. @throws HubError */
  async entry(signal: AbortSignal): Promise<HubEntry> {
    const { wire, identity } = await this.#identified(signal)
    const token = await this.credential.token(this, signal)
    return { address: wire.address, id: identity.id, token, pin: wire.pin }
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

  /** Whether it was closed, for good. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Ends what is under way and closes all sockets. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#line.close()
    await this.#way.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Whether an error says something of the hub or the way to it, and not of us. */
function isOfHub(error: unknown): boolean {
  return error instanceof HubError || (error as Error).name === 'TimeoutError'
}

const notAwaited = (): HubError =>
  new HubError(
    'hub_busy',
    'It took so long to get through that nobody waits for it any more: nothing was done.',
  )

function loginRefused(status: number | undefined): HubError {
  return new HubError(
    'hub_credential_refused',
    'The Homey did not accept the login. Is it on this account, and is the user still there?',
    status === undefined ? {} : { status },
  )
}
