// Questions in the database, whichever it is. What must happen once is one statement that says what it
// expects to find, so that of several gateways one does it.
import type { Selectable } from 'kysely'
import type { ApprovalTable } from '../storage/approval-tables.ts'
import type { Database } from '../storage/database.ts'
import {
  ANSWERS,
  type Answer,
  type Approval,
  type AskedCall,
  KEPT,
  KEPT_OF_GRANT,
  MEANING,
} from './approval.ts'
import type { Question } from './question.ts'

/** Which questions are asked for. */
export interface ApprovalQuery {
  readonly hubs?: readonly string[] | undefined
  readonly open?: boolean | undefined
  readonly limit: number
}

/** Keeps questions. */
export class ApprovalStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async byId(id: string): Promise<Approval | undefined> {
    const find = this.#database.selectFrom('approval').selectAll().where('id', '=', id)
    const row = await find.executeTakeFirst()
    return row && fromRow(row)
  }

  /** The newest first. */
  async list({ hubs, open, limit }: ApprovalQuery, now: number): Promise<readonly Approval[]> {
    if (hubs?.length === 0) return []
    let query = this.#database.selectFrom('approval').selectAll()
    if (hubs !== undefined) query = query.where('hub_id', 'in', hubs)
    if (open) query = query.where('answer', 'is', null).where('expires_at', '>', now)
    const rows = await query.orderBy('asked_at', 'desc').orderBy('id').limit(limit).execute()
    return rows.map(fromRow)
  }

  /** The question that waits for its answer, of an identical call. */
  async open({ grantId, fingerprint }: AskedCall, now: number): Promise<Approval | undefined> {
    const row = await this.#database
      .selectFrom('approval')
      .selectAll()
      .where('grant_id', '=', grantId)
      .where('fingerprint', '=', fingerprint)
      .where('answer', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row && fromRow(row)
  }

  /** How many questions of a grant wait, after those that nobody answered in time were closed. */
  async countOpen(grantId: string, now: number): Promise<number> {
    await this.#database
      .updateTable('approval')
      .set({ answer: 'expired' })
      .where('grant_id', '=', grantId)
      .where('answer', 'is', null)
      .where('expires_at', '<=', now)
      .execute()
    const { count } = await this.#database
      .selectFrom('approval')
      .select((select) => select.fn.countAll<number | string>().as('count'))
      .where('grant_id', '=', grantId)
      .where('answer', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** Puts a question. False if an identical one waits already. */
  async insert(id: string, call: AskedCall, askedAt: number, expiresAt: number): Promise<boolean> {
    const { hubId, grantId, operation, method, path, fingerprint, task, question } = call
    const inserted = await this.#database
      .insertInto('approval')
      .values({
        ...{ id, hub_id: hubId, grant_id: grantId, operation, method, path, fingerprint, task },
        question: JSON.stringify(question).toWellFormed(),
        ...{ asked_at: askedAt, expires_at: expiresAt },
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute()
    return inserted.length > 0
  }

  /** Answers a question that is open; undefined if it is not any more. */
  async answer(id: string, answer: Answer, by: string, now: number): Promise<Approval | undefined> {
    const row = await this.#database
      .updateTable('approval')
      .set({
        ...{ answer, answered_at: now, answered_by: by },
        good_until: now + MEANING[answer].good,
      })
      .where('id', '=', id)
      .where('answer', 'is', null)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst()
    return row && fromRow(row)
  }

  /** The answers that count for a call, the latest first. */
  async answers(
    { grantId, fingerprint, task }: AskedCall,
    now: number,
  ): Promise<readonly Approval[]> {
    const rows = await this.#database
      .selectFrom('approval')
      .selectAll()
      .where('grant_id', '=', grantId)
      .where('good_until', '>', now)
      .where('used_at', 'is', null)
      .where((where) =>
        where.or([
          where('fingerprint', '=', fingerprint),
          where.and([where('task', '=', task), where('answer', '=', 'task')]),
        ]),
      )
      .orderBy('answered_at', 'desc')
      .execute()
    return rows.map(fromRow)
  }

  /** Uses up a leave for one call. True for one caller only, at whichever gateway. */
  async use(id: string, now: number): Promise<boolean> {
    const used = await this.#database
      .updateTable('approval')
      .set({ used_at: now })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('good_until', '>', now)
      .returning('id')
      .execute()
    return used.length > 0
  }

  /** Takes away what is too old to be looked at, and of a grant what is too much. What counts stays. */
  async prune(grantId: string, now: number): Promise<void> {
    await this.#database
      .deleteFrom('approval')
      .where('asked_at', '<', now - KEPT)
      .execute()
    const older = this.#database
      .selectFrom('approval')
      .select('id')
      .where('grant_id', '=', grantId)
      .where('answer', 'is not', null)
      .where((where) => where.or([where('good_until', 'is', null), where('good_until', '<=', now)]))
      .orderBy('asked_at', 'desc')
      .limit(KEPT_OF_GRANT)
      .offset(KEPT_OF_GRANT)
    await this.#database.deleteFrom('approval').where('id', 'in', older).execute()
  }
}

const isAnswer = (text: string | null): text is Answer => ANSWERS.some((one) => one === text)

const time = (value: number | null): number | null => (value === null ? null : Number(value))

function fromRow(row: Selectable<ApprovalTable>): Approval {
  return {
    ...{ id: row.id, hubId: row.hub_id, grantId: row.grant_id },
    ...{ operation: row.operation, method: row.method, path: row.path },
    question: JSON.parse(row.question) as Question,
    ...{ askedAt: Number(row.asked_at), expiresAt: Number(row.expires_at) },
    answer: isAnswer(row.answer) || row.answer === null ? row.answer : 'expired',
    ...{ answeredAt: time(row.answered_at), answeredBy: row.answered_by },
    ...{ goodUntil: time(row.good_until), usedAt: time(row.used_at) },
  }
}
