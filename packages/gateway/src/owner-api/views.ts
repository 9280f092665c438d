// What owners are shown of hubs and events: plain JSON, times in ISO 8601, no secrets.
import type { AuditEvent } from '../audit/event.ts'
import type { Hub } from '../hubs/hub.ts'
import type { Owner } from '../owners/owner.ts'

/** A hub, as owners see it. */
export interface HubView {
  readonly id: string
  readonly name: string
  readonly generation: string
  readonly address: string
  readonly credential: Hub['credentialKind']
  /** Whether Latchkey made the key, and so can replace and delete it. */
  readonly minted: boolean
  /** The account at Athom that it came through; null for another way. */
  readonly account: string | null
  readonly scopes: readonly string[] | null
  readonly added: string
}

/** An audit event, as the command line prints it. */
export type EventView = Omit<AuditEvent, 'time'> & { readonly time: string }

const iso = (time: number): string => new Date(time).toISOString()

/** A hub's view. */
export function hubView(hub: Hub): HubView {
  const { id, name, generation, address, credentialKind: credential, mintedKeyId } = hub
  return {
    ...{ id, name, generation, address, credential, minted: mintedKeyId !== undefined },
    account: hub.accountId ?? null,
    ...{ scopes: hub.credentialScopes, added: iso(hub.createdAt) },
  }
}

/** An owner, as owners see one. */
export interface OwnerView {
  readonly id: string
  readonly name: string
  readonly created: string
}

/** An owner's view. */
export function ownerView({ id, name, createdAt }: Owner): OwnerView {
  return { id, name, created: iso(createdAt) }
}

/** An event's view. */
export function eventView(event: AuditEvent): EventView {
  return { ...event, time: iso(event.time) }
}
