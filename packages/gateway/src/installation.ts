// The wiring of an installation: everything that stands on one data directory, put together in the
// one place where that is done. Opening it contacts nobody and listens nowhere.

import { randomBytes } from 'node:crypto'
import type { Tool } from '@latchkey/mcp'
import type { FastifyInstance } from 'fastify'
import { Agents, type AgentsParts } from './agents/agents.ts'
import { type ApprovalParts, Approvals } from './approvals/approvals.ts'
import { type NoticeParts, Notices } from './approvals/notices.ts'
import { AthomDropIn } from './athom-drop-in/athom-drop-in.ts'
import type { NewAuditEvent } from './audit/event.ts'
import { startRetention } from './audit/retention.ts'
import { AuthorizationServer } from './authorization/authorization-server.ts'
import { startDirectoryCare } from './directories/care.ts'
import { Directories } from './directories/directories.ts'
import { Nonces, nonceSecret } from './dpop/nonces.ts'
import { type ProofParts, Proofs } from './dpop/proofs.ts'
import { SeenProofs } from './dpop/seen-proofs.ts'
import { SharedProofs } from './dpop/shared-proofs.ts'
import type { FollowedParts } from './follow-changes.ts'
import type { Patience } from './hub-path/asking.ts'
import type { WideningMove } from './hub-path/exchange.ts'
import { HubPath } from './hub-path/hub-path.ts'
import { startCaretaker } from './hubs/caretaker.ts'
import type { ConnectedHub, Hubs } from './hubs/hubs.ts'
import { type Kept, type KeptOptions, openKept } from './kept.ts'
import { HOME_KINDS } from './limits/home.ts'
import { isLoopback } from './listener/peer.ts'
import { type LiveHub, LiveHubs } from './live/live-hubs.ts'
import { Health } from './operations/health.ts'
import { Load } from './operations/load.ts'
import { Metrics } from './operations/metrics.ts'
import { guardedFetch, type Outgoing } from './outgoing/guarded-fetch.ts'
import type { Oversight } from './oversight/effect.ts'
import { openOversight } from './oversight/open-oversight.ts'
import { type OwnerApi, ownerApi } from './owner-api/owner-api.ts'
import { reachOn } from './owner-api/reach-on.ts'
import { PATIENCE, simulateLimits } from './owner-api/simulate-limits.ts'
import { simulateOversight } from './owner-api/simulate-oversight.ts'
import { SERVER_PAGES } from './pages/device-pages.ts'
import type { Language } from './pages/texts.ts'
import { ClientFace } from './permission-requests/client-face.ts'
import { PermissionRequests, type RequestParts } from './permission-requests/permission-requests.ts'
import { requestText } from './permission-requests/request-push.ts'
import { ByLimits } from './realtime/by-limits.ts'
import { Realtime, type RealtimeParts } from './realtime/realtime.ts'
import { ALWAYS_CURRENT, type Currency } from './storage/currency.ts'
import type { DataDirectory } from './storage/data-directory.ts'
import { inWords } from './storage/trouble.ts'
import { Traces } from './traces/traces.ts'
import { UsageLog, type UsageLogParts } from './usage/usage-log.ts'

/** What an installation is opened with. */
export interface InstallationOptions extends KeptOptions {
  /** Every read is asked of the hub: slower, and what is known of it serves decisions only. */
  readonly readsFromHub?: boolean | undefined
  /** Clients may look their own tokens up (RFC 7662). */
  readonly introspection?: boolean | undefined
  /** How documents that clients name are reached; the internet if it is not said. */
  readonly outgoing?: Outgoing | undefined
  /** The owner's word above all grants; nothing is forbidden without it. */
  readonly oversight?: Oversight | undefined
  /** How long a call is held while its owner is asked; 8 s if it is not said. */
  readonly patience?: Patience | undefined
  /** Tools of the MCP server besides its own. */
  readonly tools?: readonly Tool[] | undefined
  /** Told what the owner should know, such as a login that is about to end. */
  readonly onWarning?: (text: string) => void
  /** Told of every request of a client that was answered, as the audit log has it. */
  readonly onRequest?: ((row: NewAuditEvent) => void) | undefined
}

