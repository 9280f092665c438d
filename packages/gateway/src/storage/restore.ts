// Makes an installation of a backup, in an empty directory. Since then keys may have been revoked that
// the backup knows as good, so every grant waits for the owner's word, and all sign-ins have ended.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { BACKED_UP } from './backup.ts'
import { BackupUnusable, type OpenedBackup, openBackup } from './backup-file.ts'
import { openDataDirectory } from './data-directory.ts'
import type { Database } from './database.ts'
import { load } from './load.ts'
import { STEPS } from './migrations/steps.ts'
import { migrate, STEP_TABLES, stepsDone } from './migrations.ts'
import { openPatiently } from './open-database.ts'

/** What is restored, and to where. */
export interface RestoreOptions {
  readonly file: string
  readonly passphrase: string
  /** The data directory; it is made, or is empty. */
  readonly data: string
  /** Address of a PostgreSQL that has nothing of Latchkey in it. */
  readonly databaseUrl?: string | undefined
  readonly now: () => number
}

/** What was restored. */
export interface Restored {
  /** When the backup was made. */
  readonly time: number
  readonly version: string
  readonly suspended: number
}

/**
 * Restores a backup. What was begun is taken away again if it fails.
 * @throws BackupUnusable; Error if the directory or the database is not empty
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { file, passphrase, data } = options
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new Error(`${data} is not empty. A backup is restored to an empty directory: --data`)
  }
  const backup = await openBackup(file, passphrase)
  requireKnown(backup)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  try {
    return await restoreTo(backup, options)
  } catch (error) {
    for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true })
    throw error
  }
}

function requireKnown({ header: { steps, version } }: OpenedBackup): void {
  if (steps.every((name) => name in STEPS)) return
  throw new BackupUnusable(
    'backup_newer',
    `This backup was written by Latchkey ${version}. Install that version or a later one.`,
  )
}

async function restoreTo(backup: OpenedBackup, options: RestoreOptions): Promise<Restored> {
  const { header, lines } = backup
  const { databaseUrl: url, now } = options
  await using stack = new AsyncDisposableStack()
  const directory = stack.use(openDataDirectory(options.data))
  for (const name of BACKED_UP) {
    const text = header.files[name]
    const path = join(directory.path, name)
    if (text !== undefined) writeFileSync(path, text, { mode: 0o600, flag: 'wx', flush: true })
  }
  const database = await openPatiently(directory.database, url)
  stack.defer(() => database.destroy())
  const before = await tablesOf(database)
  if ((await stepsDone(database)).length > 0) {
    throw new Error('There is a Latchkey in this database already. Use an empty one.')
  }
  try {
    await migrate(database, { upTo: header.steps.at(-1) })
    await load(database, lines)
    await migrate(database)
    const suspended = await suspendAll(database, now())
    return { time: header.time, version: header.version, suspended }
  } catch (error) {
    if (url !== undefined) await dropAllBut(before, database)
    throw error
  }
}

async function suspendAll(database: Database, suspendedAt: number): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    // A session or link that was ended since would be good again.
    await transaction.deleteFrom('owner_session').execute()
    await transaction.deleteFrom('owner_setup').execute()
    await transaction.deleteFrom('owner_challenge').execute()
    // Codes and refresh tokens that were used since would be good again; what they stand for has its grant.
    await transaction.deleteFrom('oauth_item').where('model', '!=', 'Grant').execute()
    await transaction.deleteFrom('grant_token').execute()
    // So would a leave that was used since.
    await transaction.deleteFrom('approval').execute()
    // And a request that was declined since would be asked again.
    await transaction.deleteFrom('permission_request').execute()
    const suspended = await transaction
      .updateTable('grant')
      .set((set) => ({ suspended_at: suspendedAt, generation: set('generation', '+', 1) }))
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute()
    return suspended.length
  })
}

async function tablesOf(database: Database): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  return tables.map((table) => table.name)
}

async function dropAllBut(kept: readonly string[], database: Database): Promise<void> {
  const ours = [...(await tablesOf(database)), ...STEP_TABLES]
  for (const name of new Set(ours.filter((one) => !kept.includes(one)))) {
    await sql`DROP TABLE IF EXISTS ${sql.table(name)} CASCADE`.execute(database)
  }
  await sql`DROP FUNCTION IF EXISTS latchkey_announce()`.execute(database)
}
