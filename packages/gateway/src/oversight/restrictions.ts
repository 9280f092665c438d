// What the owner may add to a live grant at any time, without asking the client. Plain data; expiry is a
// member of the grant itself.
import type { About } from './about.ts'
import type { Hours } from './hours.ts'
import type { Rate } from './rates.ts'

/** The restrictions of a grant. What is absent does not restrict. */
export interface Restrictions {
  /** The only hours in which it counts, by the clock of the hub. */
  readonly schedule?: Hours
  readonly rates?: readonly Rate[]
  /** What the owner is asked about each time: one of these; `{}` is every effect. */
  readonly askFirst?: readonly About[]
}
