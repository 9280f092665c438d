// All connections that were let in, by grant: at most so many for each, and none for a grant that counts
// no longer. A change of a grant ends its connections at once, and expiry by one timer for all.
import { standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { SOCKETS_OF_GRANT } from './bounds.ts'
import type { Guest } from './guest.ts'

/** What the guests stand on. */
export interface GuestsParts {
  readonly grants: Grants
  readonly now: () => number
}

/** The longest delay of a timer, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The connections of all grants. */
export class Guests implements Disposable {
  readonly #parts: GuestsParts
  readonly #byGrant = new Map<string, Set<Guest>>()
  readonly #following: Disposable
  /** When the next grant or token expires. */
  #first = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(parts: GuestsParts) {
    this.#parts = parts
    this.#following = parts.grants.onChange((id) => this.#changed(id))
  }

  /** How many there are. */
  get size(): number {
    let size = 0
    for (const guests of this.#byGrant.values()) size += guests.size
    return size
  }

  /** Takes one in; false if its grant has as many as it may. */
  add(guest: Guest): boolean {
    const guests = this.#byGrant.get(guest.grantId) ?? new Set()
    if (guests.size >= SOCKETS_OF_GRANT) return false
    this.#byGrant.set(guest.grantId, guests.add(guest))
    this.#schedule()
    return true
  }

  /** Forgets one whose connection has ended. */
  remove(guest: Guest): void {
    const guests = this.#byGrant.get(guest.grantId)
    guests?.delete(guest)
    if (guests?.size === 0) this.#byGrant.delete(guest.grantId)
  }

  /** Ends all connections to a hub, or all there are. */
  end(hubId?: string): void {
    for (const guest of this.#all()) if (hubId === undefined || guest.hubId === hubId) guest.end()
  }

  /** Ends the connections of some grants. */
  endOf(grantIds: readonly string[]): void {
    for (const id of grantIds) for (const guest of [...(this.#byGrant.get(id) ?? [])]) guest.end()
  }

  /** Ends those whose time is over by the clock, whatever timers do. */
  endDue(): void {
    if (this.#parts.now() >= this.#first) this.#sweep()
  }

  #all(): Guest[] {
    return [...this.#byGrant.values()].flatMap((guests) => [...guests])
  }

  #changed(grantId: string): void {
    const guests = this.#byGrant.get(grantId)
    if (!guests) return
    if (!this.#counts(grantId)) for (const guest of [...guests]) guest.end()
    this.#schedule()
  }

  #counts(grantId: string): boolean {
    const grant = this.#parts.grants.present(grantId)
    return grant !== undefined && standing(grant, this.#parts.now()) === 'live'
  }

  // For the grant or token that expires first; whoever comes or changes sets it anew.
  #schedule(): void {
    clearTimeout(this.#timer)
    let first = Number.POSITIVE_INFINITY
    for (const [id, guests] of this.#byGrant) {
      first = Math.min(first, this.#parts.grants.present(id)?.expiresAt ?? first)
      for (const { expiresAt } of guests) first = Math.min(first, expiresAt ?? first)
    }
    this.#first = first
    if (first === Number.POSITIVE_INFINITY) return
    const delay = Math.min(Math.max(first - this.#parts.now(), 0), LONGEST_TIMER)
    this.#timer = setTimeout(() => this.#sweep(), delay).unref()
  }

  #sweep(): void {
    for (const [id, guests] of this.#byGrant) {
      const isOver = !this.#counts(id)
      for (const guest of [...guests]) {
        const { expiresAt } = guest
        if (isOver || (expiresAt !== null && expiresAt <= this.#parts.now())) guest.end()
      }
    }
    this.#schedule()
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    clearTimeout(this.#timer)
    this.end()
  }
}
