// How much was done so far, for caps and rates: in memory by the moment for minutes and hours, by the calendar
// day of the hub for days, which `kept` writes down so that a restart gives nobody a fresh day.
import { PERIODS, type Period } from './rates.ts'

/** One thing that is counted: how much of it there may be, and how much a call adds. */
export interface Tally {
  /** Whose it is and what of. */
  readonly key: string
  readonly per: Period
  readonly units: number
  readonly most: number
  /** Whether too much is refused, or asked about and counted all the same. */
  readonly effect: 'deny' | 'ask'
  /** What is too much, in words for the client. */
  readonly what: string
}

/** A moment, and the day at the hub; no day where nothing is counted by days. */
export interface CountedAt {
  readonly now: number
  readonly date: string
}

/** What was counted of one day. */
export interface DayCount {
  readonly key: string
  readonly date: string
  readonly count: number
}

/** Told what was added to a day. */
export type OnDay = (added: DayCount) => void

interface Entry {
  readonly time: number
  readonly units: number
}

/** The most moments that are kept of one key: more than any rate allows. */
const MOST_ENTRIES = 20_000

/** How many keys are kept before those that count nothing any more are let go. */
const MANY_KEYS = 5_000

/** Counts. */
export class Counts {
  readonly #moments = new Map<string, Entry[]>()
  readonly #days = new Map<string, DayCount>()
  readonly #onDay: OnDay

  constructor(onDay: OnDay = () => {}) {
    this.#onDay = onDay
  }

  /** How much was done in the period that a moment is in, or that ends with it. */
  used({ key, per }: Pick<Tally, 'key' | 'per'>, { now, date }: CountedAt): number {
    if (per === 'day') {
      const day = this.#days.get(key)
      return day?.date === date ? day.count : 0
    }
    const entries = this.#entries(key, per, now)
    return entries.reduce((sum, { units }) => sum + units, 0)
  }

  /** How long until the oldest of what counts counts no longer, in seconds; at least one. */
  waits({ key, per }: Pick<Tally, 'key' | 'per'>, { now }: CountedAt): number {
    const oldest = per === 'day' ? undefined : this.#entries(key, per, now)[0]
    const left = oldest ? oldest.time + PERIODS[per] - now : PERIODS.hour
    return Math.max(1, Math.ceil(left / 1_000))
  }

  /** Adds all of these, or none if one of them would be too much; whether they were added. */
  take(tallies: readonly Tally[], at: CountedAt): boolean {
    const isTooMuch = (one: Tally) =>
      one.effect === 'deny' && this.used(one, at) + one.units > one.most
    if (tallies.some(isTooMuch)) return false
    // Two rates of one class look at the same count.
    const distinct = new Map(tallies.map((one) => [`${one.key} ${one.per}`, one]))
    for (const one of distinct.values()) this.#add(one, at)
    return true
  }

  /** Takes what is known of a day from elsewhere, in place of what was known here. */
  learn(day: DayCount): void {
    const known = this.#days.get(day.key)
    if (known && known.date > day.date) return
    this.#days.set(day.key, day)
  }

  #add({ key, per, units }: Tally, at: CountedAt): void {
    if (units === 0) return
    if (per !== 'day') {
      this.#entries(key, per, at.now).push({ time: at.now, units })
      return
    }
    const { date } = at
    const count = this.used({ key, per }, at) + units
    this.#days.set(key, { key, date, count })
    this.#onDay({ key, date, count: units })
  }

  #entries(key: string, per: 'minute' | 'hour', now: number): Entry[] {
    const name = `${key} ${per}`
    const entries = this.#moments.get(name) ?? []
    // A clock that was set back leaves moments that are yet to come; they count no longer than a period.
    const isOver = ({ time }: Entry) => time <= now - PERIODS[per] || time > now + PERIODS[per]
    let gone = 0
    for (const one of entries) {
      if (!isOver(one)) break
      gone++
    }
    gone = Math.max(gone, entries.length - MOST_ENTRIES)
    if (gone > 0) entries.splice(0, gone)
    if (!this.#moments.has(name)) this.#keep(name, entries)
    return entries
  }

  #keep(name: string, entries: Entry[]): void {
    if (this.#moments.size >= MANY_KEYS) {
      for (const [one, { length }] of this.#moments) if (length === 0) this.#moments.delete(one)
    }
    this.#moments.set(name, entries)
  }
}
