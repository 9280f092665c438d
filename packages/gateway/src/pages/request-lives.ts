// For how long an owner may give what was asked for: as long as was asked, or less.
import type { Words } from './texts.ts'

/** Lives that are offered where they are shorter than what was asked for, in milliseconds. */
const LIVES = {
  '1h': 3_600_000,
  '1d': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
  '365d': 365 * 86_400_000,
} as const
type LifeName = keyof typeof LIVES

const NAMES: readonly LifeName[] = ['1h', '1d', '7d', '30d', '365d']

/** The choices, as value and label; `asked` is what was asked for. */
export function lives(words: Words, asked: number | null): readonly (readonly [string, string])[] {
  const label =
    asked === null ? words('lifeGrant') : words('lifeAsked', { time: lifeInWords(words, asked) })
  const shorter = NAMES.filter((name) => asked === null || LIVES[name] < asked)
  return [['asked', label], ...shorter.map((name) => [name, words(`life ${name}`)] as const)]
}

/** The life of a choice; what is none of them is what was asked for, which is judged like all others. */
export function lifeOf(value: string | undefined, asked: number | null): number | null {
  const name = NAMES.find((one) => one === value)
  return name === undefined ? asked : LIVES[name]
}

function lifeInWords(words: Words, life: number): string {
  const minutes = Math.round(life / 60_000)
  if (minutes % 1_440 === 0) return words('daysLong', { count: minutes / 1_440 })
  if (minutes % 60 === 0) return words('hoursLong', { count: minutes / 60 })
  return words('minutesLong', { count: minutes })
}
