// Step 15: what is thought of clients: the state of each, the versions of its manifest, the directories that vouch
// for others; and since when a grant is halted because its client is suspended.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const clients: Migration = {
  up: async (database: Kysely<unknown>) => {
    const { schema } = database
    await schema.alterTable('grant').addColumn('halted_at', 'bigint').execute()
    await schema
      .createTable('client_review')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('before', 'text')
      .addColumn('seen', 'text', (column) => column.notNull())
      .addColumn('vouched', 'text')
      .addColumn('waiting', 'integer')
      .addColumn('approved', 'integer')
      .addColumn('suspensions', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute()
    await schema
      .createTable('client_version')
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('manifest', 'text', (column) => column.notNull())
      .addColumn('submitted_at', 'bigint', (column) => column.notNull())
      .addColumn('submitted_by', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text')
      .addColumn('decided_at', 'bigint')
      .addColumn('decided_by', 'text')
      .addColumn('findings', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('client_version_once', ['client_id', 'number'])
      .execute()
    await schema
      .createTable('client_directory')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('copy', 'text', (column) => column.notNull())
      .addColumn('added_at', 'bigint', (column) => column.notNull())
      .addColumn('checked_at', 'bigint', (column) => column.notNull())
      .addColumn('problem', 'text')
      .execute()
  },
}
