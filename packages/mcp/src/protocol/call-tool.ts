// One call of a tool: may it be made at all, and what its caller is told of what came of it.
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequiredResult,
  inputRequired,
  type RequestStateCodec,
  type ServerContext,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/server'
import { Home } from '../home/home.ts'
import { DATA_NOTE, visible } from '../home/hub-text.ts'
import { isItem, itemIn } from '../home/item.ts'
import type { Tool } from '../tool.ts'
import { Refused, ToolError } from '../tool-error.ts'
import type { Caller } from './caller.ts'
import { leastOf, needsInWords } from './needs.ts'

/** What is sealed between two rounds of a call: only which question it was. Nothing is decided by it. */
export interface Asked {
  readonly tool: string
  readonly approval: string
}

/** What calling stands on. */
export interface CallParts {
  readonly codec: RequestStateCodec<Asked>
  readonly onError: (error: unknown) => void
}

/** Calls a tool for a caller. Mistakes and refusals are results that an agent can read. */
export async function callTool(
  tool: Tool,
  input: unknown,
  caller: Caller,
  context: ServerContext,
  parts: CallParts,
): Promise<CallToolResult | InputRequiredResult> {
  const home = new Home(caller.connection, tool.name)
  const refused = refusedAtOnce(tool, home, caller)
  if (refused !== undefined) return failure(refused)
  try {
    const output = await tool.call(input, home)
    const text = `${DATA_NOTE}\n${visible(JSON.stringify(output))}`
    return { content: [{ type: 'text', text }], structuredContent: output }
  } catch (error) {
    if (!(error instanceof ToolError)) {
      parts.onError(error)
      return failure('Something went wrong in the gateway.')
    }
    // What lies behind it is nobody's but ours.
    if (error.cause !== undefined) parts.onError(error.cause)
    if (!(error instanceof Refused)) return failure(error.message)
    return explained(error, tool, home, caller, context, parts)
  }
}

function refusedAtOnce(tool: Tool, home: Home, caller: Caller): string | undefined {
  const { connection } = caller
  const often = connection.tooOften(tool.name, tool.kind === 'read' ? 'reads' : 'writes')
  if (often !== undefined) return often
  if (connection.effectOf(tool.name) === 'deny') {
    connection.refused(tool.name)
    return 'Latchkey: the owner does not allow this client this tool.'
  }
  if (home.suffices(tool.needs)) return undefined
  connection.refused(tool.name)
  caller.stepUp = leastOf(tool.needs, connection.grant.permissions)
  return `Latchkey: this client may not use ${tool.name}. It needs ${needsInWords(tool.needs)}. Ask the owner of this Homey for it with permission_request.`
}

async function explained(
  error: Refused,
  tool: Tool,
  home: Home,
  caller: Caller,
  context: ServerContext,
  parts: CallParts,
): Promise<CallToolResult | InputRequiredResult> {
  const { permissions } = caller.connection.grant
  if (error.needs && !home.hasWritten) {
    const own = leastOf(tool.needs, permissions)
    caller.stepUp = [...new Set([...own, ...leastOf(error.needs, permissions)])]
  }
  if (error.code === 'approval_pending' && error.approval !== undefined) {
    return askedOf(error, error.approval, tool, caller, context, parts)
  }
  return failure(error.message)
}

// The page is where the owner answers. What a client answers to the link decides nothing: the call is made again,
// and the gateway holds it or lets it go on by the owner's word alone.
async function askedOf(
  error: Refused,
  approval: string,
  tool: Tool,
  caller: Caller,
  context: ServerContext,
  { codec }: CallParts,
): Promise<CallToolResult | InputRequiredResult> {
  const url = caller.connection.approvalUrl(approval)
  const message = `The owner of this Homey is asked whether ${tool.name} may do this. They answer on this page, signed in.`
  if (url !== undefined && opensPages(context)) {
    const requestState = await codec.mint({ tool: tool.name, approval }, context)
    return inputRequired({
      inputRequests: { approval: inputRequired.elicitUrl({ message, url }) },
      requestState,
    })
  }
  if (url !== undefined && caller.session?.opensPages) {
    const elicitation = { mode: 'url', message, url, elicitationId: approval } as const
    throw new UrlElicitationRequiredError([elicitation], message)
  }
  const page = url === undefined ? '' : ` They answer here: ${url}`
  return failure(`${error.message}${page}`)
}

/** Whether the client of a request of 2026-07-28 opens pages for its user. */
function opensPages({ mcpReq }: ServerContext): boolean {
  const said = isItem(mcpReq.envelope) ? itemIn(mcpReq.envelope, CLIENT_CAPABILITIES_META_KEY) : {}
  return isItem(itemIn(said, 'elicitation')['url'])
}

const failure = (text: string): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text }],
})
