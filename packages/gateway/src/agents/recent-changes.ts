// What grants changed by tools, so that they may undo it themselves. In memory and bounded: it is gone when the
// gateway stops, and then the owner can still undo everything by the traces (docs/decisions/0013).
import { randomUUID } from 'node:crypto'
import type { Change, Changes } from '@latchkey/mcp'

/** How many changes of one grant are kept, and of how many grants. */
const OF_GRANT = 50
const GRANTS = 200

/** The latest changes of all grants. */
export class RecentChanges {
  readonly #byGrant = new Map<string, Change[]>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Those of one grant. */
  of(grantId: string): Changes {
    return {
      list: () => (this.#byGrant.get(grantId) ?? []).toReversed(),
      add: (change) => {
        const id = randomUUID()
        const all = [...(this.#byGrant.get(grantId) ?? []), { ...change, id, at: this.#now() }]
        this.#byGrant.delete(grantId)
        this.#byGrant.set(grantId, all.slice(-OF_GRANT))
        const [oldest] = this.#byGrant.keys()
        if (this.#byGrant.size > GRANTS && oldest !== undefined) this.#byGrant.delete(oldest)
        return id
      },
      remove: (id) => {
        const rest = (this.#byGrant.get(grantId) ?? []).filter((one) => one.id !== id)
        this.#byGrant.set(grantId, rest)
      },
    }
  }
}
