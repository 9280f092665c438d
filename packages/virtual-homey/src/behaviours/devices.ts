// Devices: names, zones, settings and capability values are kept; nothing but the driver of a device
// adds or removes its capabilities.
import { capabilityOf, membersOf, setCapability } from '../capabilities/write.ts'
import { notFound } from '../hub-error.ts'
import { change, find, type Hub, lookUp } from '../state/hub.ts'
import type { Device } from '../state/items.ts'
import { type Call, optionalText, type Rows, record, stored, text } from './behaviour.ts'
import { presentDevice } from './device-presentation.ts'
import { checkSettings } from './device-settings.ts'
import { groups } from './groups.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const devices: Rows = {
  ...groups,
  getDevices: listOf('devices', presentDevice),
  getDevice: oneOf('devices', presentDevice),
  updateDevice: stored(updateDevice),
  deleteDevice: deletionOf('devices', leaveGroups),
  getDeviceSettingsObj: stored((call) => {
    const device = find(call.hub, 'devices', text(call, 'id'))
    return call.hub.state.settingDefinitions[device.id] ?? []
  }),
  setDeviceSettings: stored((call) => {
    const device = find(call.hub, 'devices', text(call, 'id'))
    const settings = checkSettings(call.hub, device, record(call, 'settings'))
    change(call.hub, 'devices', device.id, { settings: { ...device.settings, ...settings } })
  }),
  getCapabilityValue: stored((call) => {
    const device = find(call.hub, 'devices', text(call, 'deviceId'))
    return capabilityOf(device, text(call, 'capabilityId')).value
  }),
  setCapabilityValue: stored((call) => {
    const { hub, args } = call
    const [deviceId, capabilityId] = [text(call, 'deviceId'), text(call, 'capabilityId')]
    const { transactionTime: time } = args
    setCapability(hub, deviceId, capabilityId, args['value'], {
      id: optionalText(call, 'transactionId'),
      time: typeof time === 'number' ? time : undefined,
    })
  }),
}

function updateDevice(call: Call): unknown {
  const device = find(call.hub, 'devices', text(call, 'id'))
  const members: Partial<Device> = record(call, 'device')
  if (members.zone !== undefined && !lookUp(call.hub, 'zones', members.zone)) {
    throw notFound('Zone', members.zone)
  }
  return presentDevice(change(call.hub, 'devices', device.id, members), call.hub)
}

// Flows and moods that name the device stay as they are: the hub does not look after them.
function leaveGroups(device: Device, hub: Hub): void {
  const group = lookUp(hub, 'devices', device.group)
  if (group) {
    const deviceIds = membersOf(group).filter((id) => id !== device.id)
    change(hub, 'devices', group.id, { settings: { ...group.settings, deviceIds } })
  }
  for (const id of membersOf(device)) {
    if (lookUp(hub, 'devices', id)?.group === device.id) change(hub, 'devices', id, { group: null })
  }
  delete hub.state.settingDefinitions[device.id]
}
