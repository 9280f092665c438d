// How often a device may ask whether its code was accepted (RFC 8628, 3.5): the library does not look.
import { hash } from 'node:crypto'

/** How long to wait between two polls, in seconds; told to the device. */
export const POLL_EVERY = 5

/** A network is not exact: so much earlier is still in time, in milliseconds. */
const EARLY = 500

/** How many codes are watched; the oldest make room. */
const MAX = 10_000

/** Watches polls at this gateway. */
export class Polls {
  readonly #now: () => number
  readonly #last = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether a poll with this device code is not too early. Each counts, also those that are. */
  mayPoll(deviceCode: string): boolean {
    const id = hash('sha256', deviceCode)
    const now = this.#now()
    const last = this.#last.get(id)
    this.#last.delete(id)
    this.#last.set(id, now)
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= MAX) break
      this.#last.delete(oldest)
    }
    return last === undefined || now < last || now - last >= POLL_EVERY * 1_000 - EARLY
  }
}
