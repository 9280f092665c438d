// The owner API: what owners can do with their installation, over HTTP. The same routes are behind two
// doors: the control socket, whose caller is the installation's owner, and TCP, behind a session.
import { randomBytes } from 'node:crypto'
import { HubError } from '@latchkey/homey'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Approvals } from '../approvals/approvals.ts'
import type { Notices } from '../approvals/notices.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Retention } from '../audit/retention.ts'
import type { AuthorizationServer } from '../authorization/authorization-server.ts'
import type { Directories } from '../directories/directories.ts'
import type { Grants } from '../grants/grants.ts'
import type { AthomAccounts } from '../hubs/accounts.ts'
import type { Hubs } from '../hubs/hubs.ts'
import type { WaysIn } from '../hubs/ways-in.ts'
import type { Peer } from '../listener/peer.ts'
import type { Metrics } from '../operations/metrics.ts'
import type { HouseRules } from '../oversight/house-rules.ts'
import { OWNER_ERRORS, OwnerError } from '../owner-error.ts'
import type { Owners } from '../owners/owners.ts'
import { openPages, type Pages } from '../pages/pages.ts'
import type { PermissionRequests } from '../permission-requests/permission-requests.ts'
import type { Rotation } from '../sealing/rotation.ts'
import { troubleOf } from '../storage/trouble.ts'
import type { Traces } from '../traces/traces.ts'
import type { Undoer } from '../traces/undo/undoer.ts'
import type { UsageLog } from '../usage/usage-log.ts'
import { type Caller, Mine } from './caller.ts'
import { requireOwnPage, tokenIn } from './guard.ts'
import type { Simulate } from './key-can.ts'
import { NO_SCHEMAS } from './no-schemas.ts'
import { openApi } from './openapi.ts'
import type { PresentHome, ReachOn } from './reach-on.ts'
import { isAt, mount, type Route } from './route.ts'
import { guardedRoutes } from './routes.ts'
import { openRoutes } from './sign-in-routes.ts'
import type { NameIn } from './trace-views.ts'

/** What the owner API stands on. */
export interface OwnerApiParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly waysIn: WaysIn
  readonly accounts: AthomAccounts
  readonly audit: AuditLog
  readonly approvals: Approvals
  readonly notices: Notices
  readonly requests: PermissionRequests
  readonly retention: Retention
  readonly owners: Owners
  readonly rotation: Rotation
  /** What grants left at hubs, and what undoes it. */
  readonly traces: Traces
  readonly undoer: Undoer
  /** What objects of hubs are called, as far as that is known at once. */
  readonly nameIn: NameIn
  /** A demonstration takes no hub that is not on this machine. */
  readonly demo: boolean
  readonly metrics: Metrics
  /** Where Athom's cloud is. */
  readonly cloudUrl: string
  /** Where setup links point; undefined while nothing listens. */
  readonly baseUrl: () => string | undefined
  /** Whether setup links work from other machines. */
  readonly setupRemote: () => boolean
  /** Aborted when the gateway stops, so that live views end. */
  readonly closing: AbortSignal
  /** The OpenAPI document. */
  readonly document: () => object
  /** Clients that ask for access, and what became of it; without it nobody can ask. */
  readonly authorization?: AuthorizationServer
  readonly directories: Directories
  /** How limits judge a call, for the simulator; without it their part is left open. */
  readonly simulate?: Simulate
  /** The state of a hub, for what keys use; without it that is not told. */
  readonly presentHome?: PresentHome
  /** What grants reach on a hub; without it that is not told. */
  readonly reachOn?: ReachOn
  readonly usage: UsageLog
  /** How house rules and restrictions judge a call, for the simulator. */
  readonly oversee?: Simulate
  readonly rules: HouseRules
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** Where the owner API is over TCP. */
export const OWNER_PREFIX = '/owner/v1'

type Message = Parameters<FastifyInstance['routing']>[0]
type Response = Parameters<FastifyInstance['routing']>[1]

/** The API behind its two doors. It listens nowhere by itself. */
export interface OwnerApi {
  readonly control: FastifyInstance
  readonly tcp: FastifyInstance
  /** Answers a request over TCP, whose path begins with the prefix. */
  handle(message: Message, response: Response, peer: Peer): void
  /** The pages for a browser, on the same owners. */
  readonly pages: Pages
  /** Ends live views, so that the gateway can stop. */
  endStreams(): void
  close(): Promise<void>
  /** The OpenAPI document of the routes over TCP. */
  readonly document: object
  /** The routes over TCP, for the document and for tests. */
  readonly routes: { readonly guarded: readonly Route[]; readonly open: readonly Route[] }
}

