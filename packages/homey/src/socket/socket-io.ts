// The socket library as the rest sees it: version 2.5.0 has no types and speaks the protocol of hubs
// (reference 3.1). Reconnecting is left to the subscription, which must look first who answers.
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createRequire } from 'node:module'
import type { LookupFunction } from 'node:net'

/** One namespace of a connection. */
export interface Namespace {
  readonly connected: boolean
  on(event: string, listener: (...values: unknown[]) => void): void
  emit(event: string, ...values: unknown[]): void
  open(): void
}

/** One connection to a hub. */
export interface SocketConnection {
  namespace(name: string): Namespace
  close(): void
}

interface Manager {
  socket(name: string): Namespace
  close(): void
}

type ManagerFactory = new (address: string, options: object) => Manager

const { Manager: LibraryManager } = createRequire(import.meta.url)('socket.io-client') as {
  readonly Manager: ManagerFactory
}

/** Longest wait for the connection itself, in milliseconds. */
const CONNECT_TIMEOUT = 10_000

/** A connection that is not open yet; opening a namespace opens it. `lookup` says where the address is. */
export function socketConnection(address: string, lookup: LookupFunction): SocketConnection {
  const Agent = address.startsWith('https:') ? HttpsAgent : HttpAgent
  const manager = new LibraryManager(address, {
    ...{ autoConnect: false, reconnection: false, transports: ['websocket'] },
    ...{ timeout: CONNECT_TIMEOUT, agent: new Agent({ lookup }) },
  })
  return {
    namespace: (name) => manager.socket(name),
    close: () => manager.close(),
  }
}

/** Waits for one of two events. @throws Error with the value of the bad one */
export function arrival(namespace: Namespace, good: string, bad: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    namespace.on(good, () => resolve())
    for (const event of bad) {
      namespace.on(event, (why) => reject(new Error(String(why ?? event), { cause: why })))
    }
  })
}

/** Emits and waits for the acknowledgement. @throws whatever was acknowledged as an error */
export function acknowledged(
  namespace: Namespace,
  event: string,
  value: unknown,
  wait: number,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const timer = setTimeout(() => reject(new Error('no acknowledgement in time')), wait)
  namespace.emit(event, value, (error: unknown, result: unknown) => {
    if (error) reject(error)
    else resolve(result)
  })
  return promise.finally(() => clearTimeout(timer))
}
