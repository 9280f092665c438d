// Guessing is slowed, not locked out: after a few failures each further try must wait twice as long.
// For an address nearby the wait stays short, so that nobody can keep a household out of its own
// gateway by failing on purpose.

/** What tries are counted by, and the longest wait. */
export interface Counted {
  readonly key: string
  readonly longest: number
}

/** The longest waits in milliseconds, for an address nearby and for all others. */
export const LONGEST = { near: 2_000, far: 15 * 60_000 } as const

/** Failures that cost nothing: people mistype. */
const FREE = 3
const FIRST_WAIT = 1_000
/** After this long without a try a count is forgotten, in milliseconds. */
const FORGET = 60 * 60_000
const MAX_COUNTS = 10_000

interface Count {
  readonly failures: number
  readonly last: number
  readonly until: number
}

/** Counts failures in memory. */
export class SlowDown {
  readonly #now: () => number
  readonly #counts = new Map<string, Count>()

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * A try begins: 0 if it may, else how long to wait in milliseconds. It counts as failed until
   * `succeeded` says otherwise, so that tries at the same moment do not share one wait.
   */
  attempt(counted: readonly Counted[]): number {
    const now = this.#now()
    const wait = Math.max(...counted.map(({ key }) => (this.#counts.get(key)?.until ?? 0) - now))
    if (wait > 0) return wait
    for (const { key, longest } of counted) {
      const before = this.#counts.get(key)
      const failures = before && now - before.last < FORGET ? before.failures + 1 : 1
      const delay = failures < FREE ? 0 : Math.min(longest, FIRST_WAIT * 2 ** (failures - FREE))
      // Set anew, so that the map stays in the order of the last try.
      this.#counts.delete(key)
      this.#counts.set(key, { failures, last: now, until: now + delay })
    }
    for (const oldest of this.#counts.keys()) {
      if (this.#counts.size <= MAX_COUNTS) break
      this.#counts.delete(oldest)
    }
    return 0
  }

  /** The try was good: its counts begin anew. */
  succeeded(counted: readonly Counted[]): void {
    for (const { key } of counted) this.#counts.delete(key)
  }
}
