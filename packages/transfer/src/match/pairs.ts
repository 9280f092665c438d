// All pairs of units that may be one thing. Keys settle most of a home at once; only what is left is
// compared everyone with everyone.
import { type Judged, type Judging, judge } from './score.ts'
import type { Unit } from './units.ts'

/** Below this a pair is no candidate: nothing but the kind of thing speaks for it, and something against. */
export const REJECT = 3

/** What is no candidate, but may be shown for want of a better one. */
const FAINT = -8

/** The pairs that are candidates, by source and by target. */
export class Pairs {
  /** Pairs of a source that are none: nothing but a person can make something of them. */
  readonly faint: (source: Unit) => readonly Judged[]
  readonly #bySource = new Map<string, Judged[]>()
  readonly #byTarget = new Map<string, Judged[]>()

  constructor(faint: (source: Unit) => readonly Judged[]) {
    this.faint = faint
  }

  add(pair: Judged): void {
    append(this.#bySource, pair.source.id, pair)
    append(this.#byTarget, pair.target.id, pair)
  }

  ofSource(id: string): readonly Judged[] {
    return this.#bySource.get(id) ?? []
  }

  ofTarget(id: string): readonly Judged[] {
    return this.#byTarget.get(id) ?? []
  }

  /** What stands between a pair and certainty: the best other pair of either of the two. */
  rival({ source, target }: Judged): number {
    const others = [
      ...this.ofSource(source.id).filter((other) => other.target.id !== target.id),
      ...this.ofTarget(target.id).filter((other) => other.source.id !== source.id),
    ]
    return Math.max(0, ...others.map(({ score }) => score))
  }

  /** Takes out the pairs that have a part in what is settled. */
  settle(settled: readonly Judged[]): void {
    for (const { source, target } of settled) {
      for (const pair of [...this.ofSource(source.id), ...this.ofTarget(target.id)]) {
        remove(this.#bySource, pair.source.id, pair)
        remove(this.#byTarget, pair.target.id, pair)
      }
    }
  }

  /** Pairs that hang together: none of one island has anything to do with one of another. */
  islands(): readonly (readonly Judged[])[] {
    return this.#islandsFrom(this.#bySource.keys())
  }

  /** What has become of an island, some of which was settled. */
  islandsAmong(island: readonly Judged[]): readonly (readonly Judged[])[] {
    return this.#islandsFrom(island.map(({ source }) => source.id))
  }

  #islandsFrom(sources: Iterable<string>): readonly (readonly Judged[])[] {
    const seen = new Set<string>()
    const islands: (readonly Judged[])[] = []
    for (const start of sources) {
      if (seen.has(start)) continue
      seen.add(start)
      const island = this.#around(start, seen)
      if (island.length > 0) islands.push(island)
    }
    return islands
  }

  #around(start: string, seen: Set<string>): readonly Judged[] {
    const island: Judged[] = []
    const looked = new Set<string>()
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const pair of this.ofSource(id)) {
        island.push(pair)
        if (looked.has(pair.target.id)) continue
        looked.add(pair.target.id)
        for (const { source } of this.ofTarget(pair.target.id)) {
          if (!seen.has(source.id)) open.push(source.id)
          seen.add(source.id)
        }
      }
    }
    return island
  }
}

function remove(from: Map<string, Judged[]>, id: string, pair: Judged): void {
  const rest = from.get(id)?.filter((other) => other !== pair) ?? []
  if (rest.length > 0) from.set(id, rest)
  else from.delete(id)
}

function append(to: Map<string, Judged[]>, id: string, pair: Judged): void {
  const list = to.get(id)
  if (list) list.push(pair)
  else to.set(id, [pair])
}

/** The candidates among all pairs of these units; a source whose key is on a target has only that one. */
export function candidatePairs(
  sources: readonly Unit[],
  targets: readonly Unit[],
  judging: Judging,
): Pairs {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const settled = new Map<string, Unit>()
  for (const source of sources) {
    const target = byId.get(judging.keys.targetOf(source) ?? '')
    if (target) settled.set(source.id, target)
  }
  const held = new Set([...settled.values()].map(({ id }) => id))
  const free = targets.filter(({ id }) => !held.has(id))
  const within = (source: Unit, from: number, to: number): readonly Judged[] => {
    const own = settled.get(source.id)
    return (own ? [own] : free).flatMap((target) => {
      const judged = judge(source, target, judging)
      return judged && judged.score >= from && judged.score < to ? [judged] : []
    })
  }
  const pairs = new Pairs((source) => within(source, FAINT, REJECT))
  for (const source of sources) {
    for (const pair of within(source, REJECT, Number.POSITIVE_INFINITY)) pairs.add(pair)
  }
  return pairs
}
