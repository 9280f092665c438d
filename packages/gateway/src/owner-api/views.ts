// What owners are shown of hubs, keys and events: plain JSON, times in ISO 8601, no secrets.
import { coveredScopes, type Danger, PERMISSIONS, worse } from '@latchkey/catalogue'
import type { AuditEvent } from '../audit/event.ts'
import { type Grant, type Standing, standing } from '../grants/grant.ts'
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

/** A key, as owners see it; the key itself is shown once, elsewhere. */
export interface KeyView {
  readonly id: string
  readonly name: string
  readonly hub: string
  readonly state: Standing
  readonly danger: Danger
  readonly permissions: readonly string[]
  /** Athom's scopes that the permissions fully cover. */
  readonly covers: readonly string[]
  readonly created: string
  readonly expires: string | null
  readonly revoked: string | null
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

/** A grant's view. */
export function keyView(grant: Grant, hub: Hub | undefined, now: number): KeyView {
  return {
    id: grant.id,
    name: grant.client,
    hub: hub?.name ?? grant.hubId,
    state: standing(grant, now),
    danger: dangerOf(grant.permissions),
    permissions: [...grant.permissions].sort(),
    covers: coveredScopes(grant.permissions, grant.hubGeneration),
    created: iso(grant.createdAt),
    expires: grant.expiresAt === null ? null : iso(grant.expiresAt),
    revoked: grant.revokedAt === null ? null : iso(grant.revokedAt),
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

/** The worst danger of a set of permissions, by themselves. */
export function dangerOf(permissions: Iterable<string>): Danger {
  let danger: Danger = 'read'
  for (const name of permissions) danger = worse(danger, PERMISSIONS.get(name)?.danger ?? 'full')
  return danger
}
