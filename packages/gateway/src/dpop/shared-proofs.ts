// The proofs that were shown at any of several gateways on one database: each counts once at all of them together. A
// single gateway asks its memory alone (see `SeenProofs`), which also bounds how many a gateway puts here.
import { hash } from 'node:crypto'
import { type Database, isPostgres } from '../storage/database.ts'

/** What shared proofs stand on. */
export interface SharedProofsParts {
  readonly database: Database
  readonly now: () => number
}

/** How long old rows lie at least before they are removed, in milliseconds. */
const SWEEP_EVERY = 10_000

/** How far the clocks of gateways may be apart, in milliseconds; the window of proofs is as wide. */
const APART = 60_000

/** Takes proofs. */
export class SharedProofs {
  readonly #parts: SharedProofsParts
  #sweptAt: number

  private constructor(parts: SharedProofsParts) {
    this.#parts = parts
    this.#sweptAt = parts.now()
  }

  /** The proofs of a database that several gateways may share; undefined for one that only this one has. */
  static of(parts: SharedProofsParts): SharedProofs | undefined {
    return isPostgres(parts.database) ? new SharedProofs(parts) : undefined
  }

  /**
   * Takes a proof of a grant, which is good until a time in milliseconds; whether it is new at all gateways. One
   * statement decides, so of many who show it at once one is let in.
   * @throws Error if the database cannot be asked: then nobody knows
   */
  async take(grantId: string, id: string, until: number): Promise<boolean> {
    const { database } = this.#parts
    const taken = await database
      .insertInto('seen_proof')
      .values({ id: hash('sha256', `${grantId} ${id}`, 'base64url'), expires_at: until })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    await this.#sweep()
    return taken !== undefined
  }

  async #sweep(): Promise<void> {
    const { database, now } = this.#parts
    const time = now()
    if (time - this.#sweptAt < SWEEP_EVERY) return
    this.#sweptAt = time
    await database
      .deleteFrom('seen_proof')
      .where('expires_at', '<=', time - APART)
      .execute()
  }
}
