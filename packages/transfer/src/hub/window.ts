// So many at once and no more; the others wait in the order in which they came. The line at the hub is
// short and each request in it has a deadline, so whoever has hundreds to ask waits here.

/** Runs work, so many pieces at a time. */
export class Window {
  readonly size: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(size: number) {
    this.size = size
  }

  /** Runs `work` when there is a place. @throws whatever it throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#running++
    try {
      return await work()
    } finally {
      // The place is handed on rather than given back, so that nobody comes between.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
