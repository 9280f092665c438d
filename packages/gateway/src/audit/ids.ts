// Ids for rows before they are written, because a row's id is signed along: a row that is moved to
// another place in the log is then found.
import { sql } from 'kysely'
import { type Database, isPostgres } from '../storage/database.ts'

/** Gives ids that were never given before, ascending. */
export interface RowIds {
  take(count: number): Promise<readonly number[]>
  /** Rows could not be kept: what was taken may be given again. */
  forget(): void
}

/** The ids of a database. */
export function rowIds(database: Database): RowIds {
  return isPostgres(database) ? postgresIds(database) : sqliteIds(database)
}

// Several processes write, so the database counts. An id that was taken and not used is a gap.
function postgresIds(database: Database): RowIds {
  return {
    take: async (count) => {
      const { rows } = await sql<{ id: number }>`
        SELECT nextval(pg_get_serial_sequence('audit', 'id')) AS id
        FROM generate_series(1, ${count}::int)`.execute(database)
      return rows.map((row) => Number(row.id)).sort((a, b) => a - b)
    },
    forget: () => {},
  }
}

// This process alone writes, by the lock of the directory, so it counts; from where SQLite's own
// counter is, which does not fall when rows are pruned.
function sqliteIds(database: Database): RowIds {
  let last: number | undefined
  return {
    take: async (count) => {
      if (last === undefined) {
        const { rows } = await sql<{ last: number }>`
          SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0),
                     coalesce((SELECT max(id) FROM audit), 0)) AS last`.execute(database)
        last = rows[0]?.last ?? 0
      }
      const from = last + 1
      last += count
      return Array.from({ length: count }, (_, at) => from + at)
    },
    forget: () => {
      last = undefined
    },
  }
}
