// All grants of the installation: in the database, and in memory by the hash of their key, which is
// where requests look. A change is on the disk before memory has it, and memory has it before
// the caller is told.
import { randomUUID } from 'node:crypto'
import { type Limits, specificationVersion } from '@latchkey/catalogue'
import type { Restrictions } from '../oversight/restrictions.ts'
import { type Database, isPostgres } from '../storage/database.ts'
import { changeInside, type Deciding } from './change-inside.ts'
import { readCreated } from './created.ts'
import { Creations } from './creations.ts'
import { asOf, type Grant, standing, type UndoAtEnd } from './grant.ts'
import { columnsOf, fromRow, type GrantChange, stored } from './grant-rows.ts'
import { type ApiKey, hashOfKey, newApiKey } from './key.ts'
import { deleteStop, insertStop, readStops } from './stops.ts'
import { type Held, Tokens } from './tokens.ts'

/** What a new grant is made from. */
export interface NewGrant {
  readonly hubId: string
  readonly client: string
  readonly permissions: readonly string[]
  readonly limits: Limits | null
  readonly restrictions?: Restrictions | null
  readonly expiresAt: number | null
  readonly onEnd?: UndoAtEnd | null
}

/** How many look-ups of unknown keys run at once. */
const LOOK_UPS = 16

/** In place of the hash of a key; no hash looks like it. */
const KEYLESS = 'keyless '

/** How many are read at a time. */
const PAGE = 500

interface ReadGrant {
  readonly grant: Grant
  readonly hash: string
}

/** Makes, finds, lists, changes and revokes grants. */
export class Grants {
  readonly #database: Database
  readonly #now: () => number
  /** The access tokens that stand for grants, besides keys. */
  readonly tokens: Tokens
  /** What they create at their hubs. */
  readonly creations: Creations
  readonly #byHash = new Map<string, Grant>()
  readonly #hashes = new Map<string, string>()
  readonly #listeners = new Set<(id: string) => void>()
  /** When hubs were stopped, those that are. */
  #stops: ReadonlyMap<string, number> = new Map()
  #stopsRead: Promise<void> = Promise.resolve()
  #lookingUp = 0

