// The TCP listener: bounded in headers, bodies and time. It tells the hub path and the owner API apart by
// the raw path, and who is at the other end by the socket, or by a proxy that is trusted.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo, BlockList } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Agents } from '../agents/agents.ts'
import type { AthomDropIn } from '../athom-drop-in/athom-drop-in.ts'
import type { AuthorizationServer } from '../authorization/authorization-server.ts'
import { type Answer, jsonAnswer, refusalAnswer } from '../hub-path/answer.ts'
import type { HubPath } from '../hub-path/hub-path.ts'
import { fromMessage } from '../hub-path/request.ts'
import type { Health } from '../operations/health.ts'
import type { Load } from '../operations/load.ts'
import { OWNER_PREFIX, type OwnerApi } from '../owner-api/owner-api.ts'
import type { ClientFace } from '../permission-requests/client-face.ts'
import type { Realtime } from '../realtime/realtime.ts'
import { isSocketPath, refuseUpgrade } from '../realtime/socket-server.ts'
import { boundConnections } from './connections.ts'
import { CORS, preflightAnswer } from './cors.ts'
import { EndOfTurn } from './end-of-turn.ts'
import { type HostCheck, hostCheck } from './host.ts'
import { type Arrived, hostOf, isLoopback, networks, type Peer, peerOf } from './peer.ts'
import { takeRoom, watchReader } from './slow-readers.ts'
import { readTls, type TlsFiles } from './tls.ts'

/** Where to listen. */
export interface ListenOptions {
  readonly host: string
  /** 0 is any free port. */
  readonly port: number
  readonly publicUrl?: string | undefined
  readonly tls?: TlsFiles | undefined
  /** Networks of proxies whose X-Forwarded-* headers count. */
  readonly trustedProxies?: readonly string[] | undefined
  /** Listen beyond this machine in clear text all the same. */
  readonly insecureHttp?: boolean | undefined
}

/** What is behind the listener. */
export interface Surfaces {
  readonly hubPath: HubPath
  readonly ownerApi: OwnerApi
  readonly health: Health
  readonly realtime: Realtime
  readonly authorization: AuthorizationServer
  readonly clientFace: ClientFace
  readonly athom: AthomDropIn
  /** The MCP server. */
  readonly agents: Agents
  readonly load: Load
}

/** A listener that is open. */
export interface Listener extends AsyncDisposable {
  /** `http://host:port`. */
  readonly url: string
  /** Reads the certificate anew. @throws Error if it cannot be used; the old one then stays */
  reload(): void
}

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  // Any other wish, elsewhere or for `h2c`, is not heard: the request is answered as it is.
  shouldUpgradeCallback: ({ url, headers }: IncomingMessage) =>
    isSocketPath(url) && headers.upgrade?.toLowerCase() === 'websocket',
  /** Of TLS. */
  handshakeTimeout: 10_000,
} as const

/** How long requests may take to end when the gateway stops, in milliseconds. */
const FINISH_WITHIN = 10_000

/** How long a refused body is still read, so that the client sees why, in milliseconds. */
const LINGER = 1_000

/** Always sent: a hub's bytes never run as a page of this gateway, and are never kept. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
} as const

const HUB_PATH_HEADERS = { ...HEADERS, ...CORS } as const

const OWNER_PATHS = `${OWNER_PREFIX}/`

/** Answers of the hub path, which many clients may wait for at once. */
const ANSWERS = new EndOfTurn()

/**
 * Opens the listener.
 * @throws Error if the port is taken, the address is not this machine's, or keys would be sent in
 * clear text where others can read them; with what to do.
 */
export async function listen(surfaces: Surfaces, options: ListenOptions): Promise<Listener> {
  requirePrivacy(options)
  const isOurs = hostCheck(options.host, options.publicUrl)
  const trusted = networks(options.trustedProxies ?? [])
  const respond = (message: IncomingMessage, response: ServerResponse) =>
    void dispatch(message, response, surfaces, isOurs, trusted).catch(() => response.destroy())
  const secure = options.tls && createTlsServer({ ...LIMITS, ...readTls(options.tls) }, respond)
  const server = secure ?? createServer(LIMITS, respond)
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { realtime } = surfaces
    const { address } = peerOfMessage(message, trusted)
    if (misdirected(message, isOurs, trusted)) refuseUpgrade(socket)
    else if (!isSocketPath(message.url)) refuseUpgrade(socket, '404 Not Found')
    else realtime.server.upgrade(message, socket, head, address)
  })
  boundConnections(server, surfaces.load)
  const port = await open(server, options)
  const name = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `${secure ? 'https' : 'http'}://${name}:${port}`,
    reload: () => {
      if (options.tls) secure?.setSecureContext(readTls(options.tls))
    },
    [Symbol.asyncDispose]: () => {
      surfaces.ownerApi.endStreams()
      surfaces.hubPath.letGo()
      surfaces.clientFace.letGo()
      surfaces.realtime.endAll()
      return close(server)
    },
  }
}

function requirePrivacy({ host, tls, trustedProxies = [], insecureHttp }: ListenOptions): void {
  const isPrivate = host === 'localhost' || isLoopback(host)
  if (isPrivate || tls || trustedProxies.length > 0 || insecureHttp) return
  throw new Error(
    `At ${host} everybody on the network could read keys and passwords on their way. Give a certificate (--tls-cert, --tls-key), name the proxy that has one (--trusted-proxy), or say --insecure-http.`,
  )
}

