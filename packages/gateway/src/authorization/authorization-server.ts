// The authorization server as the rest of the gateway sees it: its endpoints, what a waiting request asks for,
// and how the owner's decision ends it. The library behind it is loaded with the first request.
import type { Client, default as Provider } from 'oidc-provider'
import type { NewAuditEvent } from '../audit/event.ts'
import type { Standing } from '../clients/standing.ts'
import { type Client as VettedClient, Vetting } from '../clients/vetting.ts'
import type { Directories } from '../directories/directories.ts'
import { nonceSecret } from '../dpop/nonces.ts'
import type { Grant } from '../grants/grant.ts'
import type { Grants, NewGrant } from '../grants/grants.ts'
import type { Peer } from '../listener/peer.ts'
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts'
import { zoneOf } from '../owners/from.ts'
import type { Owner } from '../owners/owner.ts'
import type { Owners } from '../owners/owners.ts'
import { SlowDown } from '../owners/slow-down.ts'
import type { KeyRing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'
import { type Asked, askedBy } from './asked.ts'
import { ClientGrants } from './client-grants.ts'
import { Clients, type KnownClient } from './clients.ts'
import { FETCHES, hostOfDocument } from './documents.ts'
import { answerJson, answerMetadata, preflight } from './endpoints.ts'
import type { Answering, Message } from './exchange.ts'
import { Items } from './items.ts'
import { KeptDocuments } from './kept-documents.ts'
import { ManifestEndpoint } from './manifest-endpoint.ts'
import { boundProblem, suspensionOf } from './not-let-in.ts'
import { COOKIES, makeProvider, type ServerPages } from './provider.ts'
import { withoutScope } from './registered-scope.ts'
import { RegistrationLimit } from './registration-limit.ts'
import { type Predecessor, Succession } from './succession.ts'

/** What the authorization server stands on. */
export interface AuthorizationParts {
  readonly database: Database
  readonly sealing: KeyRing
  readonly grants: Grants
  readonly owners: Owners
  readonly directories: Directories
  readonly pages: ServerPages
  /** The one address that it is known by; undefined while nothing listens. */
  readonly issuer: () => string | undefined
  /** Whether tokens can be looked up by the clients that have them. */
  readonly introspection?: boolean | undefined
  /** Fetches what clients say of themselves. */
  readonly fetch: GuardedFetch
  readonly now: () => number
  readonly record: (event: NewAuditEvent) => void
  /** Told what an owner should know. */
  readonly onWarning: (text: string) => void
  readonly onError: (error: unknown) => void
}

/** What the owner decided to give. */
export interface Given extends NewGrant {
  readonly asked: Asked
  readonly owner: Owner
  /** The grant whose place the new one takes, as soon as the client has its token. */
  readonly replaces: Predecessor | undefined
}

const BROWSER_PATHS = /^\/(?:authorize|device)(?:\/[\w-]+)?(?:\?|$)/
const PATHS =
  /^(?:\/authorize(?:\/[\w-]+)?|\/par|\/token(?:\/(?:revoke|introspect))?|\/device(?:\/[\w-]+)?|\/register(?:\/[\w-]+(?:\/manifest)?)?|\/\.well-known\/oauth-(?:authorization-server|protected-resource(?:\/.*)?))(?:\?|$)/

/** The authorization server. It listens nowhere by itself. */
export class AuthorizationServer {
  readonly clients: Clients
  /** What is thought of clients. */
  readonly vetting: Vetting
  /** What they have. */
  readonly held: ClientGrants
  readonly #parts: AuthorizationParts
  readonly #items: Items
  readonly #kept: KeptDocuments
  readonly #registrations: RegistrationLimit
  readonly #fetches: RegistrationLimit
  /** Who sent a request. */
  readonly #peers = new WeakMap<Message, Peer>()
  readonly #slow: SlowDown
  readonly #succession: Succession
  readonly #manifests: ManifestEndpoint
  /** Requests with a code that is none. */
  readonly #wrong = new WeakSet<Message>()
  #provider: Promise<Provider> | undefined

  constructor(parts: AuthorizationParts) {
    const { database, sealing, now } = parts
    this.#parts = parts
    this.#items = new Items({ database, sealing, now })
    this.#kept = new KeptDocuments({ items: this.#items, now })
    this.clients = new Clients(database, now)
    this.vetting = new Vetting({
      ...{ database, directories: parts.directories, grants: parts.grants, now },
      grantsOf: (id) => this.#items.grantsOf(id),
      onSuspension: (id, isSuspended) => this.#suspended(id, isSuspended),
    })
    this.#succession = new Succession({
      ...{ database, items: this.#items, grants: parts.grants, now },
      onReplaced: (grant) => this.#record('client.replaceGrant', null, grant),
      onLapsed: (grant) => this.#record('client.lapseGrant', null, grant),
    })
    this.held = new ClientGrants({
      ...{ items: this.#items, grants: parts.grants, succession: this.#succession, now },
    })
    this.#registrations = new RegistrationLimit(now)
    this.#fetches = new RegistrationLimit(now, FETCHES)
    this.#manifests = new ManifestEndpoint({
      ...{ clients: this.clients, vetting: this.vetting, onError: parts.onError },
      open: () => this.#present(),
      mayHandIn: (peer) => this.#registrations.take(peer),
      onHandedIn: (id) => this.#record('client.submitManifest', null, undefined, `/register/${id}`),
    })
    this.#slow = new SlowDown({ database, now, blind: (text) => sealing.blind(text) })
  }

  /** Whether a raw path, with its query, is one of its endpoints. */
  has(url: string | undefined): boolean {
    return PATHS.test(url ?? '')
  }

  /** Answers a request for an endpoint. */
  async handle(message: Message, response: Answering, peer: Peer): Promise<void> {
    const issuer = this.#parts.issuer()
    if (issuer === undefined) return answer(response, 503, 'The gateway does not listen yet.')
    const { url = '/', method } = message
    if (url.startsWith('/.well-known/oauth-protected-resource')) {
      return method === 'OPTIONS'
        ? preflight(response)
        : answerMetadata(response, method, issuer, url)
    }
    // Cookies and pages belong to one address, however many names lead here.
    if (method === 'GET' && BROWSER_PATHS.test(url) && peer.origin !== issuer) {
      response.writeHead(303, { location: `${issuer}${url}`, 'cache-control': 'no-store' }).end()
      return
    }
    if (method === 'POST' && url === '/register' && !this.#registrations.take(peer)) {
      const wait = { 'retry-after': '3600' }
      return answer(response, 429, 'Too many clients were registered from there.', wait)
    }
    if (this.#manifests.has(url)) return this.#manifests.handle(message, response, peer)
    const provider = await this.#opened(issuer)
    this.#peers.set(message, peer)
    const isRegistration = url.startsWith('/register') && (method === 'POST' || method === 'PUT')
    if (isRegistration) withoutScope(message)
    const serve = () => provider.callback()(canonical(message, issuer, peer), response)
    if (method === 'POST' && url === '/device') return this.#typed(message, response, peer, serve)
    await serve()
  }

  // A code that a person types is short, so guessing is slowed, by where it comes from (row 17).
  async #typed(
    message: Message,
    response: Answering,
    peer: Peer,
    serve: () => Promise<void>,
  ): Promise<void> {
    // The library fails where there is no session at all.
    if (!message.headers.cookie?.includes(COOKIES.session)) {
      response.writeHead(303, { location: '/device', 'cache-control': 'no-store' }).end()
      return
    }
    const counted = [{ zone: zoneOf(peer), key: `device code ${peer.address}` }]
    const wait = await this.#slow.attempt(counted)
    if (wait > 0) return this.#parts.pages.tooMany(message, response, Math.ceil(wait / 1_000))
    await serve()
    if (!this.#wrong.has(message)) await this.#slow.succeeded(counted)
  }

  /** What the request that waits in this browser asks for; undefined if there is none. */
  async asked(message: Message, response: Answering): Promise<Asked | undefined> {
    const provider = await this.#present()
    try {
      const details = await provider.interactionDetails(message, response)
      if (details.result !== undefined) return undefined
      const client = await provider.Client.find(String(details.params['client_id']))
      const known = client && (await this.clients.byId(client.clientId))
      if (!client) return undefined
      const standing = await this.vetting.look(vetted(client, known))
      const asked = askedBy(details, client, known, standing)
      // A review may have taken something out since.
      return boundProblem(standing, asked.words) === undefined ? asked : undefined
    } catch (error) {
      if (error instanceof Error && OVER.includes(error.name)) return undefined
      throw error
    }
  }

  /**
   * Ends a waiting request with a grant, once; gives where the browser goes on, or undefined if it was
   * answered already.
   */
  async allow(
    message: Message,
    response: Answering,
    { asked, owner, replaces, ...wanted }: Given,
  ): Promise<{ readonly grant: Grant; readonly to: string } | undefined> {
    const provider = await this.#present()
    const details = await provider.interactionDetails(message, response)
    const client = await this.#mayHave(asked, provider)
    if (!client || !(await this.#items.use('Interaction', details.uid))) return undefined
    const grant = await this.#parts.grants.createKeyless(wanted)
    const clientId = asked.client.id
    const kept = new provider.Grant({ accountId: owner.id, clientId })
    kept.jti = grant.id
    await this.#succession.plan(grant.id, clientId, replaces)
    const scope = [...grant.permissions].join(' ')
    kept.addResourceScope(asked.resource, scope)
    await kept.save()
    // What was given is what the token says, in place of the words that were asked with.
    details.params = { ...details.params, scope }
    await details.persist()
    const result = { login: { accountId: owner.id }, consent: { grantId: grant.id } }
    const to = await provider.interactionResult(message, response, result)
    await this.clients.keep(clientId)
    if (hostOfDocument(clientId) !== undefined) await this.#kept.keep(client.metadata)
    // Suspended meanwhile, it is halted with this.
    await this.vetting.remember(client)
    this.#record('owner.grantAccess', owner.id, grant)
    return { grant, to }
  }

  /** Ends a waiting request with a no; gives where the browser goes on. */
  async refuse(message: Message, response: Answering, owner: Owner): Promise<string | undefined> {
    const provider = await this.#present()
    const details = await provider.interactionDetails(message, response)
    if (!(await this.#items.use('Interaction', details.uid))) return undefined
    const result = { error: 'access_denied', error_description: 'The owner said no.' }
    this.#record('owner.refuseAccess', owner.id, undefined)
    return await provider.interactionResult(message, response, result)
  }

  /** Why the client of a grant is given nothing more, or not these; undefined if it may be, and for keys. */
  async givingProblem(grantId: string, words: readonly string[]): Promise<string | undefined> {
    const id = await this.held.clientOf(grantId)
    const known = id === undefined ? undefined : await this.clients.byId(id)
    const standing = known
      ? await this.vetting.look(vettedOf(known))
      : await this.vetting.lookAtKept(id ?? '')
    return standing && (suspensionOf(standing) ?? boundProblem(standing, words))
  }

  /** Ends a client: its grants, its tokens, and the client itself. Says how many grants there were. */
  async removeClient(id: string): Promise<number> {
    const grantIds = await this.#items.grantsOf(id)
    let ended = 0
    for (const grantId of grantIds) {
      const grant = this.#parts.grants.present(grantId)
      if (grant?.revokedAt === null) ended++
      await this.#parts.grants.revoke(grantId)
      await this.#items.removeOf(grantId)
    }
    await this.clients.remove(id)
    await this.vetting.forget(id)
    return ended
  }

  /** Looks at all clients anew, as after a directory changed. */
  async lookAtAll(): Promise<void> {
    const known = await this.clients.list()
    await this.vetting.lookAtAll(known.map(vettedOf))
  }

  /** The client of a decision that is being made, unless it may have nothing by now. */
  async #mayHave(
    { client: { id }, words }: Asked,
    provider: Provider,
  ): Promise<VettedClient | undefined> {
    const found = await provider.Client.find(id).catch(() => undefined)
    const client = found && vetted(found, await this.clients.byId(id))
    const standing = client && (await this.vetting.look(client))
    return standing && boundProblem(standing, words) === undefined ? client : undefined
  }

  async #standing(client: Client): Promise<Standing> {
    return this.vetting.look(vetted(client, await this.clients.byId(client.clientId)))
  }

  async #askProblem(client: Client, words: readonly string[]): Promise<string | undefined> {
    return words.length === 0 ? undefined : boundProblem(await this.#standing(client), words)
  }

  #suspended(id: string, isSuspended: boolean): void {
    const told = isSuspended ? 'suspended by a directory' : 'not suspended by a directory any more'
    this.#parts.onWarning(`The client ${id} is ${told}. See: latchkey client show ${id}`)
    const operation = isSuspended ? 'directory.suspendClient' : 'directory.resumeClient'
    this.#record(operation, null, undefined, `/clients/${encodeURIComponent(id).slice(0, 200)}`)
  }

  #present(): Promise<Provider> {
    const issuer = this.#parts.issuer()
    if (issuer === undefined) throw new Error('The gateway does not listen yet.')
    return this.#opened(issuer)
  }

  #opened(issuer: string): Promise<Provider> {
    const { sealing, introspection = false, pages } = this.#parts
    const deviceInput: ServerPages['deviceInput'] = (ctx, problem) => {
      if (problem) this.#wrong.add(ctx.req)
      pages.deviceInput(ctx, problem)
    }
    this.#provider ??= makeProvider({
      ...{ ...this.#parts, pages: { ...pages, deviceInput } },
      ...{ issuer, introspection, items: this.#items, clients: this.clients, kept: this.#kept },
      refusal: async (client) => suspensionOf(await this.#standing(client)),
      askProblem: (client, words) => this.#askProblem(client, words),
      cookieKey: sealing.blind('authorization cookies'),
      nonceSecret: nonceSecret(sealing),
      // Our own pages ask for a client whose request has begun: that was counted.
      mayFetch: (ctx) => {
        const peer = ctx && this.#peers.get(ctx.req)
        return peer === undefined || this.#fetches.take(peer)
      },
      onToken: (grantId) => this.#succession.take(grantId),
      onRevoked: (grantId) => {
        const grant = this.#parts.grants.present(grantId)
        if (grant) this.#record('client.revoke', null, grant)
      },
    })
    return this.#provider
  }

  #record(
    operation: string,
    owner: string | null,
    grant: Grant | undefined,
    path = owner === null ? '/token' : '/consent',
  ): void {
    const { now, record } = this.#parts
    record({
      ...{ time: now(), client: grant?.client ?? null, grant: grant?.id ?? null },
      ...{ hub: grant?.hubId ?? null, operation, method: 'POST' },
      path,
      ...({ verdict: 'allow', reason: 'owner' } as const),
      ...{ status: 200, ms: null, owner },
    })
  }
}

