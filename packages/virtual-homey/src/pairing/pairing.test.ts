// Pairing with what is around a virtual hub, as a client goes through it.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { startVirtualHomey } from '../index.ts'
import { INIT_MS } from './pair-device.ts'
import { HEARTBEAT_MS } from './pair-sessions.ts'

const { HomeyAPI } = createRequire(import.meta.url)('homey-api')

const timeout = 10_000
const clock = () => new Date('2026-01-01T00:00:00Z')
const SPEAKER = 'homey:app:com.example.casa:speaker'

async function world(home = 'villa-moved') {
  const homey = await startVirtualHomey({ home, clock })
  const api = await HomeyAPI.createLocalAPI({ address: homey.address, token: homey.key })
  const open = (driverId: string, more: object = {}) =>
    api.drivers.createPairSession({ pairsession: { type: 'pair', driverId, ...more } })
  const list = (id: string) => api.drivers.emitPairingEvent({ id, event: 'list_devices' })
  const add = (id: string, device: object) => api.drivers.createPairSessionDevice({ id, device })
  return {
    ...{ homey, api, open, list, add },
    [Symbol.asyncDispose]: async () => {
      await api.destroy()
      await homey.close()
    },
  }
}

test('what is on the network is listed, as long as it is not paired', { timeout }, async () => {
  await using it = await world('villa')
  const session = await it.open(SPEAKER)
  assert.deepEqual(await it.list(session.id), [], 'the villa has all of its speakers')
  const lost = Object.values(it.homey.state.devices).find(({ driverId }) => driverId === SPEAKER)
  await it.api.devices.deleteDevice({ id: lost?.id ?? '' })
  const found = await it.list(session.id)
  assert.deepEqual(
    found.map(({ name, data }: { name: string; data: unknown }) => [name, data]),
    [['Casa Speaker', lost?.data]],
  )
  const device = await it.add(session.id, found[0])
  assert.notEqual(device.id, lost?.id)
  assert.deepEqual(await it.list(session.id), [])
  await assert.rejects(it.add(session.id, found[0]), { message: 'Device Already Exists' })
})

test('a device is ready when its driver has initialised it', { timeout }, async () => {
  await using it = await world()
  const session = await it.open('homey:app:com.example.casa:weather')
  const [weather] = await it.list(session.id)
  const { id } = await it.add(session.id, { ...weather, name: 'Roof' })
  const shown = () => it.homey.state.devices[id]
  assert.deepEqual([shown()?.name, shown()?.ready], ['Roof', false])
  it.homey.advance(INIT_MS)
  const { ready, available, capabilitiesObj } = shown() ?? {}
  assert.deepEqual(
    [ready, available, capabilitiesObj?.['measure_temperature']?.value],
    [true, true, 11.2],
  )
})

test('a device without options for its capabilities does not come up', { timeout }, async () => {
  await using it = await world()
  const session = await it.open('homey:app:com.example.virtual:switch')
  const [{ capabilitiesOptions: _missing, ...bare }] = await it.list(session.id)
  const { id } = await it.add(session.id, bare)
  it.homey.advance(INIT_MS)
  const { ready, available } = it.homey.state.devices[id] ?? {}
  assert.deepEqual([ready, available], [true, false])
})

test('the devices of an account are listed after signing in', { timeout }, async () => {
  await using it = await world('villa')
  const device = Object.values(it.homey.state.devices).find(({ name }) => name === 'Boiler')
  await it.api.devices.deleteDevice({ id: device?.id ?? '' })
  const session = await it.open('homey:app:nl.example.climate:boiler')
  assert.deepEqual(await it.list(session.id), [])
  const login = (data: object) =>
    it.api.drivers.emitPairingEvent({ id: session.id, event: 'login', data })
  assert.equal(await login({ username: 'olivia' }), false)
  assert.equal(await login({ username: 'olivia', password: 'x' }), true)
  assert.equal((await it.list(session.id)).length, 1)
})

test('what has a radio is found when somebody presses its button', { timeout }, async () => {
  await using it = await world()
  assert.throws(() => it.homey.pressButton('pond/Pond dimmer'), /No pairing session of/)
  const session = await it.open('homey:app:com.example.fjord:dimmer')
  assert.deepEqual(await it.list(session.id), [])
  const id = it.homey.pressButton('pond/Pond dimmer')
  assert.equal(it.homey.state.pairSessions[session.id]?.deviceId, id)
  assert.equal(it.homey.state.devices[id]?.name, 'Fjord Dimmer')
  assert.throws(() => it.homey.pressButton('pond/Nessie'), /There is no "pond\/Nessie"/)
})

test('a session ends when its heart stops', { timeout }, async () => {
  await using it = await world()
  const { id } = await it.open(SPEAKER)
  it.homey.advance(HEARTBEAT_MS)
  await it.api.drivers.emitPairingHeartbeat({ id })
  it.homey.advance(HEARTBEAT_MS)
  assert.ok(await it.list(id))
  it.homey.advance(1)
  await assert.rejects(it.list(id), { message: `Not Found: PairSession with ID ${id}` })
})

test('repairing keeps the device, unpairing removes it', { timeout }, async () => {
  await using it = await world()
  const device = Object.values(it.homey.state.devices).find(({ driverId }) => driverId === SPEAKER)
  const deviceId = device?.id ?? ''
  const repair = await it.open(SPEAKER, { type: 'repair', deviceId })
  const settings = { address: '192.168.1.99' }
  const renewed = await it.add(repair.id, { data: {}, settings, capabilitiesOptions: {} })
  assert.deepEqual([renewed.id, renewed.name], [deviceId, device?.name])
  assert.equal(it.homey.state.devices[deviceId]?.settings['address'], '192.168.1.99')
  const none = it.open(SPEAKER, { type: 'unpair', deviceId })
  await assert.rejects(none, { message: `Driver Cannot Unpair: ${SPEAKER}` })
  const driverId = 'homey:app:com.example.fjord:switch'
  const other = Object.values(it.homey.state.devices).find((one) => one.driverId === driverId)
  await assert.rejects(it.open(driverId, { type: 'unpair', deviceId }), /Of Another Driver/)
  const unpair = await it.open(driverId, { type: 'unpair', deviceId: other?.id })
  await it.api.drivers.deletePairSessionDevice({ id: unpair.id })
  assert.equal(it.homey.state.devices[other?.id ?? ''], undefined)
})

test('the drivers of an app are there while it runs', { timeout }, async () => {
  await using it = await world('empty')
  const drivers = async () => Object.keys(await it.api.drivers.getDrivers())
  assert.ok(!(await drivers()).includes(SPEAKER))
  await it.api.apps.installFromAppStore({ id: 'com.example.casa' })
  it.homey.advance(10_000)
  assert.ok((await drivers()).includes(SPEAKER))
  const session = await it.open(SPEAKER)
  assert.ok((await it.list(session.id)).length >= 5, 'the speakers of the villa')
})
