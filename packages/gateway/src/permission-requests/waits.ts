// Clients that wait for an answer: so many of one grant and in all, for so long, and not when the gateway stops.

/** How many wait. */
const MOST = { grant: 2, all: 64 } as const

/** The places. */
export class Waits {
  readonly #byGrant = new Map<string, number>()
  readonly #closing = new AbortController()
  #all = 0

  /** Lets go of all. */
  close(): void {
    this.#closing.abort()
  }

  /** Takes a place for a client of a grant; undefined if there is none. */
  take(grantId: string): Disposable | undefined {
    const present = this.#byGrant.get(grantId) ?? 0
    if (present >= MOST.grant || this.#all >= MOST.all) return undefined
    this.#add(grantId, 1)
    return { [Symbol.dispose]: () => this.#add(grantId, -1) }
  }

  /** Aborted after so many seconds, when the client has gone, or when all are let go. */
  until(seconds: number, gone: AbortSignal | undefined): AbortSignal {
    const signals = [AbortSignal.timeout(seconds * 1_000), this.#closing.signal]
    return AbortSignal.any(gone ? [...signals, gone] : signals)
  }

  #add(grantId: string, more: number): void {
    const count = (this.#byGrant.get(grantId) ?? 0) + more
    if (count > 0) this.#byGrant.set(grantId, count)
    else this.#byGrant.delete(grantId)
    this.#all += more
  }
}
