// All kinds of one hub, and the state of the hub as one value that is made anew only when something changed.
import type { Generation } from '@latchkey/catalogue'
import { HOME_KINDS, type HomeKind } from '../limits/home.ts'
import type { LiveState } from './model.ts'
import { Moments } from './moments.ts'
import { Shelf, WRITTEN } from './shelf.ts'

/** The objects of one hub. */
export class Shelves {
  readonly moments = new Moments()
  readonly of: Readonly<Record<HomeKind, Shelf>>
  readonly #generation: Generation
  #cached: LiveState | undefined

  constructor(generation: Generation, now: () => number) {
    this.#generation = generation
    this.of = byKind((kind) => new Shelf(kind, this.moments, now))
  }

  /** The state as it is now. What changed not is shared with the states before. */
  get state(): LiveState {
    const { of } = this
    const cached = this.#cached
    if (cached && HOME_KINDS.every((kind) => of[kind].version === cached.versions[kind])) {
      return cached
    }
    const versions = byKind((kind) => of[kind].version)
    this.#cached = {
      generation: this.#generation,
      version: Math.max(...Object.values(versions)),
      versions,
      items: byKind((kind) => of[kind].items),
    }
    return this.#cached
  }

  /** Whether every object is known well enough to decide on it. */
  get isKnown(): boolean {
    return HOME_KINDS.every((kind) => !this.of[kind].doubts.any('state'))
  }

  /** From now on an object, or all of a kind, has to be read again. */
  doubt(kind: HomeKind, id: string | undefined, of: 'state' | 'answer' = 'state'): void {
    this.of[kind].doubts.add(id, of, this.moments.next())
  }

  /** A write changed an object, or all of a kind, in a way that its answer did not tell. */
  doubtWritten(kind: HomeKind, id: string | undefined): void {
    this.of[kind].doubts.add(id, 'state', this.moments.next(), WRITTEN)
  }

  /** Nothing of what is known is to be relied on any more. */
  doubtAll(): void {
    for (const kind of HOME_KINDS) this.of[kind].doubtAll()
  }
}

function byKind<T>(make: (kind: HomeKind) => T): Readonly<Record<HomeKind, T>> {
  return Object.fromEntries(HOME_KINDS.map((kind) => [kind, make(kind)])) as Record<HomeKind, T>
}
