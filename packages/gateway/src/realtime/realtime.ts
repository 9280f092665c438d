// The socket for clients, as a Homey has it: EIO3 for the official client, EIO4 for those of today. A
// connection says who it is on the root namespace; `/api` lets in nobody else. Every message and every
// event looks at the grant anew.
import type { Namespace, Server, Socket } from 'socket.io'
import type { Grants } from '../grants/grants.ts'
import { refusalAnswer } from '../hub-path/answer.ts'
import type { DeviceSecrets } from '../hub-path/device-secrets.ts'
import type { HubPath } from '../hub-path/hub-path.ts'
import type { Hubs } from '../hubs/hubs.ts'
import type { TimeZones } from '../oversight/time-zones.ts'
import type { PermissionRequests } from '../permission-requests/permission-requests.ts'
import type { Currency } from '../storage/currency.ts'
import type { Uses } from '../usage/uses.ts'
import { acknowledgementOf, errorOf, type SocketError, socketError } from './acknowledgement.ts'
import { readCall } from './api-call.ts'
import { Audience } from './audience.ts'
import { SUBSCRIPTIONS_OF_SOCKET } from './bounds.ts'
import {
  ALREADY_IN,
  type Handshake,
  judgeHandshake,
  judgeProven,
  lapsed,
  proofIn,
  TOO_MANY_SOCKETS,
  TOO_MANY_TRIES,
} from './door.ts'
import type { EventFilter } from './event-filter.ts'
import { guard } from './guard.ts'
import { type Connection, Guest } from './guest.ts'
import { Guests } from './guests.ts'
import type { FeedOf, HubFeed } from './hub-feed.ts'
import { OutsideHours } from './outside-hours.ts'
import { OWN_URI, REQUEST_ANSWERED } from './own-events.ts'
import { RequestsTold } from './requests-told.ts'
import { type SocketServer, socketServer } from './socket-server.ts'
import { Strangers } from './strangers.ts'
import { askedSubscription, hubsWord, TOO_MANY_SUBSCRIPTIONS } from './subscribing.ts'
import type { ToldEvent } from './told-event.ts'

/** What the sockets stand on. */
export interface RealtimeParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly hubPath: HubPath
  readonly currency: Currency
  readonly feedOf: FeedOf
  /** Which settings of a hub's devices are secrets. */
  readonly secretsOf: (hubId: string) => DeviceSecrets | undefined
  readonly filter: EventFilter
  /** The clocks of the hubs, for grants that count only at certain hours. */
  readonly zones: TimeZones
  /** Requests of clients for more, of which they are told. */
  readonly requests: PermissionRequests
  readonly installationId: string
  /** Told of what sockets listen to, and are told. */
  readonly usage?: Uses | undefined
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

const NAMESPACE = '/api'

/** How long a subscription waits for the clock of the hub, in milliseconds. */
const CLOCK_PATIENCE = 4_000

/** The sockets of all clients. */
export class Realtime implements AsyncDisposable {
  /** Where requests for `/socket.io/` go. */
  readonly server: SocketServer
  readonly #parts: RealtimeParts
  readonly #guests: Guests
  readonly #strangers = new Strangers()
  readonly #hours: OutsideHours
  readonly #byConnection = new WeakMap<Connection, Guest>()
  readonly #audiences = new Map<string, { readonly feed: HubFeed; readonly audience: Audience }>()
  readonly #api: Namespace
  readonly #following: Disposable
  readonly #requestsTold: Disposable

