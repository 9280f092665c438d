// Puts the named parameters of an operation where they travel: path, query or body.
import { buildPath, match, type Operation } from '@latchkey/catalogue'

/** The parts of a request that named parameters become. */
export interface PlacedParameters {
  readonly ids: Readonly<Record<string, string>>
  /** Without `?`; objects in the form `args[a]=…` (reference 0). */
  readonly query: string
  readonly body: unknown
}

/**
 * Places parameters. POST and PUT always carry a body, if only `{}` (reference 0).
 * @throws TypeError on a parameter that the operation does not have or that is missing: a
 * mistake of the calling code, not of a client.
 */
export function placeParameters(
  operation: Operation,
  parameters: Readonly<Record<string, unknown>>,
): PlacedParameters {
  const ids: Record<string, string> = {}
  const query: string[] = []
  let body: unknown = operation.method === 'POST' || operation.method === 'PUT' ? {} : undefined
  for (const name of Object.keys(parameters)) {
    if (!Object.hasOwn(operation.parameters, name)) {
      throw new TypeError(`${operation.id} has no parameter ${name}`)
    }
  }
  for (const [name, parameter] of Object.entries(operation.parameters)) {
    const value = parameters[name]
    if (value === undefined) {
      if (parameter.required) throw new TypeError(`${operation.id} needs the parameter ${name}`)
      continue
    }
    if (parameter.in === 'path') ids[name] = String(value)
    else if (parameter.in === 'query') query.push(...pairs(name, value))
    else if (parameter.root) body = value
    else body = { ...(body as object), [name]: value }
  }
  return { ids, query: query.join('&'), body }
}

/**
 * The path of an operation with these ids.
 * @throws TypeError on an id that leads elsewhere: none, `..`, or `me` where users have ids.
 */
export function pathTo(operation: Operation, ids: Readonly<Record<string, string>>): string {
  const path = buildPath(operation, ids)
  const back = match(operation.generation, operation.method, path)
  if (back.matched && back.operation.id === operation.id) return path
  throw new TypeError(`${operation.id} cannot be asked with these ids`)
}

function pairs(key: string, value: unknown): string[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((one) => pairs(`${key}[]`, one))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, one]) => pairs(`${key}[${name}]`, one))
  }
  return [`${encodeURIComponent(key)}=${encodeURIComponent(value === null ? '' : String(value))}`]
}
