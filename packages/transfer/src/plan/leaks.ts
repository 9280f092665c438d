// Whether every id in every step is accounted for, so that none of the source's can end up on the target
// by accident. It holds by construction; this says so.
import { keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { homeOf } from './home.ts'
import type { Step, TransferPlan } from './plan.ts'

/** An id of the source that a step writes without anything standing for it. */
export interface Leak {
  readonly step: string
  readonly object: ObjectKey
}

const ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

/**
 * The ids of the source in the bodies of steps that are neither bound, nor made by a step that this one
 * comes after, nor left open for later, nor declared as placeholders.
 */
export function leaksIn(
  plan: Pick<TransferPlan, 'steps' | 'bound'>,
  source: Snapshot,
): readonly Leak[] {
  const { byId } = homeOf(source)
  const made = new Map<ObjectKey, string>()
  for (const step of plan.steps) {
    if (step.verb === 'create') made.set(keyOf({ kind: step.kind, id: step.source }), step.id)
  }
  return plan.steps.flatMap((step) =>
    idsIn(step).flatMap((id): Leak[] => {
      const object = byId.get(id)
      if (object === undefined || Object.hasOwn(plan.bound, object)) return []
      const maker = made.get(object)
      const isKnown =
        (maker !== undefined && (maker === step.id || step.after.includes(maker))) ||
        step.late.includes(object) ||
        step.placeholders.includes(object)
      return isKnown ? [] : [{ step: step.id, object }]
    }),
  )
}

function idsIn({ body }: Step): readonly string[] {
  return [...new Set(JSON.stringify(body).match(ID) ?? [])]
}
