// How many clients may register themselves, or have their document fetched: so many an hour for each address, and so many in all, the household
// and strangers apart, so that what the ones use up the others still have.
import { type From, type Zone, zoneOf } from '../owners/from.ts'

/** In an hour. */
export const REGISTRATIONS: HourlyLimits = { address: 20, zone: 200 }

/** How often, from one address and from one zone. */
export interface HourlyLimits {
  readonly address: number
  readonly zone: number
}

const HOUR = 3_600_000

/** Counts registrations at this gateway, anew each hour. */
export class RegistrationLimit {
  readonly #now: () => number
  readonly #most: HourlyLimits
  #begun = 0
  #byAddress = new Map<string, number>()
  #byZone = new Map<Zone, number>()

  constructor(now: () => number, most = REGISTRATIONS) {
    this.#now = now
    this.#most = most
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
    if (ofAddress >= this.#most.address || ofZone >= this.#most.zone) return false
    this.#byAddress.set(from.address, ofAddress + 1)
    this.#byZone.set(zone, ofZone + 1)
    return true
  }
}
