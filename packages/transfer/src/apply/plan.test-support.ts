// The plan of the tests of applying: the planner's own, with a mapping in which things are the same that
// have the same name, or had it before they were paired again.
import type { KindName } from '../kinds/kind-name.ts'
import type { Binding, TransferMapping } from '../mapping/mapping.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { TransferPlan } from '../plan/plan.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

const SAME_NAME: readonly KindName[] = ['user', 'device']

/** A plan for two homes with the same people, apps and devices. */
export function planForTest(source: Snapshot, target: Snapshot): TransferPlan {
  return makePlan(source, target, mappingByName(source, target), {
    ...{ madeAt: '2026-05-01T08:00:00Z', maxOverwrite: 999 },
  })
}

/** Things are the same that have the same name, or had it before they were paired again. */
export function mappingByName(source: Snapshot, target: Snapshot): TransferMapping {
  const bindings = SAME_NAME.flatMap((kind) =>
    [...source.objects[kind].values()].flatMap(({ id, name }): Binding[] => {
      const same = [...target.objects[kind].values()].find((one) => isNamed(one.name, name))
      if (!same) return []
      const names = { sourceName: name, targetName: same.name }
      return [{ kind, source: id, target: same.id, by: 'user', evidence: [], ...names }]
    }),
  )
  const hubs = { source: source.manifest.hub.id, target: target.manifest.hub.id }
  return { format: 'homey-mapping', version: 1, ...hubs, bindings, questions: [] }
}

const isNamed = (now: string | null, name: string | null): boolean =>
  now === name || now === `New ${name}`
