// Sessions of owners: known by the hash of a token, ended by idleness, by age, or by the owner. Each
// sign-in makes a new one; a token that came from outside never becomes a session.
import type { Database } from '../storage/sqlite.ts'
import { hashOfToken, isToken, newToken, type SecretToken } from './secret-token.ts'

/** How long a session lives without use, and at most, in milliseconds. */
export const SESSION_LIFE = { idle: 12 * 3_600_000, most: 30 * 86_400_000 } as const

/** How far the clocks of two gateways may be apart, in milliseconds. */
const MAX_SKEW = 5 * 60_000

/** A use is written down at most this often, in milliseconds. */
const TOUCH = 60_000

/** A session that counts. */
export interface Session {
  /** The hash of its token. */
  readonly id: string
  readonly ownerId: string
  readonly createdAt: number
  readonly usedAt: number
}

/** Makes, finds and ends sessions. */
export class Sessions {
  readonly #database: Database
  readonly #now: () => number
  readonly #random: (size: number) => Buffer
  readonly #watchers = new Set<() => void>()

  constructor(database: Database, now: () => number, random: (size: number) => Buffer) {
    this.#database = database
    this.#now = now
    this.#random = random
  }

  /** A new session; the token is given back once. */
  async start(ownerId: string): Promise<SecretToken> {
    const token = newToken(this.#random)
    const now = this.#now()
    await this.#forgetOld(now)
    await this.#database
      .insertInto('owner_session')
      .values({ id: hashOfToken(token), owner_id: ownerId, created_at: now, used_at: now })
      .execute()
    return token
  }

  /** The session of a token, if it counts still. Finding it is using it. */
  async find(token: string | undefined): Promise<Session | undefined> {
    if (token === undefined || !isToken(token)) return undefined
    const session = await this.peek(hashOfToken(token))
    const now = this.#now()
    if (session && now - session.usedAt >= TOUCH) {
      await this.#database
        .updateTable('owner_session')
        .set({ used_at: now })
        .where('id', '=', session.id)
        .execute()
    }
    return session
  }

  /** The session with this id, if it counts still; looking is not using. */
  async peek(id: string): Promise<Session | undefined> {
    const row = await this.#database
      .selectFrom('owner_session')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) return undefined
    const createdAt = Number(row.created_at)
    const usedAt = Number(row.used_at)
    const now = this.#now()
    const isOver = now - usedAt >= SESSION_LIFE.idle || now - createdAt >= SESSION_LIFE.most
    // What has ended stays ended, and what is of a time to come does not count: the clock may be set back.
    if (isOver) await this.#database.deleteFrom('owner_session').where('id', '=', id).execute()
    if (isOver || usedAt - now > MAX_SKEW) return undefined
    return { id, ownerId: row.owner_id, createdAt, usedAt }
  }

  /** Ends one session. */
  async end(id: string): Promise<void> {
    await this.#database.deleteFrom('owner_session').where('id', '=', id).execute()
    this.#tell()
  }

  /** Ends all sessions of an owner, but for the one with the id `except`. */
  async endAll(ownerId: string, except?: string): Promise<void> {
    let ended = this.#database.deleteFrom('owner_session').where('owner_id', '=', ownerId)
    if (except !== undefined) ended = ended.where('id', '!=', except)
    await ended.execute()
    this.#tell()
  }

  /** Calls `watcher` whenever sessions have ended here; gives back how to stop that. */
  onEnd(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher()
  }

  async #forgetOld(now: number): Promise<void> {
    await this.#database
      .deleteFrom('owner_session')
      .where((row) =>
        row.or([
          row('used_at', '<', now - SESSION_LIFE.idle),
          row('created_at', '<', now - SESSION_LIFE.most),
        ]),
      )
      .execute()
  }
}
