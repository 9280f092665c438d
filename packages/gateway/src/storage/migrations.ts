// Brings a database to the present form, from any form before it, and remembers which version of
// Latchkey did; a form that is newer than this code is left alone.
import { type Migration, type MigrationInfo, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { STEPS } from './migrations/steps.ts'
import { latchkeyVersion } from './version.ts'

/** How a database is brought up to date; all of it only differs from the defaults in tests. */
export interface MigrateOptions {
  /** Called before steps run on a database that has data; if it throws, none does. */
  readonly before?: (firstStep: string) => Promise<void>
  readonly steps?: Readonly<Record<string, Migration>>
  /** The last step to run; all of them if it is not said. */
  readonly upTo?: string | undefined
  /** The version that is written down. */
  readonly version?: string
}

/** The name of the fact that says which version brought the database to its form. */
const WRITTEN_BY = 'written_by'

/** The table in which the steps that were done are written down. */
export const STEP_TABLES: readonly string[] = ['kysely_migration', 'kysely_migration_lock']

/** The steps that were done in a database, in their order; none in an empty one. */
export async function stepsDone(database: Database): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return []
  const rows = await database
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute()
  return rows.map((row) => row.name)
}

/**
 * Brings a database to the present form.
 * @throws Error saying which step failed, or which newer Latchkey has been here.
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<void> {
  const { before, steps = STEPS, upTo, version = latchkeyVersion() } = options
  const done = await stepsDone(database)
  if (done.some((name) => !(name in steps))) throw await newer(database, version)
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...steps }) },
  })
  const pending = (await migrator.getMigrations()).filter((one) => isPending(one, upTo))
  const next = pending[0]
  if (!next) return
  if (done.length > 0) await before?.(next.name)
  const { error, results } =
    upTo === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(upTo)
  if (error !== undefined) {
    const failed = results?.find((one) => one.status === 'Error')?.migrationName ?? next.name
    throw new Error(`The database could not be brought up to date (step ${failed}).`, {
      cause: error,
    })
  }
  await writtenBy(database, version)
}

const isPending = (one: MigrationInfo, upTo: string | undefined): boolean =>
  !one.executedAt && (upTo === undefined || one.name <= upTo)

async function writtenBy(database: Database, value: string): Promise<void> {
  await database
    .insertInto('installation')
    .values({ name: WRITTEN_BY, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

async function newer(database: Database, version: string): Promise<Error> {
  const row = await database
    .selectFrom('installation')
    .select('value')
    .where('name', '=', WRITTEN_BY)
    .executeTakeFirst()
    .catch(() => undefined)
  const writer = row ? `Latchkey ${row.value}` : 'a newer version of Latchkey'
  return new Error(
    `This database was written by ${writer}, and this is ${version}. Install ${row ? `Latchkey ${row.value} or later` : 'that version'}, or use another --data directory.`,
  )
}
