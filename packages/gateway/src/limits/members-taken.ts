// The members that the hub takes of each kind, and what each has to be: what is sent is made of these.
// What an object is answered with and the hub works out itself may come back, and is left out.
import type { JudgedKind, PlainKind } from '@latchkey/catalogue'
import { isObject, isTextList, type Json } from './json.ts'
import { type Denied, deny } from './judgement.ts'

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string'
const textOrNull: Check = (value) => value === null || typeof value === 'string'
const flag: Check = (value) => typeof value === 'boolean'
const flagOrNull: Check = (value) => value === null || typeof value === 'boolean'
const number: Check = (value) => typeof value === 'number'
const plain: Check = (value) => value === null || typeof value !== 'object'
const list: Check = (value) => Array.isArray(value)

type Checks = Readonly<Record<string, Check>>

const FLOW: Checks = { name: text, folder: textOrNull, enabled: flag, order: number }

/** By kind. */
const TAKEN: Readonly<Record<JudgedKind | PlainKind, Checks>> = {
  flow: { ...FLOW, trigger: isObject, conditions: list, actions: list },
  'advanced-flow': { ...FLOW, cards: isObject },
  mood: { name: text, preset: textOrNull, devices: isObject, zone: textOrNull },
  group: {
    ...{ name: text, class: text, zoneId: textOrNull, zone: textOrNull, deviceIds: isTextList },
    ...{ iconOverride: textOrNull, iconDeviceId: textOrNull },
  },
  dashboard: { name: text, columns: list },
  device: {
    ...{ name: text, zone: textOrNull, note: textOrNull, iconOverride: textOrNull },
    ...{ virtualClass: textOrNull, uiIndicator: textOrNull, hidden: flagOrNull },
  },
  zone: { name: text, icon: textOrNull, parent: textOrNull },
  'flow-folder': { name: text, parent: textOrNull, order: number },
  variable: { name: text, type: text, value: plain },
}

/** What of an object comes back from clients, and is the hub's own to say. */
const ANSWERED: ReadonlySet<string> = new Set([
  ...['id', 'uri', 'broken', 'triggerable', 'triggerCount'],
])

/** The members of a body that the hub takes; or why the body is not understood. */
export function takenOf(kind: JudgedKind | PlainKind, body: unknown): Json | Denied {
  if (!isObject(body)) return deny('not-understood', 'the body is not an object.')
  const checks = TAKEN[kind]
  const entries = Object.entries(body).filter(([name]) => !ANSWERED.has(name))
  for (const [name, value] of entries) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (check?.(value) === true) continue
    const what = check ? 'is not what it has to be' : 'is not a member that is known'
    return deny('not-understood', `${name.slice(0, 100)} in the body ${what}.`)
  }
  return Object.fromEntries(entries)
}

/** Whether this is a refusal, and not the members of a body. */
export function isRefusal(value: Json | Denied): value is Denied {
  return value['verdict'] === 'deny'
}

/** An object without the members that are the hub's own to say; clients write back whole objects. */
export function knownOf(kind: JudgedKind | PlainKind, object: Json): Json {
  const entries = Object.entries(object).filter(([name]) => Object.hasOwn(TAKEN[kind], name))
  return Object.fromEntries(entries)
}
