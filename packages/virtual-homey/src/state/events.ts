// What happens on a hub, told to whoever listens: sockets and flows. Events that an operation causes
// are told when the operation is done, so that no listener sees half of it.

import type { KindName } from './homey-state.ts'
import type { CapabilityValue } from './items.ts'

export type ItemChange = 'create' | 'update' | 'delete'

/** An object was added, changed or removed. `members` are those whose value is another one now. */
export interface ItemEvent {
  readonly type: 'item'
  readonly kind: KindName
  readonly change: ItemChange
  readonly id: string
  readonly item: unknown
  readonly members: readonly string[]
}

/** A capability was written. `before` tells a change from a repetition. */
export interface CapabilityEvent {
  readonly type: 'capability'
  readonly deviceId: string
  readonly capabilityId: string
  readonly value: CapabilityValue
  readonly before: CapabilityValue
  readonly transactionId: string | null
  readonly transactionTime: number
}

/** Anything else, as it is sent to the subscribers of a URI. */
export interface MessageEvent {
  readonly type: 'message'
  readonly uri: string
  readonly name: string
  readonly data: unknown
}

export type HubEvent = ItemEvent | CapabilityEvent | MessageEvent

export type HubListener = (event: HubEvent) => void

/** The one place where a hub tells what happens. Listeners are called in the order they came. */
export class HubEvents {
  readonly #listeners = new Set<HubListener>()
  readonly #waiting: HubEvent[] = []
  #holding = 0

  /** Calls `listener` for every event from now on, until the returned function is called. */
  listen(listener: HubListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  announce(event: HubEvent): void {
    if (this.#listeners.size === 0) return
    this.#waiting.push(event)
    this.#deliver()
  }

  /** Does work as one operation: what it announces is told when it returns or throws. */
  together<T>(work: () => T): T {
    this.#holding++
    try {
      return work()
    } finally {
      this.#holding--
      this.#deliver()
    }
  }

  // Listeners may cause further events; those queue up behind the ones that are being told.
  #deliver(): void {
    if (this.#holding > 0) return
    this.#holding++
    try {
      for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
        for (const listener of this.#listeners) listener(event)
      }
    } finally {
      this.#holding--
    }
  }
}
