// Ids for rows before they are written, because a row's id is signed along: a row that is moved to
// another place in the log is then found. And up to which id all rows are there, so that who follows the
// log by its ids misses none.
import { sql } from 'kysely'
import { type Database, isPostgres } from '../storage/database.ts'
import type { FlushBeside } from '../storage/flush-beside.ts'

/** Gives ids that were never given before, ascending. */
export interface RowIds {
  /**
   * Gives so many ids to `write`, which writes their rows by the database that it is given; they are
   * kept when this resolves.
   */
  take<T>(count: number, write: Write<T>): Promise<T>
  /** Rows could not be kept: what was taken may be given again. */
  forget(): void
}

type Write<T> = (database: Database, ids: readonly number[]) => Promise<T>

/** The ids of a database; with SQLite the rows are written by way of `disk`. */
export function rowIds(database: Database, disk: Pick<FlushBeside, 'run'>): RowIds {
  return isPostgres(database) ? postgresIds(database) : sqliteIds(database, disk)
}

/**
 * Up to which id no row can appear any more; `last` is the highest that was seen. To be asked after
 * `last` was read, and before the rows are.
 */
export async function settledThrough(database: Database, last: number): Promise<number> {
  if (!isPostgres(database)) return last
  const { rows } = await sql<{ floor: number | null }>`
    SELECT min(((classid::bigint << 32) | objid::bigint) - ${LOCK_BASE}) AS floor
    FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 1
      AND classid::bigint >> 8 = ${LOCK_CLASS}`.execute(database)
  return Math.min(last, rows[0]?.floor ?? last)
}

/** Tells our advisory locks from those of others: the upper 24 bits; the lower 40 are an id. */
const LOCK_CLASS = sql`x'6c6b61'::int`
const LOCK_BASE = sql`(${LOCK_CLASS}::bigint << 40)`

const SEQUENCE = sql`pg_get_serial_sequence('audit', 'id')::regclass`

// Several processes write, so the database counts. An id that was taken and not used is a gap. Rows with
// lower ids may be kept later than rows with higher ones, so from before it takes its ids until its rows
// are kept or given up, a writer holds a shared lock that names an id below them all.
function postgresIds(database: Database): RowIds {
  return {
    take: <T>(count: number, write: Write<T>) =>
      database.transaction().execute(async (transaction) => {
        // The lock is what the ids are joined with, so it is there before the first of them.
        const { rows } = await sql<{ id: number }>`
          SELECT nextval(${SEQUENCE}) AS id
          FROM (SELECT pg_advisory_xact_lock_shared(
                  ${LOCK_BASE} + coalesce(pg_sequence_last_value(${SEQUENCE}), 0)) OFFSET 0) AS held,
               generate_series(1, ${count}::int)`.execute(transaction)
        const ids = rows.map((row) => Number(row.id)).sort((a, b) => a - b)
        return write(transaction, ids)
      }),
    forget: () => {},
  }
}

// This process alone writes, by the lock of the directory, so it counts; from where SQLite's own
// counter is, which does not fall when rows are pruned.
function sqliteIds(database: Database, disk: Pick<FlushBeside, 'run'>): RowIds {
  let last: number | undefined
  return {
    take: async <T>(count: number, write: Write<T>) => {
      if (last === undefined) {
        const { rows } = await sql<{ last: number }>`
          SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0),
                     coalesce((SELECT max(id) FROM audit), 0)) AS last`.execute(database)
        last = rows[0]?.last ?? 0
      }
      const from = last + 1
      last += count
      const ids = Array.from({ length: count }, (_, at) => from + at)
      return disk.run((open) => write(open, ids))
    },
    forget: () => {
      last = undefined
    },
  }
}