/** Where the gateway can be reached, once it listens. */
export interface Reached {
  readonly url: string
  /** Whether setup links work from other machines. */
  readonly setupRemote: boolean
  /** The address that clients and owners' phones call it by, if it is another: the issuer of tokens. */
  readonly publicUrl?: string | undefined
}

/** An open installation. Dispose of it to write what waits and to give the directory free. */
export interface Installation extends AsyncDisposable {
  /** The installation's own id, in the form of a Homey's. */
  readonly id: string
  readonly directory: DataDirectory
  /** The owner API of the control socket. */
  readonly owner: FastifyInstance
  /** The owner API over TCP. */
  readonly ownerApi: OwnerApi
  readonly hubPath: HubPath
  readonly health: Health
  readonly load: Load
  readonly metrics: Metrics
  /** The socket for clients. */
  readonly realtime: Realtime
  /** Where clients ask for access. */
  readonly authorization: AuthorizationServer
  /** Where clients ask for more. */
  readonly clientFace: ClientFace
  /** Where clients that were written for Athom's cloud ask for access. */
  readonly athom: AthomDropIn
  /** The MCP server. */
  readonly agents: Agents
  /** Tells where the gateway listens, so that setup links can point there. */
  reachedAt(where: Reached): void
  /** Begins what a running gateway does by itself: cleaning up at the hubs, warnings. */
  takeCare(): void
}

/**
 * Opens the installation in a data directory.
 * @throws DirectoryInUse if another process has it; Error saying what to do for all else.
 */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  try {
    return await open(options)
  } catch (error) {
    throw inWords(error)
  }
}

