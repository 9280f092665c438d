// Whether a plan may be applied: nothing is left to decide, and no more is written over than was allowed.
import type { TransferPlan } from './plan.ts'

/** The verdict, with every reason against it. */
export type MayApply =
  | { readonly may: true }
  | {
      readonly may: false
      /** `decide`: questions are open. `guard`: a limit is exceeded. */
      readonly why: 'decide' | 'guard'
      readonly reasons: readonly string[]
    }

/** Judges a plan. */
export function mayApply({ guards, undecided }: TransferPlan): MayApply {
  if (undecided.length > 0) {
    return { may: false, why: 'decide', reasons: undecided.map(({ question }) => question) }
  }
  const reasons = [
    ...exceeded('written over', '--max-overwrite', guards.overwrites, guards.maxOverwrite),
    ...exceeded('deleted', '--max-delete', guards.deletions, guards.maxDelete),
  ]
  return reasons.length === 0 ? { may: true } : { may: false, why: 'guard', reasons }
}

function exceeded(what: string, option: string, count: number, max: number): readonly string[] {
  if (count <= max) return []
  return [
    `${count} objects of the target would be ${what}; ${max} may be. Allow it with ${option} ${count}.`,
  ]
}
