// Step 5: grants can be suspended, as all are after a restore, until the owner says otherwise.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const suspended: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('grant').addColumn('suspended_at', 'bigint').execute()
  },
}