async function open(options: InstallationOptions): Promise<Installation> {
  const { now = Date.now, onError = () => {}, onWarning = () => {} } = options
  await using stack = new AsyncDisposableStack()
  const kept = await openKept(options, stack)
  const { id, directory, database, sealing, audit, retention, cloud, accounts } = kept
  const { hubs, waysIn, grants, owners, rotation, kind } = kept
  const metrics = new Metrics()
  const load = new Load(audit)
  let reached: Reached | undefined
  const address = () => reached && addressForPhones(reached)
  const { live, liveOf } = openLive(hubs, stack, onError)
  const ofHub = (hub: ConnectedHub) => live.of(hubs.byId(hub.hub.id) ?? hub)
  const judging = await openOversight({ database, hubs, grants, ofHub, now, onError }, stack)
  const { rules, zones } = judging
  const oversight = options.oversight ?? judging.oversight
  const issuer = () => issuerOf(reached)
  const { authorization, athom, directories } = openAuthorization(kept, options, { issuer, load })
  const asking = { database, grants, hubs, audit, address, now, onWarning, onError }
  const { approvals, notices, requests } = openAsking(asking, oversight, authorization, stack)
  const proofs = openProofs(kept, { issuer, now, onError })
  const shared = { grants, hubs, audit, metrics, approvals, requests, proofs, now, onError }
  const usage = openUsage({ database, now, onError }, liveOf, stack)
  const traces = new Traces({ ...shared, database, sealing, onWarning })
  const follow = { ...shared, url: options.databaseUrl, accounts, rules }
  const currency = await currencyOf(follow, stack)
  const hubPath = new HubPath({
    ...{ ...shared, load, currency, installationId: id, onRequest: options.onRequest },
    ...{ oversight, usage, tracing: traces.tracing, readsFromHub: options.readsFromHub, proofs },
    patience: options.patience,
    liveOf: ofHub,
    onWidened: (move) => onWarning(widenedInWords(move)),
  })
  const clientFace = new ClientFace({ ...shared, currency })
  const ofAgents = { hubPath, clientFace, load, currency, issuer, oversight }
  const agents = stack.use(openAgents(kept, options, { ...shared, ...ofAgents }))
  const undoer = stack.use(traces.undoer(hubPath.calls))
  const presentHome = async (hubId: string) => await liveOf(hubId)?.model.known(PATIENCE)
  const api = await ownerApi({
    ...{ ...shared, waysIn, accounts, retention, owners, rotation, cloudUrl: cloud.url, notices },
    ...{ demo: kind === 'demo', baseUrl: () => reached?.url },
    ...{ setupRemote: () => reached?.setupRemote ?? false, simulate: simulateLimits(liveOf) },
    ...{ usage, traces, undoer, nameIn: namesFrom(liveOf), rules, authorization, directories },
    oversee: simulateOversight(judging.oversight, hubs),
    ...{ presentHome, reachOn: reachOn({ hubs, presentHome, now }) },
  })
  stack.defer(() => api.close())
  const sockets = { ...shared, proofs, usage, currency, hubPath, zones, installationId: id }
  const realtime = stack.use(openRealtime(sockets, liveOf))
  metrics.watch({ audit, hubPath, hubs, load, sockets: realtime })
  const health = new Health({ database, audit, isCurrent: () => currency.isCurrent, now })
  const owned = stack.move()
  return {
    ...{ id, directory, owner: api.control, ownerApi: api, hubPath, health, load, metrics },
    ...{ realtime, authorization, athom, agents, clientFace },
    reachedAt: (where) => {
      reached = where
    },
    takeCare: () => {
      owned.use(startCaretaker({ hubs, waysIn, now, onWarning, onError }))
      owned.use(startRetention(retention, { onWarning, onError }))
      undoer.start().catch(onError)
      owned.use(startDirectoryCare({ directories, authorization, onWarning, onError }))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** What proves that a token is in the right hands. */
function openProofs(
  { sealing, database }: Kept,
  parts: Pick<ProofParts, 'issuer' | 'now' | 'onError'>,
) {
  const { now } = parts
  const memory = { seen: new SeenProofs(now), shared: SharedProofs.of({ database, now }) }
  return new Proofs({ ...parts, ...memory, nonces: new Nonces(nonceSecret(sealing)) })
}

/** Where clients ask for access; nothing of it is loaded before one does. */
function openAuthorization(
  { audit, database, sealing, grants, hubs, owners }: Kept,
  {
    introspection,
    outgoing,
    now = Date.now,
    onError = () => {},
    onWarning = () => {},
  }: InstallationOptions,
  { issuer, load }: { readonly issuer: () => string | undefined; readonly load: Load },
) {
  const fetch = guardedFetch(outgoing)
  const directories = new Directories({ database, fetch, now })
  const shared = {
    ...{ database, sealing, grants, owners, now, issuer, onError },
    record: (event: NewAuditEvent) => void audit.commit(event).catch(onError),
  }
  const authorization = new AuthorizationServer({
    ...{ ...shared, introspection, pages: SERVER_PAGES },
    ...{ fetch, directories, onWarning },
  })
  const athom = new AthomDropIn({ ...shared, authorization, hubs, load })
  return { authorization, athom, directories }
}

/** The MCP server; nothing of it is loaded before an agent calls. */
function openAgents(
  { database, sealing }: Kept,
  { tools }: InstallationOptions,
  parts: Omit<AgentsParts, 'key' | 'tools' | 'database' | 'sealing'>,
): Agents {
  return new Agents({ ...parts, database, sealing, key: sealing.blind('mcp'), tools })
}

/** However many names lead here, tokens are issued under one, and proofs are for that one. */
function issuerOf(reached: Reached | undefined): string | undefined {
  const url = reached?.publicUrl ?? reached?.url
  return url === undefined ? undefined : new URL(url).origin
}

/** Where questions and requests for more are put, and told of. */
function openAsking(
  parts: Omit<
    ApprovalParts & RequestParts,
    'random' | 'onAsked' | 'always' | 'clientOf' | 'givingProblem'
  > &
    Omit<NoticeParts, 'besides'>,
  oversight: Oversight | undefined,
  authorization: AuthorizationServer,
  stack: AsyncDisposableStack,
) {
  const besides = async (hubId: string) =>
    (await requests.list({ hubs: [hubId], open: true, limit: 100 })).length
  const notices = stack.use(new Notices({ ...parts, besides }))
  const approvals: Approvals = new Approvals({
    ...{ ...parts, random: randomBytes, always: oversight?.always?.bind(oversight) },
    onAsked: (approval) => void notices.asked(approval, (query) => approvals.list(query)),
  })
  const requests: PermissionRequests = new PermissionRequests({
    ...{ ...parts, random: randomBytes, clientOf: (id) => authorization.held.clientOf(id) },
    givingProblem: (id, permissions) => authorization.givingProblem(id, permissions),
    onAsked: (request, client) => {
      const text = (language: Language, where: string | undefined) =>
        requestText(request, client, language, where)
      void notices.tell({ hubId: request.hubId, text }, (query) => approvals.list(query))
    },
  })
  return { approvals, notices, requests }
}

/** Where the pages are for a phone; it is never on this machine. */
function addressForPhones({ url, publicUrl }: Reached): string | undefined {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '')
  const { hostname } = new URL(url)
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, '')) ? undefined : url
}