  constructor(parts: RealtimeParts) {
    this.#parts = parts
    this.#guests = new Guests(parts)
    const { hubs, zones } = parts
    this.#hours = new OutsideHours({
      ...parts,
      clockOf: (hubId) => zones.known(hubs.byId(hubId)),
      learn: async (hubId) => zones.learn(hubs.byId(hubId), CLOCK_PATIENCE),
      end: (grantIds) => this.#guests.endOf(grantIds),
    })
    this.#following = parts.hubs.onChange((hubId) => this.#beginAnew(hubId))
    this.server = socketServer()
    this.#api = this.#open(this.server.io)
    this.#requestsTold = new RequestsTold(parts, (grantId, view) => {
      this.#guests.endDue()
      this.#api.to(room(grantId, OWN_URI)).emit(OWN_URI, REQUEST_ANSWERED, view)
    })
  }

  /** How many connections are in. */
  get size(): number {
    return this.#guests.size
  }

  #open(io: Server): Namespace {
    io.engine.on('connection', (connection: Connection) => {
      this.#strangers.add(connection)
      guard(connection, () => this.#strangers.has(connection))
    })
    io.on('connection', (socket) => {
      socket.on('handshakeClient', (message: unknown, ack: unknown) => {
        this.#handshake(socket.conn, message, (answer) => reply(ack, answer))
      })
    })
    const api = io.of(NAMESPACE)
    api.use((socket, next) => {
      next(this.#byConnection.has(socket.conn) ? undefined : new Error(NO_HANDSHAKE))
    })
    api.on('connection', (socket) => this.#serve(socket))
    return api
  }

  #handshake(connection: Connection, message: unknown, tell: (answer: Welcome) => void): void {
    if (!this.#strangers.tries(connection)) tell([TOO_MANY_TRIES])
    else if (proofIn(message) !== undefined) this.#proven(connection, message, tell)
    else tell(this.#welcome(connection, judgeHandshake(message, this.#parts)))
  }

  // Only a proof has to be waited for.
  #proven(connection: Connection, message: unknown, tell: (answer: Welcome) => void): void {
    judgeProven(message, this.#parts).then(
      (handshake) => {
        // Who has gone meanwhile is never heard to go.
        if (connection.readyState === 'open') tell(this.#welcome(connection, handshake))
      },
      (error) => {
        this.#parts.onError(error)
        tell([FAILED])
      },
    )
  }

  #welcome(connection: Connection, handshake: Handshake): Welcome {
    if ('refused' in handshake) {
      if (handshake.forNow) this.#strangers.refusedForNow(connection)
      return [handshake.refused]
    }
    const { grant, key, expiresAt, provenBy } = handshake
    const known = this.#byConnection.get(connection)
    if (known) return known.grantId === grant.id ? WELCOME : [ALREADY_IN]
    const { id: grantId, hubId } = grant
    const guest = new Guest({ connection, key, provenBy, expiresAt, grantId, hubId })
    if (!this.#guests.add(guest)) {
      this.#strangers.refusedForNow(connection)
      return [TOO_MANY_SOCKETS]
    }
    this.#strangers.forget(connection)
    this.#byConnection.set(connection, guest)
    connection.once('close', () => {
      this.#guests.remove(guest)
      guest.leaveAll()
    })
    return WELCOME
  }

  #serve(socket: Socket): void {
    const guest = this.#byConnection.get(socket.conn)
    if (!guest) return void socket.disconnect(true)
    void socket.join(room(guest.grantId, OWN_URI))
    const fail = (error: unknown, ack: unknown) => {
      this.#parts.onError(error)
      reply(ack, [FAILED])
    }
    socket.on('subscribe', (uri: unknown, ack: unknown) => {
      this.#subscribe(socket, guest, uri).then(
        (error) => reply(ack, [error ?? null]),
        (error) => fail(error, ack),
      )
    })
    socket.on('unsubscribe', (uri: unknown) => {
      if (typeof uri === 'string' && uri !== OWN_URI) this.#unsubscribe(socket, guest, uri)
    })
    const gone = new AbortController()
    socket.on('api', (message: unknown, ack: unknown) => {
      this.#call(guest, message, gone.signal).then(
        (answer) => reply(ack, answer),
        (error) => fail(error, ack),
      )
    })
    socket.on('disconnect', () => {
      gone.abort()
      guest.leaveAll()
    })
  }

  async #subscribe(socket: Socket, guest: Guest, uri: unknown): Promise<SocketError | undefined> {
    const { grants, filter, now } = this.#parts
    const grant = grants.present(guest.grantId)
    const ended = lapsed(grant, guest.expiresAt, now())
    if (ended || !grant) {
      guest.end()
      return ended
    }
    // Of its own requests every client is told; there is no hub to ask.
    if (uri === OWN_URI) return undefined
    await this.#hours.ready(grant)
    if (this.#hours.isOutside(grant)) return OUTSIDE_HOURS
    if (!(await filter.ready(grant))) return STATE_UNKNOWN
    const present = grants.present(guest.grantId)
    if (present !== grant) return this.#subscribe(socket, guest, uri)
    const asked = askedSubscription(uri, grant, filter)
    if ('refused' in asked) return asked.refused
    if (typeof uri !== 'string') return undefined
    if (guest.subscriptions.has(uri)) return undefined
    if (guest.subscriptions.size >= SUBSCRIPTIONS_OF_SOCKET) return TOO_MANY_SUBSCRIPTIONS
    using pending = guest.begin(uri.length)
    if (!pending) return TOO_MANY_CALLS
    const audience = this.#audienceOf(guest.hubId)
    if (!audience) return HUB_GONE
    const listening = audience.listen(uri, guest.grantId)
    guest.subscriptions.set(uri, listening)
    void socket.join(room(guest.grantId, uri))
    const { parsed, alternatives } = asked
    this.#parts.usage?.subscribed(grant, alternatives, parsed.of === 'item' ? parsed : undefined)
    const error = await hubsWord(listening.taken)
    if (error && guest.subscriptions.get(uri) === listening) this.#unsubscribe(socket, guest, uri)
    return error
  }

  #unsubscribe(socket: Socket, guest: Guest, uri: string): void {
    guest.subscriptions.get(uri)?.[Symbol.dispose]()
    guest.subscriptions.delete(uri)
    void socket.leave(room(guest.grantId, uri))
  }

  async #call(guest: Guest, message: unknown, gone: AbortSignal): Promise<readonly unknown[]> {
    const { grants, hubPath, now } = this.#parts
    const grant = grants.present(guest.grantId)
    const { request, size } = readCall(message, guest.key, grant?.hubGeneration ?? 'pro-2023')
    using pending = guest.begin(size)
    if (!pending) return [TOO_MANY_CALLS]
    const { provenBy, key } = guest
    const shown = provenBy === null ? {} : { provenBy, authorization: `DPoP ${key}` }
    const answer = await hubPath.handle({ ...request, ...shown, gone: () => gone })
    if (lapsed(grants.present(guest.grantId), guest.expiresAt, now()))
      setImmediate(() => guest.end())
    return acknowledgementOf(answer)
  }

  #audienceOf(hubId: string): Audience | undefined {
    const hub = this.#parts.hubs.byId(hubId)
    const { feedOf, secretsOf } = this.#parts
    const [feed, secrets] = [feedOf(hubId), secretsOf(hubId)]
    if (!hub || !feed || !secrets) return undefined
    const known = this.#audiences.get(hubId)
    if (known?.feed === feed) return known.audience
    if (known) this.#beginAnew(hubId)
    const audience = new Audience({
      ...this.#parts,
      feed,
      secrets: () => secretsOf(hubId) ?? secrets,
      send: (event, data, grantIds) => this.#send(event, data, grantIds),
      mayBeTold: (grant) => this.#hours.mayBeTold(grant),
      onGap: (grantIds) => (grantIds ? this.#guests.endOf(grantIds) : this.#guests.end(hubId)),
    })
    this.#audiences.set(hubId, { feed, audience })
    return audience
  }

  // Whoever listened to another feed hears nothing any more.
  #beginAnew(hubId: string): void {
    this.#guests.end(hubId)
    this.#audiences.get(hubId)?.audience[Symbol.dispose]()
    this.#audiences.delete(hubId)
  }

  #send({ uri, name }: ToldEvent, data: unknown, grantIds: readonly string[]): void {
    this.#guests.endDue()
    this.#api.to(grantIds.map((id) => room(id, uri))).emit(uri, name, data)
  }

  /** Ends all connections, as when the gateway stops. */
  endAll(): void {
    this.server.endAll()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#following[Symbol.dispose]()
    this.#requestsTold[Symbol.dispose]()
    this.#hours[Symbol.dispose]()
    this.#guests[Symbol.dispose]()
    for (const { audience } of this.#audiences.values()) audience[Symbol.dispose]()
    await this.server[Symbol.asyncDispose]()
  }
}

const NO_HANDSHAKE = 'Latchkey: show a key first, with handshakeClient on the root namespace.'

const FAILED = socketError(500, 'internal_error', 'something went wrong in the gateway.')

/** What is said to a handshake. */
type Welcome = readonly [SocketError] | readonly [null, unknown]

const WELCOME = [null, { namespace: NAMESPACE }] as const

const TOO_MANY_CALLS = socketError(
  429,
  'too_many_requests',
  'too many calls on this socket are not answered yet. Wait for some of them.',
)

const STATE_UNKNOWN = errorOf(refusalAnswer('hub-state-unknown'))
const OUTSIDE_HOURS = errorOf(refusalAnswer('outside-hours'))
const HUB_GONE = socketError(401, 'invalid_token', 'the Homey that this key was for is gone.')

const room = (grantId: string, uri: string): string => `${grantId} ${uri}`

function reply(ack: unknown, values: readonly unknown[]): void {
  if (typeof ack === 'function') ack(...values)
}
