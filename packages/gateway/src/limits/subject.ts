// Who is judged: the limits of a grant, what it created, and what it may do at all.
import type { CreatedId, Limits } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'

/** A grant with limits, as far as the policy looks at it. None of it ever changes. */
export interface LimitedSubject {
  readonly limits: Limits
  /** What this very grant created, as long as it exists. */
  readonly created: ReadonlySet<CreatedId>
  readonly permissions: ReadonlySet<string>
}

const subjects = new WeakMap<Grant, LimitedSubject>()

/** The subject that a grant is; undefined if it has no limits. Always the same for the same grant. */
export function subjectOf(grant: Grant): LimitedSubject | undefined {
  const known = subjects.get(grant)
  const { limits, created, permissions } = grant
  if (known || limits === null) return known
  const subject: LimitedSubject = { limits, created, permissions }
  subjects.set(grant, subject)
  return subject
}
