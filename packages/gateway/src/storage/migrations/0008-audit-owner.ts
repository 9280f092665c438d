// Step 8: audit rows name the owner who acted. Rows from before have none, and are signed as they were.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const auditOwner: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('audit').addColumn('owner_id', 'text').execute()
  },
}
