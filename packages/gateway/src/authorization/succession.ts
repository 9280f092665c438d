// A client that asked for more and to keep what it has (`include_granted_scopes`): its new grant takes the place of
// the one before, with what that made at the hub. Not before the client has the new token: an answer that is lost
// costs it nothing.
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { Database } from '../storage/database.ts'
import type { Items } from './items.ts'

/** What successions stand on. */
export interface SuccessionParts {
  readonly database: Database
  readonly items: Items
  readonly grants: Grants
  readonly now: () => number
  /** Told of a grant whose place was taken. */
  readonly onReplaced: (before: Grant) => void
}

const MODEL = 'Succession'

/** How long a client may take to come for its token: longer than any code lives, in milliseconds. */
const PATIENCE = 3_600_000

/** Which grants wait to take the place of others. */
export class Succession {
  readonly #parts: SuccessionParts

  constructor(parts: SuccessionParts) {
    this.#parts = parts
  }

  /** Remembers that a grant is to take the place of another. */
  async plan(grantId: string, before: string): Promise<void> {
    const { items, now } = this.#parts
    await items.put({
      ...{ model: MODEL, id: grantId, payload: { before }, grantId },
      ...{ secondKey: undefined, expiresAt: now() + PATIENCE },
    })
  }

  /** A token of a grant was made: whatever it takes the place of ends now. Twice is once. */
  async take(grantId: string): Promise<void> {
    const { items, grants, onReplaced } = this.#parts
    const planned = await items.find(MODEL, grantId)
    const before = planned?.payload['before']
    if (typeof before !== 'string') return
    const grant = await grants.byId(before)
    await this.#hand(before, grantId)
    await grants.revoke(before)
    await grants.tokens.removeOf(before)
    await items.removeOf(before)
    await items.remove('Grant', before)
    await items.remove(MODEL, grantId)
    if (grant?.revokedAt === null) onReplaced(grant)
  }

  // What it made stays its own, and what it left can still be undone, under its new grant.
  async #hand(from: string, to: string): Promise<void> {
    const { database, grants } = this.#parts
    await grants.creations.bequeath(from, to)
    await database.updateTable('trace').set({ grant_id: to }).where('grant_id', '=', from).execute()
  }
}
