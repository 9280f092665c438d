// Moments of one model: numbers that grow, so that of two things it can be said which came first.

/** A moment; a later one is greater. */
export type Moment = number

/** Counts moments. */
export class Moments {
  #last = 0

  /** The moment that is now: later than all before. */
  next(): Moment {
    this.#last++
    return this.#last
  }
}
