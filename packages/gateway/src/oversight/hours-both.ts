// The hours that two schedules have in common, as a schedule. Pure: the week is laid out in minutes, once.
import { DAYS, type Day, type Hours, type Span } from './hours.ts'

const DAY = 1440
const WEEK = 7 * DAY

/** From a minute of the week to before another; within the week. */
type Stretch = readonly [from: number, until: number]

/** The hours in which both hold; empty where there are none. Spans that begin and end alike are one. */
export function bothHours(one: Hours, other: Hours): Hours {
  const others = stretchesOf(other)
  const common = stretchesOf(one).flatMap(([from, until]) =>
    others.flatMap(([begin, end]): readonly Stretch[] => {
      const both: Stretch = [Math.max(from, begin), Math.min(until, end)]
      return both[0] < both[1] ? [both] : []
    }),
  )
  return spansOf(common)
}

/** The hours in which a schedule holds, without overlaps, in the order of the week. */
function stretchesOf(hours: Hours): readonly Stretch[] {
  const all = hours.flatMap(({ days = DAYS, from, until }) =>
    days.flatMap((day): readonly Stretch[] => {
      const begin = DAYS.indexOf(day) * DAY
      const length = until > from ? until - from : until - from + DAY
      const end = begin + from + length
      return end <= WEEK
        ? [[begin + from, end]]
        : [
            [begin + from, WEEK],
            [0, end - WEEK],
          ]
    }),
  )
  const merged: [number, number][] = []
  for (const [from, until] of all.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], until)
    else merged.push([from, until])
  }
  return merged
}

/** Stretches of the week as spans, each within its day. */
function spansOf(stretches: readonly Stretch[]): Hours {
  const days = new Map<string, Day[]>()
  for (const [from, until] of stretches) {
    for (let at = from; at < until; ) {
      const index = Math.floor(at / DAY)
      const end = Math.min(until, (index + 1) * DAY)
      const key = `${at - index * DAY} ${end - index * DAY}`
      const day = DAYS[index]
      if (day) days.set(key, [...(days.get(key) ?? []), day])
      at = end
    }
  }
  return [...days].map(([key, on]): Span => {
    const [from = 0, until = DAY] = key.split(' ').map(Number)
    return { ...(on.length < 7 && { days: on }), from, until }
  })
}
