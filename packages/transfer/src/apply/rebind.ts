// After more devices were paired: a plan for what waits and nothing else. What the first run made counts as
// made by it, so it is completed rather than made again.
import type { JournalState } from '../journal/journal-state.ts'
import type { Binding, TransferMapping } from '../mapping/mapping.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { TransferPlan } from '../plan/plan.ts'
import type { PlanOptions } from '../plan/plan-options.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { divided } from './bindings.ts'
import { finalName, indexPlan, isMaking } from './steps.ts'

/** What a second plan is made from; `target` and `mapping` are of now. */
export interface Rebinding {
  /** The plan that was applied, and the state of its journal. */
  readonly plan: TransferPlan
  readonly state: JournalState
  readonly source: Snapshot
  readonly target: Snapshot
  readonly mapping: TransferMapping
  readonly options: Omit<PlanOptions, 'only'>
}

/** The plan to apply, with a journal of its own. Without steps if all that waits still has to wait. */
export function rebind(rebinding: Rebinding): TransferPlan {
  const { plan, source, target, options } = rebinding
  const only = plan.held.map(({ object }) => {
    const [kind, name] = divided(object)
    return { by: 'object' as const, kind, name }
  })
  // What the tool itself held for a card or an app is switched on when that is there.
  const heldBefore = plan.held.map(({ object }) => object)
  return makePlan(source, target, withMade(rebinding), { heldBefore, ...options, only })
}

/** The mapping with everything that a run made. */
export function withMade({
  plan,
  state,
  mapping,
}: Pick<Rebinding, 'plan' | 'state' | 'mapping'>): TransferMapping {
  const index = indexPlan(plan)
  const made = index.steps.flatMap((step): Binding[] => {
    const done = isMaking(step) && step.verb === 'create' ? state.done.get(step.id) : undefined
    if (!done || state.undone.has(step.id)) return []
    const names = { sourceName: step.name, targetName: finalName(step) }
    const { kind, source } = step
    return [{ kind, source, target: done.target, by: 'created', evidence: [], ...names }]
  })
  const known = new Set(made.map(({ kind, source }) => `${kind}:${source}`))
  const others = mapping.bindings.filter(({ kind, source }) => !known.has(`${kind}:${source}`))
  return { ...mapping, bindings: [...others, ...made] }
}
