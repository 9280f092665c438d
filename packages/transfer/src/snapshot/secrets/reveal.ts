// Puts secrets back where stubs and markers stand; what is not known stays open and is told.
import { isObject, type Json, type JsonObject } from '../../json.ts'
import { isStub } from '../hash.ts'
import type { SnapshotObject } from '../snapshot.ts'

/** Content as it was read, as far as the secrets are known. */
export interface Revealed {
  readonly content: JsonObject
  /** References of secrets that are not known; the content still has their stubs and markers. */
  readonly missing: readonly string[]
}

const NONE: ReadonlyMap<string, Json> = new Map()

/** The content of an object with its secrets. `content` may have been rewritten since. */
export function reveal(
  { content, inline = {} }: Pick<SnapshotObject, 'content' | 'inline'>,
  secrets: ReadonlyMap<string, Json> = NONE,
): Revealed {
  const missing = new Set<string>()
  const known = (ref: string): Json | undefined => {
    const value = secrets.get(ref)
    if (value === undefined) missing.add(ref)
    return value
  }
  const text = (value: string): string => {
    if (!value.includes('⟦secret ')) return value
    return value.replace(/⟦secret [0-9a-f]{20}⟧/g, (marker) => {
      const stub = Object.hasOwn(inline, marker) ? inline[marker] : undefined
      const secret = stub === undefined ? undefined : known(stub.$secret)
      return typeof secret === 'string' ? secret : marker
    })
  }
  const open = (value: Json): Json => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(open)
    if (isStub(value)) return known(value.$secret) ?? value
    return isObject(value) ? members(value) : value
  }
  const members = (value: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name.startsWith('$') ? name.slice(1) : name,
        open(one),
      ]),
    )
  const revealed = members(content)
  return { content: revealed, missing: [...missing].sort() }
}
