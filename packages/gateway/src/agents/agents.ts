// `/mcp`: the MCP server at the listener. Who calls is found out here; what they may do is decided by the hub path,
// call by call. The protocol is loaded with the first request, as most gateways have no agents.
import type { McpFace, Tool } from '@latchkey/mcp'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Answering, Message } from '../authorization/exchange.ts'
import { FIRST_SCOPE, MCP_PATH, mcpMetadataUrl } from '../authorization/resource.ts'
import type { Grant } from '../grants/grant.ts'
import { type Answer, errorAnswer, refusalAnswer } from '../hub-path/answer.ts'
import { type CountedBody, countedBody } from '../hub-path/counted-body.ts'
import type { HubPath } from '../hub-path/hub-path.ts'
import { tokenShown } from '../hub-path/identify.ts'
import { type IdentifyParts, identifyRequest } from '../hub-path/identify-request.ts'
import { type DenyReason, REFUSALS } from '../hub-path/reason.ts'
import { Recorder } from '../hub-path/record.ts'
import { fromMessage, type HubPathRequest, parseBody } from '../hub-path/request.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import type { Peer } from '../listener/peer.ts'
import type { Load } from '../operations/load.ts'
import type { Oversight } from '../oversight/effect.ts'
import type { ClientFace } from '../permission-requests/client-face.ts'
import type { Currency } from '../storage/currency.ts'
import { latchkeyVersion } from '../storage/version.ts'
import { ChangeStore, type ChangeStoreParts } from './change-store.ts'
import { grantConnection } from './grant-connection.ts'
import { ReadAnswers } from './read-answers.ts'
import { webRequest } from './web-request.ts'

/** What it stands on. */
export interface AgentsParts extends IdentifyParts, ChangeStoreParts {
  readonly hubPath: HubPath
  /** Where clients ask for more than they have. */
  readonly clientFace: Pick<ClientFace, 'handle'>
  readonly hubs: Hubs
  /** Counts calls of tools. */
  readonly oversight?: Pick<Oversight, 'toolCall'> | undefined
  readonly audit: AuditLog
  readonly load: Load
  readonly currency: Currency
  /** A secret that is the same at all gateways of an installation. */
  readonly key: string
  /** Tools besides those of the table, as the conformance suite has some of its own. */
  readonly tools?: readonly Tool[] | undefined
  /** The one address that the gateway is known by, without a slash at the end. */
  readonly issuer: () => string | undefined
  readonly onError: (error: unknown) => void
}

/** Who calls. */
interface Caller {
  readonly grant: Grant
  readonly hub: ConnectedHub
  /** Came with an access token, so that more can be asked for. */
  readonly byToken: boolean
  /** The key that its token is bound to, if it is. */
  readonly provenBy: string | undefined
}

/** The MCP server of an installation. */
export class Agents implements AsyncDisposable {
  readonly #parts: AgentsParts
  readonly #recorder: Recorder
  readonly #answers = new ReadAnswers()
  readonly #changes: ChangeStore
  readonly #listening: Disposable
  #face: Promise<McpFace> | undefined

