// Challenges of passkeys: each is good once, for its purpose, for five minutes, at any of the gateways on
// one database. There is room for so many; strangers have room of their own.
import { type Database, isPostgres } from '../storage/database.ts'
import type { Zone } from './from.ts'

/** How long a challenge waits, in milliseconds. */
export const PATIENCE = 5 * 60_000

/** How many wait in each zone; the oldest make room. */
export const MAX_CHALLENGES = 1_000

/** How many make room at once. */
const PIECE = 100

/** Keeps challenges until they are answered. */
export class Challenges {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** Waits for the answer to a challenge. */
  async remember(challenge: string, purpose: string, zone: Zone): Promise<void> {
    const now = this.#now()
    const row = { challenge, purpose, zone, expires_at: now + PATIENCE }
    await this.#database.insertInto('owner_challenge').values(row).execute()
    await this.#remove((waiting) => waiting.where('expires_at', '<=', now))
    await this.#remove((waiting) =>
      waiting.where('zone', '=', zone).orderBy('expires_at', 'desc').offset(MAX_CHALLENGES),
    )
  }

  /** Uses a challenge up; whether it was one that waits, and for this purpose. */
  async take(challenge: string, purpose: string): Promise<boolean> {
    // One statement, so that of two who take it at once, at whichever gateway, one gets it.
    const taken = await this.#database
      .deleteFrom('owner_challenge')
      .where('challenge', '=', challenge)
      .returning(['purpose', 'expires_at'])
      .executeTakeFirst()
    const left = Number(taken?.expires_at) - this.#now()
    // More than its life is left only if the clock was set back since; a gateway's may be a little behind.
    return taken?.purpose === purpose && left > 0 && left <= 2 * PATIENCE
  }

  async #remove(which: (waiting: Waiting) => Waiting): Promise<void> {
    const waiting = which(this.#database.selectFrom('owner_challenge').select('challenge'))
    // What another gateway is just using or removing is left to it.
    const free = isPostgres(this.#database) ? waiting.forUpdate().skipLocked() : waiting
    await this.#database
      .deleteFrom('owner_challenge')
      .where('challenge', 'in', free.limit(PIECE))
      .execute()
  }
}

const select = (database: Database) => database.selectFrom('owner_challenge').select('challenge')
type Waiting = ReturnType<typeof select>
