// One PostgreSQL for all files of a run, as each start of one is a second of work. `node --test` calls this before the
// first file and after the last; a file that runs by itself starts its own.
import { ONE_POSTGRES, startPostgres, type TestPostgres } from './postgres.ts'

let postgres: TestPostgres | undefined

/** Starts the server, and tells the test files where it is. */
export async function globalSetup(): Promise<void> {
  // Several files run at once, each with gateways that hold ten connections.
  postgres = await startPostgres({ settings: ['max_connections=400'] })
  process.env[ONE_POSTGRES] = await postgres.database()
}

/** Stops it. */
export async function globalTeardown(): Promise<void> {
  await postgres?.[Symbol.asyncDispose]()
}
