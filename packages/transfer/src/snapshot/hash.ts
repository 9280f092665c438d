// The hashes of a snapshot: of one object, and the root over all of them. The same home has the same
// root, whoever looks at it and whenever.
import { createHash } from 'node:crypto'
import { isObject, type Json, type JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { canonical } from './canonical.ts'
import type { SecretStub, SnapshotObject } from './snapshot.ts'

/** SHA-256 of a text or bytes, in hex. */
export function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex')
}

/** Whether a value stands in place of a secret. */
export function isStub(value: unknown): value is SecretStub {
  if (!isObject(value)) return false
  return typeof value['$secret'] === 'string' && typeof value['hmac'] === 'string'
}

/** The hash of an object. HMACs differ with every snapshot, so they do not count. */
export function objectHash(
  kind: KindName,
  object: Pick<SnapshotObject, 'content' | 'facts'>,
): string {
  const { volatile } = KINDS[kind]
  const lasting = (members: JsonObject): Json =>
    Object.fromEntries(
      Object.entries(members)
        .filter(([name]) => !volatile.includes(name))
        .map(([name, value]) => [name, withoutHmac(value)]),
    )
  return sha256(canonical([lasting(object.content), lasting(object.facts)]))
}

function withoutHmac(value: Json): Json {
  if (isStub(value)) return { $secret: value.$secret }
  if (Array.isArray(value)) return value.map(withoutHmac)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutHmac(member)]),
  )
}

/** A line of the index, without its end. */
export type IndexLine = Pick<SnapshotObject, 'kind' | 'id' | 'sha256' | 'name'>

/** The index: a line of JSON for each object, sorted by kind and id. */
export function indexOf(objects: Iterable<IndexLine>): string {
  const lines = [...objects].map(({ kind, id, sha256, name }) => ({
    key: `${kind} ${id}`,
    line: canonical({ kind, id, sha256, name }),
  }))
  lines.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return lines.map(({ line }) => `${line}\n`).join('')
}
