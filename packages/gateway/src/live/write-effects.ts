// What an operation that was done has changed in the model: a row for each whose effect is known. Of what
// no row names, the whole kinds of its manager are read anew.
import { HOME_KINDS, type HomeKind, type Item } from '../limits/home.ts'
import { capabilityOf } from './capability-values.ts'
import { isObject } from './json.ts'
import { kindsOfManager } from './kinds.ts'
import type { WriteCall } from './model.ts'

/** One thing that a write does to the model. */
export type Touch =
  /** The answer is the whole object. */
  | { readonly does: 'put'; readonly kind: HomeKind }
  | { readonly does: 'remove'; readonly kind: HomeKind; readonly id: string }
  /** It set a capability. */
  | {
      readonly does: 'set'
      readonly id: string
      readonly capability: string
      readonly value: unknown
    }
  /** It changed an object, or all of a kind, in a way that the answer does not tell. */
  | { readonly does: 'doubt'; readonly kind: HomeKind; readonly id?: string | undefined }

/** The objects as they were before the write. */
export type Before = (kind: HomeKind) => ReadonlyMap<string, Item>

type Row = (call: WriteCall, before: Before) => readonly Touch[]

const put =
  (kind: HomeKind): Row =>
  () => [{ does: 'put', kind }]

const remove =
  (kind: HomeKind): Row =>
  ({ ids }) => [{ does: 'remove', kind, id: ids['id'] ?? '' }]

const doubt = (kind: HomeKind, id?: string): Touch => ({ does: 'doubt', kind, id })

const nothing: Row = () => []

const all =
  (...kinds: readonly HomeKind[]): Row =>
  () =>
    kinds.map((kind) => doubt(kind))

/** By operation id; ids are those of the path, bodies are in V3's form. */
const ROWS: Readonly<Record<string, Row>> = {
  'dashboards.createDashboard': put('dashboard'),
  'dashboards.deleteDashboard': remove('dashboard'),
  'dashboards.setWidgetStoreState': nothing,
  'dashboards.updateDashboard': put('dashboard'),
  'devices.createGroup': ({ body }) => [{ does: 'put', kind: 'device' }, ...membersIn(body)],
  'devices.deleteDevice': deleteDevice,
  'devices.deleteDeviceFromGroup': ({ ids }) => [
    doubt('device', ids['groupId']),
    doubt('device', ids['deviceId']),
  ],
  'devices.hideDeviceFromExternalService': nothing,
  'devices.setCapabilityValue': ({ ids, body }, before) =>
    setOf(before, ids['deviceId'] ?? '', ids['capabilityId'] ?? '', memberOf(body, 'value')),
  'devices.setDeviceSettings': ({ ids }) => [doubt('device', ids['id'])],
  'devices.unhideDeviceFromExternalService': nothing,
  'devices.updateDevice': put('device'),
  'devices.updateGroup': ({ ids, body }, before) => [
    { does: 'put', kind: 'device' },
    ...membersIn(body),
    ...groupMembers(before('device').get(ids['id'] ?? '')).map((id) => doubt('device', id)),
  ],
  'drivers.createPairSession': nothing,
  'drivers.createPairSessionDevice': put('device'),
  'drivers.deletePairSession': nothing,
  'drivers.emitPairingHeartbeat': nothing,
  'flow.createAdvancedFlow': put('advanced-flow'),
  'flow.createFlow': put('flow'),
  'flow.createFlowFolder': put('flow-folder'),
  'flow.deleteAdvancedFlow': remove('advanced-flow'),
  'flow.deleteFlow': remove('flow'),
  // What was in it goes elsewhere.
  'flow.deleteFlowFolder': (call, before) => [
    ...remove('flow-folder')(call, before),
    ...all('flow-folder', 'flow', 'advanced-flow')(call, before),
  ],
  'flow.runFlowCardAction': runCard,
  'flow.runFlowCardCondition': nothing,
  'flow.shareFlow': nothing,
  // What a flow does, it does by itself and later: it comes as events.
  'flow.testFlow': nothing,
  'flow.triggerAdvancedFlow': nothing,
  'flow.triggerFlow': nothing,
  'flow.updateAdvancedFlow': put('advanced-flow'),
  'flow.updateFlow': put('flow'),
  'flow.updateFlowFolder': put('flow-folder'),
  'logic.createVariable': put('variable'),
  'logic.deleteVariable': remove('variable'),
  'logic.triggerWebhook': nothing,
  'logic.updateVariable': put('variable'),
  'moods.createMood': put('mood'),
  'moods.deleteMood': remove('mood'),
  'moods.setMood': ({ ids }, before) => moodOf(before, ids['id'] ?? ''),
  'moods.updateMood': put('mood'),
  'presence.setAsleep': ({ ids }) => [doubt('user', ids['id'])],
  'presence.setPresent': ({ ids }) => [doubt('user', ids['id'])],
  'users.createUser': put('user'),
  'users.deleteUser': remove('user'),
  'users.updateUser': put('user'),
  'users.updateUserMe': put('user'),
  'zones.createZone': put('zone'),
  // What was in it goes elsewhere.
  'zones.deleteZone': (call, before) => [
    ...remove('zone')(call, before),
    ...all('zone', 'device')(call, before),
  ],
  'zones.updateZone': put('zone'),
}

