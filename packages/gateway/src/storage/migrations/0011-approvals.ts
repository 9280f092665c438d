// Step 11: questions to owners with their answers, and who is told of a question. Questions are announced
// like changes of grants, so that an answer that is given at one gateway lets go on what another one holds.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const approvals: Migration = {
  up: async (database: Kysely<unknown>) => {
    await makeApproval(database)
    // Of the same question there is one that waits for its answer.
    await sql`CREATE UNIQUE INDEX approval_open ON approval (grant_id, fingerprint) WHERE answer IS NULL`.execute(
      database,
    )
    await database.schema
      .createIndex('approval_of_hub')
      .on('approval')
      .columns(['hub_id', 'asked_at'])
      .execute()
    await database.schema
      .createIndex('approval_of_grant')
      .on('approval')
      .columns(['grant_id', 'good_until'])
      .execute()
    await database.schema
      .createTable('approval_notice')
      .addColumn('hub_id', 'text', (column) => column.primaryKey())
      .addColumn('users', 'text', (column) => column.notNull())
      .addColumn('push', 'integer', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('pushes', 'text', (column) => column.notNull())
      .execute()
    if (!isPostgres(database)) return
    await sql`
      CREATE TRIGGER latchkey_announce AFTER INSERT OR UPDATE ON approval
      FOR EACH ROW EXECUTE FUNCTION latchkey_announce()`.execute(database)
  },
}

async function makeApproval(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('approval')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hub_id', 'text', (column) => column.notNull())
    .addColumn('grant_id', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('task', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('answered_by', 'text')
    .addColumn('good_until', 'bigint')
    .addColumn('used_at', 'bigint')
    .execute()
}
