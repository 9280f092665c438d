// A device with everything that a device carries, from the few things in which devices differ.
import type { JsonRecord } from '../json.ts'
import type { CapabilityState, Device } from './items.ts'

/** What has to be said of a new device. */
export interface DeviceSketch {
  readonly id: string
  readonly name: string
  readonly zone: string
  readonly driverId: string
  readonly ownerName: string
  readonly class: string
  readonly capabilities: readonly CapabilityState[]
  readonly settings?: JsonRecord
  readonly data?: JsonRecord
}

/** The whole device. Its owner is the part of the driver's id before the driver's own name. */
export function newDevice(sketch: DeviceSketch): Device {
  const capabilities = sketch.capabilities.map((capability) => capability.id)
  return {
    id: sketch.id,
    name: sketch.name,
    driverId: sketch.driverId,
    ownerUri: sketch.driverId
      .split(':', sketch.driverId.startsWith('homey:app:') ? 3 : 2)
      .join(':'),
    ownerName: sketch.ownerName,
    zone: sketch.zone,
    note: null,
    data: sketch.data ?? {},
    icon: null,
    iconOverride: null,
    iconObj: { id: sketch.id, url: `/api/icon/${sketch.id}` },
    class: sketch.class,
    virtualClass: null,
    capabilities,
    capabilitiesObj: Object.fromEntries(sketch.capabilities.map((one) => [one.id, one])),
    settings: sketch.settings ?? {},
    settingsObj: Object.keys(sketch.settings ?? {}).length > 0,
    flags: [],
    energy: null,
    ui: { quickAction: capabilities.includes('onoff') ? 'onoff' : null, components: [] },
    uiIndicator: null,
    hidden: false,
    available: true,
    unavailableMessage: null,
    warningMessage: null,
    ready: true,
    repair: false,
    unpair: false,
    images: [],
    color: null,
    lastSeenAt: null,
    group: null,
  }
}
