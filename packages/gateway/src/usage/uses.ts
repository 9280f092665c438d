// What the rest of the gateway tells of the use of grants. Nothing here waits, and nothing here can refuse:
// a call is as quick and as allowed without it.
import type { Grant } from '../grants/grant.ts'
import type { Alternatives } from '../hub-path/decide.ts'
import type { Passed } from '../hub-path/limit.ts'

/** What can only be seen before a call is made: afterwards its object may be gone or another. */
export interface Looked {
  /** Permissions that its limits asked for, besides those of the call. */
  readonly hidden: readonly string[]
  /** While the grant is learned: how the call would fare under limits to exactly what it names. */
  readonly limitable?: Limitable
}

/** How a call would fare under limits to exactly what it names. */
export interface Limitable {
  /** Under which limits it would be refused all the same. */
  readonly refusedUnder: 'none' | 'room' | 'any'
  /** Permissions that it would need besides. */
  readonly permissions: readonly string[]
}

/** Told of what grants use. */
export interface Uses {
  /** Before a call is made; what comes out is given to `used`. */
  look(passed: Passed): Looked | undefined
  /** A call was made, and answered with this status. */
  used(passed: Passed, status: number, looked: Looked | undefined): void
  /** A socket of the grant listens: any of these permissions did; to this object, if to one. */
  subscribed(grant: Grant, alternatives: Alternatives, object?: { kind: string; id: string }): void
  /** The grant was told of an object of a kind that this permission shows. */
  told(grant: Grant, permission: string): void
}
