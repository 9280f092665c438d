// Calls that are held while their owner is asked: so many of one grant and in all, and no more. Whoever finds
// no place is told at once that the owner is being asked.
import { HELD } from './approval.ts'

/** The places. */
export class Held {
  readonly #byGrant = new Map<string, number>()
  readonly #questions = new Map<string, number>()
  readonly #closing = new AbortController()
  #all = 0

  /** Aborted when no call is held any more. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** Lets go of all. */
  close(): void {
    this.#closing.abort()
  }

  /** How many calls are held. */
  get size(): number {
    return this.#all
  }

  /** The questions for whose answer a call is held. */
  questions(): readonly string[] {
    return [...this.#questions.keys()]
  }

  /** Takes a place for a call of a grant, which waits for a question; undefined if there is none. */
  take(grantId: string, questionId: string): Disposable | undefined {
    const present = this.#byGrant.get(grantId) ?? 0
    if (present >= HELD.grant || this.#all >= HELD.all) return undefined
    this.#all++
    add(this.#byGrant, grantId, 1)
    add(this.#questions, questionId, 1)
    return {
      [Symbol.dispose]: () => {
        this.#all--
        add(this.#byGrant, grantId, -1)
        add(this.#questions, questionId, -1)
      },
    }
  }
}

function add(counts: Map<string, number>, name: string, more: number): void {
  const count = (counts.get(name) ?? 0) + more
  if (count > 0) counts.set(name, count)
  else counts.delete(name)
}
