// Who is judged: the limits of a grant, what it created, and what it may do at all.
import type { CreatedId, Limits } from '@latchkey/catalogue'

/** A grant with limits, as far as the policy looks at it. None of it ever changes. */
export interface LimitedSubject {
  readonly limits: Limits
  /** What this very grant created, as long as it exists. */
  readonly created: ReadonlySet<CreatedId>
  readonly permissions: ReadonlySet<string>
}
