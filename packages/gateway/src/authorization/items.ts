// What the authorization server keeps between two requests: codes, refresh tokens, sessions, interactions. What
// finds an item is a secret, so only its hash is kept; and using one up is one statement, so that of many who
// use it at once, at whichever gateway, one gets it.
import { hash } from 'node:crypto'
import type { Sealing } from '../sealing/sealing.ts'
import type { Database } from '../storage/database.ts'

/** What is kept of an item: plain JSON. */
export type Payload = Readonly<Record<string, unknown>>

/** An item as it was found. */
export interface Item {
  readonly payload: Payload
  /** When it was first used; undefined if it was not, or so lately that it may have been the same client. */
  readonly consumedAt: number | undefined
  readonly expiresAt: number
}

/** An item to keep. */
export interface NewItem {
  readonly model: string
  /** The secret that finds it. */
  readonly id: string
  readonly payload: Payload
  readonly grantId: string | undefined
  /** What else finds it. */
  readonly secondKey: string | undefined
  readonly expiresAt: number
}

/** What items stand on. */
export interface ItemsParts {
  readonly database: Database
  readonly sealing: Sealing
  readonly now: () => number
}

/** How often a model may be used, and for how long after its first use that counts as the same use. */
interface Use {
  readonly times: number
  /** In milliseconds. A use after it is a replay. */
  readonly window: number
}

/** An honest client may lose the answer to a refresh, or refresh in two tabs (DESIGN 6); a code is good once. */
export const USES: Readonly<Record<string, Use>> = {
  RefreshToken: { times: 3, window: 10_000 },
  // Whoever opens it again in a browser is told at once.
  PushedAuthorizationRequest: { times: 1, window: 0 },
}
const ONCE: Use = { times: 1, window: 10_000 }

/** Ids of these are no secrets. */
const PLAIN: ReadonlySet<string> = new Set(['Grant'])
/** Other secrets stand in what is kept of these. */
const SEALED: ReadonlySet<string> = new Set(['Interaction', 'Session'])
/** Found by a second key, and then needed with their id. */
const NEED_ID: ReadonlySet<string> = new Set(['DeviceCode', 'Session'])

const PIECE = 500
/** How long an item that expired is kept, so that a replay of it is seen, in milliseconds. */
const REMEMBERED = 60 * 60_000

const keyOf = (model: string, id: string): string => (PLAIN.has(model) ? id : hash('sha256', id))

/** Keeps, finds and uses up items. */
export class Items {
  readonly #parts: ItemsParts

  constructor(parts: ItemsParts) {
    this.#parts = parts
  }

