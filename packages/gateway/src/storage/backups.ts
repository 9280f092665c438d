// The copies that are made of the SQLite file before its form is changed: in the data directory, for
// the day on which the change turns out to have been wrong.
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from './database.ts'

/** How many are kept. */
const KEPT = 3

const COPY = /^\d{4}-.*\.db$/

/**
 * Copies the database as it is, and removes the oldest copies.
 * @throws Error if there is no room for it; then nothing must be changed.
 */
export async function backUpBefore(
  step: string,
  database: Database,
  { directory, now }: { readonly directory: string; readonly now: () => number },
): Promise<string> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const time = new Date(now()).toISOString().replaceAll(':', '-')
  const file = join(directory, `${time}-before-${step}.db`)
  const unfinished = `${file}.partial`
  rmSync(unfinished, { force: true })
  try {
    // SQLite writes into an empty file that is there, so it is closed to others from the beginning.
    closeSync(openSync(unfinished, 'wx', 0o600))
    await sql`VACUUM INTO ${unfinished}`.execute(database)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new Error(
      `The database must be brought up to date, and before that it could not be copied to ${directory}. Free some disk space. Nothing was changed.`,
      { cause: error },
    )
  }
  renameSync(unfinished, file)
  const copies = readdirSync(directory).filter((name) => COPY.test(name))
  for (const old of copies.sort().slice(0, -KEPT)) rmSync(join(directory, old))
  return file
}
