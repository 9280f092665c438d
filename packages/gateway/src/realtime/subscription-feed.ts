// The plain feed of a hub: a subscription of its own, opened with the first URI and closed a while after
// the last. A URI is subscribed to once, for all who listen.
import { dialectOf, type HubConnection, type HubEvent, HubSubscription } from '@latchkey/homey'
import type { Hubs } from '../hubs/hubs.ts'
import type { FeedListener, FeedSubscription, HubFeed } from './hub-feed.ts'
import { readerOf } from './reading.ts'
import { toldEvent } from './told-event.ts'

interface Heard {
  readonly listeners: Set<FeedListener>
  taken: Promise<void>
}

/** How long a socket without subscriptions is kept: a page that is loaded anew comes right back. */
const LINGER = 30_000

/** The feeds of all hubs that somebody listens to. */
export class SubscriptionFeeds implements AsyncDisposable {
  readonly #hubs: Hubs
  readonly #feeds = new Map<string, SubscriptionFeed>()

  constructor(hubs: Hubs) {
    this.#hubs = hubs
  }

  /** The feed of a hub. */
  of(hubId: string): HubFeed | undefined {
    const known = this.#feeds.get(hubId)
    if (known) return known
    const connection = () => this.#hubs.byId(hubId)?.connection
    const first = connection()
    if (!first) return undefined
    const feed = new SubscriptionFeed(first, connection)
    this.#feeds.set(hubId, feed)
    return feed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#feeds.values()].map((feed) => feed[Symbol.asyncDispose]()))
  }
}

/** The feed of one hub. */
class SubscriptionFeed implements HubFeed, AsyncDisposable {
  readonly #present: () => HubConnection | undefined
  readonly #heard = new Map<string, Heard>()
  #connection: HubConnection
  #subscription: HubSubscription | undefined
  #linger: NodeJS.Timeout | undefined

  constructor(first: HubConnection, present: () => HubConnection | undefined) {
    this.#connection = first
    this.#present = present
  }

  subscribe(uri: string, listener: FeedListener): FeedSubscription {
    this.#renew()
    clearTimeout(this.#linger)
    const heard = this.#heard.get(uri) ?? { listeners: new Set(), taken: this.#take(uri) }
    this.#heard.set(uri, heard)
    heard.listeners.add(listener)
    return { taken: heard.taken, [Symbol.dispose]: () => this.#leave(uri, heard, listener) }
  }

  #take(uri: string): Promise<void> {
    this.#subscription ??= this.#open()
    const taken = this.#subscription.subscribe(uri)
    taken.catch(() => this.#heard.delete(uri))
    return taken
  }

  #open(): HubSubscription {
    return new HubSubscription({
      hub: this.#connection,
      onEvent: (event) => this.#tell(event),
      onState: (state) => {
        if (state.state === 'down') this.#renew()
        // What the hub takes no more is asked for anew by the next who wants it.
        else for (const uri of state.refused) this.#heard.delete(uri)
      },
    })
  }

  #tell(event: HubEvent): void {
    const listeners = this.#heard.get(event.uri)?.listeners
    if (!listeners) return
    const told = inV3(event, this.#connection)
    for (const { onEvent } of [...listeners]) onEvent(told)
  }

  // A hub that was given another credential or address is another connection.
  #renew(): void {
    const present = this.#present()
    if (!present || present === this.#connection) return
    this.#connection = present
    void this.#subscription?.close()
    this.#subscription = undefined
    for (const [uri, heard] of this.#heard) heard.taken = this.#take(uri)
  }

  #leave(uri: string, heard: Heard, listener: FeedListener): void {
    heard.listeners.delete(listener)
    if (heard.listeners.size > 0 || this.#heard.get(uri) !== heard) return
    this.#heard.delete(uri)
    this.#subscription?.unsubscribe(uri)
    if (this.#heard.size > 0) return
    clearTimeout(this.#linger)
    this.#linger = setTimeout(() => void this.#close(), LINGER).unref()
  }

  async #close(): Promise<void> {
    const subscription = this.#subscription
    this.#subscription = undefined
    await subscription?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#linger)
    this.#heard.clear()
    await this.#close()
  }
}

// An object is told as the operation that reads it answers it.
function inV3(event: HubEvent, { generation }: HubConnection): HubEvent {
  const dialect = dialectOf(generation)
  if (!dialect.translates) return event
  const about = toldEvent(event)?.about
  if (about?.kind === undefined) return event
  if (about.change !== 'create' && about.change !== 'update') return event
  const reader = readerOf(generation, about.kind)
  return reader ? { ...event, data: dialect.fromHub(reader.id, event.data) } : event
}
