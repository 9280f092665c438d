// Counts of days in the database. They are written a moment after they were counted, many at once, and added
// to what is there: several gateways on one database come to the same count, each a moment behind the others.
import { sql } from 'kysely'
import type { Database } from '../storage/database.ts'
import { Counts, type DayCount } from './counts.ts'

/** What counting stands on. */
export interface DayCountsParts {
  readonly database: Database
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** How long what was counted waits to be written, in milliseconds. */
const DELAY = 50

/** How long days are kept, in milliseconds: in any time zone the present one is among them. */
const KEPT = 3 * 86_400_000

/** Counts that outlive the process. */
export class DayCounts implements AsyncDisposable {
  readonly counts: Counts
  readonly #parts: DayCountsParts
  #waiting = new Map<string, DayCount>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  private constructor(parts: DayCountsParts) {
    this.#parts = parts
    this.counts = new Counts((added) => this.#wait(added))
  }

  /** Reads what was counted, and forgets what was counted long ago. */
  static async load(parts: DayCountsParts): Promise<DayCounts> {
    const { database, now } = parts
    const oldest = new Date(now() - KEPT).toISOString().slice(0, 10)
    await database.deleteFrom('day_count').where('date', '<', oldest).execute()
    const days = new DayCounts(parts)
    const rows = await database.selectFrom('day_count').selectAll().orderBy('date').execute()
    for (const { subject, date, count } of rows) days.counts.learn({ key: subject, date, count })
    return days
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => this.#write())
    await this.#writing
  }

  #wait({ key, date, count }: DayCount): void {
    const name = `${key} ${date}`
    const before = this.#waiting.get(name)?.count ?? 0
    this.#waiting.set(name, { key, date, count: before + count })
    this.#timer ??= setTimeout(() => void this.flush(), DELAY)
  }

  async #write(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = new Map()
    for (const [name, { key, date, count }] of waiting) {
      try {
        const row = await this.#parts.database
          .insertInto('day_count')
          .values({ subject: key, date, count })
          .onConflict((conflict) =>
            conflict
              .columns(['subject', 'date'])
              .doUpdateSet({ count: sql`day_count.count + excluded.count` }),
          )
          .returning('count')
          .executeTakeFirstOrThrow()
        const more = this.#waiting.get(name)?.count ?? 0
        this.counts.learn({ key, date, count: Number(row.count) + more })
      } catch (error) {
        // It counts here all the same, and is written with what comes next.
        this.#parts.onError(error)
        const since = this.#waiting.get(name)?.count ?? 0
        this.#waiting.set(name, { key, date, count: count + since })
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush()
    clearTimeout(this.#timer)
  }
}
