// Guessing is slowed, not locked out: after a few failures each further try must wait twice as long.
// For an address nearby the wait stays short, so that nobody can keep a household out of its own
// gateway by failing on purpose. All gateways on one database count together.
import { type Database, isPostgres } from '../storage/database.ts'
import type { Zone } from './from.ts'

/** What tries are counted by. */
export interface Counted {
  readonly zone: Zone
  readonly key: string
}

/** The longest waits in milliseconds, for an address nearby and for all others. */
export const LONGEST: Readonly<Record<Zone, number>> = { near: 2_000, far: 15 * 60_000 }

/** How many counts are kept in each zone; those not tried for longest make room. */
export const MAX_COUNTS = 10_000

/** Failures that cost nothing: people mistype. */
const FREE = 3
const FIRST_WAIT = 1_000
/** After this long without a try a count is forgotten, in milliseconds. */
const FORGET = 60 * 60_000
/** How many counts make room at once. */
const PIECE = 100

/** A count: failures, when the last of them was, and until when the next try must wait. */
export interface Count {
  readonly failures: number
  readonly last: number
  readonly until: number
}

/** How long a try must wait, in milliseconds; 0 if it may begin. */
export function waitOf({ until }: Count, zone: Zone, now: number): number {
  const wait = until - now
  // More than the longest wait is left only if the clock was set back since.
  return wait > LONGEST[zone] ? 0 : Math.max(0, wait)
}

/** The count with one failure more. */
export function failedAgain(before: Count, zone: Zone, now: number): Count {
  const failures = now - before.last < FORGET ? before.failures + 1 : 1
  const delay = failures < FREE ? 0 : Math.min(LONGEST[zone], FIRST_WAIT * 2 ** (failures - FREE))
  // Not `now` where there is no delay: the clock of another gateway may be a little behind.
  return { failures, last: now, until: delay === 0 ? 0 : now + delay }
}

/** What counting stands on. */
export interface SlowDownParts {
  readonly database: Database
  readonly now: () => number
  /** Makes of a text one that does not tell it: a name may be a password in the wrong field. */
  readonly blind: (text: string) => string
}

/** Counts failures in the database. */
export class SlowDown {
  readonly #parts: SlowDownParts

  constructor(parts: SlowDownParts) {
    this.#parts = parts
  }

  /**
   * A try begins: 0 if it may, else how long to wait in milliseconds. It counts as failed until
   * `succeeded` says otherwise, so that tries at the same moment do not share one wait.
   */
  async attempt(counted: readonly Counted[]): Promise<number> {
    const { database, now } = this.#parts
    const time = now()
    const ids = this.#idsOf(counted)
    const wait = await database.transaction().execute(async (change) => {
      const counts = await held(change, ids, time)
      const longest = Math.max(...counts.map(({ zone, count }) => waitOf(count, zone, time)))
      if (longest > 0) return longest
      for (const { id, zone, count } of counts) {
        const { failures, last, until } = failedAgain(count, zone, time)
        await change
          .updateTable('owner_attempt')
          .set({ failures, last_at: last, until_at: until })
          .where('id', '=', id)
          .execute()
      }
      return 0
    })
    await this.#makeRoom(ids, time)
    return wait
  }

  /** The try was good: its counts begin anew. */
  async succeeded(counted: readonly Counted[]): Promise<void> {
    const ids = [...this.#idsOf(counted).keys()]
    await this.#parts.database.deleteFrom('owner_attempt').where('id', 'in', ids).execute()
  }

  /** Always in the same order, so that two that lock the same rows never wait for each other. */
  #idsOf(counted: readonly Counted[]): ReadonlyMap<string, Zone> {
    const rows = counted.map(
      ({ zone, key }) => [this.#parts.blind(`${zone} ${key}`), zone] as const,
    )
    return new Map(rows.sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  async #makeRoom(ids: ReadonlyMap<string, Zone>, time: number): Promise<void> {
    await this.#remove((counts) => counts.where('last_at', '<=', time - FORGET))
    for (const zone of new Set(ids.values())) {
      await this.#remove((counts) =>
        counts.where('zone', '=', zone).orderBy('last_at', 'desc').offset(MAX_COUNTS),
      )
    }
  }

  async #remove(which: (counts: Counts) => Counts): Promise<void> {
    const { database } = this.#parts
    const counts = which(select(database))
    // What another gateway is just counting is left to it.
    const free = isPostgres(database) ? counts.forUpdate().skipLocked() : counts
    await database.deleteFrom('owner_attempt').where('id', 'in', free.limit(PIECE)).execute()
  }
}

const select = (database: Database) => database.selectFrom('owner_attempt').select('id')
type Counts = ReturnType<typeof select>

/** The counts, made if they were not there, and held until the transaction ends. */
async function held(change: Database, ids: ReadonlyMap<string, Zone>, time: number) {
  const fresh = { failures: 0, last_at: time, until_at: 0 }
  const made = [...ids].map(([id, zone]) => ({ id, zone, ...fresh }))
  const found = change
    .selectFrom('owner_attempt')
    .selectAll()
    .where('id', 'in', [...ids.keys()])
    .orderBy('id')
  while (true) {
    await change
      .insertInto('owner_attempt')
      .values(made)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    const rows = await (isPostgres(change) ? found.forUpdate() : found).execute()
    // Another gateway may have begun a count anew between the two.
    if (rows.length < ids.size) continue
    return rows.map(({ id, failures, last_at, until_at }) => {
      const count = { failures, last: Number(last_at), until: Number(until_at) }
      return { id, zone: ids.get(id) ?? 'far', count }
    })
  }
}
