// MCP over standard input and output, for clients that start a program. It holds a key and nothing else: each
// message goes to `/mcp` of a gateway as it is, so tools, policy and records are those of the gateway.
/** What the bridge stands on. */
export interface BridgeParts {
  /** The gateway, without a slash at the end. */
  readonly url: string
  readonly key: string
  readonly write: (line: string) => void
}

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const VERSION = 'io.modelcontextprotocol/protocolVersion'

/** Passes messages on, and their answers back. */
export class McpBridge {
  readonly #parts: BridgeParts
  readonly #pending = new Map<unknown, AbortController>()
  readonly #running = new Set<Promise<void>>()
  /** Agreed on at `initialize`, by clients from before 2026-07-28. */
  #version: string | undefined
  #session: string | undefined

  constructor(parts: BridgeParts) {
    this.#parts = parts
  }

  /** Takes one line of standard input. */
  take(line: string): void {
    if (line.trim() === '') return
    const message = parsed(line)
    if (message === undefined) {
      this.#say(failure(null, -32_700, 'this is no JSON.'))
      return
    }
    if (message['method'] === 'notifications/cancelled') {
      const { requestId } = isJson(message['params']) ? message['params'] : {}
      this.#pending.get(requestId)?.abort()
      return
    }
    const running = this.#pass(message, line).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Resolves when everything that was taken is answered. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async #pass(message: Json, body: string): Promise<void> {
    const { id } = message
    const gone = new AbortController()
    if (id !== undefined) this.#pending.set(id, gone)
    try {
      const { url, key } = this.#parts
      const headers = { ...this.#headers(message), authorization: `Bearer ${key}` }
      const answer = await fetch(`${url}/mcp`, {
        ...{ method: 'POST', headers, body, signal: gone.signal, redirect: 'error' },
      })
      const said = messagesIn(await answer.text(), answer.headers.get('content-type') ?? '')
      if (message['method'] === 'initialize') this.#agreed(answer, said)
      for (const one of said) this.#say(one)
      if (id !== undefined && said.length === 0) this.#say(refusal(id, answer.status))
    } catch {
      if (id === undefined || gone.signal.aborted) return
      this.#say(failure(id, -32_000, `No gateway answers at ${this.#parts.url}.`))
    } finally {
      this.#pending.delete(id)
    }
  }

  // 2026-07-28 says in headers what the message says, so that whoever stands between need not read it.
  #headers(message: Json): Record<string, string> {
    const params = isJson(message['params']) ? message['params'] : {}
    const said = isJson(params['_meta']) ? params['_meta'][VERSION] : undefined
    const name = params['name'] ?? params['uri']
    const common = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    }
    if (typeof said === 'string') {
      return {
        ...{ ...common, 'mcp-protocol-version': said, 'mcp-method': String(message['method']) },
        ...(typeof name === 'string' && { 'mcp-name': name }),
      }
    }
    return {
      ...common,
      ...(this.#version !== undefined && { 'mcp-protocol-version': this.#version }),
      ...(this.#session !== undefined && { 'mcp-session-id': this.#session }),
    }
  }

  #agreed(answer: Response, [said]: readonly Json[]): void {
    const result = said && isJson(said['result']) ? said['result'] : {}
    const { protocolVersion } = result
    this.#version = typeof protocolVersion === 'string' ? protocolVersion : undefined
    this.#session = answer.headers.get('mcp-session-id') ?? undefined
  }

  #say(message: Json): void {
    this.#parts.write(`${JSON.stringify(message)}\n`)
  }
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The messages of an answer: one as JSON, or several as events. The hub's form of an error is none. */
function messagesIn(text: string, type: string): readonly Json[] {
  const texts = type.startsWith('text/event-stream')
    ? [...text.matchAll(/^data: ?(.*)$/gm)].map((found) => found[1] ?? '')
    : [text]
  return texts.flatMap((one) => {
    const message = parsed(one)
    return message?.['jsonrpc'] === '2.0' ? [message] : []
  })
}

const failure = (id: unknown, code: number, message: string): Json => ({
  ...{ jsonrpc: '2.0', id, error: { code, message: `Latchkey: ${message}` } },
})

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'this key is unknown, expired or revoked. Ask the owner for another one.',
  403: 'the gateway refused this.',
  503: 'the gateway has too much to do at present. Try again in a moment.',
}

const refusal = (id: unknown, status: number): Json =>
  failure(id, -32_000, REFUSALS[status] ?? `the gateway answered with status ${status}.`)

/** Whether a key may go to this address: encrypted, or not over a network. */
export function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}
