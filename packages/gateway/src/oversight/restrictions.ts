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
  /** What is asked about or forbidden by the tool of the MCP server that is used, or by what a call needs. */
  readonly commands?: Commands
  /** Calls that the owner answered "always" to: they are not asked about for `askFirst`. */
  readonly unasked?: readonly UnaskedCall[]
}

/** What the owner said of single commands. Deny wins over ask; what is not named is allowed. */
export interface Commands {
  /** By the name of a tool; for calls through the MCP server only. */
  readonly tools?: Readonly<Record<string, CommandEffect>>
  /** By a permission that a call needs; for every call of the grant. */
  readonly permissions?: Readonly<Record<string, CommandEffect>>
}

/** What becomes of a command. */
export type CommandEffect = 'allow' | 'ask' | 'deny'

/** One kind of call: an operation on one object, with any content. */
export interface UnaskedCall {
  readonly operation: string
  /** The path of the call in V3's form. */
  readonly path: string
}
