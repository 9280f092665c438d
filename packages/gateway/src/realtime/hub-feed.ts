// Where events come from: one feed for each hub, however many clients listen. The gateway holds one socket
// to a hub; what keeps it open, and what else reads from it, is not the business of clients' sockets.
import type { HubError, HubEvent } from '@latchkey/homey'

/** Who listens to a URI. */
export interface FeedListener {
  /** Each event at the URI, in the hub's order and in V3's form. */
  readonly onEvent: (event: HubEvent) => void
  /** The hub does not take the URI, or takes it no more: no event will come. */
  readonly onRefused?: (why: HubError) => void
}

/** A place among those who listen to a URI; it outlives every break of the connection to the hub. */
export interface FeedSubscription extends Disposable {
  /** Resolves when the hub has taken the URI, which waits for a hub that is away. Rejects with HubError. */
  readonly taken: Promise<void>
}

/** The events of one hub. */
export interface HubFeed {
  /** Listens to a URI until the subscription is disposed of. */
  subscribe(uri: string, listener: FeedListener): FeedSubscription
}

/** The feed of a hub, by its id; undefined if there is no such hub. */
export type FeedOf = (hubId: string) => HubFeed | undefined
