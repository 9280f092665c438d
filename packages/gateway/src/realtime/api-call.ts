// A call over the socket, turned into the very request that the same client would have made over HTTP.
// Nothing is judged here: what means nothing becomes a request that means nothing, and is refused
// and recorded where all others are.
import {
  buildPath,
  type Generation,
  type Match,
  type Matched,
  matchSocket,
  type Operation,
  operationById,
  pathParameters,
} from '@latchkey/catalogue'
import { FACE } from '@latchkey/homey'
import { type HubPathRequest, MAX_BODY } from '../hub-path/request.ts'
import { queryPairs } from './query-string.ts'

type Args = Readonly<Record<string, unknown>>

/** A call that was read. */
export interface ApiCall {
  readonly request: HubPathRequest
  /** How much of it is kept until it is answered, in bytes. */
  readonly size: number
}

const isRecord = (value: unknown): value is Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads an `api` message of whoever holds this key on a hub of this generation. */
export function readCall(message: unknown, key: string, generation: Generation): ApiCall {
  const said = isRecord(message) ? message : {}
  const uri = typeof said['uri'] === 'string' ? said['uri'] : ''
  const name = typeof said['operation'] === 'string' ? said['operation'] : ''
  const args = isRecord(said['args']) ? said['args'] : {}
  const matched = matchCall(generation, uri, name, args)
  if (!matched.matched) return meaningless(matched.reason, uri, name, key)
  const { operation } = matched
  const query = queryOf(operation, args)
  const hasBody = operation.method === 'POST' || operation.method === 'PUT'
  const body = hasBody ? Buffer.from(JSON.stringify(bodyOf(operation, args)) ?? '') : EMPTY
  return {
    size: body.length,
    request: {
      method: operation.method,
      rawPath: buildPath(operation, matched.ids, matched.rest),
      // A stray `%` cannot be read, over HTTP either.
      rawQuery: query === undefined ? '%' : query,
      authorization: `Bearer ${key}`,
      contentType: 'application/json',
      readBody: async () => (body.length > MAX_BODY ? 'body-too-large' : body),
    },
  }
}

const EMPTY = Buffer.alloc(0)

// Clients speak V3 to every hub; what only this hub has is meant in its own words.
function matchCall(generation: Generation, uri: string, name: string, args: Args): Match {
  const face = matchOn(FACE, uri, name, args)
  if (face.matched || generation === FACE) return face
  const own = matchOn(generation, uri, name, args)
  return own.matched ? own : face
}

function matchOn(generation: Generation, uri: string, name: string, args: Args): Match {
  return matchSocket(generation, uri, name, withPlainIds(generation, uri, name, args))
}

// Over HTTP a number in a path is written as text.
function withPlainIds(generation: Generation, uri: string, name: string, args: Args): Args {
  const manager = uri.replace(/^homey:manager:/, '')
  const operation = operationById(generation, `${manager}.${name}`)
  const numbers = operation
    ? pathParameters(operation).filter((one) => typeof args[one] === 'number')
    : []
  if (numbers.length === 0) return args
  return { ...args, ...Object.fromEntries(numbers.map((one) => [one, String(args[one])])) }
}

function queryOf({ parameters }: Operation, args: Args): string | undefined {
  const pairs: string[] = []
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.in !== 'query' || !Object.hasOwn(args, name)) continue
    const value = args[name]
    // The official client leaves an object called `query` in every call (reference 3.3).
    if (name === 'query' && isRecord(value)) continue
    const written = queryPairs(name, value)
    if (!written) return undefined
    pairs.push(...written)
  }
  return pairs.join('&')
}

/** The body as it is over HTTP: the declared parameters by name, or the one that is all of it. */
function bodyOf({ parameters }: Operation, args: Args): unknown {
  let body: unknown = {}
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.in !== 'body' || !Object.hasOwn(args, name)) continue
    const value = args[name]
    if (parameter.root) body = value
    else body = { ...(isRecord(body) ? body : {}), [name]: value }
  }
  return body
}

type Unmatched = Exclude<Match, Matched>['reason']

// No path of a Homey begins with this one's first word, and none has a space in it.
function meaningless(reason: Unmatched, uri: string, name: string, key: string): ApiCall {
  const words = ['', 'socket.io', ...[uri, name].map(asSegment)].join('/')
  return {
    size: 0,
    request: {
      method: 'GET',
      rawPath: reason === 'malformed-id' ? `${words}/ ` : words,
      rawQuery: '',
      authorization: `Bearer ${key}`,
      contentType: undefined,
      readBody: async () => EMPTY,
    },
  }
}

const asSegment = (text: string): string =>
  encodeURIComponent((text === '' ? '-' : text).slice(0, 80).toWellFormed())
