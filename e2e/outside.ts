// The internet, as far as a test needs it: a server with a certificate for `*.example.org` at an address of this
// machine that counts as public, and beside it listeners that count whoever knocks.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { Outgoing } from '@latchkey/gateway'
import { temporaryDirectory } from './world.ts'

/** What counts as a public address. */
const PUBLIC = '127.0.0.2'

/** Answers a request. */
export type Page = (request: IncomingMessage, response: ServerResponse) => void

/** The internet. */
export interface Outside extends AsyncDisposable {
  /** How a gateway reaches it. */
  readonly outgoing: Outgoing
  readonly port: number
  /** `https://…` of a host below example.org. */
  at(host: string, path: string): string
  /** What is at the paths of all hosts. */
  readonly pages: Map<string, Page>
  /** The requests that came, as host and path. */
  readonly asked: readonly string[]
  /** The names that were resolved. */
  readonly resolved: readonly string[]
  /** What names resolve to, one answer after the other; the last one stays. */
  readonly names: Map<string, readonly (readonly string[])[]>
}

/** A page with JSON. */
export const json =
  (value: unknown, headers: Readonly<Record<string, string>> = {}): Page =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.end(typeof value === 'string' ? value : JSON.stringify(value))
  }

/** Opens it. */
export async function openOutside(): Promise<Outside> {
  await using stack = new AsyncDisposableStack()
  const { cert, key } = certificate(stack.use(temporaryDirectory()).path)
  const pages = new Map<string, Page>()
  const names = new Map<string, readonly (readonly string[])[]>()
  const [asked, resolved]: [string[], string[]] = [[], []]
  const server = createSecure({ cert, key }, (request, response) => {
    asked.push(`${request.headers.host?.split(':')[0]}${request.url}`)
    const page = pages.get(request.url ?? '')
    if (page) page(request, response)
    else response.writeHead(404).end()
  })
  await listening(server, PUBLIC, 0)
  stack.defer(() => closed(server, () => server.closeAllConnections()))
  const { port } = server.address() as AddressInfo
  const outgoing: Outgoing = {
    ca: cert,
    permits: (address) => address === PUBLIC,
    resolve: async (name) => {
      resolved.push(name)
      const [next = [PUBLIC], ...later] = names.get(name) ?? []
      if (later.length > 0) names.set(name, later)
      return next
    },
  }
  const owned = stack.move()
  return {
    ...{ outgoing, port, pages, names, asked, resolved },
    at: (host, path) => `https://${host}.example.org:${port}${path}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Something on the network at home that nobody outside may reach: counts who knocks. */
export interface Trap extends AsyncDisposable {
  readonly port: number
  readonly knocks: () => number
}

/** Sets a trap at an address of this machine. */
export async function openTrap(host = '127.0.0.1', port = 0): Promise<Trap> {
  let knocks = 0
  const server = createServer((socket) => {
    knocks++
    socket.destroy()
  })
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    knocks: () => knocks,
    [Symbol.asyncDispose]: () => closed(server),
  }
}

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })

const closed = (server: Server, end = () => {}): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    end()
  })

function certificate(folder: string): { readonly cert: string; readonly key: string } {
  const files = { cert: join(folder, 'outside.pem'), key: join(folder, 'outside.key') }
  const what = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = ['-subj', '/CN=outside', '-addext', 'subjectAltName=DNS:*.example.org']
  const out = ['-days', '2', '-keyout', files.key, '-out', files.cert]
  execFileSync('openssl', [...what, ...names, ...out], { stdio: 'ignore' })
  return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') }
}
