// The column of ids that the database counts up by itself, and never gives twice; each of the two
// databases has its own way to say it.
import type { ColumnDefinitionBuilder, Kysely } from 'kysely'
import { isPostgres } from '../database.ts'

type AutoId = readonly [
  type: 'integer' | 'bigint',
  build: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder,
]

/** Type and constraints: `.addColumn('id', ...autoId(database))`. */
export function autoId<T>(database: Kysely<T>): AutoId {
  if (isPostgres(database)) {
    return ['bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity()]
  }
  return ['integer', (column) => column.primaryKey().autoIncrement()]
}
