// Access tokens: each stands for one grant, by its hash, until it expires. All are in memory, where requests
// look; the grant decides the rest, so that what revokes a grant ends its tokens.
import type { GrantTokenTable } from '../storage/authorization-tables.ts'
import type { Database } from '../storage/database.ts'
import type { Grant } from './grant.ts'

/** What a token may be used for: calls of the Homey, or tools of the MCP server. A key is good for both. */
export type Audience = 'hub' | 'mcp'

/** What a key or token stands for. */
export interface Held {
  readonly grant: Grant
  /** When the token expires; null for a key, which lives as long as its grant. */
  readonly expiresAt: number | null
  /** The thumbprint of the key that it is bound to (RFC 9449); null if whoever has it may show it. */
  readonly boundTo: string | null
  /** What it is good for; null for a key, which is good for all. */
  readonly audience: Audience | null
}

/** A token, without itself. */
export interface StoredToken {
  readonly grantId: string
  readonly expiresAt: number
  /** The thumbprint of the key that it is bound to, if it is. */
  readonly boundTo?: string | null
  /** For the Homey if it is not said. */
  readonly audience?: Audience
}

/** What tokens stand on. */
export interface TokensParts {
  readonly database: Database
  readonly now: () => number
}

/** How long an expired token is known still, so that it is told "expired" and not "unknown". */
const REMEMBERED = 60 * 60_000

/** How many are removed at a time. */
const PIECE = 500

/** Keeps tokens in the database and in memory. */
export class Tokens {
  readonly #parts: TokensParts
  readonly #byHash = new Map<string, StoredToken>()

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  /** The token with this hash, as memory has it; it may be expired. */
  byHash(hash: string): StoredToken | undefined {
    return this.#byHash.get(hash)
  }

  /** Keeps a token; from here on it opens what its grant opens. */
  async add(hash: string, token: StoredToken): Promise<void> {
    const { database, now } = this.#parts
    await database
      .insertInto('grant_token')
      .values({
        ...{ id: hash, grant_id: token.grantId, expires_at: token.expiresAt },
        ...{ jkt: token.boundTo ?? null, audience: token.audience === 'mcp' ? 'mcp' : null },
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ expires_at: token.expiresAt }))
      .execute()
    this.#byHash.set(hash, token)
    await this.#removeOld(now() - REMEMBERED)
  }

  /** Ends one token. */
  async remove(hash: string): Promise<void> {
    await this.#parts.database.deleteFrom('grant_token').where('id', '=', hash).execute()
    this.#byHash.delete(hash)
  }

  /** Ends all tokens of a grant. */
  async removeOf(grantId: string): Promise<void> {
    const gone = await this.#parts.database
      .deleteFrom('grant_token')
      .where('grant_id', '=', grantId)
      .returning('id')
      .execute()
    for (const { id } of gone) this.#byHash.delete(id)
  }

  /** Ends the tokens of a grant but those that live longest. */
  async keepLatest(grantId: string, count: number): Promise<void> {
    const { database } = this.#parts
    const of = database.selectFrom('grant_token').select('id').where('grant_id', '=', grantId)
    const latest = of.orderBy('expires_at', 'desc').orderBy('id').limit(count)
    const gone = await database
      .deleteFrom('grant_token')
      .where('grant_id', '=', grantId)
      .where('id', 'not in', latest)
      .returning('id')
      .execute()
    for (const { id } of gone) this.#byHash.delete(id)
  }

  /** The grant of a token that the database has and memory perhaps not yet; undefined if there is none. */
  async lookUp(hash: string): Promise<string | undefined> {
    await this.reread(hash)
    return this.#byHash.get(hash)?.grantId
  }

  /** Takes a change that another gateway made. */
  async reread(hash: string): Promise<void> {
    const row = await this.#rows().where('id', '=', hash).executeTakeFirst()
    if (row) this.#byHash.set(hash, stored(row))
    else this.#byHash.delete(hash)
  }

  /** Takes all changes that were made while none could be heard of. */
  async rereadAll(): Promise<void> {
    const rows = await this.#rows().execute()
    const present = new Set(rows.map((row) => row.id))
    for (const hash of [...this.#byHash.keys()]) if (!present.has(hash)) this.#byHash.delete(hash)
    for (const row of rows) this.#byHash.set(row.id, stored(row))
  }

  #rows() {
    return this.#parts.database.selectFrom('grant_token').selectAll()
  }

  async #removeOld(before: number): Promise<void> {
    const { database } = this.#parts
    const old = database
      .selectFrom('grant_token')
      .select('id')
      .where('expires_at', '<=', before)
      .limit(PIECE)
    const gone = await database
      .deleteFrom('grant_token')
      .where('id', 'in', old)
      .returning('id')
      .execute()
    for (const { id } of gone) this.#byHash.delete(id)
  }
}

const stored = (row: GrantTokenTable): StoredToken => ({
  grantId: row.grant_id,
  expiresAt: Number(row.expires_at),
  boundTo: row.jkt,
  audience: row.audience === 'mcp' ? 'mcp' : 'hub',
})
