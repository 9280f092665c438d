// Step 21: proofs of possession that were shown at any gateway on this database (DPoP). On PostgreSQL the table is not
// logged: a row is for minutes, and after a crash of the database only proofs of those minutes would count again.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../database.ts'

export const sharedProofs: Migration = {
  up: async (database: Kysely<unknown>) => {
    let table = database.schema
      .createTable('seen_proof')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
    if (isPostgres(database)) table = table.modifyFront(sql`unlogged`)
    await table.execute()
    await database.schema
      .createIndex('seen_proof_expires_at')
      .on('seen_proof')
      .column('expires_at')
      .execute()
  },
}
