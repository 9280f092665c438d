// What is not certain becomes questions. Things that nothing tells apart stand in one together: whoever
// answers it looks at all of them once.
import type { Candidate, Question } from '../mapping/mapping.ts'
import type { Settled } from './bands.ts'
import type { Judged } from './score.ts'
import type { Unit } from './units.ts'

/** No more candidates are shown for one device, and none that are so much worse than the best. */
const SHOWN = 8
const WORSE = 12

/** Nor are more of what is unlikely, for something that nothing likely was found for. */
const FAINT = 3

/** The questions about sources that nothing was settled for, in the order of the sources. */
export function questionsOf(
  open: readonly Unit[],
  { certain, rest, proposed }: Settled,
): readonly Question[] {
  const taken = new Set(certain.map(({ target }) => target.id))
  const picked = new Map(proposed.map((pair) => [pair.source.id, pair]))
  const groups = Map.groupBy(open, (unit) => alikeness(unit, rest.ofSource(unit.id)))
  return [...groups.values()].map((sources) => {
    const pairs = sources.flatMap(({ id }) => rest.ofSource(id))
    const single = sources.length === 1 ? sources[0] : undefined
    const band = bandOf(single && picked.get(single.id), pairs, single === undefined)
    return {
      ...{ kind: 'device', band },
      sources: sources.map(({ id, name }) => ({ id, name })),
      candidates:
        band === 'missing'
          ? candidatesOf(faintOf(rest, sources, taken), 0).slice(0, FAINT)
          : candidatesOf(pairs, sources.length),
    }
  })
}

function faintOf(rest: Settled['rest'], sources: readonly Unit[], taken: ReadonlySet<string>) {
  const all = sources.flatMap((source) => rest.faint(source))
  return all.filter(({ target }) => !taken.has(target.id))
}

function bandOf(
  proposal: Judged | undefined,
  pairs: readonly Judged[],
  isGroup: boolean,
): Question['band'] {
  if (pairs.length === 0) return 'missing'
  if (isGroup || !proposal) return 'ambiguous'
  const others = pairs.filter(({ target }) => target.id !== proposal.target.id)
  return others.every(({ score }) => score < proposal.score) ? 'likely' : 'ambiguous'
}

// The same driver, the same candidates, and the same to say for each of them. What has no candidates is
// looked for by itself.
function alikeness({ id, driver }: Unit, pairs: readonly Judged[]): string {
  if (pairs.length === 0) return id
  const scores = pairs.map(({ target, score }) => `${target.id} ${score}`).sort()
  return [driver, ...scores].join('\n')
}

function candidatesOf(pairs: readonly Judged[], sources: number): readonly Candidate[] {
  const best = new Map<string, Judged>()
  for (const pair of pairs) {
    const before = best.get(pair.target.id)
    if (!before || pair.score > before.score) best.set(pair.target.id, pair)
  }
  const sorted = [...best.values()].sort(
    (a, b) => b.score - a.score || (a.target.id < b.target.id ? -1 : 1),
  )
  const top = sorted[0]?.score ?? 0
  const shown = sorted.filter(({ score }) => score > top - WORSE)
  // Of things that are alike each needs its own.
  const equal = shown.filter(({ score }) => score === top).length
  return shown.slice(0, Math.max(SHOWN, sources, equal)).map(({ target, score, evidence }) => ({
    ...{ target: target.id, targetName: target.device.name, score, evidence },
  }))
}
