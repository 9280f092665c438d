// Clients of the socket for tests: Socket.IO as today's libraries speak it (EIO4), as the official client
// does (EIO3, the very version that it ships with), and bytes of one's own.
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { io } from 'socket.io-client'

/** An error as it is acknowledged. */
export interface SocketRefusal {
  readonly error?: string
  readonly error_description?: string
  readonly statusCode?: number
  readonly acceptedPermissions?: string
}

/** What is acknowledged. */
export type Acknowledged = [error: SocketRefusal | null, result?: unknown]

/** One namespace of a client, of either version. */
export interface ClientSocket {
  readonly connected: boolean
  on(event: string, listener: (...values: unknown[]) => void): unknown
  once(event: string, listener: (...values: unknown[]) => void): unknown
  emit(event: string, ...values: unknown[]): unknown
  close(): unknown
  readonly io: { socket(name: string): ClientSocket }
}

interface IoOptions {
  readonly transports: readonly string[]
  readonly forceNew: true
  readonly reconnection: boolean
  readonly upgrade?: boolean
}

const fromHomeyApi = createRequire(createRequire(import.meta.url).resolve('homey-api'))
const io2 = fromHomeyApi('socket.io-client') as (url: string, options: IoOptions) => ClientSocket

/** The ways to speak to the socket. */
export const WAYS = ['EIO4 websocket', 'EIO4 polling', 'EIO3 websocket', 'EIO3 polling'] as const

/** Opens the root namespace. */
export function openRoot(
  url: string,
  way: (typeof WAYS)[number] = 'EIO4 websocket',
  reconnection = false,
): ClientSocket & Disposable {
  const [version, transport = ''] = way.split(' ')
  const options = { transports: [transport], forceNew: true, upgrade: false, reconnection } as const
  const root =
    version === 'EIO3'
      ? io2(url, options)
      : (io(url, { ...options, transports: [transport] }) as ClientSocket)
  return Object.assign(root, { [Symbol.dispose]: () => void root.close() })
}

/** Emits and waits for the acknowledgement. */
export function ask(socket: ClientSocket, event: string, message: unknown): Promise<Acknowledged> {
  return new Promise((resolve) => {
    socket.emit(event, message, (...answer: unknown[]) => resolve(answer as Acknowledged))
  })
}

/** Waits for an event. */
export function told(socket: ClientSocket, event: string): Promise<unknown[]> {
  return new Promise((resolve) => void socket.once(event, (...values) => resolve(values)))
}

/** A client that is in. */
export interface OpenApi extends Disposable {
  readonly root: ClientSocket
  readonly api: ClientSocket
  close(): void
}

/** Opens `/api`: root namespace, handshake, namespace. */
export async function openApi(
  url: string,
  key: string,
  way?: (typeof WAYS)[number],
): Promise<OpenApi> {
  const root = openRoot(url, way)
  const [refused, welcome] = await ask(root, 'handshakeClient', { token: key, homeyId: null })
  if (refused) {
    root.close()
    throw new Error(refused.error_description, { cause: refused })
  }
  const { namespace } = welcome as { namespace: string }
  const api = root.io.socket(namespace)
  await told(api, 'connect')
  // The connection ends with its last namespace.
  const close = () => {
    api.close()
    root.close()
  }
  return { root, api, close, [Symbol.dispose]: close }
}

/** Everything that an API namespace is told at a URI, as it comes. */
export function hear(api: ClientSocket, uri: string): [name: string, data: unknown][] {
  const heard: [string, unknown][] = []
  api.on(uri, (name, data) => void heard.push([String(name), data]))
  return heard
}

/** Calls an operation over the socket. */
export function call(
  api: ClientSocket,
  manager: string,
  operation: string,
  args: unknown = {},
): Promise<Acknowledged> {
  return ask(api, 'api', { uri: `homey:manager:${manager}`, operation, args })
}

/** Waits until something holds; fails when it never does. */
export async function until(holds: () => boolean, atMost = 5_000): Promise<number> {
  const begun = performance.now()
  while (!holds()) {
    if (performance.now() - begun > atMost) throw new Error(`not within ${atMost} ms`)
    await new Promise((done) => setTimeout(done, 1))
  }
  return performance.now() - begun
}

/** Sends bytes over TCP, and gives back all that is answered until the connection ends or is quiet. */
export function sendBytes(url: string, ...pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(pieces.join(''), 'latin1'))
    let answer = ''
    socket.setTimeout(1_500, () => socket.destroy())
    socket.on('data', (piece) => {
      answer += piece.toString('latin1')
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    )
  })
}
