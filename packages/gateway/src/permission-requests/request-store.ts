// Requests for more in the database, whichever it is. What must happen once is one statement that says what it expects
// to find, so that of several gateways one does it.
import type { Selectable } from 'kysely'
import { hashOf } from '../approvals/canonical.ts'
import type { Database } from '../storage/database.ts'
import type { PermissionRequestTable } from '../storage/request-tables.ts'
import {
  DAY,
  type Extension,
  type GivenExtension,
  KEPT,
  type PermissionRequest,
  REQUEST_STATES,
  type RequestAnswer,
} from './permission-request.ts'

/** A request to be put. */
export type NewRequest = Pick<
  PermissionRequest,
  'id' | 'hubId' | 'grantId' | 'clientId' | 'asked' | 'reason' | 'askedAt' | 'expiresAt'
>

/** Which requests are asked for. */
export interface RequestQuery {
  readonly hubs?: readonly string[] | undefined
  readonly grantId?: string | undefined
  readonly open?: boolean | undefined
  readonly limit: number
}

/** The answer to a request. */
export interface Answered {
  readonly answer: RequestAnswer
  readonly by: string
  readonly given: GivenExtension | null
  readonly word: string | null
}

/** The same for the same request of a grant. Why it is wanted is no part of it: other words are no other request. */
export const fingerprintOf = (asked: Extension): string => hashOf(asked)

/** Keeps requests. */
export class RequestStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async byId(id: string): Promise<PermissionRequest | undefined> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst()
    return row && fromRow(row)
  }

  /** The newest first. */
  async list(query: RequestQuery, now: number): Promise<readonly PermissionRequest[]> {
    const { hubs, grantId, open, limit } = query
    if (hubs?.length === 0) return []
    let rows = this.#rows()
    if (hubs !== undefined) rows = rows.where('hub_id', 'in', hubs)
    if (grantId !== undefined) rows = rows.where('grant_id', '=', grantId)
    if (open) rows = rows.where('answer', 'is', null).where('expires_at', '>', now)
    const found = await rows.orderBy('asked_at', 'desc').orderBy('id').limit(limit).execute()
    return found.map(fromRow)
  }

  /** The request that says the same: it waits, or was declined within a day. */
  async same(grantId: string, asked: Extension, now: number) {
    const row = await this.#rows()
      .where('grant_id', '=', grantId)
      .where('fingerprint', '=', fingerprintOf(asked))
      .where((where) =>
        where.or([
          where.and([where('answer', 'is', null), where('expires_at', '>', now)]),
          where.and([where('answer', '=', 'declined'), where('answered_at', '>', now - DAY)]),
        ]),
      )
      .orderBy('asked_at', 'desc')
      .executeTakeFirst()
    return row && fromRow(row)
  }

  /** Closes those of a grant that nobody answered in time, and says how many wait still. */
  async countOpen(grantId: string, now: number): Promise<number> {
    await this.#database
      .updateTable('permission_request')
      .set({ answer: 'expired' })
      .where('grant_id', '=', grantId)
      .where('answer', 'is', null)
      .where('expires_at', '<=', now)
      .execute()
    const rows = this.#rows().where('grant_id', '=', grantId).where('answer', 'is', null)
    return (await rows.execute()).length
  }

  /** When the requests of the last day were put, the oldest first: those of a grant, or of a client. */
  async lately(column: 'grant_id' | 'client_id', id: string, now: number) {
    const rows = await this.#rows()
      .where(column, '=', id)
      .where('asked_at', '>', now - DAY)
      .orderBy('asked_at')
      .execute()
    return rows.map((row) => Number(row.asked_at))
  }

  /** Puts a request. False if the same one waits already. */
  async insert(request: NewRequest): Promise<boolean> {
    const { id, hubId, grantId, clientId, asked, reason, askedAt, expiresAt } = request
    const inserted = await this.#database
      .insertInto('permission_request')
      .values({
        ...{ id, hub_id: hubId, grant_id: grantId, client_id: clientId },
        ...{ fingerprint: fingerprintOf(asked), asked: JSON.stringify(asked), reason },
        ...{ asked_at: askedAt, expires_at: expiresAt },
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute()
    return inserted.length > 0
  }

  /** Those that were answered since a time. */
  async answeredSince(time: number): Promise<readonly string[]> {
    const rows = await this.#rows().where('answered_at', '>=', time).execute()
    return rows.map(({ id }) => id)
  }

  /** Takes away what is too old to be looked at. */
  async prune(now: number): Promise<void> {
    await this.#database
      .deleteFrom('permission_request')
      .where('asked_at', '<', now - KEPT)
      .execute()
  }

  #rows() {
    return this.#database.selectFrom('permission_request').selectAll()
  }
}

/** Answers a request that is open; undefined if it is not any more. May be part of a transaction. */
export async function answerIn(
  database: Database,
  id: string,
  { answer, by, given, word }: Answered,
  now: number,
): Promise<PermissionRequest | undefined> {
  const row = await database
    .updateTable('permission_request')
    .set({
      ...{ answer, answered_at: now, answered_by: by, word },
      given: given && JSON.stringify(given),
    })
    .where('id', '=', id)
    .where('answer', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  return row && fromRow(row)
}

const time = (value: number | null): number | null => (value === null ? null : Number(value))

const isAnswer = (text: string | null): text is RequestAnswer | 'expired' =>
  text !== 'open' && REQUEST_STATES.some((one) => one === text)

function fromRow(row: Selectable<PermissionRequestTable>): PermissionRequest {
  return {
    ...{ id: row.id, hubId: row.hub_id, grantId: row.grant_id, clientId: row.client_id },
    ...{ asked: JSON.parse(row.asked) as Extension, reason: row.reason },
    ...{ askedAt: Number(row.asked_at), expiresAt: Number(row.expires_at) },
    answer: row.answer === null || isAnswer(row.answer) ? row.answer : 'expired',
    ...{ answeredAt: time(row.answered_at), answeredBy: row.answered_by, word: row.word },
    given: row.given === null ? null : (JSON.parse(row.given) as GivenExtension),
  }
}
