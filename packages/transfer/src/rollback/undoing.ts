// One thing to undo: a step that was done, or may have been.
import { keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Step } from '../plan/plan.ts'

/** One thing to undo. `id` is of the step in the journal. */
export interface Undoing {
  readonly id: string
  readonly step: Step
  readonly target: string
  /** Steps that have to be undone before. */
  readonly after: readonly string[]
  readonly verb: Step['verb']
  /** Why it is left as it is; nothing if it is undone. */
  readonly kept: string | undefined
  /** Whether it is at the source. */
  readonly atSource: boolean
}

/** The object of the target that an undo is about. */
export const targetKey = ({ step: { kind }, target: id }: Undoing): ObjectKey => keyOf({ kind, id })
