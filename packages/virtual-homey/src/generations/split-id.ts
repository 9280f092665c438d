// How a Pro 2019 writes an id that belongs to an owner: the owner's URI and the rest, in two members.
// Inside this hub the two are always joined, as later hubs write them.
import type { JsonRecord } from '../json.ts'

/** The owner is the first three segments of a full id; the rest may hold colons of its own. */
export function splitId(full: string): { readonly uri: string; readonly id: string } {
  const segments = full.split(':')
  return { uri: segments.slice(0, 3).join(':'), id: segments.slice(3).join(':') }
}

/**
 * A card as it arrived, in the form in which it is kept. Only a card with an owner of three segments
 * and an id is understood. Any other is kept as it came, with a colon before its id: no card of a hub
 * has such an id, so a flow that was sent in the form of a later hub is stored and never fires.
 */
export function cardFromWire(card: JsonRecord, ownerMember: 'uri' | 'ownerUri'): JsonRecord {
  const { [ownerMember]: owner, ...rest } = card
  const { id } = card
  if (typeof id !== 'string') return card
  const understood = typeof owner === 'string' && id !== '' && owner.split(':').length === 3
  return understood ? { ...rest, id: `${owner}:${id}` } : { ...card, id: `:${id}` }
}

/** A card as it is kept, in the form in which it is answered: the reverse of the above. */
export function cardToWire(card: JsonRecord, ownerMember: 'uri' | 'ownerUri'): JsonRecord {
  const { id } = card
  if (typeof id !== 'string') return card
  if (id.startsWith(':')) return { ...card, id: id.slice(1) }
  const parts = splitId(id)
  return { ...card, [ownerMember]: parts.uri, id: parts.id }
}

// Drivers of the hub itself have two segments where those of apps have four. Nothing public says how
// a Pro 2019 splits them; here they belong to the manager of virtual devices.
const VIRTUAL = /^homey:virtualdriver([a-z0-9]+):driver$/
const VIRTUAL_OWNER = 'homey:manager:vdevice'

/** The two halves of a driver's id. */
export function splitDriverId(full: string): { readonly uri: string; readonly id: string } {
  const kind = VIRTUAL.exec(full)?.[1]
  return kind === undefined ? splitId(full) : { uri: VIRTUAL_OWNER, id: kind }
}

/** A driver's id from its halves. */
export function joinDriverId(uri: string, id: string): string {
  return uri === VIRTUAL_OWNER ? `homey:virtualdriver${id}:driver` : `${uri}:${id}`
}
