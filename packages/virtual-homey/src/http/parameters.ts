// The parameters of a call, checked against the specification: required ones are there, types are
// right, members that the specification does not name are dropped. Answers are not checked: some
// schemas are wrong there.
import type { SpecificationParameter } from '@latchkey/catalogue/specification'
import { invalid } from '../hub-error.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import type { Route, RouteMatch } from './routes.ts'

type Shape = Omit<SpecificationParameter, 'in'>

/** Where the values of parameters come from. */
export interface ParameterSources {
  readonly match: RouteMatch
  readonly query: Readonly<JsonRecord>
  readonly body: unknown
}

/** The parameters by name. @throws HubError 400 that says which one is wrong and how. */
export function checkParameters({ match, query, body }: ParameterSources): JsonRecord {
  const { operation, itemSchema } = match.route
  const args: JsonRecord = {}
  for (const [name, parameter] of Object.entries(operation.parameters ?? {})) {
    const raw = sourceOf(parameter, name, { match, query, body })
    const value = parameter.in === 'body' ? raw : fromText(raw, parameter)
    const checked = checkValue(name, value, parameter, itemSchema)
    if (checked !== undefined) args[name] = checked
  }
  return args
}

/**
 * The parameters of a call that names them, as calls over the socket do. Clients leave words of their
 * own among them (`$validate`, `query`), which are dropped unless the operation has such a parameter.
 */
export function checkNamedParameters(route: Route, given: Readonly<JsonRecord>): JsonRecord {
  const args: JsonRecord = {}
  for (const [name, parameter] of Object.entries(route.operation.parameters ?? {})) {
    const raw = Object.hasOwn(given, name) ? given[name] : undefined
    const inPath = parameter.in === 'path'
    const value = parameter.in === 'body' ? raw : fromText(inPath ? segment(raw) : raw, parameter)
    // What stands in a path is always there over HTTP, whether or not it is said to be required.
    const shape = inPath ? { type: 'string', ...parameter, required: true } : parameter
    const checked = checkValue(name, value, shape, route.itemSchema)
    if (checked !== undefined) args[name] = checked
  }
  return args
}

// A path holds nothing but text.
function segment(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function sourceOf(
  parameter: SpecificationParameter,
  name: string,
  { match, query, body }: ParameterSources,
): unknown {
  if (parameter.in === 'path') return match.path[name]
  if (parameter.in === 'query') return Object.hasOwn(query, name) ? query[name] : undefined
  if (parameter.root) return body
  if (!isRecord(body)) throw invalid('Invalid Body: expected an object')
  return Object.hasOwn(body, name) ? body[name] : undefined
}

function fromText(raw: unknown, parameter: Shape): unknown {
  if (typeof raw !== 'string') return raw
  if (parameter.type === 'number') return raw.trim() === '' ? raw : Number(raw)
  if (parameter.type === 'boolean') return { true: true, false: false }[raw] ?? raw
  return raw
}

function checkValue(name: string, value: unknown, shape: Shape, itemSchema?: unknown): unknown {
  if (value === undefined || (value === null && !shape.required && !isNullable(name, itemSchema))) {
    if (shape.required) throw invalid(`Missing Parameter: ${name}`)
    return undefined
  }
  if (value === null && !shape.required) return null
  const types = typeof shape.type === 'string' ? [shape.type] : shape.type
  if (types && !types.some((type) => isOfType(value, type, shape))) {
    throw invalid(`Invalid Parameter: ${name} must be of type ${types.join(' or ')}`)
  }
  if (!shape.properties || !isRecord(value)) return value
  return checkMembers(name, value, shape.properties, itemSchema)
}

function checkMembers(
  name: string,
  value: JsonRecord,
  properties: Readonly<Record<string, Shape>>,
  itemSchema: unknown,
): JsonRecord {
  const checked: JsonRecord = {}
  for (const [member, shape] of Object.entries(properties)) {
    const given = Object.hasOwn(value, member) ? value[member] : undefined
    try {
      const result = checkValue(member, given, shape, itemSchema)
      if (result !== undefined) checked[member] = result
    } catch (error) {
      throw invalid(`${error instanceof Error ? error.message : error} (in ${name})`)
    }
  }
  return checked
}

// A list is an object as well, where nothing is said of its members: favourites are lists.
function isOfType(value: unknown, type: string, { properties }: Shape): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isRecord(value) || (!properties && Array.isArray(value))
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value)
  return typeof value === type
}

// Parameters say `string` where the item may also hold null (`folder`, `preset`, `note`). Clients
// send whole items back, so null is taken where the item's own schema allows it.
function isNullable(member: string, itemSchema: unknown): boolean {
  const properties = isRecord(itemSchema) ? itemSchema['properties'] : undefined
  const schema = isRecord(properties) ? properties[member] : undefined
  const variants = isRecord(schema) ? schema['anyOf'] : undefined
  return (
    Array.isArray(variants) &&
    variants.some((variant) => isRecord(variant) && variant['type'] === 'null')
  )
}
