// Who listens to what of one hub. Each URI is listened to once at the feed, whoever wants it; its events
// are delivered in the hub's order.
import type { HubError, HubEvent } from '@latchkey/homey'
import type { Grant } from '../grants/grant.ts'
import type { Currency } from '../storage/currency.ts'
import { EVENTS_WAITING } from './bounds.ts'
import { type DeliveryParts, deliverCut, deliverWhole, isDeliveredAtOnce } from './delivery.ts'
import type { FeedSubscription, HubFeed } from './hub-feed.ts'
import { type ToldEvent, toldEvent } from './told-event.ts'

/** What the audience of one hub stands on. */
export interface AudienceParts extends DeliveryParts {
  readonly feed: HubFeed
  readonly currency: Currency
  /** Some were not told of something: their connections have to begin anew, so that they read it. */
  readonly onGap: () => void
  readonly onError: (error: unknown) => void
}

interface Uri {
  /** How many sockets of each grant listen. */
  readonly listeners: Map<string, number>
  readonly feed: FeedSubscription
}

/** How often it is looked whether grants are known again, in milliseconds. */
const LOOK_AGAIN = 250

/** The audience of one hub. */
export class Audience implements Disposable {
  readonly #parts: AudienceParts
  readonly #uris = new Map<string, Uri>()
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()
  #gap: NodeJS.Timeout | undefined

  constructor(parts: AudienceParts) {
    this.#parts = parts
  }

  /** A socket of a grant listens to a URI from now on. */
  listen(uri: string, grantId: string): FeedSubscription {
    const heard = this.#uris.get(uri) ?? this.#open(uri)
    heard.listeners.set(grantId, (heard.listeners.get(grantId) ?? 0) + 1)
    let isLeft = false
    const leave = () => {
      if (isLeft) return
      isLeft = true
      this.#leave(uri, heard, grantId)
    }
    return { taken: heard.feed.taken, [Symbol.dispose]: leave }
  }

  #open(uri: string): Uri {
    const feed = this.#parts.feed.subscribe(uri, {
      onEvent: (event) => this.#hear(event),
      onRefused: () => this.#forget(uri, heard),
    })
    const heard: Uri = { listeners: new Map(), feed }
    this.#uris.set(uri, heard)
    feed.taken.catch((_: HubError) => this.#forget(uri, heard))
    return heard
  }

  // The next who wants it asks the hub anew.
  #forget(uri: string, heard: Uri): void {
    if (this.#uris.get(uri) === heard) this.#uris.delete(uri)
  }

  #leave(uri: string, heard: Uri, grantId: string): void {
    const left = (heard.listeners.get(grantId) ?? 1) - 1
    if (left > 0) heard.listeners.set(grantId, left)
    else heard.listeners.delete(grantId)
    if (heard.listeners.size > 0) return
    this.#forget(uri, heard)
    heard.feed[Symbol.dispose]()
  }

  #hear(event: HubEvent): void {
    const told = toldEvent(event)
    const grants = this.#uris.get(event.uri)?.listeners
    if (!told || !grants) return
    if (!this.#parts.currency.isCurrent) this.#miss()
    else if (this.#waiting === 0 && isDeliveredAtOnce(told) && this.#isReady(grants.keys())) {
      deliverWhole(told, grants.keys(), this.#parts)
    } else if (this.#waiting >= EVENTS_WAITING) this.#parts.onGap()
    else {
      this.#waiting++
      this.#tail = this.#tail.then(() => this.#inTurn(told))
    }
  }

  async #inTurn(event: ToldEvent): Promise<void> {
    try {
      const grants = this.#uris.get(event.uri)?.listeners
      if (!grants) return
      const { currency } = this.#parts
      if (!(await this.#ready([...grants.keys()]))) this.#parts.onGap()
      else if (currency.isCurrent) await deliverCut(event, [...grants.keys()], this.#parts)
      else this.#miss()
    } catch (error) {
      this.#parts.onError(error)
    } finally {
      this.#waiting--
    }
  }

  #isReady(grantIds: Iterable<string>): boolean {
    return this.#present(grantIds).every((grant) => this.#parts.filter.isReady(grant))
  }

  // What limits cover is asked of the state of the hub, which may still be read.
  async #ready(grantIds: Iterable<string>): Promise<boolean> {
    const { filter } = this.#parts
    const all = await Promise.all(this.#present(grantIds).map((grant) => filter.ready(grant)))
    return all.every((one) => one)
  }

  #present(grantIds: Iterable<string>): readonly Grant[] {
    return [...grantIds].flatMap((id) => this.#parts.grants.present(id) ?? [])
  }

  // While it is not known what grants there are, nobody is told of anything.
  #miss(): void {
    this.#gap ??= setInterval(() => {
      if (!this.#parts.currency.isCurrent) return
      this.#endGap()
      this.#parts.onGap()
    }, LOOK_AGAIN).unref()
  }

  #endGap(): void {
    clearInterval(this.#gap)
    this.#gap = undefined
  }

  [Symbol.dispose](): void {
    this.#endGap()
    for (const { feed } of this.#uris.values()) feed[Symbol.dispose]()
    this.#uris.clear()
  }
}
