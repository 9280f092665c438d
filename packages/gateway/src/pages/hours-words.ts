// Days and hours as a reader says them: `Mon–Fri, 08:00–18:00`.
import { DAYS, type Hours, type Span } from '../oversight/hours.ts'
import { timeText } from './choice-form.ts'
import type { Words } from './texts.ts'

/** Hours in words. */
export function hoursWords(hours: Hours, words: Words): string {
  return hours.map((span) => spanWords(span, words)).join('; ')
}

function spanWords({ days = DAYS, from, until }: Span, words: Words): string {
  const isWhole = from === 0 && until === 1_440
  const named = days.length === DAYS.length ? words('everyDay') : daysWords(days, words)
  return isWhole ? named : `${named}, ${timeText(from)}–${timeText(until)}`
}

function daysWords(days: readonly (typeof DAYS)[number][], words: Words): string {
  const first = days[0] ? DAYS.indexOf(days[0]) : 0
  const isRun = days.length > 2 && days.every((one, at) => one === DAYS[first + at])
  const shown = isRun ? [days[0], days.at(-1)] : days
  return shown.flatMap((one) => (one ? words(`day ${one}`) : [])).join(isRun ? '–' : ', ')
}
