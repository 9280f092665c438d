// Pairs the things of the inventory with a hub: each gets a new id, a name, a room, and the marks by
// which its driver knows it again. The hub's network gives Z-Wave nodes their numbers in turn.
import type { Device } from '../../state/items.ts'
import type { House } from '../house.ts'
import { identityOf } from './hardware.ts'
import { MODELS, type Model } from './models.ts'
import type { RoomKey, Rooms } from './rooms.ts'
import { keyOf, type Odd, type Thing } from './thing.ts'

/** What somebody did with a device after pairing it. */
export interface Placement {
  readonly name: string
  readonly room: RoomKey
}

export interface Pairings {
  readonly house: House
  readonly rooms: Rooms
  /** What a device became; by default it is named and placed as the inventory says. */
  readonly place?: (thing: Thing, model: Model) => Placement
}

export type Devices = ReadonlyMap<string, Device>

/** Pairs things in their order. The parts of a device are found under `<key>/1`, `<key>/2`. */
export function pairAll(pairings: Pairings, things: readonly Thing[]): Devices {
  const devices = new Map<string, Device>()
  let nodes = 1
  for (const thing of things) {
    const node = String(++nodes)
    devices.set(keyOf(thing), pairOne(pairings, thing, node))
    for (let channel = 1; channel <= (thing.parts ?? 0); channel++) {
      devices.set(`${keyOf(thing)}/${channel}`, pairOne(pairings, thing, node, channel))
    }
  }
  return devices
}

/** The model of a thing on this generation: only a Pro 2023 can talk Matter, others use the maker's app. */
export function modelOf({ generation }: House, { model }: Thing): Model {
  if (generation === 'pro-2023') return MODELS[model]
  if (model === 'matterPlug') return MODELS.lanPlug
  return model === 'matterLight' ? MODELS.lanLight : MODELS[model]
}

function pairOne(
  { house, rooms, place = asDescribed }: Pairings,
  thing: Thing,
  node: string,
  channel?: number,
): Device {
  const model = modelOf(house, thing)
  const { name, room } = place(thing, model)
  const zone = rooms.get(room)
  if (!zone) throw new TypeError(`there is no room "${room}" for "${keyOf(thing)}"`)
  const identity = identityOf({
    ...{ hub: house.hub, thing: keyOf(thing), model, node },
    ...(channel !== undefined && { channel }),
  })
  const shown = Object.entries(identity.settings).map(
    ([id, value]) => [{ id, type: 'label', label: id }, value] as const,
  )
  return house.device(channel === undefined ? name : `${name} (${channel})`, {
    ...{ in: zone, class: model.class, has: model.has, data: identity.data },
    driver: driverOf(house, model),
    settings: [...(model.settings ?? []), ...shown],
    ...(model.batteries && { batteries: model.batteries }),
    ...(model.camera && { camera: true }),
    more: { note: thing.note ?? null, ...(thing.odd && ODD[thing.odd]) },
  })
}

function driverOf({ hub }: House, { app, driver }: Model) {
  const owner = hub.state.apps[app]
  if (!owner && app.includes('.')) throw new TypeError(`the app ${app} is not installed`)
  return [owner ?? app, driver] as const
}

function asDescribed({ name, room }: Thing): Placement {
  return { name, room }
}

const ODD: Readonly<Record<Odd, Partial<Device>>> = {
  unavailable: { available: false, unavailableMessage: 'The device cannot be reached' },
  hidden: { hidden: true },
  'shown-as-light': { virtualClass: 'light', uiIndicator: 'onoff' },
  warning: { warningMessage: 'Clean the filter' },
  'own-icon': { iconOverride: 'battery', icon: null },
}
