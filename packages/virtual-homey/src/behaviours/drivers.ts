// Drivers, worked out from the devices that there are, and pairing. A pairing session can make a
// device without hardware, as an app's driver does; the hub gives it a new id.
import { capabilityState } from '../capabilities/definitions.ts'
import { GROUP_DRIVER } from '../capabilities/write.ts'
import { invalid, notFound } from '../hub-error.ts'
import { isRecord, type JsonRecord, strings } from '../json.ts'
import { all, change, find, type Hub, lookUp, newId, now, put, remove } from '../state/hub.ts'
import type { Device } from '../state/items.ts'
import { newDevice } from '../state/new-device.ts'
import { type Call, computed, documented, type Rows, record, stored, text } from './behaviour.ts'
import { presentDevice } from './device-presentation.ts'
import { deletionOf, oneOf } from './item-rows.ts'
import { rootZone } from './zones.ts'

export const drivers: Rows = {
  getDrivers: computed(({ hub }) =>
    Object.fromEntries(driversOf(hub).map((driver) => [driver['id'], driver])),
  ),
  getDriver: computed((call) => findDriver(call.hub, text(call, 'id'))),
  getPairSession: oneOf('pairSessions'),
  createPairSession: stored(createPairSession),
  deletePairSession: deletionOf('pairSessions'),
  emitPairingHeartbeat: stored((call) => {
    change(call.hub, 'pairSessions', text(call, 'id'), { lastHeartbeat: now(call.hub) })
  }),
  emitPairingEvent: documented('the answer would come from the code of an app', (call) => {
    find(call.hub, 'pairSessions', text(call, 'id'))
    return text(call, 'event') === 'list_devices' ? [] : null
  }),
  emitPairingCallback: documented('the answer would come from the code of an app', (call) => {
    find(call.hub, 'pairSessions', text(call, 'id'))
    return null
  }),
  createPairSessionDevice: stored((call) => presentDevice(pairDevice(call), call.hub)),
  deletePairSessionDevice: stored((call) => {
    const { deviceId } = find(call.hub, 'pairSessions', text(call, 'id'))
    if (deviceId === null) throw invalid('Pair Session Has No Device')
    remove(call.hub, 'devices', deviceId)
  }),
}

function driversOf(hub: Hub): JsonRecord[] {
  const byId = new Map<string, JsonRecord>()
  for (const device of all(hub, 'devices')) {
    byId.set(device.driverId, driver(device.driverId, device.ownerName, device.class))
  }
  byId.set(GROUP_DRIVER, driver(GROUP_DRIVER, 'Homey', 'other'))
  return [...byId.values()]
}

function driver(id: string, ownerName: string, deviceClass: string): JsonRecord {
  const ownerUri = id.split(':', id.startsWith('homey:app:') ? 3 : 2).join(':')
  return {
    ...{ id, ownerUri, ownerName, ownerIconObj: {}, name: id.split(':').at(-1), color: '#3366cc' },
    ...{ class: deviceClass, ready: true, pair: true, repair: false, unpair: false },
    ...{ userPath: null, deprecated: false, connectivity: [] },
  }
}

function findDriver(hub: Hub, id: string): JsonRecord {
  const found = driversOf(hub).find((candidate) => candidate['id'] === id)
  if (!found) throw notFound('Driver', id)
  return found
}

function createPairSession(call: Call): unknown {
  const { type, driverId, deviceId, zoneId } = record(call, 'pairsession')
  if (type !== 'pair' && type !== 'repair' && type !== 'unpair') {
    throw invalid(`Invalid Pair Session Type: ${String(type)}`)
  }
  findDriver(call.hub, String(driverId))
  if (typeof deviceId === 'string') find(call.hub, 'devices', deviceId)
  return put(call.hub, 'pairSessions', {
    ...{ id: newId(call.hub), type, driverId: String(driverId) },
    deviceId: typeof deviceId === 'string' ? deviceId : null,
    zoneId: typeof zoneId === 'string' ? zoneId : null,
    lastHeartbeat: now(call.hub),
  })
}

function pairDevice(call: Call): Device {
  const { hub } = call
  const session = find(hub, 'pairSessions', text(call, 'id'))
  const wanted = record(call, 'device')
  const zone = typeof wanted['zone'] === 'string' ? wanted['zone'] : session.zoneId
  const owner = findDriver(hub, session.driverId)
  const device = newDevice({
    id: newId(hub),
    name: typeof wanted['name'] === 'string' ? wanted['name'] : 'New device',
    zone: lookUp(hub, 'zones', zone)?.id ?? rootZone(hub).id,
    driverId: session.driverId,
    ownerName: String(owner['ownerName']),
    class: typeof wanted['class'] === 'string' ? wanted['class'] : 'other',
    capabilities: strings(wanted['capabilities']).map((id) => capabilityState(id, null, now(hub))),
    settings: isRecord(wanted['settings']) ? wanted['settings'] : {},
    data: isRecord(wanted['data']) ? wanted['data'] : {},
  })
  change(hub, 'pairSessions', session.id, { deviceId: device.id })
  return put(hub, 'devices', device)
}
