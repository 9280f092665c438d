// The word `scope` in a registration. Clients of MCP register with the scopes that a call was refused for; ours belong
// to the Homeys, not to clients, and the library refuses every scope of a client that it does not know itself. So it is
// taken out before the library reads it, and said again in the answer: what is asked is decided when it is asked.
import type { Message } from './exchange.ts'
import { problemOf, wordsOf } from './words.ts'

/** What a registration may be long; the library refuses what is longer. */
const LIMIT = 56 * 1024

const asked = new WeakMap<object, string>()

/** The scope that a registration named, if it means something here. */
export const registeredScope = (message: object): string | undefined => asked.get(message)

/** A message that says everything but its scope. */
export function withoutScope(message: Message): Message {
  // The library refuses what is too long by what its head says, and reads none of it.
  if (Number(message.headers['content-length'] ?? 0) > LIMIT) return message
  // It gets another length, which is not known yet.
  if (message.headers['content-length'] !== undefined) {
    delete message.headers['content-length']
    message.headers['transfer-encoding'] = 'chunked'
  }
  const read = message.iterator.bind(message)
  message.iterator = async function* (options) {
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of read(options)) {
      size += piece.length
      if (size > LIMIT) yield piece
      else pieces.push(piece)
    }
    const body = Buffer.concat(pieces)
    yield size > LIMIT ? body : stripped(message, body)
    return undefined
  }
  return message
}

function stripped(message: Message, body: Buffer): Buffer {
  try {
    const value: unknown = JSON.parse(body.toString())
    if (typeof value !== 'object' || value === null || !('scope' in value)) return body
    const { scope, ...rest } = value
    const isMeant = typeof scope === 'string' && problemOf(wordsOf(scope)) === undefined
    if (isMeant) asked.set(message, scope)
    return Buffer.from(JSON.stringify(rest))
  } catch {
    return body
  }
}
