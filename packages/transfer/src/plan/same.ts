// Whether two contents say the same: what a hub does to texts and empty members by itself does not count,
// and secrets are compared where both are known.
import { isObject, type Json, type JsonObject } from '../json.ts'
import { canonical } from '../snapshot/canonical.ts'
import { isStub, sha256 } from '../snapshot/hash.ts'
import { reveal } from '../snapshot/secrets/reveal.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'

/** Content with what is needed to compare its secrets. */
export interface Compared extends Pick<SnapshotObject, 'content' | 'inline'> {
  readonly secrets: Snapshot['secrets']
}

const MARKER = /⟦secret [0-9a-f]{20}⟧/g

/** Whether two contents say the same. Secrets that either side does not know count as equal. */
export function isSame(one: Compared, other: Compared): boolean {
  const [a, b] = [opened(one), opened(other)]
  const known = a !== undefined && b !== undefined
  const left = plain(known ? a : one.content)
  const right = plain(known ? b : other.content)
  return canonical(left) === canonical(right)
}

function opened({ content, inline, secrets }: Compared): JsonObject | undefined {
  const revealed = reveal({ content, ...(inline && { inline }) }, secrets)
  return revealed.missing.length === 0 ? revealed.content : undefined
}

/** A value as it is compared: without empty members and outer spaces, secrets masked. */
export function plain(value: Json): Json {
  if (typeof value === 'string') return value.replace(MARKER, '⟦secret⟧').normalize('NFC').trim()
  if (Array.isArray(value)) return value.map(plain)
  if (isStub(value)) return '⟦secret⟧'
  if (!isObject(value)) return value
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === null || isEmpty(member) ? [] : [[name, plain(member)] as const],
  )
  return Object.fromEntries(members)
}

const isEmpty = (value: Json): boolean => isObject(value) && Object.keys(value).length === 0

/** A natural key as a text; `loosely` also without regard to capitals. */
export function keyText(key: Json, loosely: boolean): string {
  const text = canonical(plain(key))
  return loosely ? text.toLowerCase() : text
}

/**
 * The members of a content that a body writes, two levels deep for settings: what a step has to find.
 * What is not there yet is null.
 */
export function beforeOf(content: JsonObject, body: JsonObject): JsonObject {
  const members = Object.entries(body).map(([name, value]) => {
    const now = content[name] ?? null
    return [
      name,
      name === 'settings' && isObject(value) && isObject(now) ? beforeOf(now, value) : now,
    ]
  })
  return Object.fromEntries(members)
}

/** The hash of what a step expects; HMACs do not count, since they differ with every snapshot. */
export function expectationOf(before: Json): string {
  return sha256(canonical(masked(before)))
}

function masked(value: Json): Json {
  if (isStub(value)) return { $secret: value.$secret }
  if (Array.isArray(value)) return value.map(masked)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one)]))
}
