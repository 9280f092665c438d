// Kysely on `node:sqlite`: the adapter between the two, and the settings of the one file.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
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

/** How many statements are kept prepared; most that are asked for are among a few. */
const KEPT = 64

// Kysely speaks the interface of better-sqlite3, which takes parameters as one array and says
// of a statement whether it gives rows. It prepares every time; a large insert takes longer to
// prepare than to run, so statements are kept.
function adapt(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: (sql) => {
      // Some pragmas do what they do when they are prepared.
      if (sql.startsWith('PRAGMA')) return prepare(database, sql)
      const statement = kept.get(sql) ?? prepare(database, sql)
      kept.delete(sql)
      kept.set(sql, statement)
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break
        kept.delete(oldest)
      }
      return statement
    },
  }
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    // Somebody else may run the kept one before all rows of this one were looked at.
    iterate: (parameters) => database.prepare(sql).iterate(...values(parameters)),
  }
}
