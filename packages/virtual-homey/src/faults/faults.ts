// The fault rules of a running hub. Each counts the requests that fit it, so that "the third" means
// the same on every run; chances are drawn from a stream that the words of the rule seed.
import type { Fault, FaultTarget } from '../http/fault.ts'
import { type Random, seededRandom } from '../random.ts'
import type { Hub } from '../state/hub.ts'
import { both, strike } from './effects.ts'
import { fits } from './fits.ts'
import type { Delay, FaultSentence } from './grammar.ts'
import { parseFault } from './parse.ts'

/** A rule as it is shown: how many requests it fitted, and how often it struck. */
export interface FaultShown {
  readonly id: string
  readonly rule: string
  readonly seen: number
  readonly struck: number
}

interface Standing {
  readonly id: string
  readonly sentence: FaultSentence
  readonly random: Random
  seen: number
  struck: number
}

interface Waiting {
  left: number
  readonly work: () => Promise<unknown>
}

/** What the rules need of the hub's network. */
export interface FaultSurroundings {
  readonly hub: Hub
  readonly closing: AbortSignal
  /** Cuts every connection and every socket. */
  readonly cut: () => void
}

export class Faults {
  readonly #around: FaultSurroundings
  #standing: Standing[] = []
  #waiting: Waiting[] = []
  #added = 0
  #downUntil = 0

  constructor(around: FaultSurroundings) {
    this.#around = around
  }

  /** Adds a rule. @throws Error that says what could not be read. */
  add(rule: string): string {
    const sentence = parseFault(rule)
    const random = seededRandom(`fault/${sentence.text}`)
    const id = String(++this.#added)
    this.#standing.push({ id, sentence, random, seen: 0, struck: 0 })
    return id
  }

  /** Takes a rule back; false if there is none with this id. */
  remove(id: string): boolean {
    const before = this.#standing.length
    this.#standing = this.#standing.filter((standing) => standing.id !== id)
    return this.#standing.length < before
  }

  /** Takes every rule back. Work that was put off is still done. */
  clear(): void {
    this.#standing = []
  }

  list(): FaultShown[] {
    return this.#standing.map(({ id, sentence, seen, struck }) => ({
      ...{ id, rule: sentence.text, seen, struck },
    }))
  }

  /** What becomes of a request; to be asked exactly once for each. */
  choose(target: FaultTarget): Fault | undefined {
    this.#commitWaiting()
    if (performance.now() < this.#downUntil) return { kind: 'drop' }
    const striking = this.#standing.filter((standing) => this.#strikes(standing, target))
    const faults = striking.map(({ sentence, random }) =>
      strike(sentence.effects, target, {
        ...{ hub: this.#around.hub, random },
        restart: (ms) => this.#restart(ms),
        later: (after, work) => this.#later(after, work),
      }),
    )
    return faults.length === 0 ? undefined : faults.reduce(both)
  }

  #strikes(standing: Standing, target: FaultTarget): boolean {
    const { when } = standing.sentence
    if (!fits(when, target) || standing.struck >= (when.times ?? Number.POSITIVE_INFINITY)) {
      return false
    }
    standing.seen++
    if (when.nth !== undefined && standing.seen !== when.nth) return false
    if (when.every !== undefined && standing.seen % when.every !== 0) return false
    if (when.chance !== undefined && share(standing.random) >= when.chance) return false
    standing.struck++
    return true
  }

  // Not before the answer to what is being asked now could have gone out.
  #restart(ms: number): void {
    this.#downUntil = performance.now() + ms
    setImmediate(() => {
      if (!this.#around.closing.aborted) this.#around.cut()
    })
  }

  #later({ amount, unit }: Delay, work: () => Promise<unknown>): void {
    if (unit === 'requests') {
      this.#waiting.push({ left: amount, work })
      return
    }
    const timer = setTimeout(() => void work(), amount)
    timer.unref()
    this.#around.closing.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }

  #commitWaiting(): void {
    for (const waiting of this.#waiting) waiting.left--
    const due = this.#waiting.filter(({ left }) => left <= 0)
    this.#waiting = this.#waiting.filter(({ left }) => left > 0)
    for (const { work } of due) void work()
  }
}

function share(random: Random): number {
  return random.bytes(4).readUInt32BE(0) / 2 ** 32
}
