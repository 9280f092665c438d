// What people call by one word and a home has in many forms: locks, cameras, speech. Ready-made rules are
// about these; each is told by what a device is, by what it lets one set, or by permissions.
import type { Item } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'

/** How a thing is told. */
export interface Thing {
  /** Classes of devices. */
  readonly classes: readonly string[]
  /** Words in names of capabilities that can be set. A word too many costs a question, one too few a door. */
  readonly words: readonly string[]
  /** A device with pictures or videos is one. */
  readonly media?: true
  /** What needs these is a use of it, reading too. */
  readonly permissions: readonly string[]
}

/** By name. */
export const THINGS = {
  locks: {
    classes: ['lock'],
    words: [
      ...['lock', 'locked', 'unlock', 'unlocked', 'latch', 'unlatch', 'bolt', 'deadbolt'],
      ...['doorlock', 'smartlock', 'door', 'dooropener', 'opener'],
    ],
    permissions: [],
  },
  alarm: {
    classes: ['homealarm'],
    words: ['homealarm', 'alarm', 'arm', 'armed', 'disarm', 'disarmed', 'security'],
    permissions: [],
  },
  garage: { classes: ['garagedoor'], words: ['garage', 'garagedoor', 'gate'], permissions: [] },
  sirens: { classes: ['siren'], words: ['siren'], permissions: [] },
  cameras: {
    ...{ classes: ['camera'], words: [], media: true },
    permissions: ['camera:watch', 'camera:state', 'image:read', 'image:state'],
  },
  speech: { classes: [], words: [], permissions: ['speech:say', 'speech:play', 'audio:play'] },
  'voice-pin': { classes: [], words: [], permissions: ['google-pin:read', 'google-pin:update'] },
  'new-apps': { classes: [], words: [], permissions: ['app:install', 'devkit:install'] },
} as const satisfies Readonly<Record<string, Thing>>

/** The name of a thing. */
export type ThingName = keyof typeof THINGS

/** All names. */
export const THING_NAMES = Object.keys(THINGS).filter(isThingName)

/** Whether a word is the name of a thing. */
export function isThingName(word: string): word is ThingName {
  return Object.hasOwn(THINGS, word)
}

const NONE: ReadonlySet<ThingName> = new Set()
const known = new WeakMap<Item, ReadonlySet<ThingName>>()

/** Which things a device is, in V3's form. It is worked out once for each state of a device. */
export function thingsOf(device: Item | undefined): ReadonlySet<ThingName> {
  if (!device) return NONE
  const found = known.get(device)
  if (found) return found
  const things = new Set(THING_NAMES.filter((name) => isThing(THINGS[name], device)))
  known.set(device, things)
  return things
}

const byCapability = new Map<string, readonly ThingName[]>()

/** How many names of capabilities are kept: clients may send any. */
const MANY = 1_000

/** The things that a capability by this name belongs to, whatever the device. */
export function thingsOfCapability(capability: string): readonly ThingName[] {
  const found = byCapability.get(capability)
  if (found) return found
  const words = wordsOf(capability)
  const things = THING_NAMES.filter((name) => hasWord(THINGS[name], words))
  if (byCapability.size >= MANY) byCapability.clear()
  byCapability.set(capability, things)
  return things
}

function isThing(thing: Thing, device: Item): boolean {
  const { class: what, virtualClass, capabilities } = device
  if (thing.classes.some((one) => one === what || one === virtualClass)) return true
  if (thing.media && (hasAny(device['images']) || hasAny(device['videos']))) return true
  if (thing.words.length === 0 || !Array.isArray(capabilities)) return false
  return capabilities.some(
    (id) => typeof id === 'string' && hasWord(thing, wordsOf(id)) && canBeSet(id, device),
  )
}

const hasAny = (list: unknown): boolean =>
  (Array.isArray(list) && list.length > 0) || (isObject(list) && Object.keys(list).length > 0)

const hasWord = ({ words }: Thing, named: readonly string[]): boolean =>
  words.some((one) => named.includes(one))

function wordsOf(capability: string): readonly string[] {
  return capability
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
}

// What a device only tells of is nothing that can be moved; where nothing is said, it can.
function canBeSet(id: string, { capabilitiesObj }: Item): boolean {
  const entries = isObject(capabilitiesObj) ? capabilitiesObj : {}
  const entry = Object.hasOwn(entries, id) ? entries[id] : undefined
  return isObject(entry) ? entry['setable'] !== false : !id.startsWith('alarm_')
}
