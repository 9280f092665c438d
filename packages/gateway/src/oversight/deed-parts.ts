// The deeds of a call in parts: what is asked of each part is remembered with it, as the parts that follow from the
// home are the same lists from one call to the next.
import type { Home } from '../limits/home.ts'
import type { Deed } from './deed.ts'
import type { Fits } from './fits.ts'
import type { RateClass } from './rates.ts'

/** Some deeds, all of which happen now or all of which may happen at any time. */
export interface DeedPart {
  readonly deeds: readonly Deed[]
  /** They may happen at any time, as what a Flow does that is written now. */
  readonly later: boolean
}

/** Shorter lists are looked through as fast as they are remembered. */
const SHORT = 8

const fitting = new WeakMap<readonly Deed[], WeakMap<Fits, boolean>>()

/** Whether one of some deeds is meant. A list belongs to one structure of a home, so the answer stays. */
export function anyFits(deeds: readonly Deed[], fits: Fits, home: Home): boolean {
  if (deeds.length < SHORT) return deeds.some((deed) => fits(deed, home))
  const answers = fitting.get(deeds) ?? new WeakMap<Fits, boolean>()
  const known = answers.get(fits)
  if (known !== undefined) return known
  const answer = deeds.some((deed) => fits(deed, home))
  fitting.set(deeds, answers.set(fits, answer))
  return answer
}

const counted = new WeakMap<readonly Deed[], ReadonlyMap<RateClass, number>>()

/** How often deeds count as a class. */
export function countOf(deeds: readonly Deed[], of: RateClass): number {
  if (deeds.length === 0) return 0
  const known = counted.get(deeds)
  if (known) return known.get(of) ?? 0
  const counts = new Map<RateClass, number>()
  for (const { classes } of deeds) {
    for (const one of classes) counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  counted.set(deeds, counts)
  return counts.get(of) ?? 0
}

const flows = new WeakMap<readonly Deed[], ReadonlySet<string>>()

/** The Flows that run, by id. */
export function flowsIn(deeds: readonly Deed[]): ReadonlySet<string> {
  const known = flows.get(deeds)
  if (known) return known
  const found = new Set<string>()
  for (const { object } of deeds) {
    if (object?.kind === 'flow' || object?.kind === 'advanced-flow') found.add(object.id)
  }
  flows.set(deeds, found)
  return found
}
