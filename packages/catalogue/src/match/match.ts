// From the raw path of a request, or the names in a socket message, to the operation that is
// meant and the ids of the objects that it names; and back to the path that the hub is sent.
import type { Generation } from '../generation.ts'
import { type Operation, pathParameters } from '../operations/operation.ts'
import { operationById, operations } from '../operations/operations.ts'
import { encodeSegment, isPathValue, splitPath } from './path.ts'
import { type Node, treeOf, walk } from './tree.ts'

/** An operation and the decoded values of its path parameters. */
export interface Matched {
  readonly matched: true
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
  /** What follows the path of an open operation, decoded; empty for all others. */
  readonly rest: readonly string[]
}

/** Why nothing matched. */
export type Mismatch =
  /** Bytes that no path has, or a second spelling of one: the caller's mistake, or an attack. */
  | 'malformed-path'
  /** No operation has this path. */
  | 'unknown-operation'
  /** An operation has this path, but not with this method. */
  | 'unknown-method'
  /** A path parameter is absent or not a value (socket messages only). */
  | 'malformed-id'

/** The answer to a match. */
export type Match = Matched | { readonly matched: false; readonly reason: Mismatch }

const trees = new Map<Generation, Node>()

function treeFor(generation: Generation): Node {
  const known = trees.get(generation)
  if (known) return known
  const built = treeOf(operations(generation))
  trees.set(generation, built)
  return built
}

const no = (reason: Mismatch): Match => ({ matched: false, reason })

const MISSES = {
  spelling: 'malformed-path',
  nothing: 'unknown-operation',
  method: 'unknown-method',
} as const

/**
 * Matches a request. `rawPath` is the request target up to `?`, byte for byte as it arrived. A
 * single trailing slash is tolerated; ids may be raw or percent-encoded; nothing else is.
 */
export function match(generation: Generation, method: string, rawPath: string): Match {
  const segments = splitPath(rawPath)
  if (!segments) return no('malformed-path')
  const arrival = walk(treeFor(generation), segments, method)
  if (typeof arrival === 'string') return no(MISSES[arrival])
  const { operation, values, rest } = arrival
  return { matched: true, operation, ids: named(operation, values), rest }
}

function named(operation: Operation, values: readonly string[]): Record<string, string> {
  const ids: Record<string, string> = {}
  let at = 0
  for (const segment of operation.segments) {
    if ('parameter' in segment) ids[segment.parameter] = values[at++] ?? ''
  }
  return ids
}

const MANAGER_URI = 'homey:manager:'

/**
 * Matches the socket's `api` message: `uri` is `homey:manager:<id>`, `operation` the name in the
 * specification, `args` the named parameters. Path parameters among them are held to the same
 * rule as in a path, and must lead back to this very operation.
 */
export function matchSocket(
  generation: Generation,
  uri: string,
  operation: string,
  args: Readonly<Record<string, unknown>> = {},
): Match {
  if (!uri.startsWith(MANAGER_URI)) return no('unknown-operation')
  const manager = uri.slice(MANAGER_URI.length)
  const found = operationById(generation, `${manager}.${operation}`)
  if (!found?.path.startsWith('/api/manager/')) return no('unknown-operation')
  const ids: Record<string, string> = {}
  for (const name of pathParameters(found)) {
    const value = args[name]
    if (typeof value !== 'string' || !isPathValue(value)) return no('malformed-id')
    ids[name] = value
  }
  const again = match(generation, found.method, buildPath(found, ids))
  return again.matched && again.operation === found ? again : no('malformed-id')
}

/**
 * The path of an operation with these ids, as the hub expects it. For all ids that `match`
 * returned, matching the result gives the same operation and ids.
 */
export function buildPath(
  operation: Operation,
  ids: Readonly<Record<string, string>>,
  rest: readonly string[] = [],
): string {
  let path = ''
  for (const segment of operation.segments) {
    path +=
      'literal' in segment
        ? `/${segment.literal}`
        : `/${encodeSegment(ids[segment.parameter] ?? '')}`
  }
  if (operation.open) return `${path}/${rest.map(encodeSegment).join('/')}`
  // Some paths of the specifications end so, and the hub is sent what they say.
  return operation.path.endsWith('/') ? `${path}/` : path
}
