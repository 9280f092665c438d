// A request as it arrived, in the few parts that count, and its body read within bounds.
import type { IncomingMessage } from 'node:http'
import type { Whole } from '../oversight/whole.ts'
import type { DenyReason } from './reason.ts'

/** A request to the hub path, not yet believed. */
export interface HubPathRequest {
  readonly method: string
  /** The request target up to `?`, byte for byte. */
  readonly rawPath: string
  /** What follows `?`; empty if nothing does. */
  readonly rawQuery: string
  readonly authorization: string | undefined
  /** The proof that goes with a token that is bound to a key (RFC 9449). */
  readonly proof?: string | undefined
  /** The key that whoever sends this has proven to have before; never from the request itself. */
  readonly provenBy?: string | undefined
  /** The tool of the MCP server that makes it; absent for what clients send themselves. */
  readonly via?: Via | undefined
  readonly contentType: string | undefined
  /** What the client has of the answer already, by its tag. */
  readonly ifNoneMatch?: string | undefined
  /**
   * Reads the body; asked only after the key was found good. `receive` is told of each piece, and says
   * whether there is room for it.
   */
  readonly readBody: (receive: Receive) => Promise<Buffer | NoBody>
  /** Whether there is room for an answer of a hub of so many bytes; then they count until it is taken. */
  readonly hasRoom?: ((hub: string, bytes: number) => boolean) | undefined
  /** Aborted when the client has gone. Made when it is first asked for. */
  readonly gone?: (() => AbortSignal) | undefined
}

/** A tool, and the others that do what it does this time. */
export interface Via {
  readonly tool: string
  readonly as?: readonly string[] | undefined
  /** All that its call is going to change, if it changes several things. */
  readonly whole?: Whole | undefined
}

/** Told how many bytes of a body arrived; false if there is no room for them. */
export type Receive = (bytes: number) => boolean

/** Why a body could not be read. */
export type NoBody = Extract<DenyReason, 'body-too-large' | 'body-late' | 'overloaded'>

/** Largest body that is accepted, in bytes. */
export const MAX_BODY = 1024 * 1024

/** The parts of an incoming message. */
export function fromMessage(
  message: IncomingMessage,
  more: Pick<HubPathRequest, 'hasRoom' | 'gone'> = {},
): HubPathRequest {
  const target = message.url ?? '/'
  const question = target.indexOf('?')
  return {
    method: message.method ?? 'GET',
    rawPath: question < 0 ? target : target.slice(0, question),
    rawQuery: question < 0 ? '' : target.slice(question + 1),
    authorization: message.headers.authorization,
    proof: one(message.headers['dpop']),
    contentType: message.headers['content-type'],
    ifNoneMatch: message.headers['if-none-match'],
    readBody: (receive) => readBody(message, receive),
    ...more,
  }
}

const one = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined

async function readBody(message: IncomingMessage, receive: Receive): Promise<Buffer | NoBody> {
  if (Number(message.headers['content-length'] ?? 0) > MAX_BODY) return 'body-too-large'
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of message) {
      size += (piece as Buffer).length
      if (size > MAX_BODY) return 'body-too-large'
      if (!receive((piece as Buffer).length)) return 'overloaded'
      pieces.push(piece as Buffer)
    }
  } catch {
    return 'body-late'
  }
  return Buffer.concat(pieces)
}

/** The body as a value; an empty one is `{}`, which is what clients of a Homey mean by it. */
export function parseBody(
  body: Buffer,
  contentType: string | undefined,
): { readonly value: unknown } | { readonly reason: 'malformed-body' | 'unsupported-body' } {
  if (body.length === 0) return { value: {} }
  if (!/^application\/json\b/i.test(contentType ?? '')) return { reason: 'unsupported-body' }
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return { reason: 'malformed-body' }
  }
}
