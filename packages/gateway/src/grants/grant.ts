// A grant: what the owner gave a client on one hub. Compiled when it is loaded, so that deciding
// on a request is a look into a set.
import type { CreatedId, Generation, Limits } from '@latchkey/catalogue'
import type { Restrictions } from '../oversight/restrictions.ts'

/** Between when and when what a grant uses is recorded apart, so that it can be narrowed to that. */
export interface Learning {
  readonly from: number
  readonly until: number
}

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
  /** Since when its client is suspended. */
  readonly haltedAt: number | null
  /** Since when all clients of its hub are stopped. */
  readonly stoppedAt: number | null
  /** What becomes of what it left behind when it expires; null for nothing. */
  readonly onEnd: UndoAtEnd | null
  /** The latest learning, over or not; absent if there was none. */
  readonly learning?: Learning
  /** Until when permissions count that were given for a time; absent if all stay. */
  readonly lapses?: ReadonlyMap<string, number>
}

/** A grant as it is at a time: the same one, or one without the permissions whose time is over. */
export function asOf(grant: Grant, now: number): Grant {
  const { lapses, ...lasting } = grant
  if (!lapses || ![...lapses.values()].some((until) => until <= now)) return grant
  const isOver = (one: string) => (lapses.get(one) ?? now + 1) <= now
  const left = [...lapses].filter(([, until]) => until > now)
  return {
    ...lasting,
    permissions: new Set([...grant.permissions].filter((one) => !isOver(one))),
    ...(left.length > 0 && { lapses: new Map(left) }),
  }
}

/** What can become of what a grant left behind when it ends by itself. */
export type UndoAtEnd = 'off' | 'restore'

/** Whether a grant counts, and if not, why. */
export type Standing = 'live' | 'revoked' | 'expired' | 'suspended' | 'halted' | 'stopped'

/** Whether a grant counts at a time. What is final comes before what may end. */
export function standing(grant: Grant, now: number): Standing {
  if (grant.revokedAt !== null) return 'revoked'
  if (grant.expiresAt !== null && grant.expiresAt <= now) return 'expired'
  if (grant.suspendedAt !== null) return 'suspended'
  if (grant.stoppedAt !== null) return 'stopped'
  return grant.haltedAt === null ? 'live' : 'halted'
}
