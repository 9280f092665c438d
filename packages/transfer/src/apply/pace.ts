// How many writes are under way at once. The window grows until the hub says that it is too much; from
// then on what counts is a rate, because that is what hubs limit (reference 3.11). It shrinks when
// answers take twice as long as they did.
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

/** After a refusal the rate is this part of what it was, and each success adds some per second. */
const CUT = 0.92
const GAIN = 0.1
/** The weight of the newest answer in the mean of how long answers take. */
const NEWEST = 0.1
/** So many answers are waited for before the window is changed for being slow again. */
const SETTLED = 16
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
  /** Starts per second; none before the first refusal. */
  #rate: number | undefined
  #nextStart = 0
  readonly #begunAt: number

  constructor({ start, cap }: PaceLimits, now: () => number) {
    this.#cap = cap
    this.#size = Math.min(start, cap)
    this.#now = now
    this.#begunAt = now()
  }

  /** How many may be under way. */
  get size(): number {
    return this.#size
  }

  /** How long to wait before the next one may start. */
  get wait(): number {
    return this.#rate === undefined ? 0 : Math.max(0, this.#nextStart - this.#now())
  }

  /** One was started. */
  started(): void {
    if (this.#rate === undefined) return
    this.#nextStart = Math.max(this.#nextStart, this.#now()) + 1000 / this.#rate
  }

  /** One was answered after so long. */
  succeeded(took: number): void {
    this.#answered++
    this.#mean = this.#mean === undefined ? took : this.#mean * (1 - NEWEST) + took * NEWEST
    if (this.#rate !== undefined) this.#rate += GAIN
    else if (++this.#successes >= this.#size) this.#grow()
    if (this.#answered >= SETTLED) this.#judge(this.#mean)
  }

  /** The hub said that it is too much; nothing before `after` milliseconds. */
  refused(after: number): void {
    const now = this.#now()
    const seconds = Math.max(0.05, (now - this.#begunAt) / 1000)
    this.#rate = (this.#rate ?? Math.max(1, (this.#answered + 1) / seconds)) * CUT
    this.#nextStart = Math.max(this.#nextStart, now + after)
  }

  #grow(): void {
    this.#successes = 0
    this.#size = Math.min(this.#cap, this.#size + 1)
  }

  #judge(mean: number): void {
    this.#best = Math.min(this.#best, mean)
    if (mean < Math.max(NOTICEABLE, 2 * this.#best) || this.#size === 1) return
    this.#size--
    this.#successes = 0
    this.#answered = 0
  }
}
