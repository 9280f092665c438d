// What the chapters of the villa's description have in common: the builder, and everything made so
// far, found by the names that the description uses. A name that nothing has is a mistake and throws.
import type { CardUse, Device, Flow, Mood, Variable, Zone } from '../../state/items.ts'
import type { House } from '../house.ts'
import type { Devices } from './pairing.ts'
import type { RoomKey, Rooms } from './rooms.ts'

/** The villa with its rooms and devices in place. */
export interface Household {
  readonly house: House
  readonly devices: Devices
  readonly zone: (key: RoomKey) => Zone
  /** By `room/name`, as in the inventory. */
  readonly device: (key: string) => Device
  /** What this kind of hub has besides devices and flows. */
  readonly can: { readonly scripts: boolean; readonly alarms: boolean; readonly groups: boolean }
}

export function householdOf(house: House, rooms: Rooms, devices: Devices): Household {
  const pro = house.generation !== 'cloud'
  return {
    ...{ house, devices, zone: finder('room', rooms), device: finder('device', devices) },
    can: { scripts: pro, alarms: pro, groups: house.generation !== 'pro-2019' },
  }
}

/** Finds things by name. */
export function finder<T>(kind: string, things: ReadonlyMap<string, T>): (name: string) => T {
  return (name) => {
    const thing = things.get(name)
    if (thing === undefined) throw new TypeError(`the villa has no ${kind} "${name}"`)
    return thing
  }
}

/** Everything that flows can refer to. */
export interface Setup {
  readonly mood: (name: string) => Mood
  readonly variable: (name: string) => Variable
  readonly script: (name: string) => { readonly id: string; readonly name: string }
  readonly alarm: (name: string) => { readonly id: string; readonly name: string }
  readonly user: (name: string) => {
    readonly id: string
    readonly name: string | null
    readonly athomId: string | null
  }
}

/** Ids of things that were deleted long ago and are still referred to. */
export const GONE = {
  device: '0dead0de-71ce-4000-8000-000000000001',
  zone: '0dead20e-0000-4000-8000-000000000002',
  variable: '0deadbad-10c1-4000-8000-000000000003',
  flow: '0deadf10-0000-4000-8000-000000000004',
  mood: '0dead00d-0000-4000-8000-000000000005',
  script: '0dead5c1-0000-4000-8000-000000000006',
} as const

/** Adds an action to a flow that exists already: how flows come to start each other. */
export function thenAlso(flow: Flow, card: CardUse): void {
  flow.actions.push({ delay: null, duration: null, group: 'then', ...card })
}
