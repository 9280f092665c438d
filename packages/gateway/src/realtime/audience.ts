// Who listens to what of one hub. Each URI is listened to once at the feed, whoever wants it; its events
// are delivered in the hub's order.
import type { HubError, HubEvent } from '@latchkey/homey'
import type { FeedSubscription, HubFeed } from './hub-feed.ts'
import { Line, type LineParts } from './line.ts'
import { type ToldEvent, toldEvent } from './told-event.ts'

/** What the audience of one hub stands on. */
export interface AudienceParts extends Omit<LineParts, 'onGap' | 'onMiss'> {
  readonly feed: HubFeed
  /**
   * These grants, or all where none are said, were not told of something: their connections have to begin
   * anew, so that they read it.
   */
  readonly onGap: (grantIds?: readonly string[]) => void
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
  readonly #limited: Line
  readonly #free: Line
  #gap: NodeJS.Timeout | undefined

  constructor(parts: AudienceParts) {
    this.#parts = parts
    const line = { ...parts, onMiss: () => this.#miss() }
    this.#limited = new Line(line)
    this.#free = new Line(line)
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
    if (this.#parts.currency.isCurrent) this.#take(told, grants.keys())
    else this.#miss()
  }

  #take(told: ToldEvent, grantIds: Iterable<string>): void {
    const limited: string[] = []
    const free: string[] = []
    for (const id of grantIds) (this.#waitsForState(id) ? limited : free).push(id)
    this.#free.take(told, free)
    this.#limited.take(told, limited)
  }

  // A grant whose limits were just set or lifted goes on in the line where events still wait for it.
  #waitsForState(grantId: string): boolean {
    if (this.#limited.holds(grantId)) return true
    if (this.#free.holds(grantId)) return false
    return (this.#parts.grants.present(grantId)?.limits ?? null) !== null
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
