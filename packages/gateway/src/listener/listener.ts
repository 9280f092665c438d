// The TCP listener: bounded in headers, bodies and time, and open to the hub path only. Owners do
// not sign in here yet, so nothing of theirs is reachable here.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, errorAnswer, refusalAnswer } from '../hub-path/answer.ts'
import type { HubPath } from '../hub-path/hub-path.ts'
import { fromMessage } from '../hub-path/request.ts'
import { hostCheck } from './host.ts'

/** Where to listen. */
export interface ListenOptions {
  readonly host: string
  /** 0 is any free port. */
  readonly port: number
  readonly publicUrl?: string | undefined
}

/** A listener that is open. */
export interface Listener extends AsyncDisposable {
  /** `http://host:port`. */
  readonly url: string
}

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
} as const

const MAX_CONNECTIONS = 1024

/** How long a refused body is still read, so that the client sees why, in milliseconds. */
const LINGER = 1_000

/** Always sent: a hub's bytes never run as a page of this gateway, and are never kept. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
} as const

/**
 * Opens the listener.
 * @throws Error if the port is taken or the address is not this machine's, with what to do.
 */
export async function listen(hubPath: HubPath, options: ListenOptions): Promise<Listener> {
  const isOurs = hostCheck(options.host, options.publicUrl)
  const server = createServer(LIMITS, (message, response) => {
    void respond(message, response, (one) => answer(one, isOurs, hubPath))
  })
  server.maxConnections = MAX_CONNECTIONS
  const port = await open(server, options)
  const name = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${name}:${port}`,
    [Symbol.asyncDispose]: () => close(server),
  }
}

async function answer(
  message: IncomingMessage,
  isOurs: (host: string | undefined) => boolean,
  hubPath: HubPath,
): Promise<Answer> {
  if (isRepeated(message, 'host') || isRepeated(message, 'authorization')) {
    return refusalAnswer('request-malformed')
  }
  if (!isOurs(message.headers.host)) return refusalAnswer('host-unknown')
  if (message.url === '/')
    return errorAnswer(404, 'not_found', 'this is the gateway. See its README.')
  return hubPath.handle(fromMessage(message))
}

function isRepeated(message: IncomingMessage, name: string): boolean {
  let seen = 0
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    if (message.rawHeaders[at]?.toLowerCase() === name) seen++
  }
  return seen > 1
}

async function respond(
  message: IncomingMessage,
  response: ServerResponse,
  make: (message: IncomingMessage) => Promise<Answer>,
): Promise<void> {
  const { status, headers, body } = await make(message)
  // A body that was not read to its end would be taken for the next request.
  const close = message.complete ? {} : { connection: 'close' }
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...HEADERS, ...headers, ...length, ...close })
  response.end(message.method === 'HEAD' ? undefined : body)
  if (message.complete) return
  message.resume()
  setTimeout(() => message.destroy(), LINGER).unref()
}

function open(server: Server, { host, port }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${port} is in use. Choose another: --port 0 takes any free one.`,
        EADDRNOTAVAIL: `${host} is not an address of this machine.`,
        EACCES: `Port ${port} may only be opened by root. Choose one above 1023.`,
      }
      reject(new Error(why[error.code ?? ''] ?? `Cannot listen at ${host}: ${error.code}`))
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 2_000).unref()
  })
}
