// How well matching does on moves whose truth is known, in the figures of reference 4.2.
import { performance } from 'node:perf_hooks'
import { matchHomes } from './match-homes.ts'
import { normalName } from './names.ts'
import type { Move, Row } from './synthetic-home.test-support.ts'

/** Figures over several homes; shares are of 1. */
export interface Measured {
  readonly homes: number
  readonly autos: number
  readonly wrong: number
  /** Of what was taken without asking, how much is right; 1 if nothing was. */
  readonly precision: number
  /** Of what is there, how much was found without asking. */
  readonly recall: number
  /** Devices that are asked for, per home and as a share of all; and in how many questions. */
  readonly asked: number
  readonly askedShare: number
  readonly questions: number
  /** Devices that are said to be missing, per home, and how many of them are. */
  readonly missing: number
  readonly missingRight: number
  /** Of what is there, what was found or stands among the first three candidates. */
  readonly inReach: number
  /** The same names on both sides bound, for comparison. */
  readonly naive: { readonly precision: number; readonly recall: number }
  /** Milliseconds per home: median and worst. */
  readonly median: number
  readonly worst: number
}

/** Measures one row over homes with these seeds. */
export function measure(
  make: (seed: number, row: Row) => Move,
  row: Row,
  seeds: readonly number[],
): Measured {
  const sum = { autos: 0, right: 0, there: 0, devices: 0, asked: 0, questions: 0 }
  const more = { missing: 0, missingRight: 0, reach: 0, naive: 0, naiveRight: 0 }
  const times: number[] = []
  for (const seed of seeds) {
    const move = make(seed, row)
    const started = performance.now()
    const { bindings, questions } = matchHomes(move.source, move.target)
    times.push(performance.now() - started)
    const autos = bindings.filter(({ kind }) => kind === 'device')
    const right = autos.filter(({ source, target }) => move.truth.get(source) === target)
    sum.autos += autos.length
    sum.right += right.length
    sum.there += move.truth.size
    sum.devices += move.source.objects.device.size
    for (const { band, sources, candidates } of questions) {
      const top = candidates.slice(0, 3).map(({ target }) => target)
      more.reach += sources.filter(({ id }) => top.includes(move.truth.get(id) ?? '')).length
      if (band === 'missing') {
        more.missing += sources.length
        more.missingRight += sources.filter(({ id }) => !move.truth.has(id)).length
        continue
      }
      sum.questions += 1
      sum.asked += sources.length
    }
    const naive = sameNames(move)
    more.naive += naive.length
    more.naiveRight += naive.filter(([source, target]) => move.truth.get(source) === target).length
  }
  const homes = seeds.length
  times.sort((a, b) => a - b)
  return {
    ...{ homes, autos: sum.autos, wrong: sum.autos - sum.right },
    precision: sum.autos === 0 ? 1 : sum.right / sum.autos,
    recall: sum.right / sum.there,
    ...{ asked: sum.asked / homes, askedShare: sum.asked / sum.devices },
    questions: sum.questions / homes,
    ...{ missing: more.missing / homes, missingRight: more.missingRight / homes },
    inReach: (sum.right + more.reach) / sum.there,
    naive: {
      precision: more.naive === 0 ? 1 : more.naiveRight / more.naive,
      recall: more.naiveRight / sum.there,
    },
    ...{ median: times[homes >> 1] ?? 0, worst: times.at(-1) ?? 0 },
  }
}

// What a tool does that takes the first device of the same name.
function sameNames({ source, target }: Move): readonly (readonly [string, string])[] {
  const free = new Map<string, string[]>()
  for (const { id, name } of target.objects.device.values()) {
    const key = normalName(name ?? '')
    free.set(key, [...(free.get(key) ?? []), id])
  }
  return [...source.objects.device.values()].flatMap(({ id, name }) => {
    const found = free.get(normalName(name ?? ''))?.shift()
    return found === undefined ? [] : [[id, found] as const]
  })
}
