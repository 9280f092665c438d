// The query of a request: only parameters that the operation declares go on to the hub, written
// anew. Objects and arrays are in the form `args[a][b]=…` and `x[]=…` (reference 0).
import type { Operation } from '../operations/operation.ts'

/** Longest query that is looked at, in bytes; autocomplete sends whole card arguments. */
export const MAX_QUERY = 16_384

/**
 * The query as the hub is sent it, without `?`; undeclared parameters are left out. Undefined if
 * it is malformed or too long.
 */
export function buildQuery(operation: Operation, rawQuery: string): string | undefined {
  if (rawQuery.length > MAX_QUERY) return undefined
  const pairs: string[] = []
  for (const piece of rawQuery.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    const key = decode(equals < 0 ? piece : piece.slice(0, equals))
    const value = decode(equals < 0 ? '' : piece.slice(equals + 1))
    if (key === undefined || value === undefined) return undefined
    if (operation.open || isDeclared(operation, key)) {
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    }
  }
  return pairs.join('&')
}

function isDeclared(operation: Operation, key: string): boolean {
  const bracket = key.indexOf('[')
  const name = bracket < 0 ? key : key.slice(0, bracket)
  return Object.hasOwn(operation.parameters, name) && operation.parameters[name]?.in === 'query'
}

function decode(raw: string): string | undefined {
  if (!raw.isWellFormed()) return undefined
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