  private constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
    this.tokens = new Tokens({ database, now })
    this.creations = new Creations({ database, now, reread: (id) => this.reread(id) })
  }

  /** Loads all grants, revoked ones too: who still uses such a key is told so, and named. */
  static async load(database: Database, now: () => number): Promise<Grants> {
    const grants = new Grants(database, now)
    grants.#stops = await readStops(database)
    for (const one of await grants.#read()) grants.#remember(one)
    await grants.tokens.rereadAll()
    return grants
  }

  // Two changes may be read in either order; the later one has the higher number.
  #remember({ grant, hash }: ReadGrant): void {
    const known = this.#byHash.get(hash)
    if (known && known.generation > grant.generation) return
    this.#byHash.set(hash, this.#withStop(grant))
    this.#hashes.set(grant.id, hash)
    if (known) this.#changed(grant.id)
  }

  #forget(id: string): void {
    this.#byHash.delete(this.#hashes.get(id) ?? '')
    if (this.#hashes.delete(id)) this.#changed(id)
  }

  #changed(id: string): void {
    for (const listener of this.#listeners) listener(id)
  }

  /**
   * Tells the id of each grant that is another one now, or gone, as soon as memory has it: whoever
   * holds something open for a grant. The listener must not throw.
   */
  onChange(listener: (id: string) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** The grant with this id as memory has it; no database. */
  present(id: string): Grant | undefined {
    return this.#found(this.#hashes.get(id) ?? '')
  }

  // What was given for a time is over by the clock, whatever timers do.
  #found(hash: string): Grant | undefined {
    const known = this.#byHash.get(hash)
    if (!known?.lapses) return known
    const grant = asOf(known, this.#now())
    if (grant !== known) this.#byHash.set(hash, grant)
    return grant
  }

  /** Takes a change that another gateway made. */
  async reread(id: string): Promise<void> {
    const [found] = await this.#read([id])
    if (found) this.#remember(found)
    else this.#forget(id)
  }

  /** Takes all changes that were made while none could be heard of; only those are read. */
  async rereadAll(): Promise<void> {
    const rows = await this.#database.selectFrom('grant').select(['id', 'generation']).execute()
    const present = new Map(rows.map((row) => [row.id, row.generation]))
    for (const id of [...this.#hashes.keys()]) if (!present.has(id)) this.#forget(id)
    const isKnown = (id: string) =>
      this.#byHash.get(this.#hashes.get(id) ?? '')?.generation === present.get(id)
    const changed = [...present.keys()].filter((id) => !isKnown(id))
    for (let at = 0; at < changed.length; at += PAGE) {
      for (const one of await this.#read(changed.slice(at, at + PAGE))) this.#remember(one)
    }
  }

  /** The grant of a key, revoked and expired ones too as long as they are known; one look-up. */
  byKey(key: ApiKey): Grant | undefined {
    return this.#found(hashOfKey(key))
  }

  /** What a key or an access token stands for, and until when it does; null for as long as the grant. */
  held(shown: ApiKey): Held | undefined {
    const hash = hashOfKey(shown)
    const grant = this.#found(hash)
    if (grant) return { grant, expiresAt: null, boundTo: null, audience: null }
    const token = this.tokens.byHash(hash)
    const granted = token && this.present(token.grantId)
    if (!granted) return undefined
    const { expiresAt, boundTo = null, audience = 'hub' } = token
    return { grant: granted, expiresAt, boundTo, audience }
  }

  /**
   * Asks the database for a key or token that another gateway has just made and that was not heard of yet;
   * whether there is one. With SQLite there is no other gateway. Strangers cannot make it ask much at once.
   */
  async lookUp(shown: ApiKey): Promise<boolean> {
    if (!isPostgres(this.#database) || this.#lookingUp >= LOOK_UPS) return false
    this.#lookingUp++
    try {
      const hash = hashOfKey(shown)
      const grantId = (await this.tokens.lookUp(hash)) ?? (await this.#idOfKey(hash))
      if (grantId !== undefined && !this.present(grantId)) await this.reread(grantId)
    } finally {
      this.#lookingUp--
    }
    return this.held(shown) !== undefined
  }

  async #idOfKey(hash: string): Promise<string | undefined> {
    const query = this.#database.selectFrom('grant').select('id').where('token_hash', '=', hash)
    return (await query.executeTakeFirst())?.id
  }

  /** The grants on a hub that count at a time. */
  liveOn(hubId: string, now: number): readonly Grant[] {
    return [...this.#byHash.values()]
      .filter((grant) => grant.hubId === hubId && standing(grant, now) === 'live')
      .map((grant) => asOf(grant, now))
  }

  /** The grants with something that is done when they end by themselves. */
  withEnd(): readonly Grant[] {
    return [...this.#byHash.values()].filter((grant) => grant.onEnd !== null)
  }

  /** Makes a grant and the key that stands for it. The key is given back once and not kept. */
  async create(wanted: NewGrant): Promise<{ readonly grant: Grant; readonly key: ApiKey }> {
    const key = newApiKey()
    return { grant: await this.#insert(wanted, hashOfKey(key)), key }
  }

  /** Makes a grant that no key stands for: its client gets tokens. */
  async createKeyless(wanted: NewGrant): Promise<Grant> {
    return this.#insert(wanted, `${KEYLESS}${randomUUID()}`)
  }

  async #insert(wanted: NewGrant, hash: string): Promise<Grant> {
    const id = randomUUID()
    await this.#database
      .insertInto('grant')
      .values({
        id,
        hub_id: wanted.hubId,
        client: wanted.client,
        permissions: JSON.stringify(wanted.permissions),
        limits: stored(wanted.limits),
        restrictions: stored(wanted.restrictions ?? null),
        catalogue_version: specificationVersion(),
        token_hash: hash,
        generation: 1,
        created_at: this.#now(),
        expires_at: wanted.expiresAt,
        revoked_at: null,
        suspended_at: null,
        on_end: wanted.onEnd ?? null,
      })
      .execute()
    const [made] = await this.#read([id])
    if (!made) throw new Error(`The hub ${wanted.hubId} is not there any more.`)
    this.#remember(made)
    return made.grant
  }

  /** All grants, revoked ones too, the oldest first. */
  async list(): Promise<readonly Grant[]> {
    return (await this.#read()).map((one) => one.grant)
  }

  /** The grant with this id. */
  async byId(id: string): Promise<Grant | undefined> {
    return (await this.#read([id]))[0]?.grant
  }

  /** Changes a grant that is not revoked; undefined if there is none. Its next request is judged by it. */
  async update(id: string, change: GrantChange): Promise<Grant | undefined> {
    const changed = await this.#database
      .updateTable('grant')
      .set(columnsOf(change))
      .set((set) => ({ generation: set('generation', '+', 1) }))
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!changed) return undefined
    await this.reread(id)
    return this.byId(id)
  }

  /**
   * Changes a grant as it is at that moment, with what else must be true of both or of neither: the row is locked
   * while it is decided. Undefined if it is revoked or not there; what `decide` throws changes nothing.
   */
  async change(id: string, decide: Deciding): Promise<Grant | undefined> {
    const read = async (database: Database) => (await this.#read([id], database))[0]?.grant
    if (!(await changeInside(this.#database, id, read, decide))) return undefined
    await this.reread(id)
    return this.byId(id)
  }

  /** Revokes a grant; its next request fails. Revoking twice is once. */
  async revoke(id: string): Promise<void> {
    await this.#revokeWhere('id', id)
  }

  /** Revokes all grants on a hub, and says how many there were. */
  async revokeAllOn(hubId: string): Promise<number> {
    return this.#revokeWhere('hub_id', hubId)
  }

  /** Lets a suspended grant count again, or all of them; says how many there were. */
  async resume(id?: string): Promise<number> {
    let change = this.#database
      .updateTable('grant')
      .set((set) => ({ suspended_at: null, generation: set('generation', '+', 1) }))
      .where('suspended_at', 'is not', null)
    if (id !== undefined) change = change.where('id', '=', id)
    const resumed = await change.returning('id').execute()
    for (const one of resumed) await this.reread(one.id)
    return resumed.length
  }

  /** Halts grants whose client is suspended, or lets them count again; the others stay as they are. */
  async setHalted(ids: readonly string[], isHalted: boolean): Promise<void> {
    if (ids.length === 0) return
    const changed = await this.#database
      .updateTable('grant')
      .set((set) => ({
        halted_at: isHalted ? this.#now() : null,
        generation: set('generation', '+', 1),
      }))
      .where('id', 'in', ids)
      .where('halted_at', isHalted ? 'is' : 'is not', null)
      .returning('id')
      .execute()
    for (const { id } of changed) await this.reread(id)
  }

  /**
   * Stops all clients of a hub, or lets them in again; whether that changed anything. Keys that are made
   * while it is stopped are stopped as well.
   */
  async setStopped(hubId: string, isStopped: boolean): Promise<boolean> {
    const changed = isStopped
      ? await insertStop(this.#database, hubId, this.#now())
      : await deleteStop(this.#database, hubId)
    await this.rereadStops()
    return changed
  }

  /** Takes which hubs are stopped; memory has it when this resolves. One after the other: the last read counts. */
  rereadStops(): Promise<void> {
    const next = this.#stopsRead.then(async () => {
      this.#stops = await readStops(this.#database)
      for (const [hash, grant] of this.#byHash) {
        const now = this.#withStop(grant)
        if (now === grant) continue
        this.#byHash.set(hash, now)
        this.#changed(grant.id)
      }
    })
    this.#stopsRead = next.catch(() => {})
    return next
  }

  // Grants and stops are read apart, in either order, so memory has it of one place only.
  #withStop(grant: Grant): Grant {
    const stoppedAt = this.#stops.get(grant.hubId) ?? null
    return grant.stoppedAt === stoppedAt ? grant : { ...grant, stoppedAt }
  }

  async #revokeWhere(column: 'id' | 'hub_id', value: string): Promise<number> {
    const revokedAt = this.#now()
    const revoked = await this.#database
      .updateTable('grant')
      .set((set) => ({ revoked_at: revokedAt, generation: set('generation', '+', 1) }))
      .where(column, '=', value)
      .where('revoked_at', 'is', null)
      .returning(['token_hash', 'generation'])
      .execute()
    for (const { token_hash: hash, generation } of revoked) {
      const grant = this.#byHash.get(hash)
      if (!grant) continue
      this.#byHash.set(hash, { ...grant, revokedAt, generation })
      this.#changed(grant.id)
    }
    return revoked.length
  }

  // The grants first: what is created meanwhile comes with a higher generation, and is read again.
  async #read(ids?: readonly string[], database = this.#database): Promise<ReadGrant[]> {
    let query = database
      .selectFrom('grant')
      .innerJoin('hub', 'hub.id', 'grant.hub_id')
      .selectAll('grant')
      .select('hub.generation as hub_generation')
      .orderBy('grant.created_at')
    if (ids !== undefined) query = query.where('grant.id', 'in', ids)
    const rows = await query.execute()
    const created = await readCreated(database, ids)
    const read = (row: (typeof rows)[number]): Grant =>
      asOf({ ...fromRow(row), created: created.get(row.id) ?? new Set() }, this.#now())
    return rows.map((row) => ({
      grant: this.#withStop(read(row)),
      hash: row.token_hash,
    }))
  }
}
