// Names that people gave: when two of them are the same, when one is the other with a slip of the
// finger, and when they only look so (“bulb 12” is not “bulb 13”).

/** How like each other two names are. */
export type Likeness = 'equal' | 'close' | 'similar' | 'other'

/** A name as it is compared: one form for each letter, no space around, single spaces within. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ')
}

/** A name as it is compared where capitals do not count. */
export function normalName(name: string): string {
  return tidyName(name).toLowerCase()
}

/** The words of a name. */
export function wordsOf(name: string): readonly string[] {
  return normalName(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

/** From these similarities on two names are close, or at least similar (reference 4.1). */
const CLOSE = 0.93
const SIMILAR = 0.88

/**
 * How like each other two names are. `known` are the words of the home that was: a word of it is no
 * misspelling of another one, so “oben” is not “unten” written badly.
 */
export function likeness(a: string, b: string, known: ReadonlySet<string>): Likeness {
  const [one, other] = [normalName(a), normalName(b)]
  if (one === other) return 'equal'
  if (marksOf(one) !== marksOf(other)) return 'other'
  const similarity = jaroWinkler(one, other)
  if (similarity <= SIMILAR) return 'other'
  const words = new Set(wordsOf(one))
  if (wordsOf(other).some((word) => !words.has(word) && known.has(word))) return 'other'
  if (similarity <= CLOSE) return 'similar'
  return edits(one, other) <= 2 ? 'close' : 'similar'
}

// Numbers, and single letters, which number as well: “Window A”. Order counts: “1.2” is not “2.1”.
function marksOf(name: string): string {
  const parts = name.match(/\d+|(?<![\p{L}\p{N}])\p{L}(?![\p{L}\p{N}])/gu) ?? []
  return parts.map((part) => part.replace(/^0+(?=\d)/, '')).join(' ')
}

/** Jaro–Winkler similarity of two texts, 0 to 1. */
export function jaroWinkler(a: string, b: string): number {
  const jaro = jaroOf(a, b)
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroOf(a: string, b: string): number {
  if (a === b) return 1
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Array<boolean>(b.length).fill(false)
  const inA: string[] = []
  for (let i = 0; i < a.length; i++) {
    const from = Math.max(0, i - reach)
    const to = Math.min(b.length, i + reach + 1)
    for (let j = from; j < to; j++) {
      if (taken[j] || a[i] !== b[j]) continue
      taken[j] = true
      inA.push(b.charAt(j))
      break
    }
  }
  if (inA.length === 0) return 0
  const inB = [...b.split('').keys()].filter((j) => taken[j]).map((j) => b.charAt(j))
  const crossed = inA.filter((letter, at) => letter !== inB[at]).length / 2
  const same = inA.length
  return (same / a.length + same / b.length + (same - crossed) / same) / 3
}

/** How many letters were changed, left out, put in or swapped with their neighbour. */
export function edits(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change, swap))
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? 0
}
