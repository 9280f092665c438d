// Step 18: the profile of a client, and what it asks for if it does not say. They are columns of their own, because
// a client writes its metadata itself, and must not be able to write these.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const clientProfile: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('oauth_client').addColumn('profile', 'text').execute()
    await database.schema.alterTable('oauth_client').addColumn('default_scope', 'text').execute()
  },
}
