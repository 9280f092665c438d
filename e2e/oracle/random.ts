// Randomness that can be had again: the same seed draws the same homes, grants and calls.

/** A source of random choices. */
export interface Random {
  /** From 0 to below `below`. */
  int(below: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Some of a list, at least one, in its order; nothing of an empty one. */
  some<T>(list: readonly T[]): T[]
  /** A UUID of version 4. */
  id(): string
}

/** Makes a source from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number) => Math.floor(next() * below)
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => int(16).toString(16)).join('')
  const pick = <T>(list: readonly T[]): T => {
    const one = list[int(list.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  return {
    int,
    pick,
    chance: (probability) => next() < probability,
    some: (list) => {
      const few = list.filter(() => next() < 0.4)
      return few.length > 0 || list.length === 0 ? few : [pick(list)]
    },
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`,
  }
}
