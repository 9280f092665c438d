// The wiring of an installation: everything that stands on one data directory, put together in the
// one place where that is done. Opening it contacts nobody and listens nowhere.
import { randomBytes } from 'node:crypto'
import { AthomCloud } from '@latchkey/homey'
import type { FastifyInstance } from 'fastify'
import { AuditLog } from './audit/audit-log.ts'
import type { NewAuditEvent } from './audit/event.ts'
import { Retention, startRetention } from './audit/retention.ts'
import type { FollowedParts } from './follow-changes.ts'
import { Grants } from './grants/grants.ts'
import type { WideningMove } from './hub-path/exchange.ts'
import { HubPath } from './hub-path/hub-path.ts'
import { AthomAccounts } from './hubs/accounts.ts'
import { startCaretaker } from './hubs/caretaker.ts'
import { type ConnectedHub, Hubs } from './hubs/hubs.ts'
import { UnfinishedMints } from './hubs/unfinished-mints.ts'
import { WaysIn } from './hubs/ways-in.ts'
import { type LiveHub, LiveHubs } from './live/live-hubs.ts'
import { Health } from './operations/health.ts'
import { Load } from './operations/load.ts'
import { Metrics } from './operations/metrics.ts'
import { openOversight } from './oversight/open-oversight.ts'
import { type OwnerApi, ownerApi } from './owner-api/owner-api.ts'
import { simulateLimits } from './owner-api/simulate-limits.ts'
import { simulateOversight } from './owner-api/simulate-oversight.ts'
import { eventRow } from './owners/event-row.ts'
import type { OwnerEvent } from './owners/owner.ts'
import { Owners } from './owners/owners.ts'
import { ByLimits } from './realtime/by-limits.ts'
import { Realtime, type RealtimeParts } from './realtime/realtime.ts'
import { openSealing } from './sealing/key-file.ts'
import { Rotation } from './sealing/rotation.ts'
import type { KeyRing } from './sealing/sealing.ts'
import { ALWAYS_CURRENT, type Currency } from './storage/currency.ts'
import { type DataDirectory, openDataDirectory } from './storage/data-directory.ts'
import type { Database } from './storage/database.ts'
import { fact } from './storage/facts.ts'
import { openDatabase } from './storage/open-database.ts'
import { inWords } from './storage/trouble.ts'

/** What an installation is opened with. */
export interface InstallationOptions {
  /** The data directory; it is made if it is not there. */
  readonly data: string
  /** Address of a PostgreSQL with the database; else it is a SQLite file in the directory. */
  readonly databaseUrl?: string | undefined
  /** Base64 of the sealing key, where it is not in a file of the directory. */
  readonly sealingKey?: string | undefined
  /** Base64 of the audit key, where it is not in a file of the directory. */
  readonly auditKey?: string | undefined
  /** A demonstration: made-up hubs only. A directory is one or the other for good. */
  readonly demo?: boolean
  /** Where Athom's cloud is, if not at Athom: `ATHOM_CLOUD_API_BASEURL`. */
  readonly athomCloud?: string | undefined
  /** Every read is asked of the hub: slower, and what is known of it serves decisions only. */
  readonly readsFromHub?: boolean | undefined
  readonly now?: () => number
  /** Told what the owner should know, such as a login that is about to end. */
  readonly onWarning?: (text: string) => void
  /** Told of every request of a client that was answered, as the audit log has it. */
  readonly onRequest?: ((row: NewAuditEvent) => void) | undefined
  /** Told of sign-ins, failed ones too, and of changes of what owners sign in with. */
  readonly onOwnerEvent?: (event: OwnerEvent) => void
  /** Told of errors that are nobody's but ours; never given a secret. */
  readonly onError?: (error: unknown) => void
}

