// Days and hours of a hub, by its own clock on the wall. Pure. An hour that the clock skips in spring does not
// come; one that it repeats in autumn comes twice.

/** Days by their names, Monday first. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A day of the week. */
export type Day = (typeof DAYS)[number]

/** From a minute of the day to before another; past midnight if that is not later. */
export interface Span {
  /** The days on which it begins; all of them if there are none. */
  readonly days?: readonly Day[]
  /** 0 to 1439. */
  readonly from: number
  /** 1 to 1440. */
  readonly until: number
}

/** Some spans; together. */
export type Hours = readonly Span[]

/** What the clock on the wall shows. */
export interface WallTime {
  readonly day: Day
  /** Of the day. */
  readonly minute: number
  /** The date, as `2026-11-23`. */
  readonly date: string
}

/** Whether a moment is in the hours. */
export function isWithin(hours: Hours, { day, minute }: WallTime): boolean {
  return hours.some((span) => {
    const { from, until } = span
    if (until > from) return begins(span, day) && minute >= from && minute < until
    return (begins(span, day) && minute >= from) || (begins(span, before(day)) && minute < until)
  })
}

const begins = ({ days }: Span, day: Day): boolean => days === undefined || days.includes(day)

const before = (day: Day): Day => DAYS[(DAYS.indexOf(day) + 6) % 7] ?? day

/** How far ahead is looked for the next change, in milliseconds. */
const AHEAD = 8 * 86_400_000
const MINUTE = 60_000

/** When the hours begin or end next, to the minute; undefined if that is not within eight days. */
export function nextChange(
  hours: Hours,
  now: number,
  wallTime: (time: number) => WallTime,
): number | undefined {
  const present = isWithin(hours, wallTime(now))
  for (let at = now - (now % MINUTE) + MINUTE; at <= now + AHEAD; at += MINUTE) {
    if (isWithin(hours, wallTime(at)) !== present) return at
  }
  return undefined
}
