// The fingerprint of what is posted: by it an object without a nonce is known again. Only what was
// posted counts, in a form that survives what hubs do to names (reference 3.4).

import type { Fingerprint } from '../journal/journal.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import type { WriteRequest } from '../kinds/kind.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { canonical } from '../snapshot/canonical.ts'
import { sha256 } from '../snapshot/hash.ts'

/** So much of a text counts; some hubs cut names off. */
const COUNTS = 48

/** The body of a request that makes an object: the members of its one object, or all of them. */
export function postedBody({ parameters }: WriteRequest): JsonObject {
  const values = Object.values(parameters)
  const [only] = values
  if (values.length === 1 && isObject(only)) return only
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value as Json] as const],
    ),
  )
}

/** The fingerprint of a posted body; `without` are members that do not count, such as secret ones. */
export function fingerprintOf(
  kind: KindName,
  body: JsonObject,
  without: readonly string[] = [],
): Fingerprint {
  const { volatile } = KINDS[kind]
  const counting = Object.entries(body).filter(
    ([name]) => !volatile.includes(name) && !without.includes(name),
  )
  return Object.fromEntries(
    counting.map(([name, value]) => [
      name,
      sha256(canonical(name === 'code' ? value : settled(value, name))).slice(0, 16),
    ]),
  )
}

/** The fingerprint that an object of the target would have if it had been posted. */
export function fingerprintOfObject(kind: KindName, content: JsonObject): Fingerprint {
  const { create } = KINDS[kind].writing
  return create ? fingerprintOf(kind, postedBody(create(content))) : {}
}

/** Whether an object may be what was posted: everything that counted is the same. */
export function isSame(posted: Fingerprint, found: Fingerprint): boolean {
  const names = Object.keys(posted)
  return names.length > 0 && names.every((name) => posted[name] === (found[name] ?? NOTHING))
}

const NOTHING = sha256(canonical(null)).slice(0, 16)

// Names as they are after any of the things that hubs do to them.
function settled(value: Json, name: string): Json {
  if (typeof value === 'string') {
    if (name !== 'name') return value
    return value.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, COUNTS).trimEnd()
  }
  if (Array.isArray(value)) return value.map((one) => settled(one, ''))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, settled(one, key)]))
}
