// Wall-clock time where the hub stands. Flows and alarms mean it, the hub itself counts in UTC.

/** A moment as a clock and a calendar on the wall show it. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly date: string
  /** `HH:MM` */
  readonly time: string
  /** In English, lower case, as alarms and cards name days. */
  readonly day: string
}

/** The moment at which clocks of a time zone show a date and time; near it where none ever does. */
export function momentOf(date: string, time: string, timezone: string): Date {
  const guess = Date.parse(`${date}T${time}:00Z`)
  const shown = localTime(new Date(guess), timezone)
  return new Date(2 * guess - Date.parse(`${shown.date}T${shown.time}:00Z`))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the clocks of a time zone show. */
export function localTime(moment: Date, timezone: string): LocalTime {
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    day: part('weekday').toLowerCase(),
  }
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: timezone, hourCycle: 'h23', weekday: 'long' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  formats.set(timezone, format)
  return format
}
