// The proofs that were shown at this gateway and would still be good: each counts once (RFC 9449, 11.1). Bounded: what
// does not fit is refused, never forgotten, and no grant takes the room of all others.

/** How many proofs are remembered: in all, and of one grant. */
export interface MostSeen {
  readonly all: number
  readonly grant: number
}

export const MOST_SEEN: MostSeen = { all: 100_000, grant: 20_000 }

/** What became of a proof: it is new, was seen, or there is no room to remember it. */
export type Seen = 'new' | 'seen' | 'full'

/** Remembers proofs until they are no longer good. */
export class SeenProofs {
  readonly #now: () => number
  readonly #most: MostSeen
  /** Until when each is good, by its grant and its id, in the order of their arrival. */
  readonly #until = new Map<string, { readonly grantId: string; readonly until: number }>()
  readonly #ofGrant = new Map<string, number>()

  constructor(now: () => number, most: MostSeen = MOST_SEEN) {
    this.#now = now
    this.#most = most
  }

  /** How many are remembered. */
  get size(): number {
    return this.#until.size
  }

  /** Takes a proof of a grant, which is good until a time in milliseconds. */
  take(grantId: string, id: string, until: number): Seen {
    this.#forgetOld()
    const key = `${grantId} ${id}`
    if (this.#until.has(key)) return 'seen'
    const { all, grant } = this.#most
    const ofGrant = this.#ofGrant.get(grantId) ?? 0
    if (this.#until.size >= all || ofGrant >= grant) return 'full'
    this.#until.set(key, { grantId, until })
    this.#ofGrant.set(grantId, ofGrant + 1)
    return 'new'
  }

  // Those that came first are over first, or nearly: one that lasts longer holds the later ones back a while.
  #forgetOld(): void {
    const now = this.#now()
    for (const [key, { grantId, until }] of this.#until) {
      if (until > now) break
      this.#until.delete(key)
      const left = (this.#ofGrant.get(grantId) ?? 1) - 1
      if (left === 0) this.#ofGrant.delete(grantId)
      else this.#ofGrant.set(grantId, left)
    }
  }
}
