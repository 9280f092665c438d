// The wiring of an installation: everything that stands on one data directory, put together in the
// one place where that is done. Opening it contacts nobody and listens nowhere.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { type ApprovalParts, Approvals } from './approvals/approvals.ts'
import { type NoticeParts, Notices } from './approvals/notices.ts'
import type { NewAuditEvent } from './audit/event.ts'
import { startRetention } from './audit/retention.ts'
import { AuthorizationServer } from './authorization/authorization-server.ts'
import { startDirectoryCare } from './directories/care.ts'
import { Directories, type FetchText } from './directories/directories.ts'
import type { FollowedParts } from './follow-changes.ts'
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
import type { Oversight } from './oversight/effect.ts'
import { openOversight } from './oversight/open-oversight.ts'
import { type OwnerApi, ownerApi } from './owner-api/owner-api.ts'
import { reachOn } from './owner-api/reach-on.ts'
import { PATIENCE, simulateLimits } from './owner-api/simulate-limits.ts'
import { simulateOversight } from './owner-api/simulate-oversight.ts'
import { SERVER_PAGES } from './pages/device-pages.ts'
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
  /** The owner's word above all grants; nothing is forbidden without it. */
  readonly oversight?: Oversight | undefined
  /** Gets directories of clients from their addresses; without it they come as files. */
  readonly fetchText?: FetchText | undefined
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
  const asking = { database, hubs, audit, address, now, onWarning, onError }
  const { approvals, notices } = openApprovals(asking, oversight, stack)
  const shared = { grants, hubs, audit, metrics, approvals, now, onError }
  const usage = openUsage({ database, now, onError }, liveOf, stack)
  const traces = new Traces({ ...shared, database, sealing, onWarning })
  const follow = { url: options.databaseUrl, accounts, hubs, grants, approvals, rules, onError }
  const currency = await currencyOf(follow, stack)
  const hubPath = new HubPath({
    ...{ ...shared, load, currency, installationId: id, onRequest: options.onRequest },
    ...{ oversight, usage, tracing: traces.tracing, readsFromHub: options.readsFromHub },
    liveOf: ofHub,
    onWidened: (move) => onWarning(widenedInWords(move)),
  })
  const directories = new Directories({ database, fetchText: options.fetchText, now })
  const authorization = openAuthorization(kept, options, directories, () => reached)
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
  const sockets = { ...shared, usage, currency, hubPath, zones, installationId: id }
  const realtime = stack.use(openRealtime(sockets, liveOf))
  metrics.watch({ audit, hubPath, hubs, load, sockets: realtime })
  const health = new Health({ database, audit, isCurrent: () => currency.isCurrent, now })
  const owned = stack.move()
  return {
    ...{ id, directory, owner: api.control, ownerApi: api, hubPath, health, load, metrics },
    ...{ realtime, authorization },
    reachedAt: (where) => {
      reached = where
    },
    takeCare: () => {
      owned.use(startCaretaker({ hubs, waysIn, now, onWarning, onError }))
      owned.use(startRetention(retention, { onWarning, onError }))
      undoer.start().catch(onError)
      const lookAtAll = () => authorization.lookAtAll()
      owned.use(startDirectoryCare({ directories, lookAtAll, onWarning, onError }))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Where clients ask for access; nothing of it is loaded before one does. */
function openAuthorization(
  { audit, database, sealing, grants, owners }: Kept,
  { introspection, now = Date.now, onError = () => {}, onWarning = () => {} }: InstallationOptions,
  directories: Directories,
  reached: () => Reached | undefined,
): AuthorizationServer {
  return new AuthorizationServer({
    ...{ database, sealing, grants, owners, introspection, now, onError, pages: SERVER_PAGES },
    ...{ directories, onWarning },
    // However many names lead here, tokens are issued under one.
    issuer: () => {
      const url = reached()?.publicUrl ?? reached()?.url
      return url === undefined ? undefined : new URL(url).origin
    },
    record: (event) => void audit.commit(event).catch(onError),
  })
}

/** Where questions are put, and told of. */
function openApprovals(
  parts: Omit<ApprovalParts, 'random' | 'onAsked' | 'always'> & NoticeParts,
  oversight: Oversight | undefined,
  stack: AsyncDisposableStack,
): { readonly approvals: Approvals; readonly notices: Notices } {
  const notices = stack.use(new Notices(parts))
  const approvals: Approvals = new Approvals({
    ...{ ...parts, random: randomBytes, always: oversight?.always?.bind(oversight) },
    onAsked: (approval) => void notices.asked(approval, (query) => approvals.list(query)),
  })
  return { approvals, notices }
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
