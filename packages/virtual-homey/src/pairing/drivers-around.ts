// The drivers of a hub: those of its running apps, Homey's own, and those of devices that are there
// already. A driver says how its devices are reached, and with that what pairing asks of a person.
import { GROUP_DRIVER } from '../capabilities/write.ts'
import type { Link } from '../homes/villa/hardware.ts'
import { MODELS, type Model } from '../homes/villa/models.ts'
import { notFound } from '../hub-error.ts'
import type { JsonRecord } from '../json.ts'
import { all, type Hub, lookUp } from '../state/hub.ts'

/** A driver, with the models of device that it drives. */
export interface Driver {
  readonly id: string
  readonly ownerUri: string
  readonly ownerName: string
  readonly name: string
  readonly class: string
  readonly ready: boolean
  readonly pair: boolean
  readonly repair: boolean
  readonly unpair: boolean
  readonly connectivity: readonly string[]
  readonly models: readonly Model[]
}

/** All drivers. */
export function driversOf(hub: Hub): Driver[] {
  const byId = new Map<string, Driver>()
  for (const device of all(hub, 'devices')) {
    byId.set(device.driverId, bare(device.driverId, device.ownerName, device.class))
  }
  if (hub.generation !== 'pro-2019') byId.set(GROUP_DRIVER, bare(GROUP_DRIVER, 'Homey', 'other'))
  for (const model of Object.values<Model>(MODELS)) {
    const driver = driverOf(hub, model)
    if (!driver) continue
    const models = [...(byId.get(driver.id)?.models ?? []), model]
    byId.set(driver.id, { ...driver, models })
  }
  return [...byId.values()]
}

/** The driver with an id. @throws HubError 404 if no running app has it. */
export function findDriver(hub: Hub, id: string): Driver {
  const found = driversOf(hub).find((candidate) => candidate.id === id)
  if (!found) throw notFound('Driver', id)
  return found
}

/** A driver as it is answered. */
export function presentDriver({ models: _models, ...driver }: Driver): JsonRecord {
  return {
    ...{ ...driver, ownerIconObj: {}, color: '#3366cc', userPath: null, deprecated: false },
  }
}

/** The id of the driver of a model. */
export function driverIdOf({ app, driver }: Model): string {
  return app.includes('.') ? `homey:app:${app}:${driver}` : `homey:${app}:${driver}`
}

function driverOf(hub: Hub, model: Model): Driver | undefined {
  const id = driverIdOf(model)
  const app = lookUp(hub, 'apps', model.app)
  const own = !model.app.includes('.')
  // Only a Pro 2023 can talk Matter.
  if (own && model.link === 'matter' && hub.generation !== 'pro-2023') return undefined
  if (!own && app?.state !== 'running') return undefined
  const radio = RADIOS[model.link]
  return {
    ...bare(id, app?.name ?? 'Homey', model.class),
    ...{ name: model.name, connectivity: [radio.connectivity], models: [] },
    ...{ repair: radio.repair, unpair: model.link === 'zwave' },
  }
}

function bare(id: string, ownerName: string, deviceClass: string): Driver {
  const ownerUri = id.split(':', id.startsWith('homey:app:') ? 3 : 2).join(':')
  return {
    ...{ id, ownerUri, ownerName, name: id.split(':').at(-1) ?? id, class: deviceClass },
    ...{ ready: true, pair: true, repair: false, unpair: false, connectivity: [], models: [] },
  }
}

interface Radio {
  readonly connectivity: string
  readonly repair: boolean
}

const RADIOS: Readonly<Record<Link, Radio>> = {
  zigbee: { connectivity: 'zigbee', repair: true },
  zwave: { connectivity: 'zwave', repair: false },
  bridge: { connectivity: 'lan', repair: true },
  lan: { connectivity: 'lan', repair: true },
  cloud: { connectivity: 'cloud', repair: true },
  'sensor-433': { connectivity: 'rf433', repair: false },
  'socket-433': { connectivity: 'rf433', repair: false },
  matter: { connectivity: 'matter', repair: false },
  virtual: { connectivity: 'virtual', repair: false },
}
