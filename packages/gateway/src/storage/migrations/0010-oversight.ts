// Step 10: the owner's word above grants. House rules for each hub, restrictions of grants, which Flows a grant
// wrote, and what was counted of a day. PostgreSQL announces rules as it does grants.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const oversight: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema.alterTable('grant').addColumn('restrictions', 'text').execute()
    await database.schema
      .createTable('house_rule')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('effect', 'text', (column) => column.notNull())
      .addColumn('terms', 'text', (column) => column.notNull())
      .addColumn('paused_at', 'bigint')
      .addColumn('generation', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('written_flow')
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('flow', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('written_flow_once', ['grant_id', 'flow'])
      .execute()
    await database.schema
      .createTable('day_count')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('day_count_once', ['subject', 'date'])
      .execute()
    if (!isPostgres(database)) return
    await sql`
      CREATE TRIGGER latchkey_announce AFTER INSERT OR UPDATE OR DELETE ON house_rule
      FOR EACH ROW EXECUTE FUNCTION latchkey_announce()`.execute(database)
  },
}
