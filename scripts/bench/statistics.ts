// Medians and spreads of what was measured in several rounds.

/** The value below which a part (0…1) of the numbers lies. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** The middle one. */
export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** From the lowest to the highest, in parts of the median. */
export function spread(numbers: readonly number[]): number {
  return (Math.max(...numbers) - Math.min(...numbers)) / median(numbers)
}

/** The median of what each round's number is to the other's of the same round. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((one, round) => one / (theirs[round] ?? Number.NaN)))
}