/** Where the gateway can be reached, once it listens. */
export interface Reached {
  readonly url: string
  /** Whether setup links work from other machines. */
  readonly setupRemote: boolean
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
  const directory = stack.use(openDataDirectory(options.data))
  const sealing = openSealing(directory.sealingKey, options.sealingKey)
  const database = await openDatabase({ directory, url: options.databaseUrl, now, onError })
  stack.defer(() => database.destroy())
  const id = await fact(database, 'id', randomBytes(12).toString('hex'))
  const kind = await kindOf(database, options)
  const file = options.sealingKey ? undefined : directory.sealingKey
  const rotation = await Rotation.open({ database, ring: sealing, file })
  const audit = stack.use(
    await AuditLog.open({
      ...{ database, directory: directory.path, key: options.auditKey, now, onError },
    }),
  )
  const retention = new Retention({ database, audit, now })
  const cloud = new AthomCloud(options.athomCloud, now)
  const accounts = await AthomAccounts.load({ database, sealing, cloud, now })
  const credentials = { accounts, cloud, now }
  const hubs = stack.use(await Hubs.load({ database, sealing, ...credentials }))
  const mints = new UnfinishedMints(database, sealing, now)
  const waysIn = new WaysIn({ hubs, mints, ...credentials })
  const grants = await Grants.load(database, now)
  const metrics = new Metrics()
  const load = new Load(audit)
  const owners = await openOwners({ database, audit, sealing }, options, async (ownerId) => {
    await hubs.claim(ownerId)
    await accounts.claim(ownerId)
  })
  let reached: Reached | undefined
  const shared = { grants, hubs, audit, metrics, now, onError }
  const { live, liveOf } = openLive(hubs, stack, onError)
  const ofHub = (hub: ConnectedHub) => live.of(hubs.byId(hub.hub.id) ?? hub)
  const { oversight, rules, zones } = await openOversight({ ...shared, database, ofHub }, stack)
  const api = await ownerApi({
    ...{ ...shared, waysIn, accounts, retention, owners, rotation, cloudUrl: cloud.url },
    ...{ demo: kind === 'demo', baseUrl: () => reached?.url },
    ...{ setupRemote: () => reached?.setupRemote ?? false, simulate: simulateLimits(liveOf) },
    ...{ rules, oversee: simulateOversight(oversight, hubs) },
  })
  stack.defer(() => api.close())
  const follow = { url: options.databaseUrl, accounts, hubs, grants, rules, onError }
  const currency = await currencyOf(follow, stack)
  const hubPath = new HubPath({
    ...{ ...shared, load, currency, installationId: id, onRequest: options.onRequest },
    ...{
      ...{ liveOf: ofHub, oversight },
      onWidened: (move) => onWarning(widenedInWords(move)),
      readsFromHub: options.readsFromHub,
    },
  })
  const realtime = openRealtime({ ...shared, currency, hubPath, zones, installationId: id }, liveOf)
  stack.use(realtime)
  metrics.watch({ audit, hubPath, hubs, load, sockets: realtime })
  const health = new Health({ database, audit, isCurrent: () => currency.isCurrent, now })
  const owned = stack.move()
  return {
    ...{ id, directory, owner: api.control, ownerApi: api, hubPath, health, load, metrics },
    realtime,
    reachedAt: (where) => {
      reached = where
    },
    takeCare: () => {
      owned.use(startCaretaker({ hubs, waysIn, now, onWarning, onError }))
      owned.use(startRetention(retention, { onWarning, onError }))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** What the owner is told of a move: which keys reach what now. */
function widenedInWords({ by, widened }: WideningMove): string {
  const keys = widened.map(({ grant, devices, zones }) => {
    const more = [...devices.map((id) => `device ${id}`), ...zones.map((id) => `zone ${id}`)]
    return `"${grant.client}" now reaches ${more.join(', ')}`
  })
  return `"${by.client}" moved something at the Homey ${by.hubId}: ${keys.join('; ')}.`
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

function openRealtime(
  parts: Omit<RealtimeParts, 'feedOf' | 'filter'>,
  liveOf: (hubId: string) => LiveHub | undefined,
): Realtime {
  const filter = new ByLimits(liveOf)
  return new Realtime({ ...parts, filter, feedOf: (hubId) => liveOf(hubId)?.feed })
}

/** @throws Error if a demonstration was to be opened where there is none. */
async function kindOf(
  database: Database,
  { data, demo }: InstallationOptions,
): Promise<'demo' | 'home'> {
  const kind = await fact(database, 'kind', demo ? 'demo' : 'home')
  if (kind === 'demo') return kind
  if (!demo) return 'home'
  throw new Error(`${data} is not a demonstration's. Use another --data directory with --demo.`)
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

/** The owners; the first one takes over what nobody owns, now if that was interrupted before. */
async function openOwners(
  { database, audit, sealing }: { database: Database; audit: AuditLog; sealing: KeyRing },
  { now = Date.now, onOwnerEvent }: InstallationOptions,
  onFirst: (ownerId: string) => Promise<void>,
): Promise<Owners> {
  const onEvent = (event: OwnerEvent) => {
    const row = eventRow(event)
    if (row) audit.record(row)
    onOwnerEvent?.(event)
  }
  const blind = (text: string) => sealing.blind(text)
  const owners = new Owners({ database, now, random: randomBytes, blind, onEvent, onFirst })
  const first = await owners.first()
  if (first !== undefined) await onFirst(first)
  return owners
}
