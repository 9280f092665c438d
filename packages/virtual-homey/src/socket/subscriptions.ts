// Who is told of what: subscribers by URI. A subscription is refused without the scopes that reading
// would take, and the scopes are looked at again for every message.
import type { ServerWorld } from '../http/server.ts'
import { coversAll } from '../sessions/scopes.ts'
import { effectiveScopes, requireScopes } from '../sessions/session.ts'
import type { HubEvent } from '../state/events.ts'
import type { Session } from '../state/items.ts'
import { messagesOf } from './messages.ts'
import { scopesOfUri } from './subscription-scopes.ts'

/** One connected client. `session` throws when it is no longer valid. */
export interface Subscriber {
  readonly session: () => Session
  readonly send: (uri: string, name: string, data: unknown) => void
}

/** The subscriptions of all clients of a hub. */
export class Subscriptions {
  readonly #world: ServerWorld
  readonly #byUri = new Map<string, Set<Subscriber>>()

  constructor(world: ServerWorld) {
    this.#world = world
  }

  /** @throws HubError 401, 403 or 404 if this subscriber may not be told of this URI. */
  add(subscriber: Subscriber, uri: string): void {
    const session = subscriber.session()
    requireScopes(this.#world.hub, session, scopesOfUri(this.#world.routes, uri))
    const subscribers = this.#byUri.get(uri) ?? new Set()
    this.#byUri.set(uri, subscribers.add(subscriber))
  }

  remove(subscriber: Subscriber, uri: string): void {
    const subscribers = this.#byUri.get(uri)
    subscribers?.delete(subscriber)
    if (subscribers?.size === 0) this.#byUri.delete(uri)
  }

  forget(subscriber: Subscriber): void {
    for (const uri of [...this.#byUri.keys()]) this.remove(subscriber, uri)
  }

  /** Sends an event to everybody who asked for it and still may know it. */
  tell(event: HubEvent): void {
    const { hub, routes } = this.#world
    if (this.#byUri.size === 0) return
    for (const { uri, name, scopes, data } of messagesOf(hub, routes, event)) {
      const subscribers = [...(this.#byUri.get(uri) ?? [])]
      if (subscribers.length === 0) continue
      const [needed, shown] = [scopes(), data()]
      for (const subscriber of subscribers) {
        if (this.#mayKnow(subscriber, needed)) subscriber.send(uri, name, shown)
      }
    }
  }

  #mayKnow(subscriber: Subscriber, needed: readonly string[]): boolean {
    try {
      return coversAll(effectiveScopes(this.#world.hub, subscriber.session()), needed)
    } catch {
      return false
    }
  }
}
