// The connections of a listener, bounded. When all places are taken a newcomer gets the place of whoever
// does nothing: first of those that never asked anything, then of those that wait between two requests.
import type { Server, ServerResponse } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Load } from '../operations/load.ts'

/** Most connections at once. */
export const MAX_CONNECTIONS = 1024

/** Holds a server to `most` connections. */
export function boundConnections(
  server: Server | TlsServer,
  load: Load,
  most: number = MAX_CONNECTIONS,
): void {
  // In the order of their arrival; the second holds the latest answer of each.
  const silent = new Set<Socket>()
  const known = new Map<Socket, ServerResponse>()
  const count = (): void => {
    load.connections = silent.size + known.size
  }
  const forget = (socket: Socket): void => {
    silent.delete(socket)
    known.delete(socket)
    count()
  }
  const makeRoom = (): boolean => {
    const [first] = silent
    const resting = first ?? [...known].find(([, response]) => response.writableFinished)?.[0]
    load.reject('connections')
    if (!resting) return false
    forget(resting)
    resting.destroy()
    return true
  }
  const arrive = (socket: Socket): void => {
    if (load.connections >= most && !makeRoom()) {
      socket.destroy()
      return
    }
    silent.add(socket)
    count()
    socket.once('close', () => forget(socket))
  }
  const isSecure = 'setSecureContext' in server
  server.on(isSecure ? 'secureConnection' : 'connection', arrive)
  // Handshakes that are not over are bounded by themselves.
  if (isSecure) server.maxConnections = 2 * most
  server.on('request', ({ socket }, response) => {
    if (socket.destroyed) return
    silent.delete(socket)
    known.set(socket, response)
  })
}
