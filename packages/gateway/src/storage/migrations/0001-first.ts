// Step 1: hubs, grants, the audit log, facts of the installation.
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { autoId } from './auto-id.ts'

export const first: Migration = {
  up: async (database: Kysely<unknown>) => {
    await database.schema
      .createTable('installation')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('hub')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('generation', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('sealed_credential', 'text', (column) => column.notNull())
      .addColumn('credential_user', 'text')
      .addColumn('credential_scopes', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema
      .createTable('grant')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hub_id', 'text', (column) => column.notNull())
      .addColumn('client', 'text', (column) => column.notNull())
      .addColumn('permissions', 'text', (column) => column.notNull())
      .addColumn('catalogue_version', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('generation', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .execute()
    await database.schema
      .createTable('audit')
      .addColumn('id', ...autoId(database))
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('client', 'text')
      .addColumn('grant_id', 'text')
      .addColumn('hub_id', 'text')
      .addColumn('operation', 'text')
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('ms', 'real')
      .execute()
    await database.schema
      .createIndex('audit_grant')
      .on('audit')
      .columns(['grant_id', 'id'])
      .execute()
  },
}
