// Whether a run has to be ended before another may begin.
import type { JournalState } from '../journal/journal-state.ts'
import type { TransferPlan } from '../plan/plan.ts'
import { indexPlan } from './steps.ts'

/**
 * Whether a run that was begun is still to be gone on with or rolled back: something of it was never tried,
 * or its objects have no names yet and are switched off. What failed is for a new plan to do.
 */
export function isUnderWay(plan: TransferPlan, state: JournalState): boolean {
  if (!state.begin || state.ended === 'rolled-back') return false
  if (state.undone.size > 0 || state.undoing.size > 0) return true
  const { done, failed, blocked, verified } = state
  const open = indexPlan(plan).steps.filter(({ id }) => !done.has(id))
  const untried = open.filter(({ id }) => !failed.has(id) && !blocked.has(id))
  return untried.some(({ phase }) => phase === 'build' || verified === undefined)
}
