// Trouble with the database in words that say what to do: damaged, no room, not there. Everything else
// is told as it is.

/** What kind of trouble, and what is said of it. The codes are those of the owner API. */
export interface Trouble {
  readonly code: 'database_damaged' | 'disk_full' | 'database_unavailable'
  readonly message: string
}

const DAMAGED: Trouble = {
  code: 'database_damaged',
  message:
    'The database file is damaged: a part of it cannot be read. Stop the gateway, copy the data directory, and restore the last backup: latchkey restore',
}

const FULL: Trouble = {
  code: 'disk_full',
  message:
    'The disk of the database is full, so this cannot be kept. Make room there and do it again; what was kept before is safe.',
}

const UNAVAILABLE: Trouble = {
  code: 'database_unavailable',
  message:
    'The database does not answer. Do it again when it is back; the gateway finds it by itself.',
}

/** By SQLite's primary result code: SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB. */
const SQLITE: ReadonlyMap<number, Trouble> = new Map([
  [11, DAMAGED],
  [13, FULL],
  [26, DAMAGED],
])

/** By PostgreSQL's SQLSTATE or the code of the connection: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CODES: Readonly<Record<string, Trouble>> = {
  '53100': FULL,
  '57P01': UNAVAILABLE,
  '57P02': UNAVAILABLE,
  '57P03': UNAVAILABLE,
  ECONNREFUSED: UNAVAILABLE,
  ECONNRESET: UNAVAILABLE,
  EPIPE: UNAVAILABLE,
  XX001: DAMAGED,
  XX002: DAMAGED,
}

/** What pg says without a code when a connection or an answer does not come, or ends. */
const WITHOUT_CODE =
  /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client was closed|Client has encountered a connection error)/

/** The trouble that an error of the database stands for; undefined if it is another error. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errcode' in error && typeof error.errcode === 'number') {
    // The lowest byte of SQLite's extended codes is the primary one.
    return SQLITE.get(error.errcode & 0xff)
  }
  if ('code' in error && typeof error.code === 'string') return CODES[error.code]
  return WITHOUT_CODE.test(error.message) ? UNAVAILABLE : undefined
}

/** The error in words, if it is trouble with the database; else the error itself. */
export function inWords(error: unknown): unknown {
  const trouble = troubleOf(error)
  return trouble ? new Error(trouble.message, { cause: error }) : error
}
