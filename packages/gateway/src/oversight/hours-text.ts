// Days and hours as owners write them: `mon-fri 08:00-18:00`, `sat,sun`, `22:00-07:00`.
import { DAYS, type Day, type Hours, type Span } from './hours.ts'

const SPAN = /^(?:([a-z,-]+)(?:\s+|$))?(?:(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2}))?$/

/** What is said of a text that is none. */
export const HOURS_FORM =
  "write days, hours or both, as 'mon-fri 08:00-18:00', 'sat,sun' or '22:00-07:00'"

/** Reads one span; undefined for what is none. */
export function parseSpan(text: string): Span | undefined {
  const found = SPAN.exec(text.trim().toLowerCase())
  const [whole, words, ...times] = found ?? []
  if (whole === undefined || whole === '') return undefined
  const days = words === undefined ? undefined : daysIn(words)
  if (words !== undefined && !days) return undefined
  if (times[0] === undefined) return { ...(days && { days }), from: 0, until: 1440 }
  const [fromHour = 0, fromMinute = 0, untilHour = 0, untilMinute = 0] = times.map(Number)
  const [from, until] = [fromHour * 60 + fromMinute, untilHour * 60 + untilMinute]
  const isTime = fromMinute < 60 && untilMinute < 60 && from < 1440 && until <= 1440
  // From a time to the same time is a whole day or nothing: say which.
  if (!isTime || from === until) return undefined
  return { ...(days && { days }), from, until: until === 0 ? 1440 : until }
}

const NAMES: readonly string[] = DAYS

function daysIn(words: string): readonly Day[] | undefined {
  const days = new Set<Day>()
  for (const word of words.split(',')) {
    const [first = '', last = first, ...more] = word.split('-')
    const [from, to] = [NAMES.indexOf(first), NAMES.indexOf(last)]
    if (from < 0 || to < 0 || more.length > 0) return undefined
    for (let at = from; ; at = (at + 1) % 7) {
      const day = DAYS[at]
      if (day) days.add(day)
      if (at === to) break
    }
  }
  return DAYS.filter((one) => days.has(one))
}

/** A span as it is written. */
export function spanText({ days, from, until }: Span): string {
  const hours = from === 0 && until === 1440 ? [] : [`${timeText(from)}-${timeText(until)}`]
  const named = days === undefined || days.length === 7 ? [] : [daysText(days)]
  return [...named, ...hours].join(' ') || 'mon-sun'
}

/** Hours as they are written. */
export function hoursText(hours: Hours): string {
  return hours.map(spanText).join('; ')
}

function daysText(days: readonly Day[]): string {
  const first = NAMES.indexOf(days[0] ?? '')
  const run = days.every((one, at) => one === DAYS[first + at])
  return run && days.length > 2 ? `${days[0]}-${days.at(-1)}` : days.join(',')
}

const timeText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
