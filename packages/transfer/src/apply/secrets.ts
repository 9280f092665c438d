// Puts secrets into a body at the last moment. A stub is never written to a hub: what is not known is
// left out, and a person is told.
import { isObject, type Json, type JsonObject } from '../json.ts'
import { isStub } from '../snapshot/hash.ts'
import { reveal } from '../snapshot/secrets/reveal.ts'
import type { SecretStub } from '../snapshot/snapshot.ts'

/** Secrets by reference. */
export type Secrets = ReadonlyMap<string, Json>

/** A body as it is sent. */
export interface Opened {
  readonly body: JsonObject
  /** Members, at the top, that hold a secret. */
  readonly secret: readonly string[]
  /** References of secrets that are not known. */
  readonly missing: readonly string[]
}

const MARKER = /⟦secret ([0-9a-f]{20})⟧/g

/** The body with its secrets, as far as they are known. */
export function opened(body: JsonObject, secrets: Secrets | undefined): Opened {
  const inline = markersIn(body)
  const { content, missing } = reveal({ content: body, inline }, secrets)
  const secret = Object.entries(body)
    .filter(([, value]) => holdsSecret(value))
    .map(([name]) => (name.startsWith('$') ? name.slice(1) : name))
  return { body: missing.length === 0 ? content : withoutStubs(content), secret, missing }
}

// A marker names the secret that it stands for, so the body alone says all.
/** The secrets that markers in the texts of a body stand for. */
export function markersIn(body: JsonObject): Readonly<Record<string, SecretStub>> {
  const found = JSON.stringify(body).matchAll(MARKER)
  return Object.fromEntries(
    [...found].map(([marker, ref]) => [marker, { $secret: `secret-${ref}`, hmac: '' }]),
  )
}

function holdsSecret(value: Json): boolean {
  if (typeof value === 'string') return value.includes('⟦secret ')
  if (isStub(value)) return true
  return Object.values(isObject(value) || Array.isArray(value) ? value : {}).some(holdsSecret)
}

function withoutStubs(value: JsonObject): JsonObject {
  const left = Object.entries(value).flatMap(([name, one]) =>
    isStub(one) ? [] : [[name, inside(one)] as const],
  )
  return Object.fromEntries(left)
}

function inside(value: Json): Json {
  if (Array.isArray(value)) return value.filter((one) => !isStub(one)).map(inside)
  return isObject(value) ? withoutStubs(value) : value
}