/** Managers without kinds of their own whose writes change objects of others. */
const TOUCHED: Readonly<Record<string, readonly HomeKind[]>> = {
  drivers: ['device'],
  energydongle: ['device'],
  matter: ['device'],
  moods: ['mood', 'device'],
  presence: ['user'],
  thread: ['device'],
  vdevice: ['device'],
  zigbee: ['device'],
  zwave: ['device'],
}

/** Writes of apps that take devices and cards away or bring them back. */
const OF_APPS = /^apps\.(?:uninstall|enable|disable|restart|update|install)/

/** What a write does to the model, in the order in which it is to be done. */
export function touchesOf(call: WriteCall, before: Before): readonly Touch[] {
  const row = Object.hasOwn(ROWS, call.operation) ? ROWS[call.operation] : undefined
  if (row) return row(call, before)
  if (OF_APPS.test(call.operation)) return [doubt('device'), doubt('flow'), doubt('advanced-flow')]
  const [manager = ''] = call.operation.split('.')
  const kinds = Object.hasOwn(TOUCHED, manager) ? TOUCHED[manager] : kindsOfManager(manager)
  return (kinds ?? []).map((kind) => doubt(kind))
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

function membersIn(body: unknown): readonly Touch[] {
  return texts(memberOf(body, 'deviceIds')).map((id) => doubt('device', id))
}

/** The devices that a device hands its values on to, if it is a group. */
function groupMembers(device: Item | undefined): readonly string[] {
  return texts(memberOf(device?.['settings'], 'deviceIds'))
}

function deleteDevice({ ids }: WriteCall, before: Before): readonly Touch[] {
  const id = ids['id'] ?? ''
  // A Pro 2016–2019 does not say of a device what group it is in.
  const groups = [...before('device')].flatMap(([group, one]) =>
    groupMembers(one).includes(id) ? [group] : [],
  )
  const others = [...groupMembers(before('device').get(id)), ...groups]
  return [{ does: 'remove', kind: 'device', id }, ...others.map((one) => doubt('device', one))]
}

function setOf(before: Before, id: string, capability: string, value: unknown): readonly Touch[] {
  const device = before('device').get(id)
  const members = groupMembers(device).filter((member) => {
    const other = before('device').get(member)
    return other && capabilityOf(other, capability)
  })
  return [id, ...members].map((one) => ({ does: 'set', id: one, capability, value }))
}

function moodOf(before: Before, id: string): readonly Touch[] {
  const devices = before('mood').get(id)?.['devices']
  if (!isObject(devices)) return [doubt('device')]
  return Object.entries(devices).flatMap(([device, entry]) => {
    const state = memberOf(entry, 'state')
    const known = before('device').get(device)
    if (!known || !isObject(state)) return []
    return Object.entries(state)
      .filter(([capability]) => capabilityOf(known, capability)?.['setable'] === true)
      .flatMap(([capability, value]) => setOf(before, device, capability, value))
  })
}

// A card is answered when it has run. That of a device changes the device; any other, nobody knows what.
function runCard({ ids }: WriteCall, before: Before): readonly Touch[] {
  const [, type = '', owner = ''] = (ids['uri'] ?? '').split(':')
  if (type === 'device') {
    const members = groupMembers(before('device').get(owner))
    return [owner, ...members].map((id) => doubt('device', id))
  }
  if (type === 'mood') return moodOf(before, owner)
  return HOME_KINDS.map((kind) => doubt(kind))
}
