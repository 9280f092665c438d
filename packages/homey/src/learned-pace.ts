// A pace that learns from refusals (reference transfer 3.11). A hub that says "too many requests" is
// asked half as much at once and half as often; each success lets it be asked a little more again.
import type { Pace } from './pace.ts'

/** The widest gap that is ever kept, in milliseconds. */
const MAX_GAP = 2_000
/** The gap that a first refusal makes where there was none. */
const FIRST_GAP = 25
/** How many successes bring back one place. */
const PER_PLACE = 8
/** What remains of what was added to the gap, after each success. */
const GAP_DECAY = 0.97

/** What is kept of a pace at present; never quicker than it was given. */
export class LearnedPace {
  readonly #given: Pace
  #parallel: number
  #gap: number
  #successes = 0
  #lastCut = Number.NEGATIVE_INFINITY

  constructor(given: Pace) {
    this.#given = given
    this.#parallel = given.parallel
    this.#gap = given.gap
  }

  /** How many at once, from one to what was given. */
  get parallel(): number {
    return this.#parallel
  }

  /** How far apart, from what was given to two seconds. */
  get gap(): number {
    return this.#gap
  }

  /**
   * A request that was begun at `begunAt` was refused at `now`. What was begun before the pace was
   * last cut says nothing about the present one.
   */
  refused(begunAt: number, now: number): void {
    if (begunAt <= this.#lastCut) return
    this.#lastCut = now
    this.#successes = 0
    this.#parallel = Math.max(1, Math.floor(this.#parallel / 2))
    this.#gap = Math.max(this.#given.gap, Math.min(MAX_GAP, Math.max(FIRST_GAP, this.#gap * 2)))
  }

  /** A request was answered. */
  succeeded(): void {
    const extra = (this.#gap - this.#given.gap) * GAP_DECAY
    this.#gap = this.#given.gap + (extra < 1 ? 0 : extra)
    this.#successes++
    if (this.#successes < PER_PLACE) return
    this.#successes = 0
    this.#parallel = Math.min(this.#given.parallel, this.#parallel + 1)
  }
}
