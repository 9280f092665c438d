// What an installation keeps in its data directory, or in its database, opened in order: everything that is
// there before anybody listens or is asked.
import { randomBytes } from 'node:crypto'
import { AthomCloud } from '@latchkey/homey'
import { AuditLog } from './audit/audit-log.ts'
import { Retention } from './audit/retention.ts'
import { Clients } from './authorization/clients.ts'
import { Grants } from './grants/grants.ts'
import { AthomAccounts } from './hubs/accounts.ts'
import { Hubs } from './hubs/hubs.ts'
import { UnfinishedMints } from './hubs/unfinished-mints.ts'
import { WaysIn } from './hubs/ways-in.ts'
import { eventRow } from './owners/event-row.ts'
import type { OwnerEvent } from './owners/owner.ts'
import { Owners } from './owners/owners.ts'
import { openSealing } from './sealing/key-file.ts'
import { Rotation } from './sealing/rotation.ts'
import type { KeyRing } from './sealing/sealing.ts'
import { openDataDirectory } from './storage/data-directory.ts'
import type { Database } from './storage/database.ts'
import { fact } from './storage/facts.ts'
import { openDatabase } from './storage/open-database.ts'

/** What it is opened with. */
export interface KeptOptions {
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
  readonly now?: () => number
  /** Told of sign-ins, failed ones too, and of changes of what owners sign in with. */
  readonly onOwnerEvent?: (event: OwnerEvent) => void
  /** Told of errors that are nobody's but ours; never given a secret. */
  readonly onError?: (error: unknown) => void
}

/** What is open of it. */
export type Kept = Awaited<ReturnType<typeof openKept>>

/** Opens all of it; the stack closes it again. */
export async function openKept(options: KeptOptions, stack: AsyncDisposableStack) {
  const { now = Date.now, onError = () => {} } = options
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
  const owners = await openOwners({ database, audit, sealing }, options, async (ownerId) => {
    await hubs.claim(ownerId)
    await accounts.claim(ownerId)
    await new Clients(database, now).claim(ownerId)
  })
  return {
    ...{ id, kind, directory, database, sealing, rotation, audit, retention, cloud, accounts },
    ...{ hubs, waysIn, grants, owners },
  }
}

/** @throws Error if a demonstration was to be opened where there is none. */
async function kindOf(database: Database, { data, demo }: KeptOptions): Promise<'demo' | 'home'> {
  const kind = await fact(database, 'kind', demo ? 'demo' : 'home')
  if (kind === 'demo') return kind
  if (!demo) return 'home'
  throw new Error(`${data} is not a demonstration's. Use another --data directory with --demo.`)
}

/** The owners; the first one takes over what nobody owns, now if that was interrupted before. */
async function openOwners(
  { database, audit, sealing }: { database: Database; audit: AuditLog; sealing: KeyRing },
  { now = Date.now, onOwnerEvent }: KeptOptions,
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
