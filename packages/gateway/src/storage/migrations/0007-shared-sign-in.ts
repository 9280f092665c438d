// Step 7: challenges of passkeys and failed tries, which several gateways on one database share.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const sharedSignIn: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema
      .createTable('owner_challenge')
      .addColumn('challenge', 'text', (column) => column.primaryKey())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('zone', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema
      .createIndex('owner_challenge_age')
      .on('owner_challenge')
      .columns(['zone', 'expires_at'])
      .execute()
    await database.schema
      .createTable('owner_attempt')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('zone', 'text', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addColumn('until_at', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema
      .createIndex('owner_attempt_age')
      .on('owner_attempt')
      .columns(['zone', 'last_at'])
      .execute()
  },
}