async function dispatch(
  message: IncomingMessage,
  response: ServerResponse,
  { hubPath, ownerApi, health, realtime, authorization, athom, clientFace, agents, load }: Surfaces,
  isOurs: HostCheck,
  trusted: BlockList,
): Promise<void> {
  const refused = misdirected(message, isOurs, trusted)
  if (refused) return respond(message, response, refused, load)
  const { url = '/' } = message
  if (url.startsWith(OWNER_PATHS)) {
    return ownerApi.handle(message, response, peerOfMessage(message, trusted))
  }
  if (isSocketPath(url)) {
    return realtime.server.handle(message, response, peerOfMessage(message, trusted).address)
  }
  if (ownerApi.pages.has(url)) {
    return ownerApi.pages.handle(message, response, peerOfMessage(message, trusted))
  }
  const asked = authorization.has(url) ? authorization : athom.has(message) ? athom : undefined
  if (asked) {
    if (!load.enter()) return respond(message, response, OVERLOADED, load)
    response.once('close', () => load.leave())
    return asked.handle(message, response, peerOfMessage(message, trusted))
  }
  if (agents.has(url)) {
    const peer = peerOfMessage(message, trusted)
    const answered = await counted(load, () => agents.handle(message, response, peer))
    return respond(message, response, answered, load)
  }
  if (url === '/healthz') return respond(message, response, ALIVE, load)
  if (url === '/readyz') return respond(message, response, await readiness(health), load)
  const isQuestion =
    message.method === 'OPTIONS' && message.headers['access-control-request-method'] !== undefined
  if (isQuestion) return respond(message, response, preflightAnswer(), load)
  const surface = clientFace.has(url) ? clientFace : hubPath
  const answer = await bounded(message, response, surface, load)
  ANSWERS.add(() => {
    try {
      respond(message, response, answer, load, HUB_PATH_HEADERS)
    } catch {
      response.destroy()
    }
  })
}

/** The answer of a surface for clients, if there is room for one more request. */
async function bounded(
  message: IncomingMessage,
  response: ServerResponse,
  surface: Pick<HubPath, 'handle'>,
  load: Load,
): Promise<Answer> {
  if (!load.enter()) return OVERLOADED
  try {
    const hasRoom = (hub: string, bytes: number) =>
      takeRoom(message, response, { hub, bytes }, load)
    return await surface.handle(fromMessage(message, { hasRoom, gone: () => goneOf(response) }))
  } finally {
    load.leave()
  }
}

/** An answer, if there is room for one more request. */
async function counted(load: Load, answer: () => Promise<Answer>): Promise<Answer> {
  if (!load.enter()) return OVERLOADED
  try {
    return await answer()
  } finally {
    load.leave()
  }
}

/** Aborted when nobody is there any more to take the answer. */
function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  if (response.destroyed || response.closed) gone.abort()
  else response.once('close', () => gone.abort())
  return gone.signal
}

function arrived({ socket, headers }: IncomingMessage): Arrived {
  const encrypted = socket instanceof TLSSocket
  return { socketAddress: socket.remoteAddress, headers, encrypted }
}

const peerOfMessage = (message: IncomingMessage, trusted: BlockList): Peer =>
  peerOf(arrived(message), trusted)

async function readiness(health: Health): Promise<Answer> {
  const waitsFor = await health.readiness()
  const ready = waitsFor === 'ready'
  return jsonAnswer(ready ? 200 : 503, ready ? { ready } : { ready, waitsFor })
}

const ALIVE = jsonAnswer(200, { ok: true })
const OVERLOADED = refusalAnswer('overloaded')

function misdirected(
  message: IncomingMessage,
  isOurs: HostCheck,
  trusted: BlockList,
): Answer | undefined {
  if (isRepeated(message, 'host') || isRepeated(message, 'authorization')) {
    return refusalAnswer('request-malformed')
  }
  return isOurs(hostOf(arrived(message), trusted)) ? undefined : refusalAnswer('host-unknown')
}

function isRepeated({ rawHeaders }: IncomingMessage, name: string): boolean {
  let seen = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const one = rawHeaders[at]
    if (one?.length === name.length && one.toLowerCase() === name) seen++
  }
  return seen > 1
}

function respond(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  load: Load,
  always: Readonly<Record<string, string>> = HEADERS,
): void {
  const size = Buffer.byteLength(body)
  const isRead = message.complete || isBodyless(message)
  const all: Record<string, string> = { ...always, ...headers }
  all['content-length'] = String(size)
  // A body that was not read to its end would be taken for the next request, and so would whatever is
  // sent by a client that believes in its upgrade.
  if (!isRead || message.headers.upgrade !== undefined) all['connection'] = 'close'
  response.writeHead(status, all)
  response.end(message.method === 'HEAD' ? undefined : body)
  watchReader(response, size, load)
  if (isRead) return
  message.resume()
  setTimeout(() => message.destroy(), LINGER).unref()
}

/** Whether nothing follows the head, which the parser says only a moment later. */
const isBodyless = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'

function open(server: Server | TlsServer, { host, port }: ListenOptions): Promise<number> {
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

async function close(server: Server | TlsServer): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), FINISH_WITHIN).unref()
  })
}
