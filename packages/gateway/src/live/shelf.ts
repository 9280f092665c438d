// The objects of one kind, and what decides which of two stories of an object is the newer one: that of
// a read, of an event, or of the answer to a write. Pure: it reads nothing and tells nobody.
//
// What can be relied on. Events of one hub come in the order in which they happened, none is left out
// while the socket stands, and each has been under way for a while. An answer shows a moment between the
// sending of its request and its arrival. A write is done when its answer comes. Ids are never given
// twice. From that:
//
// 1. Read, then event, then the read's answer: the answer may be from before or after the event. The
//    event's story stays, and the object is read again.
// 2. Read, then a write's answer, then the read's answer: the same, the write's story stays.
// 3. Write sent, event, write's answer: if the event tells what the answer tells, it is the write's own.
//    If not, either may be the later: the object is read again, and more from before may be on its way.
// 4. Write's answer, then an event: the first event that tells the same is the write's own echo. Events
//    before the echo happened before the write, so they are not taken; should a hub word its echo
//    otherwise than its answer, nothing is lost, because the object is read again.
//    The same holds after a read that settled what a write did: an event that was on its way before the
//    write must not take it back. After LATEST no event from before is expected any more.
// 5. Deleted, then an event or an answer that still has it: it is from before, and not taken.
// 6. Created by an event while a list was read that does not have it: it stays.
import type { HomeKind, Item } from '../limits/home.ts'
import {
  type CapabilityTold,
  CapabilityValues,
  leavesDoubt,
  withValue,
} from './capability-values.ts'
import { Doubts } from './doubts.ts'
import { sameJson } from './json.ts'
import type { ModelChange, ModelEvent } from './model.ts'
import type { Moment, Moments } from './moments.ts'

/** What a write left behind, until the event comes that tells the same. */
interface Awaited {
  readonly item: Item
  /** A time. */
  readonly until: number
}

/** Why an object is doubted that a write touched whose answer did not tell all. */
export const WRITTEN = 'written'

/** How long an event may be under way and still be known for an old one, in milliseconds. */
export const LATEST = 2_000

/** One kind of one hub. Every method gives back what changed, in order. */
export class Shelf {
  readonly kind: HomeKind
  readonly doubts = new Doubts()
  /** What events said of capabilities; of devices only. */
  readonly values = new CapabilityValues()
  readonly #moments: Moments
  readonly #now: () => number
  #items: ReadonlyMap<string, Item> = new Map()
  /** A copy that nobody has been given yet, so it may still be changed. */
  #own: Map<string, Item> | undefined
  /** When an event or a write last told of an object. */
  readonly #told = new Map<string, Moment>()
  readonly #gone = new Map<string, Moment>()
  readonly #awaited = new Map<string, Awaited>()
  #version = 0

  constructor(kind: HomeKind, moments: Moments, now: () => number) {
    this.kind = kind
    this.#moments = moments
    this.#now = now
  }

  /** Counts changes of this kind. */
  get version(): number {
    return this.#version
  }

  /** The objects as they are; what is given out never changes. */
  get items(): ReadonlyMap<string, Item> {
    if (this.#own) {
      this.#items = this.#own
      this.#own = undefined
    }
    return this.#items
  }

