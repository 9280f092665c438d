// A grant as its row has it, and what of a row a change sets.
import { type Limits, specificationVersion } from '@latchkey/catalogue'
import type { Selectable, Updateable } from 'kysely'
import type { Restrictions } from '../oversight/restrictions.ts'
import { storedGeneration } from '../storage/stored-generation.ts'
import type { GrantTable } from '../storage/tables.ts'
import type { Grant, Learning, UndoAtEnd } from './grant.ts'

/** What of a grant is to be otherwise; what is absent stays. */
export interface GrantChange {
  readonly client?: string
  /** All of them, frozen anew. */
  readonly permissions?: readonly string[]
  readonly limits?: Limits | null
  readonly restrictions?: Restrictions | null
  readonly expiresAt?: number | null
  readonly onEnd?: UndoAtEnd | null
  readonly learning?: Learning
  /** Until when which of the permissions count; all others stay. */
  readonly lapses?: ReadonlyMap<string, number>
}

/** A value as its column has it. */
export const stored = (value: Limits | Restrictions | null): string | null =>
  value === null ? null : JSON.stringify(value)

/** The columns of a change. */
export function columnsOf({
  client,
  permissions,
  limits,
  restrictions,
  expiresAt,
  onEnd,
  learning,
  lapses,
}: GrantChange): Updateable<GrantTable> {
  return {
    ...(client !== undefined && { client }),
    ...(permissions !== undefined && {
      permissions: JSON.stringify(permissions),
      catalogue_version: specificationVersion(),
    }),
    ...(limits !== undefined && { limits: stored(limits) }),
    ...(restrictions !== undefined && { restrictions: stored(restrictions) }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(onEnd !== undefined && { on_end: onEnd }),
    ...(learning && { learn_from: learning.from, learn_until: learning.until }),
    ...(lapses && { lapses: lapses.size > 0 ? JSON.stringify(Object.fromEntries(lapses)) : null }),
  }
}

/** A grant of its row; whether its hub is stopped stands elsewhere. */
export function fromRow(
  row: Selectable<GrantTable> & { readonly hub_generation: string },
): Omit<Grant, 'created'> {
  const permissions = new Set(JSON.parse(row.permissions) as string[])
  const lapses = lapsesIn(row.lapses, permissions)
  return {
    id: row.id,
    hubId: row.hub_id,
    hubGeneration: storedGeneration(row.hub_generation),
    client: row.client,
    permissions,
    limits: row.limits === null ? null : (JSON.parse(row.limits) as Limits),
    restrictions: row.restrictions === null ? null : (JSON.parse(row.restrictions) as Restrictions),
    catalogueVersion: row.catalogue_version,
    generation: row.generation,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
    suspendedAt: row.suspended_at === null ? null : Number(row.suspended_at),
    haltedAt: row.halted_at === null ? null : Number(row.halted_at),
    stoppedAt: null,
    onEnd: row.on_end === 'off' || row.on_end === 'restore' ? row.on_end : null,
    ...(row.learn_from !== null &&
      row.learn_until !== null && {
        learning: { from: Number(row.learn_from), until: Number(row.learn_until) },
      }),
    ...(lapses.size > 0 && { lapses }),
  }
}

// Until when something counted that was taken away says nothing of when it is given again.
function lapsesIn(text: string | null, permissions: ReadonlySet<string>): Map<string, number> {
  const all = text === null ? [] : Object.entries(JSON.parse(text) as Record<string, number>)
  return new Map(all.filter(([name]) => permissions.has(name)))
}
