// Setup links: who has one may become an owner, or come back in as the owner that it was made for.
// Each works once and for half an hour, and only its hash is kept.
import type { Database } from '../storage/sqlite.ts'
import { hashOfToken, isToken, newToken, type SecretToken } from './secret-token.ts'

/** How long a link works, in milliseconds. */
export const LINK_LIFE = 30 * 60_000

/** How far the clocks of two gateways may be apart, in milliseconds. */
const MAX_SKEW = 5 * 60_000

/** What a link is for: a new owner, or one who lost the way in. */
export interface SetupLink {
  readonly id: string
  readonly ownerId: string | null
}

/** Makes and looks up links. */
export class SetupLinks {
  readonly #database: Database
  readonly #now: () => number
  readonly #random: (size: number) => Buffer

  constructor(database: Database, now: () => number, random: (size: number) => Buffer) {
    this.#database = database
    this.#now = now
    this.#random = random
  }

  /** A new link's token; the links of the same purpose that were made before work no more. */
  async make(ownerId: string | null): Promise<SecretToken> {
    const token = newToken(this.#random)
    const same = this.#database.deleteFrom('owner_setup')
    await (ownerId === null
      ? same.where('owner_id', 'is', null)
      : same.where('owner_id', '=', ownerId)
    ).execute()
    await this.#database
      .insertInto('owner_setup')
      .values({
        ...{ id: hashOfToken(token), owner_id: ownerId, expires_at: this.#now() + LINK_LIFE },
      })
      .execute()
    return token
  }

  /** The link of a token, if it works still. */
  async find(token: string): Promise<SetupLink | undefined> {
    if (!isToken(token)) return undefined
    const now = this.#now()
    // What has ended stays ended, also when the clock is set back; and no link is for longer than its life.
    await this.#database.deleteFrom('owner_setup').where('expires_at', '<=', now).execute()
    const row = await this.#database
      .selectFrom('owner_setup')
      .selectAll()
      .where('id', '=', hashOfToken(token))
      .where('expires_at', '<=', now + LINK_LIFE + MAX_SKEW)
      .executeTakeFirst()
    return row && { id: row.id, ownerId: row.owner_id }
  }
}
