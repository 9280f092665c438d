// Step 17: which key an access token is bound to (DPoP, RFC 9449), by its thumbprint.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const tokenBinding: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('grant_token').addColumn('jkt', 'text').execute()
  },
}
