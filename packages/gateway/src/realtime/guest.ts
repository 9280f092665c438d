// One connection of a client that has shown a key: which grant it stands for, what it has asked and not
// been told yet, and what it listens to.
import type { Socket } from 'socket.io'
import type { ApiKey } from '../grants/key.ts'
import { PENDING } from './bounds.ts'

/** The connection below all namespaces. */
export type Connection = Socket['conn']

/** What a guest is made from. */
export interface GuestParts {
  readonly connection: Connection
  readonly grantId: string
  readonly hubId: string
  readonly key: ApiKey
  /** The key that its token is bound to, and was proven to be in the same hands; null if to none. */
  readonly provenBy: string | null
  /** When the key or token expires, if before its grant; null if not. */
  readonly expiresAt: number | null
}

/** A connection that was let in. */
export class Guest {
  readonly connection: Connection
  readonly grantId: string
  readonly hubId: string
  /** Shown again with each call, so that a call is identified as over HTTP. */
  readonly key: ApiKey
  readonly provenBy: string | null
  readonly expiresAt: number | null
  /** What it listens to; each is left by disposing of it. */
  readonly subscriptions = new Map<string, Disposable>()
  #calls = 0
  #bytes = 0

  constructor({ connection, grantId, hubId, key, provenBy, expiresAt }: GuestParts) {
    this.connection = connection
    this.grantId = grantId
    this.hubId = hubId
    this.key = key
    this.provenBy = provenBy
    this.expiresAt = expiresAt
  }

  /** Takes up something that will be answered later; undefined if too much is unanswered already. */
  begin(bytes: number): Disposable | undefined {
    if (this.#calls >= PENDING.calls) return undefined
    if (this.#calls > 0 && this.#bytes + bytes > PENDING.bytes) return undefined
    this.#calls++
    this.#bytes += bytes
    return {
      [Symbol.dispose]: () => {
        this.#calls--
        this.#bytes -= bytes
      },
    }
  }

  /** Leaves everything that it listens to. */
  leaveAll(): void {
    for (const subscription of this.subscriptions.values()) subscription[Symbol.dispose]()
    this.subscriptions.clear()
  }

  /** Ends the connection at once; the client may open another. */
  end(): void {
    this.connection.close(true)
  }
}
