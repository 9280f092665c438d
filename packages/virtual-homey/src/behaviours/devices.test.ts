// Devices through the official client: values keep to their type and range, settings to their
// definitions, groups and members to each other.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { startVirtualHomey, type VirtualHomey } from '../index.ts'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

async function apartment() {
  const homey = await startVirtualHomey({ home: 'apartment' })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  return { homey, api, [Symbol.asyncDispose]: () => homey.close() }
}

function idOf(homey: VirtualHomey, name: string): string {
  const device = Object.values(homey.state.devices).find((candidate) => candidate.name === name)
  assert.ok(device, name)
  return device.id
}

test('a capability takes values of its type and range', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const set = (name: string, capabilityId: string, value: unknown) =>
    api.devices.setCapabilityValue({ deviceId: idOf(homey, name), capabilityId, value })
  await set('Ceiling light', 'dim', 0.25)
  const light = await api.devices.getDevice({ id: idOf(homey, 'Ceiling light') })
  assert.equal(light.capabilitiesObj.dim.value, 0.25)
  const get = { deviceId: idOf(homey, 'Ceiling light'), capabilityId: 'dim' }
  assert.equal(await api.devices.getCapabilityValue(get), 0.25)
  await set('Alarm panel', 'homealarm_state', 'armed')
  assert.equal(homey.state.effects.at(-1)?.kind, 'capability-set')
  const refused = [
    ['Ceiling light', 'dim', 1.5],
    ['Ceiling light', 'onoff', 'yes'],
    ['Alarm panel', 'homealarm_state', 'asleep'],
    ['Hall motion', 'alarm_motion', true],
  ] as const
  for (const [name, capability, value] of refused) {
    await assert.rejects(set(name, capability, value), { statusCode: 400 }, `${name} ${capability}`)
  }
  await assert.rejects(set('Front door', 'dim', 1), {
    message: 'Not Found: Capability with ID dim',
    statusCode: 404,
  })
})

test('a device is renamed, moved and deleted', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const id = idOf(homey, 'Siren')
  const zone = Object.values(homey.state.zones).find((candidate) => candidate.name === 'Garage')?.id
  const device = await api.devices.updateDevice({
    id,
    device: { name: 'Horn', zone, note: 'loud' },
  })
  assert.deepEqual([device.name, device.zone, device.note], ['Horn', zone, 'loud'])
  const moving = api.devices.updateDevice({ id, device: { zone: 'nowhere' } })
  await assert.rejects(moving, { message: 'Not Found: Zone with ID nowhere' })
  await api.devices.deleteDevice({ id })
  await assert.rejects(api.devices.getDevice({ id, $cache: false }), {
    message: `Not Found: Device with ID ${id}`,
  })
  const smoke = Object.values(homey.state.flows).find((flow) => flow.name === 'Smoke')
  const flow = await api.flow.getFlow({ id: smoke?.id })
  assert.equal(flow.broken, false, 'a hub does not notice that a flow lost its device')
})

test('settings keep to their definitions', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const id = idOf(homey, 'Thermostat')
  const set = (settings: unknown) => api.devices.setDeviceSettings({ id, settings })
  await set({ offset: 2, eco: false })
  const { settings } = await api.devices.getDevice({ id, $cache: false })
  assert.deepEqual(settings, { clientToken: 'SECRET-client-token', offset: 2, eco: false })
  await assert.rejects(set({ offset: 9 }), { message: 'Invalid Value For Setting: offset' })
  await assert.rejects(set({ colour: 'red' }), { message: 'Unknown Setting: colour' })
  const [group] = await api.devices.getDeviceSettingsObj({ id: idOf(homey, 'Garage camera') })
  assert.equal(group.type, 'group')
  assert.deepEqual(
    group.children.map((child: { type: string }) => child.type),
    ['text', 'password', 'text'],
  )
})

test('a group is a device and its members know it', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const deviceIds = [idOf(homey, 'Ceiling light'), idOf(homey, 'Reading lamp')]
  const zoneId = homey.state.devices[deviceIds[0] ?? '']?.zone
  const wanted = { name: 'Living lights', class: 'light', zoneId, deviceIds }
  const group = await api.devices.createGroup({ group: wanted })
  assert.equal(group.driverId, 'homey:virtualdrivergroup:driver')
  assert.deepEqual(group.settings, { deviceIds })
  assert.deepEqual(group.capabilities, ['onoff', 'dim'])
  const onoff = { deviceId: group.id, capabilityId: 'onoff', value: true }
  await api.devices.setCapabilityValue(onoff)
  for (const id of deviceIds) {
    const device = await api.devices.getDevice({ id, $cache: false })
    assert.deepEqual([device.group, device.capabilitiesObj.onoff.value], [group.id, true])
  }
  await api.devices.deleteDeviceFromGroup({ groupId: group.id, deviceId: deviceIds[0] })
  assert.deepEqual(homey.state.devices[group.id]?.settings, { deviceIds: [deviceIds[1]] })
  await api.devices.updateGroup({ id: group.id, group: { name: 'Lamps' } })
  assert.equal(homey.state.devices[group.id]?.name, 'Lamps')
  await api.devices.deleteDevice({ id: group.id })
  assert.equal(homey.state.devices[deviceIds[1] ?? '']?.group, null)
})

test('pairing makes a device with a new id', { timeout: 10_000 }, async () => {
  await using world = await apartment()
  const { homey, api } = world
  const zoneId = Object.keys(homey.state.zones)[0]
  const driverId = 'homey:app:nl.example.lights:white'
  const session = await api.drivers.createPairSession({
    pairsession: { type: 'pair', driverId, zoneId },
  })
  await api.drivers.emitPairingHeartbeat({ id: session.id })
  const device = await api.drivers.createPairSessionDevice({
    id: session.id,
    device: { name: 'Spot', data: { id: 'x' }, class: 'light', capabilities: ['onoff', 'dim'] },
  })
  assert.deepEqual([device.name, device.zone, device.driverId], ['Spot', zoneId, driverId])
  assert.equal((await api.devices.getDevice({ id: device.id })).name, 'Spot')
  await api.drivers.deletePairSession({ id: session.id })
  const lost = api.drivers.getPairSession({ id: session.id })
  await assert.rejects(lost, { message: `Not Found: PairSession with ID ${session.id}` })
  const driver = api.drivers.getDriver({ id: 'homey:app:none:driver' })
  await assert.rejects(driver, { message: 'Not Found: Driver with ID homey:app:none:driver' })
})
