// Devices, as far as reach goes: what they are to their owner, what of them can be set, and which of it
// a Flow card sets.
import { isSecurityCapability } from '@latchkey/catalogue'
import { deviceFacts } from '../limits/facts.ts'
import type { Item } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'
import { parseOwner } from '../limits/owner-uri.ts'
import type { Role } from './consequence.ts'
import { remembered } from './remembered.ts'

/** A device in a chain. */
export interface ReachedDevice {
  readonly name: string
  readonly security: boolean
  readonly role: Role | null
  readonly group: boolean
  readonly members: readonly string[]
  readonly zone: string | undefined
  readonly light: boolean
  readonly capabilities: readonly string[]
  /** Those of its capabilities that can be set. */
  readonly settable: readonly string[]
  /** Whether its zone is active by what it senses. */
  readonly senses: boolean
  /** The app that it belongs to. */
  readonly app: string | undefined
}

const CLASSES: Readonly<Record<string, Role>> = {
  ...{ lock: 'lock', garagedoor: 'garage', homealarm: 'alarm', siren: 'siren' },
  ...{ camera: 'camera', doorbell: 'camera' },
}

/** What a settable capability makes of a device whose class says nothing; the first that fits. */
const BY_CAPABILITY: readonly (readonly [words: RegExp, role: Role])[] = [
  [/garage|gate/i, 'garage'],
  [/siren/i, 'siren'],
  [/alarm|arm(?:ed)?$|security/i, 'alarm'],
  [/lock|latch|bolt|door|opener/i, 'lock'],
]

/** What makes a zone active. */
const SENSES = /^alarm_(?:motion|contact|presence|occupancy)(?:\.|$)/

/** What reach has to know of a device. */
export const reachedDevice = remembered((device: Item): ReachedDevice => {
  const { security, group, members = [], zone, media } = deviceFacts(device)
  const capabilities = textsOf(device['capabilities'])
  const settable = capabilities.filter((id) => isSettable(id, device['capabilitiesObj']))
  const { name, virtualClass, class: own } = device
  return {
    ...{ name: typeof name === 'string' ? name : String(device['id']), security, group, members },
    ...{ zone, capabilities, settable, light: (virtualClass ?? own) === 'light' },
    role: roleOf([virtualClass, own], security ? settable : [], media.size > 0),
    senses: capabilities.some((id) => SENSES.test(id)),
    app: appOf(device),
  }
})

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function isSettable(id: string, entries: unknown): boolean {
  const entry = isObject(entries) && Object.hasOwn(entries, id) ? entries[id] : undefined
  if (!isObject(entry)) return !/^(?:alarm|measure|meter)_/.test(id)
  return entry['setable'] !== false
}

function roleOf(classes: readonly unknown[], moved: readonly string[], media: boolean) {
  for (const one of classes) {
    if (typeof one === 'string' && Object.hasOwn(CLASSES, one)) return CLASSES[one] ?? null
  }
  for (const id of moved.filter(isSecurityCapability)) {
    const row = BY_CAPABILITY.find(([words]) => words.test(id))
    if (row) return row[1]
  }
  return media && classes.includes('camera') ? 'camera' : null
}

function appOf({ ownerUri, driverUri, driverId }: Item): string | undefined {
  for (const uri of [ownerUri, driverUri]) {
    const owner = typeof uri === 'string' ? parseOwner(uri) : undefined
    if (owner?.type === 'app') return owner.id
  }
  return typeof driverId === 'string' ? /^homey:app:([^:|\s]+)/.exec(driverId)?.[1] : undefined
}

/** Cards that do not have the name of what they set in theirs; the first that the device has. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  ...{ on: ['onoff'], off: ['onoff'], toggle: ['onoff', 'garagedoor_closed', 'locked'] },
  ...{ lock: ['locked'], unlock: ['locked'] },
  ...{ open: ['garagedoor_closed'], close: ['garagedoor_closed'] },
  ...{ hue: ['light_hue'], saturation: ['light_saturation'], temperature: ['light_temperature'] },
  ...{ play: ['speaker_playing'], pause: ['speaker_playing'], toggle_playing: ['speaker_playing'] },
  press: ['button'],
}

/** Which capability an action card of a device sets, by the card's name; `null` if it does not say. */
export function capabilityOf(card: string, { capabilities }: ReachedDevice): string | null {
  const named = Object.hasOwn(NAMED, card) ? NAMED[card] : undefined
  const known = named?.find((id) => capabilities.includes(id))
  if (known !== undefined) return known
  const within = capabilities.filter((id) => card.includes(id))
  return within.reduce<string | null>(
    (longest, id) => (longest === null || id.length > longest.length ? id : longest),
    null,
  )
}

/** Whether setting this of a device moves what keeps the house shut or watches over it. */
export function isSecurityMove(device: ReachedDevice, capability: string | null): boolean {
  return device.security || (capability !== null && isSecurityCapability(capability))
}
