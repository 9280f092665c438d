// After more devices were paired: a plan for what waits and nothing else. What the first run made counts as
// made by it, so it is completed rather than made again.
import type { JournalState } from '../journal/journal-state.ts'
import type { ObjectKey } from '../kinds/kind-name.ts'
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
  /** What waits, where more runs than this one have left something; else what this one left. */
  readonly waiting?: readonly ObjectKey[]
}

/** What a plan leaves waiting: what is held, and what a person has to bring first, such as devices. */
export function waitingIn({ held, byHand }: Pick<TransferPlan, 'held' | 'byHand'>) {
  const brought = byHand.flatMap(({ object, instead }) => (instead && object ? [object] : []))
  return [...new Set([...held.map(({ object }) => object), ...brought])]
}

/** The plan to apply, with a journal of its own. Without steps if all that waits still has to wait. */
export function rebind(rebinding: Rebinding): TransferPlan {
  const { plan, source, target, options, waiting = waitingIn(plan) } = rebinding
  const only = waiting.map((object) => {
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
