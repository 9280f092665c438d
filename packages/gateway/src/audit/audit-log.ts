// The audit log: rows in the order of their decisions. A committed row is on the disk when the
// promise resolves; a recorded one at the latest 50 ms or 200 rows later.
import type { Database } from '../storage/sqlite.ts'
import type { AuditEvent, NewAuditEvent } from './event.ts'

/** The most that a crash can lose of recorded rows. */
export const LOSS_WINDOW = { rows: 200, milliseconds: 50 } as const

/** How many rows may wait while the database cannot be written. */
const MAX_WAITING = 10_000

/** Which rows to read. */
export interface AuditQuery {
  /** Only rows after this id. */
  readonly after?: number | undefined
  readonly grant?: string | undefined
  readonly hub?: string | undefined
  readonly limit: number
}

interface Waiting {
  readonly event: NewAuditEvent
  readonly done?: { resolve: () => void; reject: (error: unknown) => void }
}

/** Writes and reads the log. */
export class AuditLog implements AsyncDisposable {
  readonly #database: Database
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  /** Rows that were given up because they could not be written; reported by `doctor`. */
  lost = 0

  constructor(database: Database) {
    this.#database = database
  }

  /** Keeps a row, soon. */
  record(event: NewAuditEvent): void {
    this.#waiting.push({ event })
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift()
      this.lost++
    }
    if (this.#waiting.length >= LOSS_WINDOW.rows) this.#flushSoon()
    else this.#timer ??= setTimeout(() => this.#flushSoon(), LOSS_WINDOW.milliseconds)
  }

  /**
   * Keeps a row, now: resolves when it and all rows before it are on the disk.
   * @throws whatever the database threw; the row is then not kept.
   */
  commit(event: NewAuditEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, done: { resolve, reject } })
      this.#flushSoon()
    })
  }

  #flushSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, LOSS_WINDOW.rows)
      try {
        await this.#database
          .insertInto('audit')
          .values(batch.map((one) => toRow(one.event)))
          .execute()
        for (const one of batch) one.done?.resolve()
      } catch (error) {
        // Whoever waits for a row is told; the others are tried again with the next row.
        for (const one of batch) one.done?.reject(error)
        this.#waiting.unshift(...batch.filter((one) => !one.done))
        this.#timer ??= setTimeout(() => this.#flushSoon(), 1000)
        return
      }
    }
  }

  /** Rows by a query: the newest `limit`, or the first `limit` after an id; always in order. */
  async read(query: AuditQuery): Promise<readonly AuditEvent[]> {
    let rows = this.#database.selectFrom('audit').selectAll().limit(query.limit)
    if (query.after !== undefined) rows = rows.where('id', '>', query.after).orderBy('id', 'asc')
    else rows = rows.orderBy('id', 'desc')
    if (query.grant !== undefined) rows = rows.where('grant_id', '=', query.grant)
    if (query.hub !== undefined) rows = rows.where('hub_id', '=', query.hub)
    const found = (await rows.execute()).map(fromRow)
    return query.after === undefined ? found.reverse() : found
  }

  /** Writes what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#flushSoon()
    await this.#writing
    clearTimeout(this.#timer)
  }
}

function toRow({ grant, hub, ...event }: NewAuditEvent) {
  return { ...event, grant_id: grant, hub_id: hub }
}

function fromRow(
  row: {
    [name in keyof Omit<AuditEvent, 'grant' | 'hub'>]: unknown
  } & { grant_id: string | null; hub_id: string | null },
): AuditEvent {
  const { id, time, client, operation, method, path, verdict, reason, status, ms } = row
  return {
    id: Number(id),
    time: Number(time),
    client,
    grant: row.grant_id,
    hub: row.hub_id,
    operation,
    method,
    path,
    verdict,
    reason,
    status,
    ms,
  } as AuditEvent
}
