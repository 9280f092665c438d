// A pace that learns from refusals (reference transfer 3.11). What hubs limit is a rate, so what is learned
// is a gap between starts: a refusal widens it to what the hub was seen to take, and each success narrows it
// again, slowly where the limit was met last and ever faster when it does not come.
import type { Pace } from './pace.ts'

/** The widest gap that is ever kept, in milliseconds. */
const MAX_GAP = 2_000
/** The gap that a first refusal makes where there was none. */
const FIRST_GAP = 10
/** A gap grows by this at least when it was too narrow, and doubles at most. */
const WIDER = 1.08
/** What is kept above the gap that the hub was seen to take. */
const MARGIN = 1.02
/** From so many answers between two refusals it can be told how often the hub takes a request. */
const TELLING = 8
/** How many successes bring back one place. */
const PER_PLACE = 8
/** Each success adds so much to the rate, per second, and so much of it for each success before. */
const GAIN = 0.03
const HASTE = 2e-4
/** A gap that is so little more than the given one, in milliseconds, is the given one. */
const NEGLIGIBLE = 1

/** What is kept of a pace at present; never quicker than it was given. Times are milliseconds. */
export class LearnedPace {
  readonly #given: Pace
  #parallel: number
  #gap: number
  /** Since the last refusal. */
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
    const taken = this.#successes
    // At both refusals nothing more could be had, so what was taken between them is what there is.
    const seen = taken >= TELLING ? (now - this.#lastCut) / taken : Number.POSITIVE_INFINITY
    const widest = Math.min(MAX_GAP, Math.max(FIRST_GAP, this.#gap * 2))
    const wider = Math.min(widest, Math.max(this.#gap * WIDER, seen * MARGIN))
    this.#gap = Math.max(this.#given.gap, wider)
    // A hub that took nothing at all may mind how many come at once.
    if (taken === 0) this.#parallel = Math.max(1, Math.floor(this.#parallel / 2))
    this.#lastCut = now
    this.#successes = 0
  }

  /** A request was answered. */
  succeeded(): void {
    this.#successes++
    if (this.#successes % PER_PLACE === 0) {
      this.#parallel = Math.min(this.#given.parallel, this.#parallel + 1)
    }
    const extra = this.#gap - this.#given.gap
    if (extra === 0) return
    const quicker = (GAIN * this.#gap) / 1000 + HASTE * this.#successes
    const left = extra / (1 + quicker)
    this.#gap = this.#given.gap + (left < NEGLIGIBLE ? 0 : left)
  }
}
