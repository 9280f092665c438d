// How many writes are under way at once. The window grows with every success, and shrinks when answers
// take twice as long as they did. How often a hub may be asked is learned in one place only, the line of
// the connection (reference 3.11); a refusal that comes as far as here is waited out.
import type { Generation } from '@latchkey/catalogue'

/** Where the window begins and how far it grows. */
export interface PaceLimits {
  readonly start: number
  readonly cap: number
}

/** By kind of hub. */
export const PACE_LIMITS: Readonly<Record<Generation, PaceLimits>> = {
  'pro-2019': { start: 2, cap: 2 },
  'pro-2023': { start: 4, cap: 8 },
  cloud: { start: 4, cap: 4 },
}

/** The weight of the newest answer in the mean of how long answers take. */
const NEWEST = 0.1
/** So many answers are waited for before the window is changed for being slow again. */
const SETTLED = 16
/** For each place, one at the hub and two at the disk. */
const AHEAD = 3
/** Nobody notices when answers that take a few milliseconds take twice as long. */
const NOTICEABLE = 40

/** A window that learns. Times are milliseconds. */
export class ApplyPace {
  readonly #cap: number
  readonly #now: () => number
  #size: number
  #successes = 0
  #answered = 0
  #mean: number | undefined
  #best = Number.POSITIVE_INFINITY
  #pausedUntil = 0
  #under = 0
  readonly #waiting: (() => void)[] = []

  constructor({ start, cap }: PaceLimits, now: () => number) {
    this.#cap = cap
    this.#size = Math.min(start, cap)
    this.#now = now
  }

  /** How many may be under way. */
  get size(): number {
    return this.#size
  }

  /**
   * How many may be begun: some wait with their announcements written, so that no place is empty. A disk
   * may take as long for an announcement as the hub for a write, and lines that come meanwhile wait for two.
   */
  get ahead(): number {
    return AHEAD * this.#size
  }

  /** Runs `work` when there is a place for it. @throws whatever it throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#under < this.#size) this.#under++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      this.#under--
      this.#admit()
    }
  }

  /** How long to wait before the next one may start. */
  get wait(): number {
    return Math.max(0, this.#pausedUntil - this.#now())
  }

  /** One was answered after so long. */
  succeeded(took: number): void {
    this.#answered++
    this.#mean = this.#mean === undefined ? took : this.#mean * (1 - NEWEST) + took * NEWEST
    if (++this.#successes >= this.#size) this.#grow()
    if (this.#answered >= SETTLED) this.#judge(this.#mean)
  }

  /** The hub said that it is too much; nothing before `after` milliseconds. */
  refused(after: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + after)
  }

  #admit(): void {
    while (this.#under < this.#size) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#under++
      next()
    }
  }

  #grow(): void {
    this.#successes = 0
    this.#size = Math.min(this.#cap, this.#size + 1)
    this.#admit()
  }

  #judge(mean: number): void {
    this.#best = Math.min(this.#best, mean)
    if (mean < Math.max(NOTICEABLE, 2 * this.#best) || this.#size === 1) return
    this.#size--
    this.#successes = 0
    this.#answered = 0
  }
}
