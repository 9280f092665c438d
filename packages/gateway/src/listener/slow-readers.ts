// Clients that take their answers slowly. An answer that a client has not taken is memory of ours, so it is
// counted, and after a time in which any client would have had it the connection is cut.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Load } from '../operations/load.ts'

/** Answers up to this size do not count, in bytes: connections bound them. */
export const SMALL = 64 * 1024

/**
 * Whether there is room for an answer of so many bytes of a hub; if so it is counted until it is taken. Answers
 * to what may have had an effect are always told.
 */
export function takeRoom(
  message: IncomingMessage,
  response: ServerResponse,
  { hub, bytes }: { readonly hub: string; readonly bytes: number },
  load: Load,
): boolean {
  // Whoever has gone already takes nothing, and its end will not be told again.
  if (bytes <= SMALL || response.destroyed || response.closed) return true
  if (!load.hold(hub, bytes, message.method !== 'GET')) return false
  response.once('close', () => load.release(hub, bytes))
  return true
}

/** To be called when the whole answer was written: cuts off a client that does not take it. */
export function watchReader(response: ServerResponse, bytes: number, load: Load): void {
  const { socket } = response
  if (!socket || socket.writableLength === 0) return
  const timer = setTimeout(() => {
    load.reject('slow-reader')
    socket.destroy()
  }, load.patience(bytes)).unref()
  response.once('close', () => clearTimeout(timer))
}
