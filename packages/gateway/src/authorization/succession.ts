// A client that asked for more and to keep what it has (`include_granted_scopes`): its new grant takes the place of
// the one before, with what that made at the hub. Not before the client has the new token: an answer that is lost
// costs it nothing.
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { Database } from '../storage/database.ts'
import type { Items, Payload } from './items.ts'

/** What successions stand on. */
export interface SuccessionParts {
  readonly database: Database
  readonly items: Items
  readonly grants: Grants
  readonly now: () => number
  /** Told of a grant whose place was taken. */
  readonly onReplaced: (before: Grant) => void
}

/** A grant whose place is to be taken. */
export interface Predecessor {
  readonly id: string
  /** What the new one has because this one has it, and not because it was asked for. */
  readonly kept: readonly string[]
}

const MODEL = 'Succession'

/** Which grant took the place of another. */
const TAKEN = 'Taken'

/** How long a client may take to come for its token: longer than any code lives, in milliseconds. */
const PATIENCE = 3_600_000

/** What bounds a grant besides its permissions, to be compared. */
function boundsOf({ limits, restrictions, expiresAt }: Grant): string {
  const { unasked: _, ...held } = restrictions ?? {}
  return JSON.stringify([limits, held, expiresAt])
}

/** Which grants wait to take the place of others. */
export class Succession {
  readonly #parts: SuccessionParts

  constructor(parts: SuccessionParts) {
    this.#parts = parts
  }

  /** Remembers that a grant is to take the place of another, of which it keeps these permissions. */
  async plan(grantId: string, { id: before, kept }: Predecessor): Promise<void> {
    const { items, grants, now } = this.#parts
    const grant = grants.present(before)
    const payload = { before, kept, bounds: grant ? boundsOf(grant) : '' }
    await items.put({
      ...{ model: MODEL, id: grantId, payload, grantId },
      ...{ secondKey: undefined, expiresAt: now() + PATIENCE },
    })
  }

  /** A token of a grant was made: whatever it takes the place of ends now. Twice is once. */
  async take(grantId: string): Promise<void> {
    const { items, grants, now, onReplaced } = this.#parts
    const planned = await items.find(MODEL, grantId)
    const before = planned?.payload['before']
    if (typeof before !== 'string') return
    const grant = await grants.byId(before)
    if (planned) await this.#keepWhatIsLeft(grantId, planned.payload, grant)
    await this.#hand(before, grantId)
    if (grant?.revokedAt === null) {
      await items.put({
        ...{ model: TAKEN, id: before, payload: { by: grantId }, grantId: undefined },
        ...{ secondKey: undefined, expiresAt: now() + PATIENCE },
      })
    }
    await grants.revoke(before)
    await grants.tokens.removeOf(before)
    await items.removeOf(before)
    await items.remove('Grant', before)
    await items.remove(MODEL, grantId)
    if (grant?.revokedAt === null) onReplaced(grant)
  }

  // The owner may have taken something from the one before since they decided: that is not kept either. How its limits
  // and restrictions would go with the new ones nobody decided, so if these are others, nothing of it is kept.
  async #keepWhatIsLeft(grantId: string, { kept, bounds }: Payload, before: Grant | undefined) {
    const { grants } = this.#parts
    const present = before?.revokedAt === null ? before : await this.#successorOf(before)
    const isBoundedSo = present && (present !== before || boundsOf(present) === bounds)
    const left = isBoundedSo ? present.permissions : new Set<string>()
    const lost = [kept].flat().filter((one) => typeof one === 'string' && !left.has(one))
    if (lost.length === 0) return
    await grants.change(grantId, async ({ permissions }) => {
      return { permissions: [...permissions].filter((one) => !lost.includes(one)) }
    })
  }

  // Of two that were to take the same place the second one comes after the first.
  async #successorOf(grant: Grant | undefined): Promise<Grant | undefined> {
    const { items, grants } = this.#parts
    const by = grant && (await items.find(TAKEN, grant.id))?.payload['by']
    const found = typeof by === 'string' ? await grants.byId(by) : undefined
    return found?.revokedAt === null ? found : undefined
  }

  // What it made stays its own, and what it left can still be undone, under its new grant.
  async #hand(from: string, to: string): Promise<void> {
    const { database, grants } = this.#parts
    await grants.creations.bequeath(from, to)
    for (const table of ['trace', 'tool_change'] as const) {
      await database.updateTable(table).set({ grant_id: to }).where('grant_id', '=', from).execute()
    }
  }
}
