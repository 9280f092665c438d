// Finding rows. The log is looked through in pieces, so that a search in millions of rows holds up no
// request for longer than one piece takes.
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { AuditEvent } from './event.ts'
import { settledThrough } from './ids.ts'
import { EVENT_COLUMNS, toEvent } from './row.ts'

/** How many ids are looked at in one piece. */
const PIECE = 10_000

/** Which rows to read; all conditions hold together. */
export interface AuditQuery {
  /** Only rows after this id. */
  readonly after?: number | undefined
  readonly grant?: string | undefined
  /** Only what this owner did: an id, or `local`. */
  readonly owner?: string | undefined
  /** Only of these hubs. */
  readonly hubs?: readonly string[] | undefined
  readonly client?: string | undefined
  /** An operation, or a pattern with `*` for any letters. */
  readonly operation?: string | undefined
  readonly verdict?: AuditEvent['verdict'] | undefined
  readonly reason?: string | undefined
  /** Times in milliseconds since 1970: from, and before. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly limit: number
}

/** What was found. */
export interface Found {
  readonly events: readonly AuditEvent[]
  /** No row up to this id was passed over, and none can appear there any more. */
  readonly through: number
}

/** The newest `limit` rows, or the first `limit` after an id; always in order. */
export async function search(database: Database, query: AuditQuery): Promise<Found> {
  const { after = 0 } = query
  const [first, highest] = [await end(database, 'asc'), await end(database, 'desc')]
  if (first === undefined || highest === undefined) return { events: [], through: after }
  const last = await settledThrough(database, highest)
  const newest = query.after === undefined
  const low = Math.max(first, after + 1)
  const found: AuditEvent[] = []
  for (let at = 0; found.length < query.limit; at += PIECE) {
    if (at > 0) await breathe()
    const [from, to] = newest
      ? [Math.max(low, last - at - PIECE + 1), last - at]
      : [low + at, Math.min(last, low + at + PIECE - 1)]
    if (from > to) break
    const left = query.limit - found.length
    const rows = await piece(database, query, from, to, newest ? 'desc' : 'asc', left)
    for (const row of rows) found.push(toEvent(row))
  }
  if (newest) return { events: found.reverse(), through: last }
  const full = found.length === query.limit ? found.at(-1)?.id : undefined
  return { events: found, through: full ?? Math.max(after, last) }
}

// By the index; both ends in one query would be a walk through the whole log.
async function end(database: Database, order: 'asc' | 'desc'): Promise<number | undefined> {
  const row = await database
    .selectFrom('audit')
    .select('id')
    .orderBy('id', order)
    .limit(1)
    .executeTakeFirst()
  return row && Number(row.id)
}

function piece(
  database: Database,
  query: AuditQuery,
  from: number,
  to: number,
  order: 'asc' | 'desc',
  limit: number,
) {
  const { grant, owner, hubs, client, operation, verdict, reason, since, until } = query
  let rows = database
    .selectFrom('audit')
    .select(EVENT_COLUMNS)
    .where('id', '>=', from)
    .where('id', '<=', to)
    .orderBy('id', order)
    .limit(limit)
  if (grant !== undefined) rows = rows.where('grant_id', '=', grant)
  if (owner !== undefined) rows = rows.where('owner_id', '=', owner)
  if (hubs !== undefined) rows = rows.where('hub_id', 'in', hubs.length > 0 ? hubs : [''])
  if (client !== undefined) rows = rows.where('client', '=', client)
  if (verdict !== undefined) rows = rows.where('verdict', '=', verdict)
  if (reason !== undefined) rows = rows.where('reason', '=', reason)
  if (since !== undefined) rows = rows.where('time', '>=', since)
  if (until !== undefined) rows = rows.where('time', '<', until)
  if (operation?.includes('*')) {
    const pattern = operation.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%')
    rows = rows.where(sql<boolean>`operation LIKE ${pattern} ESCAPE '\\'`)
  } else if (operation !== undefined) rows = rows.where('operation', '=', operation)
  return rows.execute()
}
