// Step 9: grants can be limited to objects of the hub, and what a grant created there is kept. A change of
// what was created raises the generation of its grant, so that it is announced with the grant.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const limits: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('grant').addColumn('limits', 'text').execute()
    await database.schema
      .createTable('created_object')
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('object_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('created_object_once', ['grant_id', 'kind', 'object_id'])
      .execute()
  },
}
