// Kysely on `node:sqlite`: the adapter between the two, and the settings of the one file.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

export type { Database } from './database.ts'

/** Waits this long for another process's lock, in milliseconds; there should be none. */
const BUSY_TIMEOUT = 2_000

/**
 * Opens the database file, making it if it is not there. Every commit is on the disk before it
 * is reported done (`synchronous=FULL`): grants, revocations and `sent` rows depend on it.
 */
export function openSqlite(file: string): Database {
  const database = new DatabaseSync(file)
  database.exec(
    `PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=${BUSY_TIMEOUT}`,
  )
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(database) }) })
}

// Kysely speaks the interface of better-sqlite3, which takes parameters as one array and says
// of a statement whether it gives rows.
function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      }
    },
  }
}
