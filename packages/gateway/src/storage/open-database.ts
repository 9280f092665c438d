// Opens the installation's database, SQLite or PostgreSQL, in its present form.

import { backUpBefore } from './backups.ts'
import type { DataDirectory } from './data-directory.ts'
import { type Database, isPostgres } from './database.ts'
import { type MigrateOptions, migrate } from './migrations.ts'
import { openSqlite } from './sqlite.ts'

/** Where the database is, and who is told of trouble. */
export interface DatabaseOptions {
  readonly directory: Pick<DataDirectory, 'database' | 'backups'>
  /** Of a PostgreSQL; else it is the file of the directory. */
  readonly url?: string | undefined
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/**
 * Opens the database and brings it to the present form; a SQLite file is copied before that.
 * @throws Error if it cannot be reached or a newer Latchkey wrote it.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { directory, url, onError } = options
  await using stack = new AsyncDisposableStack()
  if (url !== undefined) {
    // Loaded only where there is one: other starts are not to wait for it.
    const { openPostgres } = await import('./postgres.ts')
    const patient = openPostgres(url, { onError, patient: true })
    stack.defer(() => patient.destroy())
    await migrate(patient).catch((error) => {
      throw unreachable(error)
    })
    return openPostgres(url, { onError })
  }
  const database = openSqlite(directory.database)
  stack.defer(() => database.destroy())
  await migrate(database, copiedBefore(database, options))
  stack.move()
  return database
}

/**
 * Opens a database as it is, for statements that take their time: the PostgreSQL at the address, or
 * else the SQLite file.
 */
export async function openPatiently(file: string, url: string | undefined): Promise<Database> {
  if (url === undefined) return openSqlite(file)
  const { openPostgres } = await import('./postgres.ts')
  return openPostgres(url, { patient: true })
}

/** The option that copies a SQLite database before a step. */
export function copiedBefore(
  database: Database,
  { directory, now }: Pick<DatabaseOptions, 'directory' | 'now'>,
): Pick<MigrateOptions, 'before'> {
  if (isPostgres(database)) return {}
  const where = { directory: directory.backups, now }
  return {
    before: async (step) => {
      await backUpBefore(step, database, where)
    },
  }
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there',
  ENOTFOUND: 'its name is not known',
  '28P01': 'it refuses the password',
  '3D000': 'it has no such database',
}

// The address is not repeated: it holds a password.
function unreachable(error: unknown): unknown {
  const why = UNREACHABLE[(error as { code?: string }).code ?? '']
  return why === undefined
    ? error
    : new Error(`The PostgreSQL at DATABASE_URL cannot be used: ${why}.`, { cause: error })
}
