// The builder of most rows: one operation lists all objects of a kind, and each is projected to what is
// written again and what is only known.
import { GENERATION_NAMES } from '@latchkey/catalogue'
import { HubError } from '@latchkey/homey'
import { NotOnThisHub } from '../hub/refused.ts'
import type { TransferHub } from '../hub/transfer-hub.ts'
import { isJson, isObject, type Json, type JsonObject } from '../json.ts'
import type { Unread } from '../snapshot/snapshot.ts'
import type { Reading, ReadKind, ReadObject } from './kind.ts'

/** Why something was not read, without saying what. */
export type WhyUnread = Pick<Unread, 'why' | 'reason'>

/** An object that was listed becomes one that is read; nothing if it is not of the kind. */
export type Projection = (item: JsonObject) => ReadObject | undefined

/** What a hub lacks, for people. */
export function absent(hub: TransferHub, what: string): WhyUnread {
  return {
    why: 'absent',
    reason: `There are no ${what} on ${GENERATION_NAMES[hub.facts.generation]}.`,
  }
}

/** Why a call gave nothing; what is no fault of the hub's is thrown again. */
export function whyUnread(error: unknown): WhyUnread {
  if (error instanceof NotOnThisHub) return { why: 'absent', reason: error.message }
  if (error instanceof HubError && error.status === 403) {
    return { why: 'not-permitted', reason: error.message }
  }
  const ends = error instanceof HubError && (ENDS.includes(error.code) || error.status === 401)
  if (error instanceof HubError && !ends) {
    return { why: 'failed', reason: error.message }
  }
  throw error
}

// A hub that is not there any more, or a key that is good no more, is no kind that could not be read.
const ENDS: readonly HubError['code'][] = [
  ...(['hub_offline', 'hub_is_another', 'hub_credential_lapsed', 'hub_address_invalid'] as const),
]

/** A reader of everything that one operation lists. `what` is the plural, for people. */
export function listed(
  operation: string,
  what: string,
  project: Projection,
): (reading: Reading) => Promise<ReadKind> {
  return async ({ hub }) => {
    const list = await itemsOf(hub, operation, what)
    if ('unread' in list) return list
    return { objects: list.items.flatMap((item) => project(item) ?? []), unread: [] }
  }
}

/** The items that an operation lists, by id; or why there are none. */
export async function itemsOf(
  hub: TransferHub,
  operation: string,
  what: string,
): Promise<{ readonly items: readonly JsonObject[] } | ReadKind> {
  if (!hub.has(operation)) return { objects: [], unread: [absent(hub, what)] }
  try {
    return { items: items(await hub.call(operation)) }
  } catch (error) {
    return { objects: [], unread: [whyUnread(error)] }
  }
}

// Hubs answer maps by id; clients take lists as well (reference 0).
function items(value: unknown): JsonObject[] {
  const all = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
  return all.filter(isObject)
}

/** An object with its id and name, and these members as content and as facts, as far as it has them. */
export function object(
  item: JsonObject,
  content: readonly string[],
  facts: readonly string[] = [],
): ReadObject {
  return {
    id: text(item['id']),
    name: typeof item['name'] === 'string' ? item['name'] : null,
    content: pick(item, content),
    facts: pick(item, facts),
  }
}

/** The members with these names, those that are there. */
export function pick(item: JsonObject, names: readonly string[]): JsonObject {
  const there = names.flatMap((name) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(there)
}

/** A text; empty if it is none. */
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** What a hub answered, as JSON. */
export function json(value: unknown): Json {
  if (value === undefined) return null
  if (!isJson(value)) throw new TypeError('an answer of the hub is no JSON')
  return value
}

/** Content as one part; nothing if none of the members is there. */
export const whole =
  (...names: string[]) =>
  (content: JsonObject): readonly JsonObject[] => {
    const part = pick(content, names)
    return Object.keys(part).length === 0 ? [] : [part]
  }

/** Content in parts, each of these members. */
export const cut =
  (...parts: readonly (readonly string[])[]) =>
  (content: JsonObject): readonly JsonObject[] =>
    parts.flatMap((names) => whole(...names)(content))
