// Step 2: credentials of several kinds, accounts at Athom, and the journal of keys that are being minted.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const waysIn: Migration = {
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
