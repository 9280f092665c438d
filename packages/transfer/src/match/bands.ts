// Which pairs are taken without asking, and which are asked for: the best assignment as a whole, and of
// it what stands far enough above every alternative (reference 4.1).
import { assign, IMPOSSIBLE } from './hungarian.ts'
import { type Pairs, REJECT } from './pairs.ts'
import type { Judged } from './score.ts'

/** What a pair must reach to be certain. */
const CERTAIN = 9
const MARGIN = 4

/** What came of it. */
export interface Settled {
  readonly certain: readonly Judged[]
  /** The pairs that are left, none of which has a part in a certain one. */
  readonly rest: Pairs
  /** Of those, the ones that are best as a whole. */
  readonly proposed: readonly Judged[]
}

/**
 * Settles pairs, and takes what it settles out of them. What is certain is no alternative for others any more, so they are looked at again
 * without it, until nothing more comes of that.
 */
export function settle(pairs: Pairs): Settled {
  const certain: Judged[] = []
  const proposed: Judged[] = []
  const open = [...pairs.islands()]
  for (let island = open.pop(); island; island = open.pop()) {
    const best = bestOf(island)
    const sure = best.filter((pair) => isCertain(pair, pairs))
    certain.push(...sure)
    if (sure.length === 0) proposed.push(...best)
    else {
      pairs.settle(sure)
      open.push(...pairs.islandsAmong(island))
    }
  }
  return { certain, rest: pairs, proposed }
}

/** Whether a pair needs no question. */
function isCertain(pair: Judged, pairs: Pairs): boolean {
  if (!pair.identified || pair.score < CERTAIN) return false
  return pair.score - pairs.rival(pair) >= MARGIN
}

// Every source may also have nobody, at the cost of the worst pair that is a candidate at all.
function bestOf(island: readonly Judged[]): readonly Judged[] {
  if (island.length === 1) return island
  const sources = [...new Set(island.map(({ source }) => source.id))].sort()
  const targets = [...new Set(island.map(({ target }) => target.id))].sort()
  const column = new Map(targets.map((id, at) => [id, at]))
  const row = new Map(sources.map((id, at) => [id, at]))
  const costs = sources.map(() => new Float64Array(targets.length).fill(IMPOSSIBLE))
  for (const { source, target, score } of island) {
    const line = costs[row.get(source.id) ?? 0]
    if (line) line[column.get(target.id) ?? 0] = -score
  }
  const given = assign(costs, -REJECT)
  const chosen = new Map(sources.map((id, at) => [id, targets[given[at] ?? 0]]))
  return island.filter(({ source, target }) => chosen.get(source.id) === target.id)
}
