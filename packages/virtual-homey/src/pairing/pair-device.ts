// Making a device in a pairing session. The hub gives it a new id, whatever it is; it exists at once
// and is ready when its driver has initialised it. Repairing keeps the device and its id.

import { rootZone } from '../behaviours/zones.ts'
import { capabilityState } from '../capabilities/definitions.ts'
import { invalid } from '../hub-error.ts'
import { isRecord, type JsonRecord, strings } from '../json.ts'
import { change, find, type Hub, lookUp, newId, now, put } from '../state/hub.ts'
import type { Device, PairSession } from '../state/items.ts'
import { newDevice } from '../state/new-device.ts'
import { findDriver } from './drivers-around.ts'
import { firstValues, isPaired } from './network.ts'

/** How long a driver takes to initialise a device. No public figure says it. */
export const INIT_MS = 2000

/** Makes the device that a client describes, or renews the one that is being repaired. */
export function pairDevice(hub: Hub, session: PairSession, wanted: JsonRecord): Device {
  if (session.type === 'unpair') throw invalid('Cannot Add A Device While Unpairing')
  const data = isRecord(wanted['data']) ? wanted['data'] : {}
  const device =
    session.type === 'repair'
      ? repaired(hub, session, wanted, data)
      : added(hub, session, wanted, data)
  hub.later(INIT_MS, () => initialise(hub, device.id, wanted))
  return find(hub, 'devices', device.id)
}

function repaired(
  hub: Hub,
  { deviceId }: PairSession,
  wanted: JsonRecord,
  data: JsonRecord,
): Device {
  const device = find(hub, 'devices', String(deviceId))
  const settings = isRecord(wanted['settings']) ? wanted['settings'] : {}
  return change(hub, 'devices', device.id, {
    ...{ data: { ...device.data, ...data }, settings: { ...device.settings, ...settings } },
    ready: false,
  })
}

function added(hub: Hub, session: PairSession, wanted: JsonRecord, data: JsonRecord): Device {
  const driver = findDriver(hub, session.driverId)
  if (Object.keys(data).length > 0 && isPaired(hub, driver.id, data)) {
    throw invalid('Device Already Exists')
  }
  const zone = typeof wanted['zone'] === 'string' ? wanted['zone'] : session.zoneId
  const device = newDevice({
    ...{ id: newId(hub), driverId: driver.id, ownerName: driver.ownerName, data },
    name: typeof wanted['name'] === 'string' ? wanted['name'] : 'New device',
    zone: lookUp(hub, 'zones', zone)?.id ?? rootZone(hub).id,
    class: typeof wanted['class'] === 'string' ? wanted['class'] : 'other',
    capabilities: strings(wanted['capabilities']).map((id) => capabilityState(id, null, now(hub))),
    settings: isRecord(wanted['settings']) ? wanted['settings'] : {},
  })
  change(hub, 'pairSessions', session.id, { deviceId: device.id })
  const energy = isRecord(wanted['energy']) ? wanted['energy'] : null
  const iconOverride = typeof wanted['iconOverride'] === 'string' ? wanted['iconOverride'] : null
  return put(hub, 'devices', { ...device, energy, iconOverride, ready: false })
}

// A driver that was told no options for its capabilities does not come up: seen on real hubs.
function initialise(hub: Hub, id: string, wanted: JsonRecord): void {
  const device = lookUp(hub, 'devices', id)
  if (!device) return
  const values = firstValues(findDriver(hub, device.driverId))
  const entries = Object.entries(device.capabilitiesObj).map(([capability, state]) => [
    capability,
    state.value === null
      ? { ...state, value: values[capability] ?? null, lastUpdated: now(hub) }
      : state,
  ])
  const available = isRecord(wanted['capabilitiesOptions'])
  change(hub, 'devices', id, {
    ...{ ready: true, available, capabilitiesObj: Object.fromEntries(entries) },
    unavailableMessage: available ? null : 'Missing capabilitiesOptions',
  })
}
