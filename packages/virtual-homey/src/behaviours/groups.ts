// Groups of devices. A group is itself a device of a driver of its own: its members are listed in
// its settings, and every member names its group.
import { capabilityState } from '../capabilities/definitions.ts'
import { GROUP_DRIVER, membersOf } from '../capabilities/write.ts'
import { invalid } from '../hub-error.ts'
import { strings } from '../json.ts'
import { change, find, type Hub, lookUp, newId, now, put } from '../state/hub.ts'
import type { Device } from '../state/items.ts'
import { newDevice } from '../state/new-device.ts'
import { type Call, type Rows, record, stored, text } from './behaviour.ts'
import { presentDevice } from './device-presentation.ts'

export const groups: Rows = {
  createGroup: stored((call) =>
    presentDevice(createGroup(call.hub, record(call, 'group')), call.hub),
  ),
  updateGroup: stored(updateGroup),
  deleteDeviceFromGroup: stored((call) => {
    const group = findGroup(call.hub, text(call, 'groupId'))
    const device = find(call.hub, 'devices', text(call, 'deviceId'))
    if (!membersOf(group).includes(device.id)) throw invalid('Device Is Not In Group')
    setMembers(
      call.hub,
      group,
      membersOf(group).filter((id) => id !== device.id),
    )
  }),
}

/** Makes a group of devices that belong to no other group. */
export function createGroup(hub: Hub, wanted: Readonly<Record<string, unknown>>): Device {
  const zone = find(hub, 'zones', String(wanted['zoneId']))
  const members = memberDevices(hub, strings(wanted['deviceIds']), null)
  const shared = (members[0]?.capabilities ?? []).filter((id) =>
    members.every((device) => device.capabilities.includes(id)),
  )
  const time = now(hub)
  const group = newDevice({
    id: newId(hub),
    name: String(wanted['name']),
    zone: zone.id,
    driverId: GROUP_DRIVER,
    ownerName: 'Homey',
    class: String(wanted['class']),
    capabilities: shared.map((id) =>
      capabilityState(id, members[0]?.capabilitiesObj[id]?.value ?? null, time),
    ),
    settings: { deviceIds: [] },
  })
  const iconOverride = typeof wanted['iconOverride'] === 'string' ? wanted['iconOverride'] : null
  put(hub, 'devices', { ...group, iconOverride })
  setMembers(
    hub,
    group,
    members.map((device) => device.id),
  )
  return find(hub, 'devices', group.id)
}

function updateGroup(call: Call): unknown {
  const group = findGroup(call.hub, text(call, 'id'))
  const { name, deviceIds, iconOverride }: Record<string, unknown> = record(call, 'group')
  if (Array.isArray(deviceIds)) {
    const members = memberDevices(call.hub, strings(deviceIds), group.id)
    setMembers(
      call.hub,
      group,
      members.map((device) => device.id),
    )
  }
  const members: Partial<Device> = {
    ...(typeof name === 'string' && { name }),
    ...(typeof iconOverride === 'string' && { iconOverride }),
  }
  return presentDevice(change(call.hub, 'devices', group.id, members), call.hub)
}

function findGroup(hub: Hub, id: string): Device {
  const group = find(hub, 'devices', id)
  if (group.driverId !== GROUP_DRIVER) throw invalid('Device Is Not A Group')
  return group
}

function memberDevices(hub: Hub, ids: readonly string[], groupId: string | null): Device[] {
  return [...new Set(ids)].map((id) => {
    const device = find(hub, 'devices', id)
    if (device.driverId === GROUP_DRIVER) throw invalid('A Group Cannot Hold A Group')
    if (device.group !== null && device.group !== groupId) throw invalid('Device Is In A Group')
    return device
  })
}

function setMembers(hub: Hub, group: Device, deviceIds: string[]): void {
  for (const id of membersOf(find(hub, 'devices', group.id))) {
    if (lookUp(hub, 'devices', id)) change(hub, 'devices', id, { group: null })
  }
  for (const id of deviceIds) change(hub, 'devices', id, { group: group.id })
  change(hub, 'devices', group.id, { settings: { ...group.settings, deviceIds } })
}
