// The database, whichever of the two it is: SQLite in the data directory, or PostgreSQL at an address.
// All queries are written once; the few places that must know which one it is ask here.
import { type Kysely, PostgresAdapter } from 'kysely'
import type { Tables } from './tables.ts'

/** The database, by the tables that it has. */
export type Database = Kysely<Tables>

/** Whether it is PostgreSQL; else it is SQLite. */
export function isPostgres<T>(database: Kysely<T>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter
}
