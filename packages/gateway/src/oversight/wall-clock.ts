// What the clock on the wall of a hub shows, by its time zone, with summer time as the zone has it.
import { DAYS, type WallTime } from './hours.ts'

/** Tells the time of a zone. */
export type WallClock = (time: number) => WallTime

/** Zones change their clocks only at whole quarters of an hour, so it is asked once for each. */
const QUARTER = 15 * 60_000
const MINUTE = 60_000
const DAY = 1440

const clocks = new Map<string, WallClock>()

/** How many zones are kept: more than one household has hubs in. */
const MOST = 100

/** The clock of a time zone, such as `Europe/Amsterdam`; undefined for what is none. */
export function wallClockOf(timeZone: string): WallClock | undefined {
  const known = clocks.get(timeZone)
  if (known) return known
  const format = formatOf(timeZone)
  if (!format) return undefined
  if (clocks.size >= MOST) clocks.clear()
  const clock = clockBy(format)
  clocks.set(timeZone, clock)
  return clock
}

function clockBy(format: Intl.DateTimeFormat): WallClock {
  let from = Number.NaN
  let shown = 0
  return (time) => {
    const quarter = time - (time % QUARTER)
    if (quarter !== from) {
      shown = minutesShown(format, quarter)
      from = quarter
    }
    return wallTime(shown + Math.floor((time - from) / MINUTE))
  }
}

/** Minutes since 1970 that the clock shows, as if it were in UTC. */
function minutesShown(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / MINUTE
  )
}

// The first of January 1970 was a Thursday.
const THURSDAY = 3

function wallTime(minutes: number): WallTime {
  const days = Math.floor(minutes / DAY)
  const day = DAYS[(((days + THURSDAY) % 7) + 7) % 7] ?? 'mon'
  const date = new Date(days * DAY * MINUTE).toISOString().slice(0, 10)
  return { day, minute: minutes - days * DAY, date }
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric' },
    })
  } catch {
    return undefined
  }
}
