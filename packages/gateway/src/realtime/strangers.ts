// Connections that have shown no good key: one that was refused stays open and idle, because the official
// client would come back at once and without end if it were closed. So there may be only so many.
import { HANDSHAKE, REFUSED_FOR_NOW, STRANGERS } from './bounds.ts'
import type { Connection } from './guest.ts'

interface Stranger {
  tries: number
  timer: NodeJS.Timeout | undefined
}

/** The connections without a key. */
export class Strangers {
  /** The oldest first. */
  readonly #all = new Map<Connection, Stranger>()

  /** Whether a connection is one of them. */
  has(connection: Connection): boolean {
    return this.#all.has(connection)
  }

  /** Takes one in, which must soon say who it is. The oldest goes if there are too many. */
  add(connection: Connection): void {
    const [oldest] = this.#all.keys()
    if (oldest && this.#all.size >= STRANGERS) oldest.close(true)
    const stranger: Stranger = { tries: 0, timer: undefined }
    this.#all.set(connection, stranger)
    this.#endAfter(connection, stranger, HANDSHAKE.within)
    connection.once('close', () => this.forget(connection))
  }

  /** Notes a handshake; false if there were too many. It has not to hurry any more. */
  tries(connection: Connection): boolean {
    const stranger = this.#all.get(connection)
    if (!stranger) return true
    clearTimeout(stranger.timer)
    stranger.tries++
    return stranger.tries <= HANDSHAKE.tries
  }

  /** It was refused for a reason that may pass: it ends after a while, and its client tries again. */
  refusedForNow(connection: Connection): void {
    const stranger = this.#all.get(connection)
    if (stranger) this.#endAfter(connection, stranger, REFUSED_FOR_NOW)
  }

  /** It is none any more. */
  forget(connection: Connection): void {
    clearTimeout(this.#all.get(connection)?.timer)
    this.#all.delete(connection)
  }

  #endAfter(connection: Connection, stranger: Stranger, wait: number): void {
    clearTimeout(stranger.timer)
    stranger.timer = setTimeout(() => connection.close(true), wait).unref()
  }
}
