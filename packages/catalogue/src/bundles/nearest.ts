// Which names somebody may have meant who typed one that there is not.

/** The names that are only a few letters away, the nearest first. */
export function nearest(word: string, names: readonly string[], atMost: number): string[] {
  const allowed = Math.max(2, Math.floor(word.length / 4))
  return names
    .filter((name) => Math.abs(name.length - word.length) <= allowed)
    .map((name) => ({ name, distance: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter((one) => one.distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, atMost)
    .map((one) => one.name)
}

/** How many letters must be put in, left out or changed to get from one word to another. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change))
    }
    row = next
  }
  return row[to.length] ?? 0
}
