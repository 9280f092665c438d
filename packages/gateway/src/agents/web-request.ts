// A request as the library of the protocol takes it: only the headers that the protocol has, and never a key.
import type { Message } from '../authorization/exchange.ts'

const HEADERS = [
  ...['accept', 'content-type', 'last-event-id'],
  ...['mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id'],
]

/** Makes it of a message whose body was read. */
export function webRequest(message: Message, url: string, text: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    const isKept = HEADERS.includes(name) || name.startsWith('mcp-param-')
    if (isKept && typeof value === 'string') headers.set(name, value)
  }
  const { method = 'GET' } = message
  return new Request(url, { method, headers, ...(method === 'POST' && { body: text }) })
}
