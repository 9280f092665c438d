// Step 14: the authorization server: clients, what it keeps between two requests, and the tokens that stand
// for grants besides keys. On PostgreSQL tokens are announced like grants, as gateways hold them in memory.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const authorization: Migration = {
  up: async (database: Kysely<unknown>) => {
    await clientTable(database)
    await itemTable(database)
    await database.schema
      .createTable('grant_token')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
    await indexed(database, 'grant_token', 'grant_id')
    await indexed(database, 'grant_token', 'expires_at')
    if (!isPostgres(database)) return
    await sql`
      CREATE TRIGGER latchkey_announce AFTER INSERT OR UPDATE OR DELETE ON grant_token
      FOR EACH ROW EXECUTE FUNCTION latchkey_announce()`.execute(database)
  },
}

async function clientTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('oauth_client')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .execute()
  await indexed(database, 'oauth_client', 'expires_at')
}

async function itemTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('oauth_item')
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('sealed_id', 'text')
    .addColumn('grant_id', 'text')
    .addColumn('second_key', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('consumed_at', 'bigint')
    .addColumn('uses', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('oauth_item_once', ['model', 'id'])
    .execute()
  await indexed(database, 'oauth_item', 'grant_id')
  await indexed(database, 'oauth_item', 'second_key')
  await indexed(database, 'oauth_item', 'expires_at')
}

async function indexed(database: Kysely<unknown>, table: string, column: string): Promise<void> {
  await database.schema.createIndex(`${table}_${column}`).on(table).column(column).execute()
}
