// Step 20: what clients changed by tools of the MCP server, with what it takes to undo it: it outlives the process,
// and is known at every gateway.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const toolChanges: Migration = {
  up: async ({ schema }: Kysely<unknown>) => {
    await schema
      .createTable('tool_change')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('tool', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('object_id', 'text', (column) => column.notNull())
      .addColumn('did', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('taken_until', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createIndex('tool_change_grant')
      .on('tool_change')
      .columns(['grant_id', 'number'])
      .execute()
    await schema.createIndex('tool_change_age').on('tool_change').column('created_at').execute()
  },
}
