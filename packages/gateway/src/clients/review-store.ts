// Reviews and the versions of manifests in the database.
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/database.ts'
import type { Position, Vetted } from './client-state.ts'
import type { Identity } from './identity.ts'
import { MANIFEST, type Manifest } from './manifest.ts'
import type { Review, Suspension } from './review.ts'

/** A manifest that was submitted, and what became of it. */
export interface Version {
  readonly clientId: string
  readonly number: number
  readonly manifest: Manifest
  readonly submittedAt: number
  readonly submittedBy: string
  /** Null while it waits, or if a newer one came first. */
  readonly verdict: 'approved' | 'returned' | null
  readonly decidedAt: number | null
  readonly decidedBy: string | null
  readonly findings: readonly string[]
}

/** What a reviewer decided about a version. */
export interface Decision {
  readonly number: number
  readonly verdict: 'approved' | 'returned'
  readonly at: number
  readonly by: string
  readonly findings: readonly string[]
}

/** How many versions of a client are kept; those that were approved stay. */
const KEPT = 20

/** Who handed in what a client handed in by itself. */
export const ITSELF = 'client'

const STATES: readonly Vetted[] = ['self-asserted', 'submitted', 'reviewed', 'listed']
const vetted = (text: string | null): Vetted =>
  STATES.find((one) => one === text) ?? 'self-asserted'

const position = (state: string, before: string | null): Position =>
  state === 'suspended' ? { state, before: vetted(before) } : { state: vetted(state) }

/** Reads and writes. */
export class ReviewStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** What is kept of a client. */
  async byId(id: string): Promise<Review | undefined> {
    const row = await this.#database
      .selectFrom('client_review')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return (
      row && {
        ...{ id, at: position(row.state, row.before), revision: row.revision },
        seen: JSON.parse(row.seen) as Identity,
        vouched: row.vouched === null ? null : (JSON.parse(row.vouched) as Identity),
        ...{ waiting: row.waiting, approved: row.approved },
        suspensions: JSON.parse(row.suspensions) as Suspension[],
      }
    )
  }

  /** The ids of all of which something is kept. */
  async ids(): Promise<readonly string[]> {
    const rows = await this.#database.selectFrom('client_review').select('id').execute()
    return rows.map(({ id }) => id)
  }

  /** The ids of some that wait for a review. */
  async waiting(most: number): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom('client_review')
      .select('id')
      .where('state', '=', 'submitted')
      .limit(most)
      .execute()
    return rows.map(({ id }) => id)
  }

  /**
   * Keeps a review that was made from one of the revision in it, and what a reviewer said with it; false, and
   * nothing is kept, if another came first.
   */
  async save(review: Review, decision?: Decision): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      if (!(await saved(transaction, review))) return false
      if (decision) await decided(transaction, review.id, decision)
      return true
    })
  }

  /** Forgets all of a client. */
  async remove(id: string): Promise<void> {
    await this.#database.deleteFrom('client_review').where('id', '=', id).execute()
    await this.#database.deleteFrom('client_version').where('client_id', '=', id).execute()
  }

  /** All versions of a client, the newest first. */
  async versions(clientId: string): Promise<readonly Version[]> {
    const rows = await this.#database
      .selectFrom('client_version')
      .selectAll()
      .where('client_id', '=', clientId)
      .orderBy('number', 'desc')
      .execute()
    return rows.map((row) => ({
      ...{ clientId, number: row.number, submittedBy: row.submitted_by },
      manifest: MANIFEST.parse(JSON.parse(row.manifest)),
      submittedAt: Number(row.submitted_at),
      verdict: row.verdict === 'approved' || row.verdict === 'returned' ? row.verdict : null,
      decidedAt: row.decided_at === null ? null : Number(row.decided_at),
      decidedBy: row.decided_by,
      findings: JSON.parse(row.findings) as string[],
    }))
  }

  /**
   * Keeps a manifest as the next version, and gives its number. What waited of those that the client handed in by
   * itself is dropped: nobody decided about it, and anybody can hand in any number.
   */
  async addVersion(
    clientId: string,
    manifest: Manifest,
    { at, by }: { readonly at: number; readonly by: string },
  ): Promise<number> {
    return this.#database.transaction().execute(async (transaction) => {
      const { last } = await transaction
        .selectFrom('client_version')
        .select(({ fn }) => fn.max('number').as('last'))
        .where('client_id', '=', clientId)
        .executeTakeFirstOrThrow()
      const number = Number(last ?? 0) + 1
      await transaction
        .insertInto('client_version')
        .values({
          ...{ client_id: clientId, number, manifest: JSON.stringify(manifest) },
          ...{ submitted_at: at, submitted_by: by, findings: '[]' },
          ...{ verdict: null, decided_at: null, decided_by: null },
        })
        .execute()
      const old = transaction
        .deleteFrom('client_version')
        .where('client_id', '=', clientId)
        .where(({ eb, or }) => or([eb('verdict', 'is', null), eb('verdict', '!=', 'approved')]))
      await old.where('number', '<=', number - KEPT).execute()
      await old
        .where('number', '<', number)
        .where('submitted_by', '=', ITSELF)
        .where('verdict', 'is', null)
        .execute()
      return number
    })
  }
}

async function saved(database: Database, review: Review): Promise<boolean> {
  const { id, at, seen, vouched, waiting, approved, suspensions, revision } = review
  const row = {
    ...{ state: at.state, before: at.before ?? null, waiting, approved },
    ...{ seen: JSON.stringify(seen), suspensions: JSON.stringify(suspensions) },
    ...{ vouched: vouched && JSON.stringify(vouched), revision: revision + 1 },
  }
  if (revision === 0) {
    const made = await database
      .insertInto('client_review')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return Number(made.numInsertedOrUpdatedRows) > 0
  }
  const changed = await database
    .updateTable('client_review')
    .set(row)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return Number(changed.numUpdatedRows) > 0
}

// What was approved bounds what a client may ask for, so a version that is gone by now is not decided about.
async function decided(database: Database, clientId: string, decision: Decision): Promise<void> {
  const { number, verdict, at, by, findings } = decision
  const { numUpdatedRows } = await database
    .updateTable('client_version')
    .set({ verdict, decided_at: at, decided_by: by, findings: JSON.stringify(findings) })
    .where('client_id', '=', clientId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (Number(numUpdatedRows) > 0) return
  const message = `A newer version than ${number} came in. Look again: latchkey client show`
  throw new OwnerError('review_over', message)
}