  constructor(parts: AgentsParts) {
    this.#parts = parts
    this.#recorder = new Recorder(parts.audit, parts.now)
    this.#changes = new ChangeStore(parts)
    this.#listening = parts.grants.onChange((id) => {
      const isGone = (parts.grants.present(id)?.revokedAt ?? null) !== null
      if (isGone) void this.#changes.forget(id).catch(parts.onError)
    })
  }

  /** Whether a raw path, with its query, is its own. */
  has(url: string | undefined): boolean {
    return url === MCP_PATH || url?.startsWith(`${MCP_PATH}?`) === true
  }

  /** Answers a request. */
  async handle(message: Message, response: Answering, peer: Peer): Promise<Answer> {
    const issuer = this.#parts.issuer() ?? peer.origin
    if (!isOwnOrigin(message.headers.origin, [issuer, peer.origin])) return FOREIGN
    const request = fromMessage(message)
    const caller = await this.#caller(request)
    if ('reason' in caller) return this.#refuse(request, caller, message, issuer)
    const isSending = request.method === 'POST'
    const read = isSending ? await countedBody(request, this.#parts.load, caller.grant.hubId) : NONE
    if (typeof read === 'string') return refusalAnswer(read)
    using received = read
    const text = received.bytes.toString()
    const parsed = parseBody(received.bytes, 'application/json')
    const body = isSending && 'value' in parsed ? parsed.value : undefined
    const face = await this.#opened()
    const gone = goneOf(response)
    const asked = webRequest(message, `${issuer}${MCP_PATH}`, text)
    const connection = this.#connection(request, caller, gone, issuer)
    const metadataUrl = mcpMetadataUrl(issuer)
    const who = { connection, canStepUp: caller.byToken }
    return await answerOf(await face.handle({ request: asked, body, caller: who, metadataUrl }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]()
    await (await this.#face)?.[Symbol.asyncDispose]()
  }

  #opened(): Promise<McpFace> {
    const { key, tools = [], onError } = this.#parts
    this.#face ??= import('@latchkey/mcp').then(
      ({ McpFace: Face, TOOLS }) =>
        new Face({ tools: [...TOOLS, ...tools], version: latchkeyVersion(), key, onError }),
    )
    return this.#face
  }

  async #caller(request: HubPathRequest): Promise<Caller | Unknown> {
    const { grants, hubs, currency } = this.#parts
    if (!currency.isCurrent) return { reason: 'state-unknown' }
    const { who, nonce, provenBy } = await identifyRequest(request, this.#parts, 'mcp')
    const { grant, reason } = who
    if (reason) return { reason, nonce, ...(grant && { grant }) }
    const hub = hubs.byId(grant.hubId)
    if (!hub) return { reason: 'hub-gone', grant }
    const token = tokenShown(request.authorization)
    const byToken = token !== undefined && grants.held(token)?.audience === 'mcp'
    return { grant, hub, byToken, provenBy }
  }

  #connection(
    request: HubPathRequest,
    { grant, hub, provenBy }: Caller,
    gone: AbortSignal,
    address: string,
  ) {
    const { hubPath, clientFace } = this.#parts
    return grantConnection({
      ...{
        hubPath,
        clientFace,
        grant,
        gone,
        answers: this.#answers,
        changes: this.#changes.of(grant),
      },
      ...{ hubName: hub.hub.name, authorization: request.authorization, provenBy, address },
      refused: (tool) => this.#refused(request, grant, tool, 'permission-missing'),
      tooOften: (tool, counts) => {
        const over = this.#parts.oversight?.toolCall?.(grant, counts)
        if (!over) return undefined
        this.#refused(request, grant, tool, 'too-often')
        return `Latchkey: this client may make ${over.most} ${over.what} in a minute. Nothing was done. Try again in ${over.wait} s.`
      },
    })
  }

  #refused(request: HubPathRequest, grant: Grant, tool: string, reason: DenyReason): void {
    const recording = this.#recorder.begin({ ...request, via: { tool } })
    recording.refused(reason, REFUSALS[reason][0], { grant })
  }

  #refuse(
    request: HubPathRequest,
    { reason, grant, nonce }: Unknown,
    message: Message,
    issuer: string,
  ): Promise<Answer> {
    const status = REFUSALS[reason][0]
    this.#recorder.begin(request).refused(reason, status, { grant })
    if (status !== 401) return Promise.resolve(refusalAnswer(reason))
    return this.#challenge(reason, message, issuer, nonce)
  }

  // The headers of 2026-07-28 say which tool is meant, so that nothing of a stranger's body is read.
  async #challenge(
    reason: DenyReason,
    message: Message,
    issuer: string,
    nonce: string | undefined,
  ): Promise<Answer> {
    const { 'mcp-method': method, 'mcp-name': name } = message.headers
    const isCall = method === 'tools/call' && typeof name === 'string'
    const { TOOLS } = isCall ? await import('@latchkey/mcp') : { TOOLS: [] }
    const needs = TOOLS.find((tool) => tool.name === name)?.needs[0] ?? [FIRST_SCOPE]
    const error = reason === 'token-missing' ? '' : 'error="invalid_token", '
    const metadata = `scope="${needs.join(' ')}", resource_metadata="${mcpMetadataUrl(issuer)}"`
    // How a bound token is proven is said by the standing challenge (RFC 9449, 7.1).
    if (reason.startsWith('proof-')) {
      return refusalAnswer(reason, undefined, nonce === undefined ? {} : { 'dpop-nonce': nonce })
    }
    return refusalAnswer(reason, undefined, { 'www-authenticate': `Bearer ${error}${metadata}` })
  }
}

/** Somebody who may not call, and whose grant it was, if that is known. */
interface Unknown {
  readonly reason: DenyReason
  readonly grant?: Grant
  /** To be put into the next proof. */
  readonly nonce?: string | undefined
}

/** Of a request that sends nothing. */
const NONE: CountedBody = { bytes: Buffer.alloc(0), [Symbol.dispose]: () => {} }

const FOREIGN = errorAnswer(
  403,
  'foreign_origin',
  'pages of other origins may not use the MCP server. Use a client that is no page of a browser.',
)

/** A browser says where a page is from; a page of elsewhere must not speak for its reader. */
function isOwnOrigin(origin: string | undefined, own: readonly string[]): boolean {
  return origin === undefined || own.includes(origin)
}

function goneOf(response: Answering): AbortSignal {
  const gone = new AbortController()
  if (response.destroyed || response.closed) gone.abort()
  else response.once('close', () => gone.abort())
  return gone.signal
}

async function answerOf(answer: Response): Promise<Answer> {
  const headers = Object.fromEntries(answer.headers)
  return { status: answer.status, headers, body: await answer.text() }
}
