// A body as it may be judged: a fresh structure of plain JSON, so that what is judged is what is sent.
// What is nested too deeply, too large, or not JSON at all is not understood.
import { type Denied, deny } from './judgement.ts'

/** Objects and lists in each other; honest bodies have ten at most. */
const MAX_DEPTH = 40

/** Values in a body; the largest flow that was seen has a hundred times fewer. */
const MAX_VALUES = 50_000

interface Count {
  values: number
}

class NotPlain extends Error {}

/** The copy of a body; undefined stays undefined. */
export function cleanBody(body: unknown): { readonly value: unknown } | Denied {
  try {
    return { value: body === undefined ? undefined : copy(body, 0, { values: 0 }) }
  } catch (error) {
    if (error instanceof NotPlain) return deny('not-understood', `the body ${error.message}.`)
    throw error
  }
}

function copy(value: unknown, depth: number, count: Count): unknown {
  if (depth > MAX_DEPTH) throw new NotPlain('is nested too deeply')
  count.values += 1
  if (count.values > MAX_VALUES) throw new NotPlain('is too large to be understood')
  if (Array.isArray(value)) return value.map((one) => copy(one, depth + 1, count))
  if (typeof value === 'object' && value !== null) return copyObject(value, depth, count)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new NotPlain('is not JSON')
}

function copyObject(value: object, depth: number, count: Count): unknown {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new NotPlain('is not JSON')
  const entries: [string, unknown][] = []
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') throw new NotPlain('has a member called __proto__')
    if (member !== undefined) entries.push([name, copy(member, depth + 1, count)])
  }
  return Object.fromEntries(entries)
}
