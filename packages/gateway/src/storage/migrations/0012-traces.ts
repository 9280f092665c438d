// Step 12: what grants left behind at hubs and how it was before, what is to be undone of it, and which hubs
// are stopped. A stopped hub is announced to the other gateways as grants are (step 6), by its id.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const traces: Migration = {
  up: async (database: Kysely<unknown>) => {
    const { schema } = database
    await schema.alterTable('grant').addColumn('on_end', 'text').execute()
    await schema
      .createTable('trace')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('object_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('hindrance', 'text')
      .addColumn('off_at', 'bigint')
      .addColumn('outcome', 'text')
      .addColumn('job_id', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createIndex('trace_object')
      .on('trace')
      .columns(['hub_id', 'kind', 'object_id'])
      .execute()
    await schema.createIndex('trace_grant').on('trace').column('grant_id').execute()
    await schema
      .createTable('trace_moved')
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('old_id', 'text', (column) => column.notNull())
      .addColumn('new_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('trace_moved_once', ['hub_id', 'old_id'])
      .execute()
    await schema
      .createTable('undo_job')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('mode', 'text', (column) => column.notNull())
      .addColumn('because', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('lease_by', 'text')
      .addColumn('lease_until', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('finished_at', 'bigint')
      .execute()
    await schema.createIndex('undo_job_state').on('undo_job').column('state').execute()
    await schema
      .createTable('hub_stop')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('stopped_at', 'bigint', (column) => column.notNull())
      .execute()
    if (!isPostgres(database)) return
    await sql`
      CREATE TRIGGER latchkey_announce AFTER INSERT OR UPDATE OR DELETE ON hub_stop
      FOR EACH ROW EXECUTE FUNCTION latchkey_announce()`.execute(database)
  },
}
