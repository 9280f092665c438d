// What the consent page knows of a home: its state, and the names of what can be picked from.
import type { PickedList } from '../authorization/choice.ts'
import { PICKS } from '../authorization/choice.ts'
import type { KnownIds } from '../authorization/chosen.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { hubObjects } from '../owner-api/hub-objects.ts'
import type { OwnerApiParts } from '../owner-api/owner-api.ts'
import { picksFor } from './consent-bounds.ts'
import type { House } from './here-words.ts'

const NOTHING: House = { lists: {}, home: undefined }

/** What is known of a home, as far as permissions are about it. A Homey that does not answer is asked once. */
export async function houseOf(
  { presentHome }: Pick<OwnerApiParts, 'presentHome'>,
  hub: ConnectedHub,
  permissions: readonly string[],
): Promise<House> {
  const objects = hubObjects(hub)
  const names: readonly PickedList[] = picksFor(permissions).flatMap((name) => [...PICKS[name]])
  const [first = 'zones', ...others] = names
  const one = await objects.list(first)
  if (!('objects' in one)) return NOTHING
  const rest = others.map(async (list) => {
    const listing = await objects.list(list)
    return 'objects' in listing ? [[list, listing.objects] as const] : []
  })
  const [home, ...read] = await Promise.all([presentHome?.(hub.hub.id), ...rest])
  const lists = [[first, one.objects] as const, ...read.flat()]
  return { lists: Object.fromEntries(lists), home }
}

/** The ids that there are. */
export function knownIn({ lists }: House): KnownIds {
  return Object.fromEntries(
    Object.entries(lists).map(([list, rows]) => [list, new Set(rows.map(({ id }) => id))]),
  )
}
