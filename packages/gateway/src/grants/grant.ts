// A grant: what the owner gave a client on one hub. Compiled when it is loaded, so that deciding
// on a request is a look into a set.
import type { CreatedId, Generation, Limits } from '@latchkey/catalogue'
import type { Restrictions } from '../oversight/restrictions.ts'

/** A grant in memory. It never changes; whatever does is a new one, with a higher generation. */
export interface Grant {
  readonly id: string
  readonly hubId: string
  readonly hubGeneration: Generation
  readonly client: string
  readonly permissions: ReadonlySet<string>
  /** The objects that it covers; null where nothing but its permissions bounds it. */
  readonly limits: Limits | null
  /** What the owner added to it: hours, rates, what to be asked about; null for nothing. */
  readonly restrictions: Restrictions | null
  /** What it created at the hub, and what was not deleted since. */
  readonly created: ReadonlySet<CreatedId>
  readonly catalogueVersion: string
  readonly generation: number
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  /** Since when it waits for the owner's word, as after a restore. */
  readonly suspendedAt: number | null
}

/** Whether a grant counts, and if not, why. */
export type Standing = 'live' | 'revoked' | 'expired' | 'suspended'

/** Whether a grant counts at a time. What is final comes before what may end. */
export function standing(grant: Grant, now: number): Standing {
  if (grant.revokedAt !== null) return 'revoked'
  if (grant.expiresAt !== null && grant.expiresAt <= now) return 'expired'
  return grant.suspendedAt === null ? 'live' : 'suspended'
}
