// The client of the MCP SDK, unmodified, as an agent has it: over HTTP in either era, with a key or with OAuth.
import {
  type AuthProvider,
  type CallToolResult,
  Client,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import type { World } from './world.ts'

/** The eras of the protocol. */
export const ERAS = ['2026-07-28', 'legacy'] as const

/** One of them. */
export type Era = (typeof ERAS)[number]

/** How an agent connects. */
export interface AgentOptions {
  readonly era?: Era
  /** Whether it opens pages for its user; what it answers then. */
  readonly opensPages?: (url: string) => Promise<'accept' | 'decline'>
}

/** An agent that is connected. */
export interface Agent extends AsyncDisposable {
  readonly client: Client
  /** The names of the tools that it is told of. */
  tools(): Promise<readonly string[]>
  /** Calls a tool; the result as the protocol has it. */
  call(name: string, input?: Readonly<Record<string, unknown>>): Promise<CallToolResult>
  /** Calls a tool and gives what it says; an error is thrown with its text. */
  ask<T = Record<string, unknown>>(
    name: string,
    input?: Readonly<Record<string, unknown>>,
  ): Promise<T>
}

/** A client that is not connected yet. */
export function newClient({ era = '2026-07-28', opensPages }: AgentOptions = {}): Client {
  const client = new Client(
    { name: 'test-agent', version: '1.0.0' },
    {
      capabilities: opensPages ? { elicitation: { url: {} } } : {},
      versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: era } },
      inputRequired: { maxRounds: 1 },
    },
  )
  if (opensPages) {
    client.setRequestHandler('elicitation/create', async ({ params }) => ({
      action: await opensPages('url' in params ? String(params.url) : ''),
    }))
  }
  return client
}

/** Connects with a key, or as a provider of tokens says. */
export async function agent(
  { url }: Pick<World, 'url'>,
  by: string | AuthProvider | OAuthClientProvider,
  options: AgentOptions = {},
): Promise<Agent> {
  const client = newClient(options)
  const authProvider = typeof by === 'string' ? { token: async () => by } : by
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { authProvider }))
  return agentOf(client)
}

/** A client that is connected, as an agent. */
export function agentOf(client: Client): Agent {
  const call: Agent['call'] = (name, input = {}) => client.callTool({ name, arguments: input })
  return {
    client,
    call,
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    ask: async <T>(name: string, input?: Readonly<Record<string, unknown>>) => {
      const said = await call(name, input)
      if (said.isError) throw new Error(textOf(said))
      return said.structuredContent as T
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** The text of a result. */
export function textOf({ content }: CallToolResult): string {
  return content.map((one) => (one.type === 'text' ? one.text : '')).join('\n')
}
