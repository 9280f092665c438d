// Step 16: what clients ask for besides what they have, with the owner's answers; and until when permissions count
// that were given for a time. Requests are announced like questions, so that clients hear of an answer at every gateway.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const permissionRequests: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('grant').addColumn('lapses', 'text').execute()
    await makeRequest(database)
    // Of the same request there is one that waits for its answer.
    await sql`CREATE UNIQUE INDEX permission_request_open ON permission_request (grant_id, fingerprint) WHERE answer IS NULL`.execute(
      database,
    )
    for (const column of ['hub_id', 'grant_id', 'client_id']) {
      await database.schema
        .createIndex(`permission_request_${column}`)
        .on('permission_request')
        .columns([column, 'asked_at'])
        .execute()
    }
    if (!isPostgres(database)) return
    await sql`
      CREATE TRIGGER latchkey_announce AFTER INSERT OR UPDATE ON permission_request
      FOR EACH ROW EXECUTE FUNCTION latchkey_announce()`.execute(database)
  },
}

async function makeRequest(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('permission_request')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hub_id', 'text', (column) => column.notNull())
    .addColumn('grant_id', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('answered_by', 'text')
    .addColumn('given', 'text')
    .addColumn('word', 'text')
    .execute()
}
