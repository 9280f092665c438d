// What a call is judged by: who calls, what it brings about, what time it is at the hub, and what was done so
// far. Plain data; judging reads it and changes nothing.
import type { Home } from '../limits/home.ts'
import type { OverseenCall } from './call.ts'
import type { Counts } from './counts.ts'
import type { DeedPart } from './deed-parts.ts'
import type { WallTime } from './hours.ts'
import type { Restrictions } from './restrictions.ts'

/** What is known of a grant. */
export interface OverseenGrant {
  readonly id: string
  readonly client: string
  readonly restrictions: Restrictions | null
}

/** A situation. */
export interface Situation {
  readonly grant: OverseenGrant
  readonly call: OverseenCall
  readonly parts: readonly DeedPart[]
  readonly home: Home
  readonly now: number
  /** What the clock at the hub shows; only what needs it asks. */
  readonly wall: () => WallTime
  readonly counts: Pick<Counts, 'used' | 'waits'>
  /** The Flows that this grant wrote or switched on, by `kind:id`. */
  readonly wrote: ReadonlySet<string>
}
