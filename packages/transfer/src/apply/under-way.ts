// Whether a run has to be ended before another may begin.
import type { JournalState } from '../journal/journal-state.ts'
import type { Step, TransferPlan } from '../plan/plan.ts'
import { carriesNonce, indexPlan, objectOf, type PlanIndex, unwellId } from './steps.ts'

/**
 * Whether a run that was begun is still to be gone on with or rolled back: something of it was never tried,
 * or its objects have no names yet. What failed is for a new plan to do, but a new plan cannot give names:
 * to it the objects of another run are somebody else's.
 */
export function isUnderWay(plan: TransferPlan, state: JournalState): boolean {
  if (!state.begin || state.ended === 'rolled-back') return false
  if (state.undone.size > 0 || state.undoing.size > 0) return true
  const { done, failed, blocked, verified } = state
  const index = indexPlan(plan)
  const open = index.steps.filter(({ id }) => !done.has(id))
  const untried = open.filter(({ id }) => !failed.has(id) && !blocked.has(id))
  if (untried.some(({ phase }) => phase === 'build' || verified === undefined)) return true
  return open.some((step) => isNameless(step, index, state))
}

// Made under a nonce, and neither switched on nor given its name only.
function isNameless(step: Step, { makes }: PlanIndex, { done }: JournalState): boolean {
  const making = makes.get(objectOf(step))
  if (step.phase !== 'cutover' || !making || !carriesNonce(making)) return false
  return done.has(making.id) && !done.has(unwellId(step))
}
