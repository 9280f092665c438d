// One at a time for each object: what lies between reading an object and writing it back must not be
// done twice at once, or the second write undoes the first.

/** Locks by name. Whoever waits is let in in the order of asking. */
export class ObjectLocks {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Does the work when everybody who asked before for this name is done. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => undefined)
    this.#last.set(name, settled)
    try {
      return await mine
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name)
    }
  }
}