/** Builds the API. */
export async function ownerApi(
  given: Omit<OwnerApiParts, 'document' | 'closing'>,
): Promise<OwnerApi> {
  const closing = new AbortController()
  const parts: OwnerApiParts = { ...given, document: () => document(), closing: closing.signal }
  const peers = new WeakMap<Message, Peer>()
  const peerOf = ({ request }: { readonly request: FastifyRequest }) => {
    const peer = peers.get(request.raw)
    if (peer) return peer
    throw new Error('A request came in past the listener.')
  }
  const guarded = guardedRoutes(parts, peerOf)
  const open = openRoutes(parts, peerOf)
  const routes = { guarded: guarded.filter((one) => isAt(one, 'tcp')), open }
  let made: object | undefined
  // A tenth of a start, for what is seldom asked for.
  const document = (): object => {
    made ??= openApi({ prefix: OWNER_PREFIX, ...routes })
    return made
  }
  const control = newServer(parts)
  const caller: Caller = { owner: undefined, from: { address: 'control socket', near: true } }
  const all = new Mine(parts, caller)
  for (const row of guarded.filter((one) => isAt(one, 'control'))) {
    mount(control, '', row, { callerOf: () => caller, mineOf: () => all })
  }
  control.get('/metrics', async (_request, reply) =>
    reply.type(parts.metrics.contentType).send(await parts.metrics.text()),
  )
  const tcp = tcpServer(parts, peerOf, guarded, open)
  await tcp.ready()
  const pages = await openPages(parts, randomBytes)
  return {
    ...{ control, tcp, pages },
    routes,
    get document() {
      return document()
    },
    endStreams: () => closing.abort(),
    close: async () => {
      closing.abort()
      await Promise.all([control.close(), tcp.close(), pages.close()])
    },
    handle: (message, response, peer) => {
      peers.set(message, peer)
      tcp.routing(message, response)
    },
  }
}

function newServer({ onError }: OwnerApiParts): FastifyInstance {
  const api = Fastify({
    ...{ bodyLimit: 1024 * 1024, logger: false, schemaController: NO_SCHEMAS },
    // The id of a client may be an address.
    routerOptions: { maxParamLength: 1_000 },
  })
  // Only JSON, so that no form of another site can make a body that is read.
  api.removeContentTypeParser('text/plain')
  api.setErrorHandler((error, _request, reply) => {
    const { status, code, message, headers = {} } = told(error)
    if (status === 500 || troubleOf(error)) onError(error)
    return reply.status(status).headers(headers).send({ error: code, message })
  })
  api.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ error: 'not_found', message: 'The owner API has no such route.' }),
  )
  return api
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

function tcpServer(
  parts: OwnerApiParts,
  peerOf: (of: { readonly request: FastifyRequest }) => Peer,
  guarded: readonly Route[],
  open: readonly Route[],
): FastifyInstance {
  const api = newServer(parts)
  const callers = new WeakMap<FastifyRequest, Caller>()
  const isOpen = new Set(open.map((row) => `${OWNER_PREFIX}${row.path}`))
  api.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS)
    const peer = peerOf({ request })
    requireOwnPage(request.method, request.headers, peer)
    if (isOpen.has(request.routeOptions.url ?? '')) return
    callers.set(request, await signedIn(parts.owners, request, peer))
  })
  const callerOf = (request: FastifyRequest) => {
    const caller = callers.get(request)
    if (caller) return caller
    throw new OwnerError('not_signed_in', NOT_SIGNED_IN)
  }
  const mineOf = (request: FastifyRequest) => new Mine(parts, callerOf(request))
  const rows = [...guarded.filter((one) => isAt(one, 'tcp')), ...open]
  for (const row of rows) mount(api, OWNER_PREFIX, row, { callerOf, mineOf })
  return api
}

const NOT_SIGNED_IN = 'Sign in first. Keys of clients open nothing here.'

async function signedIn(owners: Owners, request: FastifyRequest, from: Peer): Promise<Caller> {
  const session = await owners.sessions.find(tokenIn(request.headers.cookie, from))
  const owner = session && (await owners.store.byId(session.ownerId))
  if (!session || !owner) throw new OwnerError('not_signed_in', NOT_SIGNED_IN)
  return { owner, session, from }
}

/** Hub errors that are the hub's own doing, not a mistake of the owner's. */
const HUB_STATUS: Readonly<Partial<Record<HubError['code'], number>>> = {
  hub_address_invalid: 400,
  hub_credential_refused: 403,
  hub_credential_lapsed: 403,
  account_refused: 403,
  hub_is_another: 409,
}

interface Told {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

function told(error: unknown): Told {
  if (error instanceof OwnerError) {
    const { code, message, headers } = error
    return { status: OWNER_ERRORS[code], code, message, headers }
  }
  if (error instanceof HubError) {
    return { status: HUB_STATUS[error.code] ?? 502, code: error.code, message: error.message }
  }
  const { statusCode } = error as { statusCode?: number }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: 'invalid_request', message: 'The request cannot be read.' }
  }
  const trouble = troubleOf(error)
  if (trouble) return { status: OWNER_ERRORS[trouble.code], ...trouble }
  const message = 'Something went wrong in Latchkey; its log says what.'
  return { status: 500, code: 'internal_error', message }
}
