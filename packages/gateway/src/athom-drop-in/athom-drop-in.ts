// What apps that were written for Athom's cloud ask of it, answered by Latchkey: signing in, the user with the Homey
// that was granted, and the login at the Homey. What signing in means is the authorization server's; this is its shape.
import type { NewAuditEvent } from '../audit/event.ts'
import type { AuthorizationServer } from '../authorization/authorization-server.ts'
import type { Answering, Message } from '../authorization/exchange.ts'
import { Items } from '../authorization/items.ts'
import type { Grants } from '../grants/grants.ts'
import { type Answer, errorAnswer, jsonAnswer, refusalAnswer } from '../hub-path/answer.ts'
import { countedBody, STRANGERS } from '../hub-path/counted-body.ts'
import { fromMessage, parseBody } from '../hub-path/request.ts'
import type { Hubs } from '../hubs/hubs.ts'
import { CORS, preflightAnswer } from '../listener/cors.ts'
import type { Peer } from '../listener/peer.ts'
import type { Load } from '../operations/load.ts'
import type { Owners } from '../owners/owners.ts'
import type { KeyRing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'
import { troubleOf } from '../storage/trouble.ts'
import { type Account, type AccountParts, accountOf } from './account.ts'
import { ownQuery } from './authorise.ts'
import { delegate, openSession, undelegate } from './delegations.ts'
import { userMe } from './user-me.ts'

/** What it stands on. */
export interface AthomDropInParts {
  readonly database: Database
  readonly sealing: KeyRing
  readonly authorization: AuthorizationServer
  readonly grants: Grants
  readonly hubs: Hubs
  readonly owners: Owners
  readonly load: Load
  /** The one address that the gateway is known by; undefined while nothing listens. */
  readonly issuer: () => string | undefined
  readonly now: () => number
  readonly record: (event: NewAuditEvent) => void
  readonly onError: (error: unknown) => void
}

/** A request, and where the gateway is. */
interface Visit {
  readonly message: Message
  readonly rawQuery: string
  readonly issuer: string
}

type Handler = (visit: Visit) => Promise<Answer>

const LOGIN = '/api/manager/users/login'

/** Paths that are Athom's cloud's and nobody else's. */
const CLOUD = /^\/(?:oauth2|user|delegation)\/[^?]*/

/** An account token that is none makes the official client refresh it: by this code, and by no other. */
const NO_ACCOUNT = errorAnswer(
  401,
  'invalid_token',
  'this account token is unknown, has expired, or what it stood for was taken back.',
)

const NO_LOGIN = errorAnswer(
  401,
  'invalid_token',
  'this delegation token is not good for a login here: it was used, has expired, or is for another Homey.',
)

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** The endpoints. They listen nowhere by themselves. */
export class AthomDropIn {
  readonly #parts: AthomDropInParts
  readonly #accounts: AccountParts
  readonly #routes: Readonly<Record<string, Handler>>

  constructor(parts: AthomDropInParts) {
    const { authorization, grants, now } = parts
    this.#parts = parts
    this.#accounts = { items: new Items(parts), clients: authorization.clients, grants, now }
    this.#routes = {
      'GET /oauth2/authorise': (visit) => this.#authorise(visit),
      'GET /oauth2/authorize': (visit) => this.#authorise(visit),
      'GET /user/me': (visit) => this.#userMe(visit),
      'POST /delegation/token': (visit) => this.#delegate(visit),
      [`POST ${LOGIN}`]: (visit) => this.#login(visit),
    }
  }

  /**
   * Whether a request is one of these. A login brings a delegation token and no other; one that brings a key goes
   * the way of all calls, and is refused there.
   */
  has({ url = '', method, headers }: Message): boolean {
    if (CLOUD.test(url)) return true
    return method === 'POST' && pathOf(url) === LOGIN && headers.authorization === undefined
  }

  /** Answers a request. */
  async handle(message: Message, response: Answering, peer: Peer): Promise<void> {
    const { url = '/', method = 'GET' } = message
    if (pathOf(url) === '/oauth2/token') {
      // The same request as at our own endpoint: what an app leaves out, its profile decides.
      message.url = '/token'
      return this.#parts.authorization.handle(message, response, peer)
    }
    const answer =
      method === 'OPTIONS'
        ? preflightAnswer()
        : await this.#answer(message, `${method} ${pathOf(url)}`)
    const body = method === 'HEAD' ? undefined : answer.body
    const close = message.complete ? {} : { connection: 'close' }
    response
      .writeHead(answer.status, { ...HEADERS, ...CORS, ...close, ...answer.headers })
      .end(body)
  }

  async #answer(message: Message, name: string): Promise<Answer> {
    const issuer = this.#parts.issuer()
    const handler = Object.hasOwn(this.#routes, name) ? this.#routes[name] : undefined
    if (!handler) {
      const told = 'Latchkey does not stand in for this part of Athom’s cloud.'
      return errorAnswer(404, 'not_found', told)
    }
    if (issuer === undefined) return refusalAnswer('overloaded')
    try {
      return await handler({ message, rawQuery: (message.url ?? '').split('?')[1] ?? '', issuer })
    } catch (error) {
      if (troubleOf(error)) return refusalAnswer('state-unknown')
      this.#parts.onError(error)
      return errorAnswer(500, 'internal_error', 'something went wrong in the gateway.')
    }
  }

  async #authorise({ rawQuery, issuer }: Visit): Promise<Answer> {
    const clientId = new URLSearchParams(rawQuery).get('client_id') ?? ''
    const client = await this.#parts.authorization.clients.byId(clientId)
    const to = `${issuer}/authorize?${ownQuery(rawQuery, client?.defaultScope ?? null)}`
    return { status: 303, headers: { location: to, 'referrer-policy': 'no-referrer' }, body: '' }
  }

  async #userMe({ message, issuer }: Visit): Promise<Answer> {
    const account = await accountOf(message.headers.authorization, this.#accounts)
    const owner = account && (await this.#parts.owners.store.byId(account.ownerId))
    if (!account || !owner) return NO_ACCOUNT
    const hub = this.#parts.hubs.byId(account.grant.hubId)?.hub
    return jsonAnswer(200, userMe(owner, hub ? [hub] : [], issuer))
  }

  async #delegate({ message }: Visit): Promise<Answer> {
    const account = await accountOf(message.headers.authorization, this.#accounts)
    if (!account) return NO_ACCOUNT
    return jsonAnswer(200, await delegate(account, this.#accounts.items, this.#parts.now()))
  }

  async #login({ message }: Visit): Promise<Answer> {
    // Whose it is shows in the body.
    const read = await countedBody(fromMessage(message), this.#parts.load, STRANGERS)
    if (typeof read === 'string') return refusalAnswer(read)
    using received = read
    const parsed = parseBody(received.bytes, message.headers['content-type'])
    if ('reason' in parsed) return refusalAnswer(parsed.reason)
    const account = await undelegate(tokenIn(parsed.value), this.#accounts)
    const asked = message.headers['x-homey-id']
    const isForIt = asked === undefined || asked === account?.grant.hubId
    if (!account || !isForIt || !this.#parts.hubs.byId(account.grant.hubId)) {
      this.#record(account, 401)
      return NO_LOGIN
    }
    const session = await openSession(account, this.#parts)
    this.#record(account, 200)
    return jsonAnswer(200, session)
  }

  #record(account: Account | undefined, status: 200 | 401): void {
    const grant = account?.grant
    this.#parts.record({
      ...{ time: this.#parts.now(), client: grant?.client ?? null, grant: grant?.id ?? null },
      ...{ hub: grant?.hubId ?? null, operation: 'users.login', method: 'POST', path: LOGIN },
      verdict: status === 200 ? 'allow' : 'deny',
      reason: status === 200 ? 'always' : 'token-unknown',
      ...{ status, ms: null },
    })
  }
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''

const tokenIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined
