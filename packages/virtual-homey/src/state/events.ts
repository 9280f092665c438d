// What happens on a hub, told to whoever listens: sockets and flows. Events that an operation causes
// are told when the operation is done, so that no listener sees half of it.

import type { JsonRecord } from '../json.ts'
import type { KindName } from './homey-state.ts'
import type { AdvancedFlow, CapabilityValue, Flow } from './items.ts'

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

/** Somebody started a flow; `tokens` stand for those of its trigger. No client is told. */
export interface StartEvent {
  readonly type: 'start'
  readonly flow: Flow | AdvancedFlow
  readonly tokens: Readonly<JsonRecord>
}

export type HubEvent = ItemEvent | CapabilityEvent | MessageEvent | StartEvent

/** What made an event happen, as far as a hub keeps track: the run of a flow. */
export interface Cause {
  /** How many more runs may follow from the same beginning. */
  readonly budget: { left: number }
}

export type HubListener = (event: HubEvent, cause: Cause | undefined) => void

/** The one place where a hub tells what happens. Listeners are called in the order they came. */
export class HubEvents {
  readonly #listeners = new Set<HubListener>()
  readonly #waiting: { readonly event: HubEvent; readonly cause: Cause | undefined }[] = []
  #holding = 0
  #cause: Cause | undefined

  /** What the work that is being done now follows from, if anything. */
  get cause(): Cause | undefined {
    return this.#cause
  }

  /** Calls `listener` for every event from now on, until the returned function is called. */
  listen(listener: HubListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  announce(event: HubEvent): void {
    if (this.#listeners.size === 0) return
    this.#waiting.push({ event, cause: this.#cause })
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

  /** Does work that follows from a cause: what it announces follows from it too. */
  within<T>(cause: Cause, work: () => T): T {
    const outer = this.#cause
    this.#cause = cause
    try {
      return this.together(work)
    } finally {
      this.#cause = outer
    }
  }

  // Listeners may cause further events; those queue up behind the ones that are being told.
  #deliver(): void {
    if (this.#holding > 0) return
    this.#holding++
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        for (const listener of this.#listeners) listener(next.event, next.cause)
      }
    } finally {
      this.#holding--
    }
  }
}
