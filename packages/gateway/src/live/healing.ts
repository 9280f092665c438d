// Reading what is doubted: single objects or whole kinds, one read of a kind at a time, until nothing is
// doubted or it was tried often enough. And the repair: reading everything although nothing is doubted,
// in case that an event was lost.
import { type HubConnection, HubError } from '@latchkey/homey'
import { HOME_KINDS, type HomeKind } from '../limits/home.ts'
import type { DoubtOf } from './doubts.ts'
import { readAll, readOne } from './hub-reader.ts'
import type { KindState, ModelChange } from './model.ts'
import type { Moment } from './moments.ts'
import type { Shelves } from './shelves.ts'
import type { Timetable } from './timers.ts'

/** What healing works with. */
export interface HealingParts {
  readonly connection: HubConnection
  readonly shelves: Shelves
  readonly timetable: Timetable
  /** Whether the hub is heard: what is read while it is not is worth nothing. */
  readonly isUp: () => boolean
  /** Resolves when everything is heard that is to be heard by now. */
  readonly isHeard: () => Promise<void>
  readonly apply: (changes: readonly ModelChange[]) => void
  /** Everything of a kind was read. */
  readonly onRead: (kind: HomeKind) => void
  /** A kind is not being read any more. */
  readonly onEnd: () => void
  readonly onError: (error: unknown) => void
}

/** Pauses before a failed read is tried again, in milliseconds. */
const SHORTEST = 1_000
const LONGEST = 30_000
/** More doubted objects than this are read with their whole kind. */
const SINGLY = 4
/** How often a kind is read in a row before it is left for later. */
const READS = 6
/** A kind that the hub refuses to list so often has to be done without. */
const REFUSALS = 3

/** Reads the kinds of one hub. */
export class Healing {
  readonly #parts: HealingParts
  readonly #states = new Map<HomeKind, KindState>()
  readonly #unheard = new Set<HomeKind>()
  readonly #readAt = new Map<HomeKind, Moment>()
  readonly #running = new Set<HomeKind>()
  readonly #refusals = new Map<HomeKind, number>()
  #failures = 0

  constructor(parts: HealingParts) {
    this.#parts = parts
  }

  /** How well a kind is known. */
  stateOf(kind: HomeKind): KindState {
    return this.#states.get(kind) ?? 'unknown'
  }

  /** Whether anything is being read because it is doubted. */
  get isRunning(): boolean {
    return this.#running.size > 0
  }

  /** The hub does not tell of a kind: it is known only when it was just read. */
  unhear(kind: HomeKind): void {
    this.#unheard.add(kind)
    if (this.stateOf(kind) === 'live') this.#states.set(kind, 'read')
  }

  /** Whether a kind whose events are refused was read by a read that began after a moment. */
  isReadSince(kind: HomeKind, moment: Moment): boolean {
    return this.stateOf(kind) !== 'read' || (this.#readAt.get(kind) ?? 0) > moment
  }

  /** Forgets what was found out about the kinds; it is found out anew. */
  forget(): void {
    this.#states.clear()
    this.#unheard.clear()
    this.#refusals.clear()
  }

  /** Reads whatever is doubted so gravely. */
  healAll(of: DoubtOf): void {
    this.#parts.timetable.cancel('heal')
    for (const kind of HOME_KINDS) {
      if (this.#parts.shelves.of[kind].doubts.any(of)) this.heal(kind)
    }
  }

  /** Reads what is doubted of a kind, unless that is being done. */
  heal(kind: HomeKind): void {
    if (!this.#parts.isUp() || this.#running.has(kind)) return
    this.#running.add(kind)
    const ended = (): void => {
      this.#running.delete(kind)
      this.#parts.onEnd()
    }
    this.#read(kind, false)
      .then(
        () => {
          this.#failures = 0
        },
        (error: unknown) => this.#failed(kind, error),
      )
      .then(ended, this.#parts.onError)
  }

  /** Reads what is doubted again in so many milliseconds, unless that is planned already. */
  healLater(milliseconds: number): void {
    const { timetable } = this.#parts
    if (!timetable.has('heal')) timetable.plan('heal', milliseconds, () => this.healAll('state'))
  }

  /** Reads all kinds anew, one after the other, while the model goes on answering. */
  async repair(): Promise<void> {
    for (const kind of HOME_KINDS) {
      if (!this.#parts.isUp() || this.#running.has(kind)) continue
      await this.#read(kind, true).catch(this.#parts.onError)
    }
  }

  #failed(kind: HomeKind, error: unknown): void {
    const { onError, shelves } = this.#parts
    onError(error)
    const isRefusal =
      error instanceof HubError &&
      (error.code === 'hub_refused' || error.code === 'hub_answer_invalid')
    const refusals = isRefusal ? (this.#refusals.get(kind) ?? 0) + 1 : 0
    this.#refusals.set(kind, refusals)
    // A hub that cannot list one kind must not spoil the others. The repair tries it again.
    if (refusals >= REFUSALS) this.#take(kind, shelves.moments.next(), undefined)
    this.healLater(Math.min(LONGEST, SHORTEST * 2 ** this.#failures++))
  }

  /** Reads what is doubted of a kind until nothing is; at first all of it if that is wanted. */
  async #read(kind: HomeKind, whole: boolean): Promise<void> {
    const { shelves, isHeard, isUp } = this.#parts
    const { doubts } = shelves.of[kind]
    for (let reads = 0; reads < READS; reads++) {
      const isWanted = whole && reads === 0
      if (!isWanted && !doubts.any('answer')) return
      // Before a URI is taken a read is worth nothing: what happens next would be missed.
      await isHeard()
      if (!isUp()) return
      const { ids } = doubts
      if (isWanted || doubts.ofAll || ids.length > SINGLY) await this.#readAll(kind)
      else await Promise.all(ids.map((id) => this.#readOne(kind, id)))
    }
  }

  async #readAll(kind: HomeKind): Promise<void> {
    const { shelves, connection, isUp } = this.#parts
    const began = shelves.moments.next()
    const items = await readAll(connection, kind)
    if (!isUp()) return
    this.#take(kind, began, items)
    this.#refusals.delete(kind)
  }

  #take(
    kind: HomeKind,
    began: Moment,
    items: Parameters<Shelves['of']['zone']['takeList']>[1] | undefined,
  ): void {
    const { shelves, apply, onRead } = this.#parts
    this.#states.set(
      kind,
      items === undefined ? 'absent' : this.#unheard.has(kind) ? 'read' : 'live',
    )
    this.#readAt.set(kind, began)
    apply(shelves.of[kind].takeList(began, items ?? new Map()))
    onRead(kind)
  }

  async #readOne(kind: HomeKind, id: string): Promise<void> {
    const { shelves, connection, isUp, apply } = this.#parts
    const began = shelves.moments.next()
    const item = await readOne(connection, kind, id)
    if (isUp()) apply(shelves.of[kind].takeOne(began, id, item))
  }
}
