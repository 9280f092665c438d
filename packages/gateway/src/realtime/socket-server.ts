// The Socket.IO server, below which no HTTP server listens: the gateway's own listener hands over what is
// for it, and whoever it hands over to answers nothing else.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Server } from 'socket.io'
import { MAX_MESSAGE } from './bounds.ts'
import type { Connection } from './guest.ts'

/** Where clients of a Homey look for its socket. */
const PATH = '/socket.io/'

/** Whether a request target is one of the socket's. */
export function isSocketPath(target: string | undefined): boolean {
  return target?.startsWith(PATH) ?? false
}

/** The server, as the listener sees it. */
export interface SocketServer extends AsyncDisposable {
  readonly io: Server
  /** Answers a request whose path is the socket's; `address`: of the client. */
  handle(message: IncomingMessage, response: ServerResponse, address: string): void
  /** Answers a request to become a WebSocket. */
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer, address: string): void
  /** Ends all connections. */
  endAll(): void
}

/** Makes the server. */
export function socketServer(): SocketServer {
  const io = new Server({
    ...{ path: PATH, serveClient: false, allowEIO3: true, maxHttpBufferSize: MAX_MESSAGE },
    ...{ perMessageDeflate: false, httpCompression: false, transports: ['polling', 'websocket'] },
    cors: { origin: '*', credentials: false, methods: ['GET', 'POST'] },
  })
  io.attach(createServer())
  const sessions = new Sessions(io)
  const wires = new Set<Duplex>()
  const connections = new Set<Connection>()
  io.engine.on('connection', (connection: Connection) => {
    connections.add(connection)
    connection.once('close', () => void connections.delete(connection))
  })
  return {
    io,
    handle: (message, response, address) => {
      if (!sessions.admits(message, address)) return refuse(response)
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
      io.engine.handleRequest(message, response)
    },
    upgrade: (message, socket, head, address) => {
      const isMeant = queryOf(message)?.get('transport') === 'websocket'
      if (!isMeant || !sessions.admits(message, address)) return refuseUpgrade(socket)
      wires.add(socket)
      socket.once('close', () => void wires.delete(socket))
      io.engine.handleUpgrade(message, socket, head)
    },
    endAll: () => {
      for (const connection of connections) connection.close(true)
      // A WebSocket waits half a minute for a client that does not say goodbye.
      const cut = () => wires.forEach((wire) => void wire.destroy())
      setTimeout(cut, GOODBYE).unref()
    },
    [Symbol.asyncDispose]: async () => {
      io.engine.close()
      await io.close()
    },
  }
}

/** How long clients have to close when all are ended, in milliseconds. */
const GOODBYE = 500

/** As on every other answer of the listener: nothing of this runs as a page or is kept. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
} as const

/** Who began each session: its id alone, which proxies may log, opens nothing for anybody else. */
class Sessions {
  readonly #clients = new Map<string, string>()
  readonly #arriving = new WeakMap<IncomingMessage, string>()
  readonly #ids = new WeakMap<IncomingMessage, string>()

  constructor(io: Server) {
    io.engine.generateId = (message: IncomingMessage) => {
      const id = randomBytes(24).toString('base64url')
      this.#ids.set(message, id)
      this.#clients.set(id, this.#arriving.get(message) ?? '')
      return id
    }
    io.engine.on('connection', (connection: Connection) => {
      const id = this.#ids.get(connection.request) ?? ''
      connection.once('close', () => void this.#clients.delete(id))
    })
  }

  /** Whether a request begins a session, or is of the client that began the one that it names. */
  admits(message: IncomingMessage, address: string): boolean {
    const query = queryOf(message)
    if (!query || ONCE.some((name) => query.getAll(name).length > 1) || query.has(JSONP))
      return false
    const client = clientOf(message, address)
    const id = query.get('sid')
    // An id that nobody has is refused by the server, in the words of its protocol.
    if (id !== null) return (this.#clients.get(id) ?? client) === client
    this.#arriving.set(message, client)
    return true
  }
}

/** Named twice, two readers might each take another. */
const ONCE = ['sid', 'transport', 'EIO'] as const

/** Answers as a script, for pages of any origin; no client of a Homey asks for it. */
const JSONP = 'j'

function queryOf({ url = '' }: IncomingMessage): URLSearchParams | undefined {
  return URL.canParse(url, 'http://gateway')
    ? new URL(url, 'http://gateway').searchParams
    : undefined
}

function clientOf({ headers }: IncomingMessage, address: string): string {
  return JSON.stringify([address, headers['user-agent'] ?? '', headers.origin ?? ''])
}

const REFUSAL = JSON.stringify({ code: 3, message: 'Bad request' })

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json', connection: 'close' })
  response.end(REFUSAL)
}

/** Answers a request to become something else in plain HTTP, and hangs up. */
export function refuseUpgrade(socket: Duplex, status = '400 Bad Request'): void {
  socket.on('error', () => {})
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${REFUSAL.length}\r\n\r\n${REFUSAL}`,
  )
  // A client that does not hang up itself is not waited for.
  setTimeout(() => socket.destroy(), 1_000).unref()
}
