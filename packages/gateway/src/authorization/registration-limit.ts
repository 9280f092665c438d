// How many clients may register themselves: so many an hour for each address, and so many in all, the household
// and strangers apart, so that what the ones use up the others still have.
import { type From, type Zone, zoneOf } from '../owners/from.ts'

/** In an hour. */
export const REGISTRATIONS = { address: 20, zone: 200 } as const

const HOUR = 3_600_000

/** Counts registrations at this gateway, anew each hour. */
export class RegistrationLimit {
  readonly #now: () => number
  #begun = 0
  #byAddress = new Map<string, number>()
  #byZone = new Map<Zone, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts one; false if it is one too many. */
  take(from: From): boolean {
    const now = this.#now()
    if (now < this.#begun || now - this.#begun >= HOUR) {
      this.#begun = now
      this.#byAddress = new Map()
      this.#byZone = new Map()
    }
    const zone = zoneOf(from)
    const ofAddress = this.#byAddress.get(from.address) ?? 0
    const ofZone = this.#byZone.get(zone) ?? 0
    if (ofAddress >= REGISTRATIONS.address || ofZone >= REGISTRATIONS.zone) return false
    this.#byAddress.set(from.address, ofAddress + 1)
    this.#byZone.set(zone, ofZone + 1)
    return true
  }
}