/** A client of ours as vetting sees it. */
export const vettedOf = ({ id, metadata, origin }: KnownClient): VettedClient => {
  return { id, metadata, isByHand: origin === 'hand' }
}

// One that is known by its document alone says of itself what stands in it.
function vetted(client: Client, known: KnownClient | undefined): VettedClient {
  if (known) return vettedOf(known)
  const metadata = { ...client.metadata(), client_id: client.clientId }
  return { id: client.clientId, metadata, isByHand: false }
}

/**
 * What the library says of a cookie that is missing and of a request that is over, of a client that was suspended
 * since it asked, and of one whose document cannot be had any more.
 */
const OVER = ['SessionNotFound', 'UnauthorizedClient', 'InvalidClient', 'InvalidClientMetadata']

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']

// The library believes `Host` and what proxies say of it, and writes both into its answers (row 15).
function canonical(message: Message, issuer: string, peer: Peer): Message {
  const { host, protocol } = new URL(issuer)
  for (const name of FORWARDED) delete message.headers[name]
  message.headers.host = host
  message.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  message.headers['x-forwarded-for'] = peer.address
  return message
}

function answer(
  response: Answering,
  status: number,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const error = status === 429 ? 'slow_down' : 'temporarily_unavailable'
  answerJson(response, status, { error, error_description: description }, headers)
}
