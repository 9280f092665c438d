// How long a credential lasts yet, and when that is to be said: two hours before its end, a quarter of
// an hour before, and when it is over.

/** How near the end is. */
export type Nearness = 'far' | 'hours' | 'minutes' | 'over'

/** From which time left on each warning is given, in milliseconds; the nearest first. */
export const WARNINGS: readonly (readonly [Exclude<Nearness, 'far'>, number])[] = [
  ['over', 0],
  ['minutes', 15 * 60_000],
  ['hours', 2 * 3_600_000],
]

/** How near the end of a credential is. */
export function nearness(expiresAt: number | undefined, now: number): Nearness {
  if (expiresAt === undefined) return 'far'
  return WARNINGS.find(([, left]) => expiresAt - now <= left)?.[0] ?? 'far'
}

/** What is left, for people: `23 h 59 min`, `14 min`, `nothing`. */
export function timeLeft(expiresAt: number, now: number): string {
  const minutes = Math.floor((expiresAt - now) / 60_000)
  if (minutes <= 0) return 'nothing'
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
