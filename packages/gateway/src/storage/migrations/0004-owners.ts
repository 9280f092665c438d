// Step 4: owners, what they sign in with, their sessions and setup links; and whose each hub and
// account is. Names of hubs are told apart per owner, so the table of hubs is made anew.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const owners: Migration = {
  up: async (database: Kysely<unknown>) => {
    await ownerTables(database)
    await database.schema
      .alterTable('athom_account')
      .addColumn('owner_id', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await ownedHubs(database)
  },
}

async function ownerTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('owner')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('owner_credential')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('owner_session')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('owner_setup')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
}

const HUB_COLUMNS = [
  ...['id', 'name', 'generation', 'address', 'sealed_credential', 'credential_user'],
  ...['credential_scopes', 'created_at', 'credential_kind', 'minted_key_id', 'account_id'],
  'addresses',
]

async function ownedHubs(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('hub_owned')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('generation', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('sealed_credential', 'text', (column) => column.notNull())
    .addColumn('credential_user', 'text')
    .addColumn('credential_scopes', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('credential_kind', 'text', (column) => column.notNull().defaultTo('local-key'))
    .addColumn('minted_key_id', 'text')
    .addColumn('account_id', 'text')
    .addColumn('addresses', 'text', (column) => column.notNull().defaultTo('{}'))
    .addUniqueConstraint('hub_name_of_owner', ['owner_id', 'name'])
    .execute()
  const columns = sql.join(HUB_COLUMNS.map((name) => sql.ref(name)))
  await sql`insert into hub_owned (${columns}) select ${columns} from hub`.execute(database)
  await database.schema.dropTable('hub').execute()
  await database.schema.alterTable('hub_owned').renameTo('hub').execute()
}
