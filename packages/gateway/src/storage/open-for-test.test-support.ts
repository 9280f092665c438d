// Databases for tests of what stands on one, whichever it is: empty, in the present form, or with a hub in them.
import type { Database } from './database.ts'
import { migrate } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** The database at an address of `bothDatabases`; without one, SQLite in memory. Nothing is in it. */
export const openEmpty = (url: string | undefined): Database & AsyncDisposable =>
  url === undefined ? openSqlite(':memory:') : openPostgres(url)

/** The same with all tables. */
export async function openMigrated(url: string | undefined): Promise<Database & AsyncDisposable> {
  const database = openEmpty(url)
  await migrate(database)
  return database
}

/** The same with a hub whose id is `hub`. */
export async function openWithHub(url: string | undefined): Promise<Database & AsyncDisposable> {
  const database = await openMigrated(url)
  await database
    .insertInto('hub')
    .values({
      ...{ id: 'hub', owner_id: '', name: 'Home', generation: 'pro-2023', address: 'http://x' },
      ...{ sealed_credential: 'x', credential_kind: 'local-key', addresses: '{}', created_at: 1 },
    })
    .execute()
  return database
}
