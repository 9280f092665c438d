// Who is told of questions about a hub, and what was told last; in the database, so that several gateways
// together do not tell too much.

import type { Language } from '../pages/texts.ts'
import type { Database } from '../storage/database.ts'
import { NO_PUSHES, type Pushes } from './push-rule.ts'

/** A user of the hub, as its push card takes one. */
export interface HubUser {
  readonly id: string
  readonly name: string
  readonly athomId?: string
}

/** What an owner chose. */
export interface Notice {
  readonly users: readonly HubUser[]
  /** Whether questions go to their phones. */
  readonly push: boolean
  readonly language: Language
}

/** Nobody is told; questions wait where they are looked at. */
export const NO_NOTICE: Notice = { users: [], push: false, language: 'en' }

/** How often a change is tried that others were quicker with. */
const TRIES = 8

/** Keeps it. */
export class NoticeStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async of(hubId: string): Promise<Notice> {
    const row = await this.#row(hubId)
    if (!row) return NO_NOTICE
    const language = row.language === 'nl' ? 'nl' : 'en'
    return { users: JSON.parse(row.users) as HubUser[], push: row.push === 1, language }
  }

  async keep(hubId: string, { users, push, language }: Notice): Promise<void> {
    const fields = { users: JSON.stringify(users), push: push ? 1 : 0, language }
    await this.#database
      .insertInto('approval_notice')
      .values({ hub_id: hubId, ...fields, pushes: JSON.stringify(NO_PUSHES) })
      .onConflict((conflict) => conflict.column('hub_id').doUpdateSet(fields))
      .execute()
  }

  /**
   * Changes what was told last, as if nobody else did meanwhile. `decide` may be asked several times; undefined
   * of it changes nothing. Undefined if nothing was changed.
   */
  async decide<T extends { readonly pushes: Pushes }>(
    hubId: string,
    decide: (before: Pushes) => T | undefined,
  ): Promise<T | undefined> {
    for (let left = TRIES; left > 0; left--) {
      const row = await this.#row(hubId)
      const decided = row && decide(JSON.parse(row.pushes) as Pushes)
      if (!row || !decided) return undefined
      const changed = await this.#database
        .updateTable('approval_notice')
        .set({ pushes: JSON.stringify(decided.pushes) })
        .where('hub_id', '=', hubId)
        .where('pushes', '=', row.pushes)
        .returning('hub_id')
        .execute()
      if (changed.length > 0) return decided
    }
    return undefined
  }

  #row(hubId: string) {
    const find = this.#database.selectFrom('approval_notice').selectAll()
    return find.where('hub_id', '=', hubId).executeTakeFirst()
  }
}
