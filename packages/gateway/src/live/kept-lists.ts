// The lists of Flow cards of one hub. They are in no model, are long, and agents ask for them again and again; they
// change only with apps and devices. So they are kept until the hub tells of such a change, until something is written
// that may be one, and in any case for a minute only.
import type { HubAnswer, HubEvent } from '@latchkey/homey'
import type { FeedSubscription, HubFeed } from './feed.ts'
import { managerUri } from './kinds.ts'
import type { After } from './timers.ts'

/** How long a list is kept at most, in milliseconds: events may be missed. */
export const KEPT_FOR = 60_000

/** The reads whose answers are kept. */
const LISTS: ReadonlySet<string> = new Set([
  'flow.getFlowCardTriggers',
  'flow.getFlowCardConditions',
  'flow.getFlowCardActions',
])

/** The managers that tell of changes, and which of their events are some. */
const TELLING: readonly (readonly [manager: string, events: RegExp])[] = [
  ['apps', /^app\./],
  ['devices', /^device\./],
  ['flow', /^flowcard/],
]

/** A list as the hub answered it. */
export interface KeptList {
  readonly answer: HubAnswer
  /** Another number is another answer. */
  readonly number: number
}

/** Keeps them. */
export class KeptLists implements Disposable {
  readonly #feed: HubFeed
  readonly #after: After
  readonly #kept = new Map<string, KeptList>()
  #listening: readonly Disposable[] = []
  #cancel = (): void => {}
  /** Counts changes: what was read across one is not kept. */
  #changes = 0
  #number = 0

  constructor(feed: HubFeed, after: After) {
    this.#feed = feed
    this.#after = after
  }

  /** Whether answers to a read may be kept. */
  has(operation: string): boolean {
    return LISTS.has(operation)
  }

  /** What is kept. */
  of(operation: string): KeptList | undefined {
    return this.#kept.get(operation)
  }

  /** To be called before a list is read; the result is told the answer, and keeps it if nothing changed meanwhile. */
  reading(operation: string): (answer: HubAnswer) => void {
    this.#listen()
    const before = this.#changes
    return (answer) => {
      if (this.#changes !== before || answer.status !== 200) return
      this.#number++
      this.#kept.set(operation, { answer, number: this.#number })
    }
  }

  /** Something was written: what devices are set to is of no consequence here, and neither is what Flows do. */
  wrote(manager: string, operation: string): void {
    if (manager !== 'flow' && operation !== 'devices.setCapabilityValue') this.#changed()
  }

  [Symbol.dispose](): void {
    this.#changed()
    this.#leave()
  }

  #changed(): void {
    this.#changes++
    this.#kept.clear()
  }

  // The minute begins with the first list and ends for all: then nothing is listened to any more, so that a hub whose
  // cards nobody asks for is left alone.
  #listen(): void {
    if (this.#listening.length > 0) return
    const hears = (events: RegExp) => (event: HubEvent) => {
      if (events.test(event.event)) this.#changed()
    }
    const subscribed = TELLING.map(([manager, events]): FeedSubscription => {
      const place = this.#feed.subscribe(managerUri(manager), { onEvent: hears(events) })
      // A hub that tells of nothing is read anew after the minute.
      place.taken.catch(() => {})
      return place
    })
    const stop = this.#feed.watch((state) => {
      if (state !== 'up') this.#changed()
    })
    this.#listening = [...subscribed, { [Symbol.dispose]: stop }]
    this.#cancel = this.#after(KEPT_FOR, () => this[Symbol.dispose]())
  }

  #leave(): void {
    this.#cancel()
    for (const place of this.#listening) place[Symbol.dispose]()
    this.#listening = []
  }
}
