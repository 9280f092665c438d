// How the database came to have its present form, step by step. A step that was released is
// never changed; a new one is added below it.
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './sqlite.ts'

const first: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema
      .createTable('installation')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('hub')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('generation', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('sealed_credential', 'text', (column) => column.notNull())
      .addColumn('credential_user', 'text')
      .addColumn('credential_scopes', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('grant')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('client', 'text', (column) => column.notNull())
      .addColumn('permissions', 'text', (column) => column.notNull())
      .addColumn('catalogue_version', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('generation', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .execute()
    await database.schema
      .createTable('audit')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('client', 'text')
      .addColumn('grant_id', 'text')
      .addColumn('hub_id', 'text')
      .addColumn('operation', 'text')
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('ms', 'real')
      .execute()
    await database.schema
      .createIndex('audit_grant')
      .on('audit')
      .columns(['grant_id', 'id'])
      .execute()
  },
}

const waysIn: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema
      .alterTable('hub')
      .addColumn('credential_kind', 'text', (column) => column.notNull().defaultTo('local-key'))
      .execute()
    await database.schema.alterTable('hub').addColumn('minted_key_id', 'text').execute()
    await database.schema.alterTable('hub').addColumn('account_id', 'text').execute()
    await database.schema
      .alterTable('hub')
      .addColumn('addresses', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute()
    await database.schema
      .createTable('athom_account')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('sealed_secrets', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('unfinished_mint')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('sealed_login', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-ways-in': waysIn,
}

/**
 * Brings a database to the present form.
 * @throws Error saying which step failed, or that a newer Latchkey has been here.
 */
export async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  })
  const done = (await migrator.getMigrations().catch(newer)).filter((one) => one.executedAt)
  if (done.length > Object.keys(MIGRATIONS).length) newer()
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((one) => one.status === 'Error')
  if (!failed) newer(error)
  throw new Error(`The database could not be brought up to date (step ${failed?.migrationName}).`, {
    cause: error,
  })
}

function newer(cause?: unknown): never {
  throw new Error(
    'This data directory was written by a newer version of Latchkey. Install that version, or use another --data directory.',
    { cause },
  )
}