  /** An object as it is. */
  get(id: string): Item | undefined {
    return (this.#own ?? this.#items).get(id)
  }

  /** An event told of an object that it was created or changed. */
  takeEvent(id: string, told: Item, event: ModelEvent): readonly ModelChange[] {
    if (this.#gone.has(id)) return []
    const awaited = this.#awaited.get(id)
    if (awaited && awaited.until > this.#now() && !sameJson(awaited.item, told)) {
      this.doubts.add(id, 'state', this.#moments.next())
      return []
    }
    this.#awaited.delete(id)
    this.#told.set(id, this.#moments.next())
    return this.#put(id, told, event)
  }

  /** An event or a write's answer told that an object was deleted. */
  takeDeletion(id: string, event?: ModelEvent): readonly ModelChange[] {
    this.#gone.set(id, this.#moments.next())
    return this.#remove(id, event)
  }

  /** A write that began at a moment was answered with the whole object. */
  takeWritten(began: Moment, id: string, answer: Item): readonly ModelChange[] {
    if (this.#gone.has(id)) return []
    if ((this.#told.get(id) ?? 0) > began) {
      const now = this.get(id)
      if (!now || !sameJson(now, placed(now, answer))) {
        this.doubts.add(id, 'state', this.#moments.next(), WRITTEN)
      }
      return []
    }
    this.#told.set(id, this.#moments.next())
    this.#await(id, answer)
    const item = this.values.merge(id, answer, began)
    return this.#put(id, item)
  }

  /** A read of one object that began at a moment was answered; undefined says that it is not there. */
  takeOne(began: Moment, id: string, answer: Item | undefined): readonly ModelChange[] {
    if (this.#gone.has(id)) {
      this.doubts.endOne(id, began)
      return []
    }
    if ((this.#told.get(id) ?? 0) > began) return []
    this.#awaitIfWritten(id, answer)
    this.doubts.endOne(id, began)
    if (answer === undefined) return this.#remove(id)
    return this.#put(id, this.values.merge(id, answer, began))
  }

  /** A read of all objects that began at a moment was answered. */
  takeList(began: Moment, answer: ReadonlyMap<string, Item>): readonly ModelChange[] {
    const changes: ModelChange[] = []
    for (const [id, item] of answer) this.#awaitIfWritten(id, item)
    this.doubts.endAll(began)
    for (const id of [...(this.#own ?? this.#items).keys()]) {
      const isTold = (this.#told.get(id) ?? 0) > began
      if (!answer.has(id) && !isTold) changes.push(...this.#remove(id, undefined, true))
    }
    for (const [id, item] of answer) {
      if (this.#gone.has(id)) continue
      if ((this.#told.get(id) ?? 0) > began) {
        this.doubts.add(id, 'answer', this.#moments.next())
        const ours = this.get(id)
        // Where it stands is said in lists only, so it will not be heard from the object itself.
        const { order } = item
        const there = ours && order !== undefined ? { ...ours, order } : ours
        if (there) changes.push(...this.#put(id, there, undefined, true))
      } else changes.push(...this.#put(id, this.values.merge(id, item, began), undefined, true))
    }
    this.#arrange([...answer.keys()])
    this.#forget(began)
    return changes
  }

  /**
   * A write that began at a moment set a capability. Unless its event has come already, the device is
   * doubted until it comes or the device is read.
   */
  takeSet(began: Moment, id: string, capability: string, value: unknown): void {
    if (!this.get(id) || this.values.toldSince(id, capability, value, began)) return
    this.doubts.add(id, 'state', this.#moments.next(), reasonOf(capability, value))
  }

  /** An event told the value of a capability. */
  takeValue(id: string, told: CapabilityTold, event: ModelEvent): readonly ModelChange[] {
    const device = this.get(id)
    if (!device) return []
    this.doubts.settle(id, reasonOf(told.capabilityId, told.value))
    if (this.values.isLate(id, device, told)) return []
    this.values.take(id, told, this.#moments.next())
    const after = withValue(device, told)
    if (!after) {
      // A capability that was not there: the driver has added it, or the event of that is lost.
      this.doubts.add(id, 'state', this.#moments.next())
      return []
    }
    if (leavesDoubt(device, told)) this.doubts.add(id, 'answer', this.#moments.next())
    return this.#put(id, after, event)
  }

  /** Nothing of what is known here is to be relied on any more. */
  doubtAll(): void {
    this.doubts.add(undefined, 'state', this.#moments.next())
    this.#awaited.clear()
  }

  #put(id: string, told: Item, event?: ModelEvent, isListed = false): readonly ModelChange[] {
    const before = this.get(id)
    const after = isListed ? told : placed(before, told)
    if (before && sameJson(before, after)) return []
    if (!before && !isListed) this.#misplaced()
    this.#changeable().set(id, after)
    this.#version = this.#moments.next()
    const rest = { ...(before && { before }), after, ...(event && { event }) }
    return [{ kind: this.kind, change: before ? 'update' : 'create', id, ...rest }]
  }

  #remove(id: string, event?: ModelEvent, isListed = false): readonly ModelChange[] {
    const before = this.get(id)
    this.#awaited.delete(id)
    this.#told.delete(id)
    this.values.forget(id)
    if (!before) return []
    this.#changeable().delete(id)
    if (!isListed) this.#misplaced()
    this.#version = this.#moments.next()
    return [{ kind: this.kind, change: 'delete', id, before, ...(event && { event }) }]
  }

  #changeable(): Map<string, Item> {
    this.#own ??= new Map(this.#items)
    return this.#own
  }

  /** Puts the objects into the order in which the hub lists them. */
  #arrange(ids: readonly string[]): void {
    const now = this.#own ?? this.#items
    const present = ids.filter((id) => now.has(id))
    let place = 0
    let isArranged = true
    for (const id of now.keys()) {
      if (place < present.length && id !== present[place]) isArranged = false
      place++
    }
    if (isArranged) return
    const arranged = new Map<string, Item>()
    for (const id of [...present, ...now.keys()]) {
      const item = now.get(id)
      if (item) arranged.set(id, item)
    }
    this.#own = arranged
    this.#version = this.#moments.next()
  }

  // A Pro 2016–2019 says in a list at which place an object stands. One more or one less moves others.
  #misplaced(): void {
    for (const item of (this.#own ?? this.#items).values()) {
      if (item['order'] !== undefined) this.doubts.add(undefined, 'answer', this.#moments.next())
      return
    }
  }

  #await(id: string, item: Item): void {
    this.#awaited.set(id, { item, until: this.#now() + LATEST })
  }

  // What is read now shows the write, and is what its echo will say.
  #awaitIfWritten(id: string, answer: Item | undefined): void {
    const isWritten = this.#awaited.has(id) || this.doubts.has(id, WRITTEN)
    if (isWritten && answer) this.#await(id, answer)
  }

  /** Forgets what no read that is still under way could need. */
  #forget(began: Moment): void {
    const old = began - KEPT
    const now = this.#now()
    for (const [id, { until }] of this.#awaited) if (until <= now) this.#awaited.delete(id)
    for (const [id, moment] of this.#gone) if (moment < old) this.#gone.delete(id)
    for (const [id, moment] of this.#told) if (moment < old) this.#told.delete(id)
  }
}

/** How many moments things are remembered for the sake of what is still under way. */
const KEPT = 100_000

// By itself an object of a Pro 2016–2019 does not say where it stands, so it stays there.
function placed(where: Item | undefined, item: Item): Item {
  if (where?.['order'] === undefined || item['order'] !== undefined) return item
  return { ...item, order: where['order'] }
}

// The write of one value is known again by its event. Two writes at once are two reasons.
const reasonOf = (capability: string, value: unknown): string =>
  `${capability}=${JSON.stringify(value ?? null)}`
