// Undos in the database: what is to be undone, when it is tried next, and which gateway is at it. An undo is
// taken by one gateway at a time, for as long as it keeps saying so.
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { type Database, isPostgres } from '../../storage/database.ts'
import type { UndoJobTable } from '../../storage/tables.ts'

/** What is done with what a grant left: switched off, taken back, or switched on again after `off`. */
export type JobMode = 'off' | 'restore' | 'on'

/** What it is done for. */
export type Because = 'revoke' | 'expiry' | 'stop' | 'resume'

/** An undo. */
export interface Job {
  readonly id: string
  readonly hubId: string
  readonly grantId: string
  readonly mode: JobMode
  readonly because: Because
  readonly state: 'waiting' | 'done' | 'cancelled'
  readonly attempts: number
  readonly dueAt: number
  readonly problem: string | null
  readonly createdAt: number
  readonly finishedAt: number | null
}

/** How long a gateway has an undo to itself without a word, in milliseconds. */
export const LEASE = 30_000

/**
 * How long other gateways may go on letting a client in that was just revoked, in milliseconds: what cannot
 * hear refuses after two seconds.
 */
const OTHERS = 2_500

/** Keeps undos. */
export class Jobs {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Puts an undo in line; one with an id that there was already is none. */
  async add(
    wanted: Pick<Job, 'hubId' | 'grantId' | 'mode' | 'because'> & { readonly id?: string },
    now: number,
  ): Promise<string> {
    const { hubId, grantId, mode, because, id = randomUUID() } = wanted
    await this.#database
      .insertInto('undo_job')
      .values({
        ...{ id, hub_id: hubId, grant_id: grantId, mode, because, state: 'waiting', attempts: 0 },
        ...{ due_at: now + (isPostgres(this.#database) ? OTHERS : 0), problem: null },
        ...{ lease_by: null, lease_until: null, created_at: now, finished_at: null },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return id
  }

  /**
   * Takes an undo that is due and that nobody is at. What is asked of one hub is done in the order of asking.
   */
  async claim(by: string, now: number): Promise<Job | undefined> {
    const waiting = await this.#waiting()
    const hubs = new Set<string>()
    for (const job of waiting) {
      if (hubs.has(job.hub_id)) continue
      hubs.add(job.hub_id)
      if (Number(job.due_at) > now || Number(job.lease_until ?? 0) > now) continue
      const taken = await this.#database
        .updateTable('undo_job')
        .set((set) => ({
          ...{ lease_by: by, lease_until: now + LEASE, attempts: set('attempts', '+', 1) },
        }))
        .where('id', '=', job.id)
        .where('state', '=', 'waiting')
        .where((where) =>
          where.or([where('lease_until', 'is', null), where('lease_until', '<=', now)]),
        )
        .returningAll()
        .executeTakeFirst()
      if (taken) return fromRow(taken)
    }
    return undefined
  }

  /** Says that a gateway is still at an undo; false if it is not its own any more. */
  async renew(id: string, by: string, now: number): Promise<boolean> {
    const renewed = await this.#database
      .updateTable('undo_job')
      .set({ lease_until: now + LEASE })
      .where('id', '=', id)
      .where('lease_by', '=', by)
      .where('state', '=', 'waiting')
      .returning('id')
      .executeTakeFirst()
    return renewed !== undefined
  }

  /** Puts an undo off, saying why, and gives it free. */
  async postpone(id: string, by: string, dueAt: number, problem: string): Promise<void> {
    await this.#database
      .updateTable('undo_job')
      .set({ due_at: dueAt, problem, lease_by: null, lease_until: null })
      .where('id', '=', id)
      .where('lease_by', '=', by)
      .execute()
  }

  /** An undo is done; what it could not do is said in `problem`. */
  async finish(id: string, now: number, problem: string | null): Promise<void> {
    await this.#database
      .updateTable('undo_job')
      .set({ state: 'done', finished_at: now, problem, lease_by: null, lease_until: null })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .execute()
  }

  /** What the red switch asked for at a hub and what was not done yet is not done any more. */
  async cancelStops(hubId: string, now: number): Promise<void> {
    await this.#database
      .updateTable('undo_job')
      .set({ state: 'cancelled', finished_at: now })
      .where('hub_id', '=', hubId)
      .where('because', '=', 'stop')
      .where('state', '=', 'waiting')
      .execute()
  }

  /** Gives everything free, where no other gateway can be at it. */
  async freeAll(): Promise<void> {
    if (isPostgres(this.#database)) return
    await this.#database
      .updateTable('undo_job')
      .set({ lease_by: null, lease_until: null })
      .where('lease_by', 'is not', null)
      .execute()
  }

  /** Whether any undo waits. */
  async anyWaiting(): Promise<boolean> {
    return (await this.#waiting()).length > 0
  }

  async byId(id: string): Promise<Job | undefined> {
    const row = await this.#database
      .selectFrom('undo_job')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row && fromRow(row)
  }

  /** The undos of a grant, the newest first. */
  async ofGrant(grantId: string): Promise<readonly Job[]> {
    const rows = await this.#database
      .selectFrom('undo_job')
      .selectAll()
      .where('grant_id', '=', grantId)
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map(fromRow)
  }

  #waiting(): Promise<Selectable<UndoJobTable>[]> {
    return this.#database
      .selectFrom('undo_job')
      .selectAll()
      .where('state', '=', 'waiting')
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  }
}

const MODES: Readonly<Record<string, JobMode>> = { off: 'off', restore: 'restore', on: 'on' }
const STATES: Readonly<Record<string, Job['state']>> = { waiting: 'waiting', done: 'done' }
const BECAUSE: Readonly<Record<string, Because>> = {
  ...{ expiry: 'expiry', stop: 'stop', resume: 'resume' },
}

function fromRow(row: Selectable<UndoJobTable>): Job {
  return {
    ...{ id: row.id, hubId: row.hub_id, grantId: row.grant_id },
    mode: MODES[row.mode] ?? 'off',
    because: BECAUSE[row.because] ?? 'revoke',
    state: STATES[row.state] ?? 'cancelled',
    ...{ attempts: row.attempts, dueAt: Number(row.due_at), problem: row.problem },
    createdAt: Number(row.created_at),
    finishedAt: row.finished_at === null ? null : Number(row.finished_at),
  }
}
