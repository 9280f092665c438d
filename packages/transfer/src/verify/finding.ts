// What verifying finds: something that is not as it was meant to be (reference 3.7).
import type { ObjectKey } from '../kinds/kind-name.ts'

/**
 * How it was found. 0: the answer of a write said something else. 1: content differs. 2: something that it
 * needs is not alive. 3: an id of the source was left. 4: what hangs together how differs.
 */
export type VerifyLevel = 0 | 1 | 2 | 3 | 4

/** One finding. */
export interface Finding {
  readonly level: VerifyLevel
  /** The object of the source; null if it is about no single one. */
  readonly object: ObjectKey | null
  readonly name: string | null
  readonly what: string
}
