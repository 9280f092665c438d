// Step 3: rows of the audit log become links of chains, and what stands for the ones that were pruned.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const auditChain: Migration = {
  up: async (database: Kysely<unknown>) => {
    // One column at a time: SQLite takes no more. Rows from before have none of them.
    await database.schema.alterTable('audit').addColumn('writer', 'text').execute()
    await database.schema.alterTable('audit').addColumn('sequence', 'bigint').execute()
    await database.schema.alterTable('audit').addColumn('mac', 'text').execute()
    // `real` has four bytes in PostgreSQL, and would give back another number than was signed.
    if (isPostgres(database)) {
      await sql`ALTER TABLE audit ALTER COLUMN ms TYPE double precision`.execute(database)
    }
    await database.schema
      .createIndex('audit_chain')
      .unique()
      .on('audit')
      .columns(['writer', 'sequence'])
      .execute()
    await database.schema
      .createTable('audit_anchor')
      .addColumn('writer', 'text', (column) => column.primaryKey())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('mac', 'text', (column) => column.notNull())
      .addColumn('id', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .execute()
  },
}
