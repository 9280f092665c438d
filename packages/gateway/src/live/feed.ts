// What happens at a hub, for everybody who wants to hear of it: one socket for each hub, one
// subscription for each URI, however many listen. Events are told in V3's form.
import {
  dialectOf,
  type HubConnection,
  HubError,
  type HubEvent,
  HubSubscription,
  itemFromHub,
  type SubscriptionState,
} from '@latchkey/homey'
import { isObject } from './json.ts'
import { socketKind } from './socket-kind.ts'

/** `idle`: nobody ever listened. */
export type FeedState = 'idle' | 'up' | 'down'

/** Who listens to a URI. */
export interface FeedListener {
  /** Hears each event before all others: the model, by which is judged what the others are told. */
  readonly isFirst?: boolean
  /** Each event at the URI, in the hub's order. */
  readonly onEvent: (event: HubEvent) => void
  /** The hub does not take the URI, or takes it no more: no event will come. */
  readonly onRefused?: (why: HubError) => void
}

/** A place among those who listen to a URI. */
export interface FeedSubscription extends Disposable {
  /** Resolves when the hub has taken the URI, which waits for a hub that is away. Rejects with HubError. */
  readonly taken: Promise<void>
}

/** What a feed works with. */
export interface FeedOptions {
  readonly hub: HubConnection
  /** The pause before attempt number `failures`, in milliseconds. */
  readonly backOff?: (failures: number) => number
}

/** One URI that is listened to. */
interface Heard {
  readonly listeners: Set<FeedListener>
  readonly taken: Promise<void>
}

/** The feed of one hub. It opens its socket with the first listener. */
export class HubFeed implements AsyncDisposable {
  readonly #subscription: HubSubscription
  readonly #translates: boolean
  readonly #heard = new Map<string, Heard>()
  readonly #watchers = new Set<(state: FeedState) => void>()
  /** The end of what is being asked of the hub for a URI: a second wish waits for the first. */
  readonly #turns = new Map<string, Promise<void>>()
  #state: FeedState = 'idle'

  constructor({ hub, backOff }: FeedOptions) {
    this.#translates = dialectOf(hub.generation).translates
    this.#subscription = new HubSubscription({
      ...{ hub, ...(backOff && { backOff }) },
      onEvent: (event) => this.#hear(event),
      onState: (state) => this.#turned(state),
    })
  }

  /** Whether events come at present. */
  get state(): FeedState {
    return this.#state
  }

  /** The URIs that somebody listens to. */
  get uris(): readonly string[] {
    return [...this.#heard.keys()]
  }

  /** Listens to a URI until the subscription is disposed of. */
  subscribe(uri: string, listener: FeedListener): FeedSubscription {
    const heard = this.#heard.get(uri) ?? this.#begin(uri)
    const others = listener.isFirst ? [...heard.listeners] : []
    for (const one of others) heard.listeners.delete(one)
    for (const one of [listener, ...others]) heard.listeners.add(one)
    return { taken: heard.taken, [Symbol.dispose]: () => this.#leave(uri, heard, listener) }
  }

  /** Tells of ups and downs from now on, until the returned function is called. */
  watch(watcher: (state: FeedState) => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  #begin(uri: string): Heard {
    const taken = this.#inTurn(uri, () => this.#subscription.subscribe(uri))
    const heard: Heard = { listeners: new Set(), taken }
    this.#heard.set(uri, heard)
    taken.catch((error: unknown) => this.#refuse(uri, heard, error))
    return heard
  }

  #leave(uri: string, heard: Heard, listener: FeedListener): void {
    if (!heard.listeners.delete(listener) || heard.listeners.size > 0) return
    if (this.#heard.get(uri) !== heard) return
    this.#heard.delete(uri)
    // Whoever comes back meanwhile is subscribed after this, in its turn.
    this.#inTurn(uri, async () => this.#subscription.unsubscribe(uri)).catch(() => {})
  }

  #refuse(uri: string, heard: Heard, error: unknown): void {
    if (this.#heard.get(uri) === heard) this.#heard.delete(uri)
    const why = error instanceof HubError ? error : new HubError('hub_offline', 'The feed failed.')
    for (const { onRefused } of [...heard.listeners]) onRefused?.(why)
  }

  #inTurn(uri: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(uri)
    const done = before !== undefined ? before.then(work, work) : work()
    this.#turns.set(uri, done)
    const forget = () => {
      if (this.#turns.get(uri) === done) this.#turns.delete(uri)
    }
    done.then(forget, forget)
    return done
  }

  #hear(event: HubEvent): void {
    const heard = this.#heard.get(event.uri)
    if (!heard) return
    const told = this.#translates ? inV3(event) : event
    for (const { onEvent } of [...heard.listeners]) onEvent(told)
  }

  #turned(now: SubscriptionState): void {
    this.#state = now.state
    const refused = now.state === 'up' ? now.refused : []
    for (const uri of refused) {
      const heard = this.#heard.get(uri)
      const gone = new HubError('hub_refused', `The Homey tells of ${uri} no more.`)
      if (heard) this.#refuse(uri, heard, gone)
    }
    for (const watcher of [...this.#watchers]) watcher(now.state)
  }

  /** Closes the socket for good. Who waits for a URI to be taken is told `hub_offline`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#subscription.close()
    this.#state = 'down'
  }
}

// An event whose name or URI says of what kind its object is brings it in the hub's form.
function inV3(event: HubEvent): HubEvent {
  const told = socketKind(event)
  if (!told || !isObject(event.data)) return event
  const item = itemFromHub(told.kind, event.data)
  if (told.change !== 'delete' || !isObject(item)) return { ...event, data: item }
  return { ...event, data: { id: item['id'] } }
}
