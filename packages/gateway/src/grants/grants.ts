// All grants of the installation: in the database, and in memory by the hash of their key, which is
// where requests look. A change is on the disk before memory has it, and memory has it before
// the caller is told.
import { randomUUID } from 'node:crypto'
import { specificationVersion } from '@latchkey/catalogue'
import type { Database } from '../storage/sqlite.ts'
import { storedGeneration } from '../storage/stored-generation.ts'
import type { GrantTable } from '../storage/tables.ts'
import type { Grant } from './grant.ts'
import { type ApiKey, hashOfKey, newApiKey } from './key.ts'

/** What a new grant is made from. */
export interface NewGrant {
  readonly hubId: string
  readonly client: string
  readonly permissions: readonly string[]
  readonly expiresAt: number | null
}

/** Makes, finds, lists and revokes grants. */
export class Grants {
  readonly #database: Database
  readonly #now: () => number
  readonly #byHash = new Map<string, Grant>()

  private constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** Loads all grants, revoked ones too: who still uses such a key is told so, and named. */
  static async load(database: Database, now: () => number): Promise<Grants> {
    const grants = new Grants(database, now)
    for (const { grant, hash } of await grants.#read()) grants.#byHash.set(hash, grant)
    return grants
  }

  /** The grant of a key, revoked and expired ones too as long as they are known; one look-up. */
  byKey(key: ApiKey): Grant | undefined {
    return this.#byHash.get(hashOfKey(key))
  }

  /** Makes a grant and the key that stands for it. The key is given back once and not kept. */
  async create(wanted: NewGrant): Promise<{ readonly grant: Grant; readonly key: ApiKey }> {
    const key = newApiKey()
    const hash = hashOfKey(key)
    const id = randomUUID()
    await this.#database
      .insertInto('grant')
      .values({
        id,
        hub_id: wanted.hubId,
        client: wanted.client,
        permissions: JSON.stringify(wanted.permissions),
        catalogue_version: specificationVersion(),
        token_hash: hash,
        generation: 1,
        created_at: this.#now(),
        expires_at: wanted.expiresAt,
        revoked_at: null,
      })
      .execute()
    const grant = await this.byId(id)
    if (!grant) throw new Error(`The hub ${wanted.hubId} is not there any more.`)
    this.#byHash.set(hash, grant)
    return { grant, key }
  }

  /** All grants, revoked ones too, the oldest first. */
  async list(): Promise<readonly Grant[]> {
    return (await this.#read()).map((one) => one.grant)
  }

  /** The grant with this id. */
  async byId(id: string): Promise<Grant | undefined> {
    return (await this.#read(id))[0]?.grant
  }

  /** Revokes a grant; its next request fails. Revoking twice is once. */
  async revoke(id: string): Promise<void> {
    await this.#revokeWhere('id', id)
  }

  /** Revokes all grants on a hub, and says how many there were. */
  async revokeAllOn(hubId: string): Promise<number> {
    return this.#revokeWhere('hub_id', hubId)
  }

  async #revokeWhere(column: 'id' | 'hub_id', value: string): Promise<number> {
    const revokedAt = this.#now()
    const revoked = await this.#database
      .updateTable('grant')
      .set((set) => ({ revoked_at: revokedAt, generation: set('generation', '+', 1) }))
      .where(column, '=', value)
      .where('revoked_at', 'is', null)
      .returning('token_hash')
      .execute()
    for (const { token_hash: hash } of revoked) {
      const grant = this.#byHash.get(hash)
      if (grant) this.#byHash.set(hash, { ...grant, revokedAt, generation: grant.generation + 1 })
    }
    return revoked.length
  }

  async #read(id?: string): Promise<{ grant: Grant; hash: string }[]> {
    let query = this.#database
      .selectFrom('grant')
      .innerJoin('hub', 'hub.id', 'grant.hub_id')
      .selectAll('grant')
      .select('hub.generation as hub_generation')
      .orderBy('grant.created_at')
    if (id !== undefined) query = query.where('grant.id', '=', id)
    return (await query.execute()).map((row) => ({ grant: fromRow(row), hash: row.token_hash }))
  }
}

function fromRow(row: GrantTable & { hub_generation: string }): Grant {
  return {
    id: row.id,
    hubId: row.hub_id,
    hubGeneration: storedGeneration(row.hub_generation),
    client: row.client,
    permissions: new Set(JSON.parse(row.permissions) as string[]),
    catalogueVersion: row.catalogue_version,
    generation: row.generation,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  }
}
