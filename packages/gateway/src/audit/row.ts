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
  readonly owner_id: string | null
  readonly tool: string | null
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
  'owner_id',
  'tool',
] as const

/** The columns of an event. Half a character, which no database keeps, becomes a whole one. */
export function toColumns({
  grant,
  hub,
  client,
  owner,
  tool,
  ...event
}: NewAuditEvent): EventColumns {
  const who = { client: client?.toWellFormed() ?? null, owner_id: owner ?? null }
  return { ...event, ...who, tool: tool ?? null, grant_id: grant, hub_id: hub }
}

/** The part of a row that its event makes, as it is signed, and the form that it is signed in. */
export interface SignedEvent {
  readonly form: 'row' | 'row 2' | 'row 3'
  readonly parts: readonly (string | number | null)[]
}

/**
 * What is signed of a row. Rows without an owner are signed in the first form, as they were before
 * there was the column; those with one in the second, and those with a tool in the third. The form is
 * signed along, so that neither an owner nor a tool can be put in or taken out.
 */
export function signedEvent(row: EventColumns): SignedEvent {
  const { time, client, grant_id, hub_id, operation, owner_id, tool } = row
  const { method, path, verdict, reason, status, ms } = row
  const what = [time, client, grant_id, hub_id, operation, method, path, verdict, reason]
  const parts = [...what, status, ms]
  if (tool !== null) return { form: 'row 3', parts: [...parts, owner_id, tool] }
  return owner_id === null ? { form: 'row', parts } : { form: 'row 2', parts: [...parts, owner_id] }
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
    owner: row.owner_id,
    tool: row.tool,
  }
}
