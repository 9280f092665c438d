// What of a client's request can be given on one Homey: words become permissions there, and what that Homey does
// not have, or what Latchkey's own credential cannot do, is said and never given.
import { expand, type Limits, permissionsOn, withinCeiling } from '@latchkey/catalogue'
import type { Hub } from '../hubs/hub.ts'
import type { Asked } from './asked.ts'
import type { HomeyAccess } from './details.ts'

/** An offer: the most that the owner can give. */
export interface Offer {
  readonly permissions: readonly string[]
  /** Words that mean nothing on this Homey. */
  readonly absent: readonly string[]
  /** Permissions that Latchkey itself does not have there. */
  readonly beyond: readonly string[]
  /** Limits without which what was asked for would be something else. */
  readonly brought: Limits | null
  /** The only rooms and devices that were asked for; undefined if all were. */
  readonly within: HomeyAccess['limits']
}

/** What can be given on a hub. */
export function offerOn(
  hub: Pick<Hub, 'generation' | 'credentialScopes'>,
  { words, details }: Pick<Asked, 'words' | 'details'>,
): Offer {
  const { permissions, absent, limits } = expand(words, hub.generation)
  const here = permissionsOn(hub.generation)
  const existing = permissions.filter((one) => here.has(one))
  const can = (one: string) => withinCeiling(one, hub.generation, hub.credentialScopes)
  return {
    permissions: existing.filter(can),
    absent,
    beyond: existing.filter((one) => !can(one)),
    brought: limits,
    within: details?.limits,
  }
}

/** The widest limits of an offer. */
export function limitsOf({ brought, within }: Pick<Offer, 'brought' | 'within'>): Limits | null {
  return withPlaces(within ?? null, brought)
}

function withPlaces(only: HomeyAccess['limits'] | null, brought: Limits | null): Limits | null {
  const { zones = [], devices = [] } = only ?? {}
  const limits: Limits = {
    ...(zones.length > 0 && { zones }),
    ...(devices.length > 0 && { devices }),
    ...brought,
  }
  return Object.keys(limits).length === 0 ? null : limits
}

/** What an owner chose of an offer, as it came from the form. */
export interface Choice {
  readonly permissions: readonly string[]
  /** Only these rooms and devices; null for everywhere. */
  readonly only: { readonly zones: readonly string[]; readonly devices: readonly string[] } | null
  /** A life in milliseconds; null until it is taken back. */
  readonly life: number | null
}

/** Why a choice cannot be given. */
export type ChoiceProblem = 'nothing' | 'no-rooms' | 'wider'

/** What a grant would have. */
export interface Chosen {
  readonly permissions: readonly string[]
  readonly limits: Limits | null
}

/** Whether no room or device was chosen beyond those that were asked for. */
function isWithin(only: Choice['only'], within: Offer['within']): boolean {
  if (within === undefined) return true
  if (only === null) return false
  const { zones = [], devices = [] } = within
  return (
    only.zones.every((id) => zones.includes(id)) && only.devices.every((id) => devices.includes(id))
  )
}

/**
 * Holds a choice to its offer: it may be narrower, and nothing that was not offered is in it (case 20).
 * `known` are the ids of the rooms and devices that there are.
 */
export function chosenOf(
  offer: Offer,
  { permissions, only }: Choice,
  known: ReadonlySet<string>,
): Chosen | ChoiceProblem {
  if (permissions.length === 0) return 'nothing'
  const offered = new Set(offer.permissions)
  if (permissions.some((one) => !offered.has(one))) return 'wider'
  if (!isWithin(only, offer.within)) return 'wider'
  const rooms = only === null ? undefined : [...only.zones, ...only.devices]
  if (rooms?.length === 0) return 'no-rooms'
  if (rooms?.some((id) => !known.has(id))) return 'wider'
  const sorted = [...new Set(permissions)].sort()
  return { permissions: sorted, limits: withPlaces(only, offer.brought) }
}