  /** Keeps an item, or what has become of it. Whether it was used stays as it is. */
  async put(item: NewItem): Promise<void> {
    const { model, id } = item
    const row = this.#rowOf(item)
    await this.#parts.database
      .insertInto('oauth_item')
      .values({ model, id: keyOf(model, id), ...row, consumed_at: null })
      .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(row))
      .execute()
    await this.#removeOld(this.#parts.now() - REMEMBERED)
  }

  /** Keeps an item that is new; false if there is one with its id, at whichever gateway it was kept. */
  async putOnce(item: NewItem): Promise<boolean> {
    const { model, id } = item
    const kept = await this.#parts.database
      .insertInto('oauth_item')
      .values({ model, id: keyOf(model, id), ...this.#rowOf(item), consumed_at: null })
      .onConflict((conflict) => conflict.columns(['model', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    await this.#removeOld(this.#parts.now() - REMEMBERED)
    return kept !== undefined
  }

  #rowOf({ model, id, payload, grantId, secondKey, expiresAt }: NewItem) {
    const { sealing } = this.#parts
    const { jti: _, ...rest } = payload
    const text = JSON.stringify(rest)
    return {
      payload: SEALED.has(model) ? sealing.seal(text, model) : text,
      sealed_id: NEED_ID.has(model) ? sealing.seal(id, model) : null,
      grant_id: grantId ?? null,
      second_key: secondKey === undefined ? null : hash('sha256', secondKey),
      expires_at: expiresAt,
    }
  }

  /** The item that a secret finds. */
  async find(model: string, id: string): Promise<Item | undefined> {
    const row = await this.#rows(model).where('id', '=', keyOf(model, id)).executeTakeFirst()
    return row && this.#item(model, id, row)
  }

  /** The item that a second key finds. */
  async findBySecondKey(model: string, key: string): Promise<Item | undefined> {
    const row = await this.#rows(model)
      .where('second_key', '=', hash('sha256', key))
      .executeTakeFirst()
    const id = row?.sealed_id && this.#open(row.sealed_id, model)
    return row && id ? this.#item(model, id, row) : undefined
  }

  /** Uses an item up; false if somebody else did. */
  async use(model: string, id: string): Promise<boolean> {
    const { database, now } = this.#parts
    const { times, window } = USES[model] ?? ONCE
    const time = now()
    const used = await database
      .updateTable('oauth_item')
      .set((set) => ({
        consumed_at: set.fn.coalesce('consumed_at', set.val(time)),
        uses: set('uses', '+', 1),
      }))
      .where('model', '=', model)
      .where('id', '=', keyOf(model, id))
      .where('uses', '<', times)
      .where((row) =>
        row.or([row('consumed_at', 'is', null), row('consumed_at', '>', time - window)]),
      )
      .returning('uses')
      .executeTakeFirst()
    return used !== undefined
  }

  async remove(model: string, id: string): Promise<void> {
    await this.#parts.database
      .deleteFrom('oauth_item')
      .where('model', '=', model)
      .where('id', '=', keyOf(model, id))
      .execute()
  }

  /** Removes what belongs to a grant: of one model, or all of it. */
  async removeOf(grantId: string, model?: string): Promise<void> {
    let gone = this.#parts.database.deleteFrom('oauth_item').where('grant_id', '=', grantId)
    if (model !== undefined) gone = gone.where('model', '=', model)
    await gone.execute()
  }

  // What was sealed with a key that is gone is lost, and whoever needs it begins again.
  #open(sealed: string, model: string): string | undefined {
    try {
      return this.#parts.sealing.open(sealed, model)
    } catch {
      return undefined
    }
  }

  /** The grants of a client. */
  async grantsOf(clientId: string): Promise<readonly string[]> {
    const rows = await this.#rows('Grant')
      .select('id')
      .where('second_key', '=', hash('sha256', clientId))
      .execute()
    return rows.map((row) => row.id)
  }

  /** What a second key finds that several items have; of a model that is not sealed. */
  async allBySecondKey(model: string, key: string): Promise<readonly Payload[]> {
    const rows = await this.#rows(model).where('second_key', '=', hash('sha256', key)).execute()
    return rows.map(({ payload }) => JSON.parse(payload) as Payload)
  }

  /** Whether a grant is for a resource. */
  async isFor(grantId: string, resource: string): Promise<boolean> {
    const { resources } = (await this.find('Grant', grantId))?.payload ?? {}
    return typeof resources === 'object' && resources !== null && resource in resources
  }

  #rows(model: string) {
    return this.#parts.database
      .selectFrom('oauth_item')
      .select(['payload', 'sealed_id', 'consumed_at', 'expires_at'])
      .where('model', '=', model)
  }

  #item(
    model: string,
    id: string,
    row: {
      readonly payload: string
      readonly consumed_at: number | null
      readonly expires_at: number
    },
  ): Item | undefined {
    const text = SEALED.has(model) ? this.#open(row.payload, model) : row.payload
    if (text === undefined) return undefined
    const { window } = USES[model] ?? ONCE
    const consumed = row.consumed_at === null ? undefined : Number(row.consumed_at)
    // Within the window whoever comes second is refused, and nothing is taken from who came first.
    const isLate = consumed !== undefined && consumed <= this.#parts.now() - window
    const payload: Payload = { ...(JSON.parse(text) as Payload), jti: id }
    const expiresAt = Number(row.expires_at)
    return { payload, consumedAt: isLate ? consumed : undefined, expiresAt }
  }

  async #removeOld(before: number): Promise<void> {
    const { database } = this.#parts
    const old = database
      .selectFrom('oauth_item')
      .select(['model', 'id'])
      .where('expires_at', '<=', before)
      .where('model', '!=', 'Grant')
      .limit(PIECE)
    for (const { model, id } of await old.execute()) {
      await database
        .deleteFrom('oauth_item')
        .where('model', '=', model)
        .where('id', '=', id)
        .execute()
    }
  }
}
