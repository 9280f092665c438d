// Step 13: what grants use, by day: which permissions their calls needed, and which objects they were about;
// and between when and when a grant is learned.
import type { CreateTableBuilder, Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const usage: Migration = {
  up: async (database: Kysely<unknown>) => {
    for (const column of ['learn_from', 'learn_until']) {
      await database.schema.alterTable('grant').addColumn(column, 'bigint').execute()
    }
    await counted(database.schema.createTable('usage_permission'))
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('need', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('usage_permission_once', [...KEY, 'operation', 'need'])
      .execute()
    await counted(database.schema.createTable('usage_object'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('object_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('usage_object_once', [...KEY, 'kind', 'object_id'])
      .execute()
  },
}

const KEY = ['grant_id', 'day', 'learn'] as const

function counted(table: CreateTableBuilder<string>) {
  return table
    .addColumn('grant_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('learn', 'bigint', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('first_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
}