/** What the owner is told of a move: which keys reach what now. */
function widenedInWords({ by, widened }: WideningMove): string {
  const keys = widened.map(({ grant, devices, zones }) => {
    const more = [...devices.map((id) => `device ${id}`), ...zones.map((id) => `zone ${id}`)]
    return `"${grant.client}" now reaches ${more.join(', ')}`
  })
  return `"${by.client}" moved something at the Homey ${by.hubId}: ${keys.join('; ')}.`
}

/** What objects are called, where that is known without asking the hub. */
function namesFrom(liveOf: (hubId: string) => LiveHub | undefined) {
  return (hubId: string, id: string): string | undefined => {
    const items = liveOf(hubId)?.model.present?.items
    const found = items && HOME_KINDS.map((kind) => items[kind].get(id)).find((one) => one)
    return typeof found?.['name'] === 'string' ? found['name'] : undefined
  }
}

/** What is known of the hubs; a hub that is connected anew is begun anew. */
function openLive(hubs: Hubs, stack: AsyncDisposableStack, onError: (error: unknown) => void) {
  const live = stack.use(new LiveHubs({ bootId: randomBytes(6).toString('hex'), onError }))
  stack.use(hubs.onChange((hubId) => live.drop(hubId)))
  const liveOf = (hubId: string): LiveHub | undefined => {
    const hub = hubs.byId(hubId)
    return hub && live.of(hub)
  }
  return { live, liveOf }
}

function openUsage(
  parts: Omit<UsageLogParts, 'homeOf'>,
  liveOf: (hubId: string) => LiveHub | undefined,
  stack: AsyncDisposableStack,
): UsageLog {
  return stack.use(new UsageLog({ ...parts, homeOf: (id) => liveOf(id)?.model.present }))
}

function openRealtime(
  parts: Omit<RealtimeParts, 'feedOf' | 'secretsOf' | 'filter'>,
  liveOf: (hubId: string) => LiveHub | undefined,
): Realtime {
  const filter = new ByLimits(liveOf)
  return new Realtime({
    ...{ ...parts, filter, feedOf: (hubId) => liveOf(hubId)?.feed },
    secretsOf: (hubId) => liveOf(hubId)?.secrets,
  })
}

/** Follows the database's changes, where others change it too; only then is PostgreSQL's client loaded. */
async function currencyOf(
  { url, ...followed }: Omit<FollowedParts, 'url'> & { readonly url: string | undefined },
  stack: AsyncDisposableStack,
): Promise<Currency> {
  if (url === undefined) return ALWAYS_CURRENT
  const { followChanges } = await import('./follow-changes.ts')
  return stack.use(await followChanges({ url, ...followed }))
}
