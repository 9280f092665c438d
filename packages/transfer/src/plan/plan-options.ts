// What a plan is made with, besides the two homes and the mapping; and what the target can be told.
import { operationById } from '@latchkey/catalogue'
import type { ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { ChosenPolicies } from './policies.ts'
import type { Wanted } from './selection.ts'

/** How a plan is made. Whatever is absent has the default that is said. */
export interface PlanOptions {
  /** ISO 8601. */
  readonly madeAt: string
  readonly policies?: ChosenPolicies
  /** What becomes of objects that wait for something: `hold` by default. By key, otherwise for one. */
  readonly waiting?: 'hold' | 'skip'
  readonly waitingOf?: Readonly<Record<string, 'hold' | 'skip'>>
  /**
   * What the plan of an earlier run held. Of what is there and switched off, only this is switched on
   * when it can be: the rest may have been switched off by somebody.
   */
  readonly heldBefore?: readonly ObjectKey[]
  /** Only these, with what they drag along; everything if absent. */
  readonly only?: readonly Wanted[]
  /** Whether the credential of the target may call an operation; it may all by default. */
  readonly allows?: (operation: string) => boolean
  /** What bounds that credential besides, as a gateway calls it: `own`, `drafts`, `zones`. */
  readonly limits?: readonly string[]
  /** Whether the way to the target takes a name; it takes all by default. */
  readonly takesName?: (name: string) => boolean
  /** Id on the target of the user whose credential is used there; worked out if it is absent. */
  readonly me?: string
  readonly maxOverwrite?: number
  readonly maxDelete?: number
}

/** Why the target cannot be told something; nothing if it can. */
export type Obstacle = (operation: string) => 'absent' | 'not-permitted' | undefined

/** What stands in the way of operations on the target. */
export function obstacleOn({ manifest }: Snapshot, { allows }: PlanOptions): Obstacle {
  const { generation } = manifest.hub
  return (operation) => {
    if (operationById(generation, operation) === undefined) return 'absent'
    return allows === undefined || allows(operation) ? undefined : 'not-permitted'
  }
}
