// Kysely on PostgreSQL: the pool and its limits, and numbers as numbers.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

/** What a pool is opened with besides the address. */
export interface PostgresOptions {
  /** Told when a connection that nobody was using breaks. */
  readonly onError?: (error: unknown) => void
  /** Statements may take their time: migrations, backups. */
  readonly patient?: boolean
}

/** Our integers are times and counters, far below 2^53, so `bigint` is read as a number. */
const BIGINT = 20

/** How long a statement of the running gateway may take before it is given up, in milliseconds. */
const DEADLINE = 10_000

/**
 * What a connection is made from.
 * @throws Error that does not repeat the address, which holds a password.
 */
export function connectionTo(url: string): pg.ClientConfig {
  if (!/^postgres(?:ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Error('DATABASE_URL must be an address such as postgres://user:…@host/database')
  }
  return {
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'latchkey',
    types: { getTypeParser: parserOf },
  }
}

const parserOf: typeof pg.types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  type === BIGINT ? Number : pg.types.getTypeParser(type, format as 'text')

/** Opens a database at an address. Nothing is contacted before the first query. */
export function openPostgres(url: string, options: PostgresOptions = {}): Database {
  const limits = options.patient
    ? {}
    : {
        statement_timeout: DEADLINE,
        // For a server that was cut off and will never answer.
        query_timeout: DEADLINE + 1_000,
        // The other way round: who follows the audit log waits for what is in the midst of being written.
        idle_in_transaction_session_timeout: DEADLINE,
      }
  const pool = new pg.Pool({ ...connectionTo(url), max: 10, ...limits })
  // Without a listener a connection that breaks would end the process: the pool listens while it is idle,
  // and nobody while it is in use, where the query is told as well. The next query makes a new one.
  pool.on('error', (error) => {
    // The pool hangs the whole connection on it, which is for no log.
    Reflect.deleteProperty(error, 'client')
    options.onError?.(error)
  })
  pool.on('connect', (client) => {
    client.on('error', () => {})
    endWhenLate(client)
  })
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

// The client gives up a query that is not answered in time, but keeps its connection; whatever is asked
// there next, a rollback first, would wait behind it for as long again.
function endWhenLate(client: pg.ClientBase): void {
  const { query } = client
  const value = (...words: readonly unknown[]): unknown => {
    const answer: unknown = Reflect.apply(query, client, words)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error) => {
      const isLate = error instanceof Error && error.message === 'Query read timeout'
      if (isLate && client instanceof pg.Client) void client.end()
      throw error
    })
  }
  Object.defineProperty(client, 'query', { value })
}
