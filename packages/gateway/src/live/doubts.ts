// What of a kind has to be read anew, since when, and how badly. A doubt ends only by a read that began
// after it.
import type { Moment } from './moments.ts'

/**
 * `state`: the object may be another than the hub's, so nothing is decided on it. `answer`: all that
 * decisions rest on is right, but not every member is what the hub would answer now.
 */
export type DoubtOf = 'state' | 'answer'

interface Doubt {
  readonly since: Moment
  readonly of: DoubtOf
}

/** The doubts of one kind: of single objects, for one or more reasons, or of all. */
export class Doubts {
  readonly #one = new Map<string, Map<string, Doubt>>()
  #all: Doubt | undefined
  #allBecause = new Set<string>()

  /**
   * Doubts one object, or all if no id is given. A doubt for the same reason begins anew, and a graver
   * one stays as grave.
   */
  add(id: string | undefined, of: DoubtOf, since: Moment, because = ''): void {
    const worst = (before: Doubt | undefined): Doubt => ({
      since,
      of: before?.of === 'state' ? 'state' : of,
    })
    if (id === undefined) {
      this.#all = worst(this.#all)
      this.#allBecause.add(because)
      return
    }
    const reasons = this.#one.get(id) ?? new Map<string, Doubt>()
    this.#one.set(id, reasons.set(because, worst(reasons.get(because))))
  }

  /** A reason to doubt an object is gone. */
  settle(id: string, because: string): void {
    const reasons = this.#one.get(id)
    if (reasons?.delete(because) && reasons.size === 0) this.#one.delete(id)
  }

  /** One object was read, by a read that began at a moment. */
  endOne(id: string, began: Moment): void {
    for (const [because, { since }] of this.#one.get(id) ?? []) {
      if (since < began) this.settle(id, because)
    }
  }

  /** All objects were read, by a read that began at a moment. */
  endAll(began: Moment): void {
    if (this.#all && this.#all.since < began) {
      this.#all = undefined
      this.#allBecause.clear()
    }
    for (const id of [...this.#one.keys()]) this.endOne(id, began)
  }

  /** Whether there is any doubt so grave. */
  any(of: DoubtOf): boolean {
    if (this.#all === undefined && this.#one.size === 0) return false
    if (of === 'answer' || this.#all?.of === 'state') return true
    for (const reasons of this.#one.values()) {
      for (const doubt of reasons.values()) if (doubt.of === 'state') return true
    }
    return false
  }

  /** Whether one object is doubted, or doubted for one reason. */
  has(id: string, because?: string): boolean {
    if (because === undefined) return this.#all !== undefined || this.#one.has(id)
    return this.#allBecause.has(because) || this.#one.get(id)?.has(because) === true
  }

  /** Whether everything is doubted. */
  get ofAll(): boolean {
    return this.#all !== undefined
  }

  /** The objects that are doubted by themselves. */
  get ids(): readonly string[] {
    return [...this.#one.keys()]
  }
}
