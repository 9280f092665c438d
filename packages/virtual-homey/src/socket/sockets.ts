// The socket side of a hub: Socket.IO for the clients of today (protocol 4) and for the official one
// (protocol 3). A connection says who it is on the root namespace; `/api` lets in nobody else, and
// whoever's session ends is cut off.
import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import type { ServerWorld } from '../http/server.ts'
import { HubError } from '../hub-error.ts'
import { isRecord } from '../json.ts'
import { authenticate } from '../sessions/session.ts'
import type { Hub } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import { answerCall, errorOf } from './api-call.ts'
import { Subscriptions } from './subscriptions.ts'

/** The sockets of a running hub. */
export interface Sockets {
  /** Cuts every connection, as a hub does that restarts. Clients connect again. */
  readonly drop: () => void
  /** Cuts the connections whose sessions have expired. */
  readonly checkSessions: () => void
  readonly close: () => Promise<void>
}

/** Who is at the other end of a connection: throws when that session is no more. */
type Guest = () => Session

const ENDS_SESSIONS: readonly string[] = ['sessions', 'users']

/** Takes sockets on a server. */
export function openSockets(world: ServerWorld, server: HttpServer): Sockets {
  const io = new Server(server, { allowEIO3: true, serveClient: false, cors: { origin: '*' } })
  const guests = new WeakMap<object, Guest>()
  const subscriptions = new Subscriptions(world)
  const checks = new Set<() => void>()
  const checkAll = () => {
    for (const check of checks) check()
  }
  io.on('connection', (socket) => {
    socket.on('handshakeClient', (hello: unknown, ack: unknown) => {
      reply(world.hub, ack, () => {
        guests.set(socket.conn, admit(world, hello))
        return { namespace: '/api' }
      })
    })
  })
  const api = io.of('/api')
  api.use((socket, next) => {
    next(guests.has(socket.conn) ? undefined : new Error('Missing Session ID in Token'))
  })
  api.on('connection', (socket) => {
    const guest = guests.get(socket.conn)
    if (!guest) return
    const check = serve(world, subscriptions, socket, guest)
    checks.add(check)
    socket.on('disconnect', () => checks.delete(check))
  })
  const stop = world.hub.events.listen((event) => {
    subscriptions.tell(event)
    if (event.type === 'item' && ENDS_SESSIONS.includes(event.kind)) checkAll()
  })
  return {
    checkSessions: checkAll,
    drop: () => io.disconnectSockets(true),
    close: async () => {
      stop()
      io.disconnectSockets(true)
      await io.close()
    },
  }
}

// A token for another hub must not open this one.
function admit(world: ServerWorld, hello: unknown): Guest {
  const { token, homeyId } = isRecord(hello) ? hello : {}
  if (homeyId !== undefined && homeyId !== null && homeyId !== world.hub.state.system.id) {
    throw new HubError(400, 'Invalid Homey ID')
  }
  const guest = () => authenticate(world.hub, `Bearer ${String(token)}`)
  guest()
  return guest
}

function serve(
  world: ServerWorld,
  subscriptions: Subscriptions,
  socket: Socket,
  guest: Guest,
): () => void {
  // The session is looked at again each time: it may have expired or been deleted since.
  const present = (): Session => {
    try {
      return guest()
    } catch (error) {
      setImmediate(() => void socket.disconnect(true))
      throw error
    }
  }
  const subscriber = {
    session: present,
    send: underWay(world.eventLatency, (...event) => void socket.emit(...event)),
  }
  socket.on('subscribe', (uri: unknown, ack: unknown) => {
    reply(world.hub, ack, () => subscriptions.add(subscriber, String(uri)))
  })
  socket.on('unsubscribe', (uri: unknown) => subscriptions.remove(subscriber, String(uri)))
  socket.on('api', (message: unknown, ack: unknown) => {
    const cut = () => void socket.disconnect(true)
    answerCall(world, { message, session: present, cut }).then((answer) => {
      if (answer && typeof ack === 'function') ack(...answer)
    }, cut)
  })
  socket.on('disconnect', () => subscriptions.forget(subscriber))
  return () => {
    try {
      present()
    } catch {
      // The connection is being cut: that is all there is to do.
    }
  }
}

type Send = (uri: string, name: string, data: unknown) => void

// What is told is what was the case when it happened, however late it arrives.
function underWay(milliseconds: number, send: Send): Send {
  if (milliseconds === 0) return send
  return (uri, name, data) => {
    const told: unknown = structuredClone(data)
    setTimeout(() => send(uri, name, told), milliseconds).unref()
  }
}

// Socket.IO writes `undefined` as null, so an answer without a value leaves its place empty.
function reply(hub: Hub, ack: unknown, work: () => unknown): void {
  const answer = typeof ack === 'function' ? ack : () => undefined
  try {
    const result = work()
    answer(null, ...(result === undefined ? [] : [result]))
  } catch (error) {
    answer(errorOf(hub, error))
  }
}
