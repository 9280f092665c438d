// Work that is dear in memory or time, a little at a time: so many at once, so many waiting, and
// who comes then is told to come again.
import { OwnerError } from '../owner-error.ts'

/** Runs pieces of work, `atOnce` at a time, with at most `waiting` in the queue. */
export class Bounded {
  readonly #atOnce: number
  readonly #most: number
  readonly #queue: (() => void)[] = []
  #running = 0

  constructor(atOnce: number, waiting: number) {
    this.#atOnce = atOnce
    this.#most = waiting
  }

  /** @throws OwnerError `busy` if too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#queue.length >= this.#most) {
        throw new OwnerError('busy', 'Too many sign in at once. Try again in a moment.')
      }
      // Whoever ends hands its place over, so that nobody slips in between.
      await new Promise<void>((resolve) => this.#queue.push(resolve))
    } else this.#running++
    try {
      return await work()
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#running--
    }
  }
}
