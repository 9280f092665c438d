// The MCP server as a function from request to answer, in both eras of the protocol: 2026-07-28 without state, and
// 2025-11-25 and older by the legacy handler of the SDK. Who calls was found out before.
import {
  createMcpHandler,
  createRequestStateCodec,
  type McpHttpHandler,
  McpServer,
  type RequestStateCodec,
} from '@modelcontextprotocol/server'
import { isItem, itemIn, textIn } from '../home/item.ts'
import { ANNOTATIONS, type Tool } from '../tool.ts'
import { type Asked, callTool } from './call-tool.ts'
import type { Caller } from './caller.ts'
import { INSTRUCTIONS } from './instructions.ts'
import { remembered } from './remembered-schema.ts'
import { Sessions } from './session.ts'

/** What the face stands on. */
export interface FaceParts {
  readonly tools: readonly Tool[]
  /** The version of Latchkey. */
  readonly version: string
  /** A secret of at least 32 bytes, the same at all gateways of an installation. */
  readonly key: string
  readonly onError: (error: unknown) => void
}

/** What is asked of it. */
export interface Asking {
  readonly request: Request
  /** The body of the request, parsed; undefined if there is none. */
  readonly body: unknown
  readonly caller: Omit<Caller, 'session'>
  /** Where a client learns which authorization server to ask for more (RFC 9728). */
  readonly metadataUrl: string
}

const SESSION = 'mcp-session-id'

/** The face. */
export class McpFace implements AsyncDisposable {
  readonly #parts: FaceParts
  readonly #sessions: Sessions
  readonly #codec: RequestStateCodec<Asked>
  readonly #handler: McpHttpHandler
  /** Who makes a request that the SDK has in hand, by the only thing that it hands on. */
  readonly #inHand = new WeakMap<object, { readonly caller: Caller; readonly body: unknown }>()

  constructor(parts: FaceParts) {
    this.#parts = parts
    this.#sessions = new Sessions(parts.key)
    this.#codec = createRequestStateCodec<Asked>({
      key: parts.key,
      bind: ({ http }) => http?.authInfo?.clientId ?? '',
    })
    this.#handler = createMcpHandler(({ authInfo }) => this.#serverFor(authInfo), {
      onerror: () => {},
    })
  }

  /** Answers one request, whole. */
  async handle({ request, body, caller: who, metadataUrl }: Asking): Promise<Response> {
    const { grant } = who.connection
    const shown = request.headers.get(SESSION)
    const session = shown === null ? undefined : this.#sessions.read(grant.id, shown)
    if (shown !== null && !session) return gone()
    if (methodOf(body) === 'subscriptions/listen') return nothingToListenTo(body)
    const caller: Caller = { ...who, session }
    const authInfo = { token: '', clientId: grant.id, scopes: [...grant.permissions] }
    this.#inHand.set(authInfo, { caller, body })
    const answer = await this.#handler.fetch(request, { authInfo, parsedBody: body })
    const text = await answer.text()
    if (caller.stepUp && caller.canStepUp) return stepUp(caller.stepUp, body, metadataUrl)
    const headers = new Headers(answer.headers)
    if (methodOf(body) === 'initialize' && answer.ok) {
      headers.set(SESSION, this.#sessions.idFor(grant.id, body))
    }
    return new Response(text === '' ? null : text, { status: answer.status, headers })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handler.close()
  }

  // One server for each request: it knows the tools that this caller may use, and where one is called, that one.
  #serverFor(authInfo: object | undefined): McpServer {
    const inHand = authInfo && this.#inHand.get(authInfo)
    if (!inHand) throw new Error('The MCP server was asked by nobody.')
    const { caller, body } = inHand
    const server = new McpServer(
      { name: 'latchkey', title: 'Latchkey', version: this.#parts.version },
      {
        capabilities: { tools: { listChanged: false } },
        instructions: INSTRUCTIONS,
        requestState: { verify: (state, context) => this.#codec.verify(state, context) },
      },
    )
    for (const tool of this.#shownIn(caller, body)) this.#register(server, tool, caller)
    return server
  }

  #shownIn({ connection }: Caller, body: unknown): readonly Tool[] {
    const { tools } = this.#parts
    if (methodOf(body) === 'tools/call') {
      const name = textIn(itemIn(isItem(body) ? body : {}, 'params'), 'name')
      return tools.filter((tool) => tool.name === name)
    }
    return tools.filter((tool) => isListed(tool, connection))
  }

  #register(server: McpServer, tool: Tool, caller: Caller): void {
    const { name, title, description, input, output, kind } = tool
    const { onError } = this.#parts
    server.registerTool(
      name,
      {
        ...{ title, description, inputSchema: remembered(input), outputSchema: remembered(output) },
        annotations: { title, ...ANNOTATIONS[kind] },
      },
      (given, context) => callTool(tool, given, caller, context, { codec: this.#codec, onError }),
    )
  }
}

/** Whether a client is told of a tool: it may use it, and the owner did not forbid it. */
export function isListed(tool: Tool, { grant, effectOf }: Caller['connection']): boolean {
  if (effectOf(tool.name) === 'deny') return false
  return tool.needs.some((all) => all.every((one) => grant.permissions.has(one)))
}

const methodOf = (body: unknown): string => textIn(isItem(body) ? body : undefined, 'method')

const idOf = (body: unknown): unknown => (isItem(body) ? (body['id'] ?? null) : null)

function errorOf(body: unknown, status: number, code: number, message: string, headers = {}) {
  const error = { jsonrpc: '2.0', id: idOf(body), error: { code, message } }
  return Response.json(error, { status, headers })
}

const gone = (): Response =>
  errorOf(undefined, 404, -32_001, 'This session is unknown. Initialize again.')

// Nothing here changes but by what the owner does, and then a client is told at its next call.
const nothingToListenTo = (body: unknown): Response =>
  errorOf(body, 404, -32_601, 'This server has nothing to listen to.')

function stepUp(scopes: readonly string[], body: unknown, metadataUrl: string): Response {
  const scope = scopes.join(' ')
  const challenge = `Bearer error="insufficient_scope", scope="${scope}", resource_metadata="${metadataUrl}"`
  const message = `Latchkey: this needs ${scopes.join(' and ')}.`
  return errorOf(body, 403, -32_003, message, { 'www-authenticate': challenge })
}
