// What a model listens to at its hub: the managers that tell of its kinds, and every device, because only
// a device's own URI tells of its values.
import type { HubError, HubEvent } from '@latchkey/homey'
import type { FeedSubscription, HubFeed } from './feed.ts'
import { deviceUri, KINDS, managerUri } from './kinds.ts'

/** What becomes of listening. */
export interface ListeningParts {
  readonly feed: HubFeed
  readonly onEvent: (event: HubEvent) => void
  /** The hub does not tell of a manager, or of a device, and never will. */
  readonly onRefused: (of: { manager: string } | { device: string }, why: HubError) => void
  /** From now on a device is heard. */
  readonly onHeard: (device: string) => void
  /** Waits before a URI is asked for again that could not be taken for want of a hub. */
  readonly pause: () => Promise<void>
}

/** The managers that tell of the kinds. */
const MANAGERS: readonly string[] = [...new Set(Object.values(KINDS).map(({ manager }) => manager))]

interface Place {
  readonly subscription: FeedSubscription
  readonly settled: Promise<void>
}

/** The subscriptions of one model. */
export class Listening implements Disposable {
  readonly #parts: ListeningParts
  readonly #managers = new Map<string, Place>()
  readonly #devices = new Map<string, Place>()
  #isOver = false

  constructor(parts: ListeningParts) {
    this.#parts = parts
  }

  /** Begins to listen to the managers. */
  begin(): void {
    for (const manager of MANAGERS) {
      this.#place(this.#managers, manager, managerUri(manager), {
        onTaken: () => {},
        onRefused: (why) => this.#parts.onRefused({ manager }, why),
      })
    }
  }

  /** Listens to a device; true if it was not listened to before. */
  follow(device: string): boolean {
    if (this.#isOver || this.#devices.has(device)) return false
    this.#place(this.#devices, device, deviceUri(device), {
      onTaken: () => this.#parts.onHeard(device),
      onRefused: (why) => this.#parts.onRefused({ device }, why),
    })
    return true
  }

  /** Listens to a device no more. */
  leave(device: string): void {
    this.#devices.get(device)?.subscription[Symbol.dispose]()
    this.#devices.delete(device)
  }

  /** Resolves when every URI so far was taken or refused. */
  async settled(): Promise<void> {
    const places = [...this.#managers.values(), ...this.#devices.values()]
    await Promise.all(places.map(({ settled }) => settled))
  }

  #place(
    places: Map<string, Place>,
    key: string,
    uri: string,
    { onTaken, onRefused }: { onTaken: () => void; onRefused: (why: HubError) => void },
  ): void {
    const { feed, onEvent } = this.#parts
    const refused = (why: HubError): void => {
      if (places.get(key)?.subscription !== subscription) return
      places.delete(key)
      if (why.code === 'hub_refused') onRefused(why)
      else void this.#again(() => this.#place(places, key, uri, { onTaken, onRefused }))
    }
    const subscription = feed.subscribe(uri, { isFirst: true, onEvent, onRefused: refused })
    // Whether it was refused is told by then, so it is enough to know that something was said.
    const settled = subscription.taken.then(onTaken, () => {})
    places.set(key, { subscription, settled })
  }

  async #again(place: () => void): Promise<void> {
    await this.#parts.pause()
    if (!this.#isOver) place()
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    for (const { subscription } of [...this.#managers.values(), ...this.#devices.values()]) {
      subscription[Symbol.dispose]()
    }
    this.#managers.clear()
    this.#devices.clear()
  }
}
