// The audit log: rows in the order of their decisions. A committed row is on the disk when the
// promise resolves; a recorded one at the latest 50 ms or 200 rows later.
import { join } from 'node:path'
import { type Database, isPostgres } from '../storage/database.ts'
import { FlushBeside } from '../storage/flush-beside.ts'
import { adopt } from './adopt.ts'
import { type AuditKey, openAuditKey } from './audit-key.ts'
import { extend, type Head, newChain } from './chain.ts'
import type { AuditEvent, NewAuditEvent } from './event.ts'
import { HeadsFile, readHeads } from './heads.ts'
import { type RowIds, rowIds } from './ids.ts'
import { insertion } from './insertion.ts'
import { type PruneResult, prune } from './prune.ts'
import { toColumns } from './row.ts'
import { type AuditQuery, type Found, search } from './search.ts'
import { type Verification, verify } from './verify.ts'

/** The most that a crash can lose of recorded rows. */
export const LOSS_WINDOW = { rows: 200, milliseconds: 50 } as const

/** How many rows may wait while the database cannot be written. */
const MAX_WAITING = 10_000

interface Waiting {
  readonly event: NewAuditEvent
  readonly done?: { resolve: () => void; reject: (error: unknown) => void }
}

/** What a log is opened with. */
export interface AuditLogOptions {
  readonly database: Database
  /** Where the key and the heads of the chains are. */
  readonly directory: string
  /** Base64 of the key, where it is not in a file of the directory. */
  readonly key?: string | undefined
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

interface Parts {
  readonly database: Database
  readonly key: AuditKey
  readonly headsPath: string
  readonly heads: HeadsFile
  readonly now: () => number
}

/** Writes, reads, verifies and prunes the log. */
export class AuditLog implements AsyncDisposable {
  readonly #parts: Parts
  readonly #ids: RowIds
  readonly #insert: ReturnType<typeof insertion>
  readonly #disk: FlushBeside
  #chain: Head = newChain()
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  /** All that waits is to be written, and not only what fills a batch. */
  #isUrgent = false
  /** Nothing is written any more: what still comes is lost, and counted. */
  #isClosed = false
  /** Verifying and pruning, one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Rows that were given up because they could not be written; reported by `doctor`. */
  lost = 0
  /** When rows could not be written, if that is the latest that happened. */
  failedAt: number | undefined

  private constructor(parts: Parts) {
    this.#parts = parts
    this.#disk = new FlushBeside(parts.database)
    this.#ids = rowIds(parts.database, this.#disk)
    this.#insert = insertion(LOSS_WINDOW.rows)
  }

  /** Opens the log. @throws Error if the key is not the one that the heads were signed with. */
  static async open(options: AuditLogOptions): Promise<AuditLog> {
    const { database, directory, now, onError } = options
    const key = openAuditKey(join(directory, 'audit.key'), options.key)
    const headsPath = join(directory, 'audit.heads')
    const heads = new HeadsFile(headsPath, key, onError)
    const { fresh, head } = await adopt(database, key)
    // A new gateway at a PostgreSQL that others write to has a directory without heads, too.
    if (fresh || isPostgres(database)) heads.begin()
    if (head) heads.advance(head, head.sequence)
    return new AuditLog({ database, key, headsPath, heads, now })
  }

  /** How many rows are not on the disk yet. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Keeps a row, soon. */
  record(event: NewAuditEvent): void {
    if (this.#isClosed) {
      this.lost++
      return
    }
    this.#waiting.push({ event })
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift()
      this.lost++
    }
    if (this.#waiting.length >= LOSS_WINDOW.rows) this.#write()
    else this.#soon()
  }

  /**
   * Keeps a row, now: resolves when it and all rows before it are on the disk.
   * @throws whatever the database threw; the row is then not kept.
   */
  commit(event: NewAuditEvent): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('The audit log is closed.'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, done: { resolve, reject } })
      void this.#flush()
    })
  }

  /** Rows by a query: the newest `limit`, or the first `limit` after an id; always in order. */
  async read(query: AuditQuery): Promise<readonly AuditEvent[]> {
    return (await this.follow(query)).events
  }

  /** The same, and up to which id nothing was passed over: from there a reader goes on. */
  async follow(query: AuditQuery): Promise<Found> {
    await this.#flush()
    return search(this.#parts.database, query)
  }

  /** Checks every chain, as far as it is written. */
  verify(): Promise<Verification> {
    return this.#inTurn(async () => {
      await this.#flush()
      const { database, key, headsPath } = this.#parts
      return verify({ database, key, heads: readHeads(headsPath, key) })
    })
  }

  /**
   * Takes away the rows from before a time, whole beginnings of chains only.
   * @throws AuditBroken if they do not verify, unless `broken` says to go on.
   */
  prune(before: number, options: { readonly broken?: boolean } = {}): Promise<PruneResult> {
    return this.#inTurn(async () => {
      await this.#flush()
      const { database, key, now } = this.#parts
      return prune({ database, key, now: now() }, before, options.broken ?? false)
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }

  #flush(): Promise<void> {
    if (this.#waiting.length > 0) this.#isUrgent = true
    this.#write()
    return this.#writing ?? Promise.resolve()
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.#flush(), LOSS_WINDOW.milliseconds)
  }

  #write(): void {
    if (this.#waiting.length > 0) this.#writing ??= this.#writeAll()
  }

  // It is over in the same breath in which it finds that nothing waits: a row that comes in between
  // would be waited for by nobody. A few rows that came while a full batch was written fill the next one:
  // a batch of its own, with its wait for the disk, costs as much for seven rows as for two hundred.
  async #writeAll(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    while (this.#waiting.length >= (this.#isUrgent ? 1 : LOSS_WINDOW.rows)) {
      const batch = this.#waiting.splice(0, LOSS_WINDOW.rows)
      try {
        await this.#append(batch.map((one) => one.event))
        this.failedAt = undefined
        for (const one of batch) one.done?.resolve()
      } catch (error) {
        this.failedAt = this.#parts.now()
        // Whoever waits for a row is told, in later batches too: a database that is away keeps each of them
        // waiting for as long. The other rows are tried again with the next one.
        const all = [...batch, ...this.#waiting]
        for (const one of all) one.done?.reject(error)
        this.#waiting = all.filter((one) => !one.done)
        if (!this.#isClosed) this.#timer ??= setTimeout(() => void this.#flush(), 1000)
        break
      }
    }
    this.#isUrgent = false
    this.#writing = undefined
    if (this.#waiting.length > 0 && !this.#isClosed) this.#soon()
  }

  async #append(events: readonly NewAuditEvent[]): Promise<void> {
    const { key, heads } = this.#parts
    try {
      const links = await this.#ids.take(events.length, async (open, ids) => {
        const extended = extend(key, this.#chain, events.map(toColumns), ids)
        await this.#insert(open, extended)
        return extended
      })
      const last = links.at(-1)
      if (last) this.#chain = last
      heads.advance(this.#chain, links.length)
    } catch (error) {
      // Whether the rows are there is not known if the connection broke. A chain that ends here is
      // whole either way; one that went on could have two rows with one number.
      this.#chain = newChain()
      this.#ids.forget()
      throw error
    }
  }

  /** Writes what waits. A timer that came after that would try a database that is gone, for ever. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn
    await this.#flush()
    this.#isClosed = true
    // What came while the last of it was written.
    await this.#flush()
    this.lost += this.#waiting.splice(0).length
    clearTimeout(this.#timer)
    await this.#disk[Symbol.asyncDispose]()
    await this.#parts.heads[Symbol.asyncDispose]()
  }
}
