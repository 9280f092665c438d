// An audit event as a row of the database, and back.
import type { AuditEvent, NewAuditEvent } from './event.ts'

/** What of a row its event makes. */
export interface EventColumns {
  readonly time: number
  readonly client: string | null
  readonly grant_id: string | null
  readonly hub_id: string | null
  readonly operation: string | null
  readonly method: string
  readonly path: string
  readonly verdict: string
  readonly reason: string
  readonly status: number | null
  readonly ms: number | null
}

/** The columns that events are read from. */
export const EVENT_COLUMNS = [
  'id',
  'time',
  'client',
  'grant_id',
  'hub_id',
  'operation',
  'method',
  'path',
  'verdict',
  'reason',
  'status',
  'ms',
] as const

/** The columns of an event. Half a character, which no database keeps, becomes a whole one. */
export function toColumns({ grant, hub, client, ...event }: NewAuditEvent): EventColumns {
  return { ...event, client: client?.toWellFormed() ?? null, grant_id: grant, hub_id: hub }
}

/** The event of a row; databases give some numbers as text. */
export function toEvent(row: EventColumns & { readonly id: number }): AuditEvent {
  return {
    id: Number(row.id),
    time: Number(row.time),
    client: row.client,
    grant: row.grant_id,
    hub: row.hub_id,
    operation: row.operation,
    method: row.method,
    path: row.path,
    verdict: row.verdict as AuditEvent['verdict'],
    reason: row.reason as AuditEvent['reason'],
    status: row.status,
    ms: row.ms,
  }
}
