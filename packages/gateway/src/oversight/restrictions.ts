// What the owner may add to a live grant at any time, without asking the client. Plain data; expiry is a
// member of the grant itself.
import type { About } from './about.ts'
import type { Hours } from './hours.ts'
import type { Rate } from './rates.ts'
import type { ToolLimits } from './tool-limits.ts'

/** The restrictions of a grant. What is absent does not restrict. */
export interface Restrictions {
  /** The only hours in which it counts, by the clock of the hub. */
  readonly schedule?: Hours
  readonly rates?: readonly Rate[]
  /** What the owner is asked about each time: one of these; `{}` is every effect. */
  readonly askFirst?: readonly About[]
  /** What becomes of single tools of the MCP server; the others are allowed. */
  readonly tools?: Readonly<Record<string, ToolEffect>>
  /** How much it may do by tools of the MCP server, where that is not as for everybody. */
  readonly toolLimits?: ToolLimits
  /** Calls that the owner answered "always" to: they are not asked about for `askFirst`. */
  readonly unasked?: readonly UnaskedCall[]
}

/** What the owner said of a tool: its writes are asked about each time, or nobody calls it with this grant. */
export type ToolEffect = 'ask' | 'deny'

/** One kind of call: an operation on one object, with any content. */
export interface UnaskedCall {
  readonly operation: string
  /** The path of the call in V3's form. */
  readonly path: string
}
