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
  /** Told of a grant whose client never came for a token. */
  readonly onLapsed: (grant: Grant) => void
}

/** A grant whose place is to be taken. */
export interface Predecessor {
  readonly id: string
  /** What the new one has because this one has it, and not because it was asked for. */
  readonly kept: readonly string[]
}

/** A grant of which no token was made yet, and whose place it is to take. */
const MODEL = 'Succession'

/** Which grant took the place of another. */
const TAKEN = 'Taken'

/** How long a client may take to come for its token: longer than any code lives, in milliseconds. */
const PATIENCE = 3_600_000

/** What waits for its client is kept as long as its grant may be, in milliseconds: others may come after it. */
const FOR_GOOD = 10 * 365 * 86_400_000

/** What bounds a grant besides its permissions, to be compared. */
function boundsOf({ limits, restrictions, expiresAt }: Grant): string {
  const { unasked: _, ...held } = restrictions ?? {}
  return JSON.stringify([limits, held, expiresAt])
}

/** Which grants wait for their client, and which of them are to take the place of others. */
export class Succession {
  readonly #parts: SuccessionParts

  constructor(parts: SuccessionParts) {
    this.#parts = parts
  }

  /**
   * Remembers that a grant waits for its client to come for a token, and whose place it takes then. Grants that
   * waited too long end: nobody can have a token of them any more.
   */
  async plan(grantId: string, clientId: string, replaces: Predecessor | undefined): Promise<void> {
    const { items, grants, now } = this.#parts
    await this.#endLapsed(clientId, replaces?.id)
    const grant = replaces && grants.present(replaces.id)
    const payload = {
      ...{ grant: grantId, at: now() },
      ...(replaces && { before: replaces.id, kept: replaces.kept }),
      ...(replaces && { bounds: grant ? boundsOf(grant) : '' }),
    }
    await items.put({
      ...{ model: MODEL, id: grantId, payload, grantId },
      ...{ secondKey: clientId, expiresAt: now() + FOR_GOOD },
    })
  }

  /** The grants of a client that waited for it too long. */
  async lapsedOf(clientId: string): Promise<ReadonlySet<string>> {
    return idsIn((await this.#waitingOf(clientId)).filter(this.#isLapsed), 'grant')
  }

  #waitingOf(clientId: string): Promise<readonly Payload[]> {
    return this.#parts.items.allBySecondKey(MODEL, clientId)
  }

  readonly #isLapsed = ({ at }: Payload): boolean =>
    typeof at === 'number' && at <= this.#parts.now() - PATIENCE

  // One whose place another is to take ends with that: it may itself have to take a place first.
  async #endLapsed(clientId: string, spared = ''): Promise<void> {
    const { grants, onLapsed } = this.#parts
    const waiting = await this.#waitingOf(clientId)
    const awaited = idsIn(waiting, 'before')
    for (const id of idsIn(waiting.filter(this.#isLapsed), 'grant')) {
      if (id === spared || awaited.has(id)) continue
      const grant = grants.present(id)
      await this.#end(id)
      if (grant?.revokedAt === null) onLapsed(grant)
    }
  }

  /** A token of a grant was made: whatever it takes the place of ends now. Twice is once. */
  async take(grantId: string): Promise<void> {
    const { items, grants } = this.#parts
    const planned = (await items.find(MODEL, grantId))?.payload
    if (!planned) return
    const { before } = planned
    if (typeof before === 'string') {
      // No client came for the one before: what that was to take the place of ends with it.
      await this.take(before)
      const grant = await grants.byId(before)
      const present = grant?.revokedAt === null ? grant : await this.#successorOf(before)
      await this.#keepWhatIsLeft(grantId, planned, present)
      const ended = new Set([before, ...(present ? [present.id] : [])])
      for (const one of ended) if (one !== grantId) await this.#takePlaceOf(one, grantId)
    }
    await items.remove(MODEL, grantId)
  }

  async #takePlaceOf(before: string, grantId: string): Promise<void> {
    const { items, grants, now, onReplaced } = this.#parts
    const grant = await grants.byId(before)
    await this.#hand(before, grantId)
    if (grant?.revokedAt === null) {
      await items.put({
        ...{ model: TAKEN, id: before, payload: { by: grantId }, grantId: undefined },
        ...{ secondKey: undefined, expiresAt: now() + PATIENCE },
      })
    }
    await this.#end(before)
    if (grant?.revokedAt === null) onReplaced(grant)
  }

  async #end(id: string): Promise<void> {
    const { items, grants } = this.#parts
    await grants.revoke(id)
    await grants.tokens.removeOf(id)
    await items.removeOf(id)
    await items.remove('Grant', id)
  }

  // The owner may have taken something from the one before since they decided: that is not kept either. How its limits
  // and restrictions would go with the new ones nobody decided, so if these are others, nothing of it is kept.
  async #keepWhatIsLeft(grantId: string, { before, kept, bounds }: Payload, present?: Grant) {
    const { grants } = this.#parts
    const isBoundedSo = present && (present.id !== before || boundsOf(present) === bounds)
    const left = isBoundedSo ? present.permissions : new Set<string>()
    const lost = [kept].flat().filter((one) => typeof one === 'string' && !left.has(one))
    if (lost.length === 0) return
    await grants.change(grantId, async ({ permissions }) => {
      return { permissions: [...permissions].filter((one) => !lost.includes(one)) }
    })
  }

  // Of two that were to take the same place the second one comes after the first.
  async #successorOf(id: string): Promise<Grant | undefined> {
    const { items, grants } = this.#parts
    const by = (await items.find(TAKEN, id))?.payload['by']
    if (typeof by !== 'string') return undefined
    const found = await grants.byId(by)
    return found?.revokedAt === null ? found : this.#successorOf(by)
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

const idsIn = (waiting: readonly Payload[], name: 'grant' | 'before'): ReadonlySet<string> =>
  new Set(waiting.map((one) => one[name]).filter((one) => typeof one === 'string'))
