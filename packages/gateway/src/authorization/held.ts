// What a client has on a Homey already, as far as it counts for what it asks for now: the grant whose place the new one
// takes, and what the owner said of its tools.
import { expand } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import type { Hub } from '../hubs/hub.ts'
import type { Restrictions } from '../oversight/restrictions.ts'
import type { Asked } from './asked.ts'
import type { ClientGrants } from './client-grants.ts'
import { bothRestrictions } from './floor.ts'
import type { Offer } from './offer.ts'
import { isMcpResource } from './resource.ts'

/** What looks up what clients have. */
type Looking = Pick<ClientGrants, 'heldBy' | 'liveOn'>

/**
 * The grant that a request goes on from, if it says so. Agents cannot say so: one that registered itself and asks at
 * `/mcp` for all that it has and more is one that steps up. A client that is known by its document may run at many places
 * at once, each with a grant of its own.
 */
export async function heldFor(
  looking: Looking,
  asked: Pick<Asked, 'client' | 'words' | 'isMore' | 'resource'>,
  hub: Pick<Hub, 'id' | 'generation'>,
): Promise<Grant | undefined> {
  const { client, words, isMore, resource } = asked
  if (isMore) return looking.heldBy(client.id, hub.id)
  if (!isMcpResource(resource) || client.origin !== 'registered') return undefined
  const held = await looking.heldBy(client.id, hub.id, resource)
  const wanted = new Set(expand(words, hub.generation).permissions)
  const isMoreOf = held && [...held.permissions].every((one) => wanted.has(one))
  return isMoreOf && wanted.size > held.permissions.size ? held : undefined
}

/** An offer within what the owner said of tools to any grant that the client has on a Homey. */
export async function withinToolRules(
  offer: Offer,
  looking: Looking,
  { client, resource }: Pick<Asked, 'client' | 'resource'>,
  hub: Pick<Hub, 'id'>,
): Promise<Offer> {
  if (!isMcpResource(resource)) return offer
  const live = await looking.liveOn(client.id, hub.id)
  const restrictions = live.reduce<Restrictions | null>(
    (all, one) => bothRestrictions(all, rulesOf(one)) ?? all,
    offer.floor.restrictions,
  )
  return { ...offer, floor: { ...offer.floor, restrictions } }
}

function rulesOf({ restrictions }: Grant): Restrictions | null {
  const { tools, toolLimits } = restrictions ?? {}
  return tools || toolLimits ? { ...(tools && { tools }), ...(toolLimits && { toolLimits }) } : null
}
