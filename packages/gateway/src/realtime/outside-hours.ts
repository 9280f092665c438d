// Sockets of grants that count only at certain hours: outside of them nothing is told. Whoever was not told of
// something has its connection ended when its hours begin, so that it reads anew.
import { type Grant, standing } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import { isWithin, nextChange } from '../oversight/hours.ts'
import type { WallClock } from '../oversight/wall-clock.ts'

/** What keeping to hours stands on. */
export interface OutsideHoursParts {
  readonly grants: Grants
  /** The clock of a hub, if it is known. */
  readonly clockOf: (hubId: string) => WallClock | undefined
  /** Waits, within bounds, until it is known. */
  readonly learn: (hubId: string) => Promise<unknown>
  readonly now: () => number
  /** Ends the connections of these grants. */
  readonly end: (grantIds: readonly string[]) => void
}

/** How soon it is looked again where nobody knows what the clock shows, in milliseconds. */
const LOOK_AGAIN = 2_000
/** The longest time between looks: the clock of a hub may be changed. */
const LONGEST = 3_600_000

/** Knows who is not told anything at present, and who missed something. */
export class OutsideHours implements Disposable {
  readonly #parts: OutsideHoursParts
  readonly #missed = new Set<string>()
  readonly #following: Disposable
  #timer: NodeJS.Timeout | undefined

  constructor(parts: OutsideHoursParts) {
    this.#parts = parts
    this.#following = parts.grants.onChange((id) => {
      if (this.#missed.has(id)) this.#look()
    })
  }

  /** Whether a grant counts at this hour; not where the clock of its hub is not known. */
  isOutside({ hubId, restrictions }: Grant): boolean {
    const schedule = restrictions?.schedule
    if (!schedule) return false
    const clock = this.#parts.clockOf(hubId)
    return !clock || !isWithin(schedule, clock(this.#parts.now()))
  }

  /** Waits, within bounds, until it is known whether a grant counts. */
  async ready({ hubId, restrictions }: Grant): Promise<void> {
    if (restrictions?.schedule && !this.#parts.clockOf(hubId)) await this.#parts.learn(hubId)
  }

  /** Whether a grant may be told of an event now. If not, it has missed it. */
  mayBeTold(grant: Grant): boolean {
    if (!grant.restrictions?.schedule && this.#missed.size === 0) return true
    if (this.isOutside(grant)) {
      this.#missed.add(grant.id)
      this.#timer ??= this.#schedule()
      return false
    }
    if (!this.#missed.delete(grant.id)) return true
    this.#parts.end([grant.id])
    return false
  }

  #look(): void {
    const { grants, now, end } = this.#parts
    clearTimeout(this.#timer)
    this.#timer = undefined
    const over = [...this.#missed].filter((id) => {
      const grant = grants.present(id)
      return !grant || standing(grant, now()) !== 'live' || !this.isOutside(grant)
    })
    for (const id of over) this.#missed.delete(id)
    if (over.length > 0) end(over)
    if (this.#missed.size > 0) this.#timer = this.#schedule()
  }

  #schedule(): NodeJS.Timeout {
    const { grants, clockOf, learn, now } = this.#parts
    let wait = LONGEST
    for (const id of this.#missed) {
      const grant = grants.present(id)
      const schedule = grant?.restrictions?.schedule
      const clock = grant && clockOf(grant.hubId)
      if (grant && !clock) learn(grant.hubId).catch(() => {})
      const next = schedule && clock ? nextChange(schedule, now(), clock) : undefined
      wait = Math.min(wait, clock ? (next ?? now() + LONGEST) - now() : LOOK_AGAIN)
    }
    return setTimeout(() => this.#look(), Math.max(wait, 0)).unref()
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    clearTimeout(this.#timer)
  }
}
