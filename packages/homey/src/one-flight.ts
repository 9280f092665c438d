// Work that many may ask for at once and that is done once for all of them: a renewal, a search.

/** Shares one run of a piece of work among all who ask for it while it is under way. */
export class OneFlight<T> {
  #flight: Promise<T> | undefined

  /**
   * Joins the run that is under way, or starts one. Giving up by `signal` leaves it running for the
   * others, so the work needs a time limit of its own.
   * @throws whatever the work or `signal` throws.
   */
  async join(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    this.#flight ??= work().finally(() => {
      this.#flight = undefined
    })
    const { promise, reject } = Promise.withResolvers<never>()
    const leave = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([this.#flight, promise])
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }
}
