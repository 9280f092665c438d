// Calls that set and change devices and zones, under limits (docs/decisions/0009).
import { KITCHEN_ONLY, LAMP_ONLY, saysOf } from './says.test-support.ts'
import * as at from './small-home.test-support.ts'

const { LAMP, BED, LOCK, GROUP, KITCHEN, PANTRY, BEDROOM, ROOT, NOBODY } = at

saysOf('capabilities and settings of devices', [
  [
    LAMP_ONLY,
    ['devices.setCapabilityValue', { deviceId: LAMP, capabilityId: 'dim' }, { value: 1 }],
    'allow',
  ],
  [
    LAMP_ONLY,
    ['devices.setCapabilityValue', { deviceId: LAMP, capabilityId: 'locked' }, { value: 1 }],
    'not-covered',
  ],
  [
    LAMP_ONLY,
    ['devices.setCapabilityValue', { deviceId: LAMP, capabilityId: 'dim' }, { value: [1] }],
    'not-understood',
  ],
  [
    LAMP_ONLY,
    ['devices.setCapabilityValue', { deviceId: LAMP, capabilityId: 'dim' }, [1]],
    'not-understood',
  ],
  [LAMP_ONLY, ['devices.getCapabilityValue', { deviceId: LAMP, capabilityId: 'dim' }], 'allow'],
  [
    { ...LAMP_ONLY, capabilities: ['dim'] },
    ['devices.getCapabilityValue', { deviceId: LAMP, capabilityId: 'onoff' }],
    'not-covered',
  ],
  [
    LAMP_ONLY,
    ['devices.getCapabilityValue', { deviceId: BED, capabilityId: 'onoff' }],
    'not-covered',
  ],
  [
    { devices: [LOCK] },
    ['devices.setCapabilityValue', { deviceId: LOCK, capabilityId: 'locked' }, { value: false }],
    'limited',
  ],
  [LAMP_ONLY, ['devices.setDeviceSettings', { id: LAMP }, { a: 1 }], 'allow'],
  [
    LAMP_ONLY,
    ['devices.setDeviceSettings', { id: LAMP }, { a: `x${BED}x` }],
    'content-not-covered',
  ],
  [
    LAMP_ONLY,
    ['devices.setDeviceSettings', { id: LAMP }, { a: BED.toUpperCase() }],
    'content-not-covered',
  ],
  [LAMP_ONLY, ['devices.setDeviceSettings', { id: LAMP }, { [BED]: 1 }], 'content-not-covered'],
  [LAMP_ONLY, ['devices.setDeviceSettings', { id: LAMP }, { a: NOBODY }], 'allow'],
  [KITCHEN_ONLY, ['devices.setDeviceSettings', { id: GROUP }, { deviceIds: [LAMP] }], 'allow'],
  [
    KITCHEN_ONLY,
    ['devices.setDeviceSettings', { id: GROUP }, { deviceIds: [NOBODY] }],
    'content-not-covered',
  ],
  [KITCHEN_ONLY, ['devices.setDeviceSettings', { id: GROUP }, { deviceIds: 7 }], 'not-understood'],
  [
    { devices: [LAMP, LOCK, GROUP] },
    ['devices.setDeviceSettings', { id: GROUP }, { deviceIds: [LOCK] }],
    'content-not-covered',
  ],
  [
    { devices: [GROUP, LAMP] },
    ['devices.deleteDeviceFromGroup', { groupId: GROUP, deviceId: LAMP }],
    'allow',
  ],
  [
    { devices: [GROUP] },
    ['devices.deleteDeviceFromGroup', { groupId: GROUP, deviceId: LAMP }],
    'not-covered',
  ],
  [KITCHEN_ONLY, ['devices.updateDevice', { id: LAMP }, { name: 'x', zone: PANTRY }], 'allow'],
  [KITCHEN_ONLY, ['devices.updateDevice', { id: LAMP }, { zone: BEDROOM }], 'content-not-covered'],
  [KITCHEN_ONLY, ['devices.updateDevice', { id: LAMP }, { zone: NOBODY }], 'content-not-covered'],
  [KITCHEN_ONLY, ['devices.updateDevice', { id: LAMP }, { zone: null }], 'content-not-covered'],
  [KITCHEN_ONLY, ['devices.updateDevice', { id: LAMP }, { zone: [PANTRY] }], 'not-understood'],
  [
    { devices: [BED] },
    ['devices.updateDevice', { id: BED }, { zone: BEDROOM, name: 'x' }],
    'allow',
  ],
  [{ own: true }, ['devices.updateDevice', { id: LAMP }, { zone: null }], 'allow'],
  [
    { devices: [LOCK] },
    ['devices.updateDevice', { id: LOCK }, { virtualClass: 'light' }],
    'limited',
  ],
])

saysOf('zones', [
  [KITCHEN_ONLY, ['zones.createZone', {}, { name: 'x', icon: 'y', parent: KITCHEN }], 'allow'],
  [
    KITCHEN_ONLY,
    ['zones.createZone', {}, { name: 'x', icon: 'y', parent: ROOT }],
    'content-not-covered',
  ],
  [KITCHEN_ONLY, ['zones.createZone', {}, { name: 'x', icon: 'y' }], 'content-not-covered'],
  [{ own: true }, ['zones.createZone', {}, { name: 'x', icon: 'y', parent: ROOT }], 'allow'],
  [KITCHEN_ONLY, ['zones.updateZone', { id: PANTRY }, { name: 'x' }], 'allow'],
  [KITCHEN_ONLY, ['zones.updateZone', { id: PANTRY }, { parent: BEDROOM }], 'content-not-covered'],
  [KITCHEN_ONLY, ['zones.updateZone', { id: KITCHEN }, { name: 'x', parent: ROOT }], 'allow'],
  [KITCHEN_ONLY, ['zones.updateZone', { id: BEDROOM }, { name: 'x' }], 'not-covered'],
  [KITCHEN_ONLY, ['zones.deleteZone', { id: PANTRY }], 'limited'],
  [KITCHEN_ONLY, ['zones.deleteZone', { id: PANTRY }], 'allow', [`zone:${PANTRY}`]],
  [KITCHEN_ONLY, ['zones.deleteZone', { id: BEDROOM }], 'not-covered'],
  [{ own: true }, ['zones.deleteZone', { id: PANTRY }], 'allow'],
])
