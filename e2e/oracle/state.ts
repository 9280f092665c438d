// What the oracle looks at: a home as plain lists, a grant as plain lists, a call. No index, no cache:
// every question walks the lists again, so that each answer can be checked by reading it.
import type { Limits } from '@latchkey/catalogue'

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** An object of JSON. */
export interface JsonObject {
  readonly [name: string]: Json
}

/** A home, in V3's form. */
export interface State {
  readonly zones: readonly JsonObject[]
  readonly devices: readonly JsonObject[]
  readonly flows: readonly JsonObject[]
  readonly advancedFlows: readonly JsonObject[]
  readonly folders: readonly JsonObject[]
  readonly variables: readonly JsonObject[]
  readonly moods: readonly JsonObject[]
  readonly dashboards: readonly JsonObject[]
  readonly users: readonly JsonObject[]
}

/** The kinds of the page's table. */
export type Kind =
  | 'device'
  | 'zone'
  | 'flow'
  | 'advanced-flow'
  | 'flow-folder'
  | 'mood'
  | 'dashboard'
  | 'variable'
  | 'script'
  | 'app'
  | 'user'
  | 'alarm'

/** A limited grant. */
export interface OracleGrant {
  readonly limits: Limits
  /** `<kind>:<id>` of everything that it created. */
  readonly created: readonly string[]
  readonly permissions: readonly string[]
}

/** What is asked of. */
export interface OracleCall {
  /** `<manager>.<name>`. */
  readonly operation: string
  readonly ids: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Json | undefined
}

/** Where a hub tells of the lists, below `/api/manager/`. */
export const PATHS: Readonly<Record<keyof State, string>> = {
  ...{ zones: 'zones/zone', devices: 'devices/device', flows: 'flow/flow' },
  ...{
    advancedFlows: 'flow/advancedflow',
    folders: 'flow/flowfolder',
    variables: 'logic/variable',
  },
  ...{ moods: 'moods/mood', dashboards: 'dashboards/dashboard', users: 'users/user' },
}

/** Where the objects of a kind lie; scripts, apps and alarms are known to the hub alone. */
export const LISTS: Readonly<Partial<Record<Kind, keyof State>>> = {
  zone: 'zones',
  device: 'devices',
  flow: 'flows',
  'advanced-flow': 'advancedFlows',
  'flow-folder': 'folders',
  variable: 'variables',
  mood: 'moods',
  dashboard: 'dashboards',
  user: 'users',
}

/** The object with an id, if it is there. */
export function find(state: State, kind: Kind, id: string): JsonObject | undefined {
  const list = LISTS[kind]
  return list && state[list].find((one) => one['id'] === id)
}

/** Whether a value is an object of JSON, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member that is an object; an empty one if it is not. */
export function objectAt(value: JsonObject, name: string): JsonObject {
  const member = Object.hasOwn(value, name) ? value[name] : undefined
  return isObject(member) ? member : {}
}

/** A member that is a list of texts; undefined if it is not. */
export function textsAt(value: JsonObject, name: string): readonly string[] | undefined {
  const member = Object.hasOwn(value, name) ? value[name] : undefined
  if (!Array.isArray(member)) return undefined
  const texts = member.filter((one) => typeof one === 'string')
  return texts.length === member.length ? texts : undefined
}

/** Whether an object stands below one of some, by its parents; a circle is below nothing outside itself. */
export function isBelow(
  list: readonly JsonObject[],
  id: unknown,
  tops: readonly string[],
): boolean {
  const seen: unknown[] = []
  let at = id
  while (typeof at === 'string' && !seen.includes(at)) {
    const here = list.find((one) => one['id'] === at)
    if (!here) return false
    if (tops.includes(at)) return true
    seen.push(at)
    at = here['parent']
  }
  return false
}
