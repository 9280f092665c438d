// Writes to SQLite that are flushed to the disk beside all else. A commit with `synchronous=FULL` waits for the
// disk in the one thread that everybody is answered by, on a memory card for 20 ms and more. Here the commit only
// hands its pages to the system, and the write-ahead log, which is where they are, is flushed by another thread.
import { type FileHandle, open } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Does writes of one database; what was written is on the disk when it resolves. To be used by one at a time. */
export class FlushBeside implements AsyncDisposable {
  readonly #database: Database
  /** The write-ahead log; null where there is none to flush, undefined before the first write. */
  #log: FileHandle | null | undefined

  /** `database`: a SQLite; PostgreSQL flushes in a process of its own. */
  constructor(database: Database) {
    this.#database = database
  }

  /** @throws whatever the work throws, and what the disk says; it is then not known what is kept. */
  async run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (this.#log === null) return work(this.#database)
    if (this.#log === undefined) {
      // This commit makes the file, if nothing else has, and it is in its directory after it.
      const result = await work(this.#database)
      this.#log = await this.#openLog()
      return result
    }
    const result = await this.#handOver(work)
    await this.#log.datasync()
    return result
  }

  #handOver<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return this.#database.connection().execute(async (connection) => {
      await sql`PRAGMA synchronous=NORMAL`.execute(connection)
      try {
        return await work(connection)
      } finally {
        // Everybody else's commits wait for the disk (storage/sqlite.ts).
        await sql`PRAGMA synchronous=FULL`.execute(connection)
      }
    })
  }

  async #openLog(): Promise<FileHandle | null> {
    const found = await sql<{ file: string }>`
      SELECT file FROM pragma_database_list WHERE name = 'main'`.execute(this.#database)
    const file = found.rows[0]?.file ?? ''
    return file === '' ? null : open(`${file}-wal`, 'r+')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log?.close()
    this.#log = null
  }
}
