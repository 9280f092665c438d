// What of a client's request can be given on one Homey: words become permissions there, and what that Homey does
// not have, or what Latchkey's own credential cannot do, is said and never given.
import { expand, type Limits, permissionsOn, withinCeiling } from '@latchkey/catalogue'
import type { UndoAtEnd } from '../grants/grant.ts'
import type { Hub } from '../hubs/hub.ts'
import type { Restrictions } from '../oversight/restrictions.ts'
import type { Asked } from './asked.ts'
import { bothFloors, type Floor } from './floor.ts'

/** What a client has on a Homey already, and wants to keep with what it asks for. */
export interface HeldGrant {
  readonly id: string
  readonly permissions: ReadonlySet<string>
  /** Those of them that were given for a time. */
  readonly lapses?: ReadonlyMap<string, number>
  readonly limits: Limits | null
  readonly restrictions: Restrictions | null
  readonly expiresAt: number | null
  /** What becomes of what it left when it ends by itself. */
  readonly onEnd?: UndoAtEnd | null
}

/** What a new grant takes over. */
export interface KeptGrant {
  readonly id: string
  readonly permissions: ReadonlySet<string>
  /** Those that were not asked for: they are offered because it has them. */
  readonly besides: readonly string[]
  readonly onEnd: UndoAtEnd | null
}

/** An offer: the most that the owner can give. */
export interface Offer {
  readonly permissions: readonly string[]
  /** Those of them that were not asked for: they are given only if the owner ticks them. */
  readonly unasked: readonly string[]
  /** Words that mean nothing on this Homey. */
  readonly absent: readonly string[]
  /** Permissions that Latchkey itself does not have there. */
  readonly beyond: readonly string[]
  /** What bounds all of it, whatever is chosen. */
  readonly floor: Floor
  /** Which of the permissions the client has already; its grant is replaced by the new one. */
  readonly held: KeptGrant | undefined
  /** Whether the client has a grant that is bounded otherwise, so that it stays by itself. */
  readonly isApart: boolean
}

/** What can be given on a hub, to a client that has `held` there and asked to keep it. */
export function offerOn(
  hub: Pick<Hub, 'generation' | 'credentialScopes'>,
  asked: Pick<Asked, 'words' | 'details' | 'besides'>,
  held?: HeldGrant,
  now = 0,
): Offer {
  const { permissions, absent, limits } = expand(asked.words, hub.generation)
  const floor = floorOf(asked, limits)
  const both = held && bothFloors(floor, floorOfHeld(held, now))
  const here = permissionsOn(hub.generation)
  const can = (one: string) => withinCeiling(one, hub.generation, hub.credentialScopes)
  const existing = permissions.filter((one) => here.has(one))
  // What was given for a time is not kept for longer by asking for something else.
  const lasting = [...(held?.permissions ?? [])].filter((one) => held?.lapses?.has(one) !== true)
  const kept = both ? lasting.filter((one) => here.has(one)) : []
  const meant = new Set([...existing, ...kept].filter(can))
  const besides = expand(asked.besides, hub.generation).permissions
  const unasked = besides.filter((one) => here.has(one) && can(one) && !meant.has(one))
  return {
    permissions: [...meant, ...unasked].sort(),
    unasked,
    absent,
    beyond: existing.filter((one) => !can(one)),
    floor: both ?? floor,
    held: both && {
      ...{ id: held.id, permissions: new Set(lasting), onEnd: held.onEnd ?? null },
      besides: kept.filter((one) => !permissions.includes(one)),
    },
    isApart: held !== undefined && both === undefined,
  }
}

/** What a request says of its own bounds, and what its presets bring along. */
function floorOf({ details }: Pick<Asked, 'details'>, brought: Limits | null): Floor {
  const limits: Limits = { ...details?.limits, ...brought }
  const seconds = details?.expires_in
  return {
    limits: Object.keys(limits).length === 0 ? null : limits,
    restrictions: details?.restrictions ?? null,
    longest: seconds === undefined ? null : seconds * 1_000,
  }
}

function floorOfHeld({ limits, restrictions, expiresAt }: HeldGrant, now: number): Floor {
  return { limits, restrictions, longest: expiresAt === null ? null : expiresAt - now }
}
