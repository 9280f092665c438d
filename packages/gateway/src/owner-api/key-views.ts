// What owners are shown of keys: plain JSON, times in ISO 8601, no secrets.
import {
  coveredScopes,
  type Danger,
  type DangerReason,
  FREE_OF_ROOMS,
  grantDanger,
  isRoomLimit,
} from '@latchkey/catalogue'
import { type Grant, type Standing, standing } from '../grants/grant.ts'
import type { Hub } from '../hubs/hub.ts'
import { type LimitsView, limitsView, NAMELESS, type NameOf } from './limit-views.ts'
import { type RestrictionsView, restrictionsView } from './rule-views.ts'

/** A key, as owners see it; the key itself is shown once, elsewhere. */
export interface KeyView {
  readonly id: string
  readonly name: string
  readonly hub: string
  readonly state: Standing
  readonly danger: Danger
  /** Why: of what can become full control, or is kept from it by limits. */
  readonly dangers: readonly DangerReason[]
  readonly permissions: readonly string[]
  /** Athom's scopes that the permissions fully cover. */
  readonly covers: readonly string[]
  readonly limits: LimitsView | null
  readonly restrictions: RestrictionsView | null
  /** Permissions that its limits to rooms do not bound; none where there are no such limits. */
  readonly notByRooms: readonly string[]
  /** How many objects it created that are still there. */
  readonly made: number
  readonly created: string
  readonly expires: string | null
  /** What becomes of what it left when it expires. */
  readonly onEnd: 'off' | 'restore' | 'leave'
  readonly revoked: string | null
}

const iso = (time: number): string => new Date(time).toISOString()

/** A grant's view. */
export function keyView(
  grant: Grant,
  hub: Hub | undefined,
  now: number,
  nameOf: NameOf = NAMELESS,
): KeyView {
  const permissions = [...grant.permissions].sort()
  const { danger, reasons } = grantDanger(permissions, grant.limits)
  const byRooms = grant.limits !== null && isRoomLimit(grant.limits)
  return {
    id: grant.id,
    name: grant.client,
    hub: hub?.name ?? grant.hubId,
    state: standing(grant, now),
    danger,
    dangers: reasons.map(({ because, ...reason }) => {
      return { ...reason, because: because.replaceAll('{app}', () => grant.client) }
    }),
    permissions,
    covers: coveredScopes(grant.permissions, grant.hubGeneration),
    limits: limitsView(grant.limits, nameOf),
    restrictions: restrictionsView(grant.restrictions),
    notByRooms: byRooms ? permissions.filter((one) => FREE_OF_ROOMS.has(one)) : [],
    made: grant.created.size,
    created: iso(grant.createdAt),
    expires: grant.expiresAt === null ? null : iso(grant.expiresAt),
    onEnd: grant.onEnd ?? 'leave',
    revoked: grant.revokedAt === null ? null : iso(grant.revokedAt),
  }
}
