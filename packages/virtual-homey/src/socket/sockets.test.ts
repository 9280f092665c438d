// Sockets as clients see them: the official client, unmodified, and one of the newer protocol.
import assert from 'node:assert/strict'
import test from 'node:test'
import homeyApi from 'homey-api'
import { io, type Socket } from 'socket.io-client'
import { startVirtualHomey, type VirtualHomey, type VirtualHomeyOptions } from '../index.ts'

const NEXT = { timeout: 10_000 }

/** A hub with the official client on it, which is closed before the hub is. */
async function world(options: Partial<VirtualHomeyOptions> = {}, scopes = ['homey']) {
  const homey = await startVirtualHomey({ home: 'apartment', ...options })
  const api = await homeyApi.HomeyAPI.createLocalAPI({
    address: homey.address,
    token: homey.createKey(scopes),
    debug: null,
  })
  const dispose = async () => {
    await api.disconnect()
    api.destroy()
    await homey.close()
  }
  return { homey, api, [Symbol.asyncDispose]: dispose }
}

function deviceNamed(homey: VirtualHomey, name: string) {
  const device = Object.values(homey.state.devices).find((one) => one.name === name)
  assert.ok(device)
  return device
}

test('calls go over the socket once it is connected', NEXT, async () => {
  await using open = await world()
  const { homey, api } = open
  await api.zones.connect()
  const created = once(api.zones, 'zone.create')
  const [parent] = Object.keys(homey.state.zones)
  const zone = await api.zones.createZone({ zone: { name: 'Attic', icon: 'home', parent } })
  assert.equal((await created)[0]['id'], zone.id)
  const updated = once(api.zones, 'zone.update')
  await api.zones.updateZone({ id: zone.id, zone: { name: 'Loft' } })
  assert.equal((await updated)[0]['name'], 'Loft')
  const deleted = once(api.zones, 'zone.delete')
  assert.equal(await api.zones.deleteZone({ id: zone.id }), undefined)
  assert.deepEqual((await deleted)[0], { id: zone.id })
  await assert.rejects(api.zones.deleteZone({ id: zone.id }), {
    statusCode: 404,
    message: `Not Found: Zone with ID ${zone.id}`,
  })
  const methods = homey.requests.filter(({ path }) => /createZone|updateZone/.test(path))
  assert.deepEqual([...new Set(methods.map((seen) => seen.method))], ['SOCKET'])
})

test('events reach the lists of a client that did nothing itself', NEXT, async () => {
  await using open = await world()
  const { homey, api } = open
  await api.logic.connect()
  await api.logic.getVariables()
  const other = await homeyApi.HomeyAPI.createLocalAPI({
    address: homey.address,
    token: homey.createKey(['homey']),
    debug: null,
  })
  const told = once(api.logic, 'variable.create')
  const made = await other.logic.createVariable({
    variable: { name: 'Fresh', type: 'number', value: 1 },
  })
  await told
  assert.equal((await api.logic.getVariables())[made.id].name, 'Fresh')
  other.destroy()
})

test('a capability instance hears others, not itself', NEXT, async () => {
  await using open = await world({ clock: () => new Date('2026-01-01T00:00:00Z') })
  const { homey, api } = open
  const lamp = deviceNamed(homey, 'Reading lamp')
  const device = await api.devices.getDevice({ id: lamp.id })
  const heard: unknown[] = []
  const instance = device.makeCapabilityInstance('dim', (value: unknown) => heard.push(value))
  await device.connect()
  await instance.setValue(0.4)
  const told = once(device, 'capability')
  const uri = `${homey.address}/api/manager/devices/device/${lamp.id}/capability/dim`
  const put = (value: number) =>
    fetch(uri, {
      method: 'PUT',
      headers: { authorization: `Bearer ${homey.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ value, transactionId: `foreign-${value}` }),
    })
  await put(0.6)
  const [event] = await told
  assert.equal(event['transactionId'], 'foreign-0.6')
  const again = once(device, 'capability')
  await put(0.7)
  await again
  assert.deepEqual(heard, [0.6, 0.7])
  instance.destroy()
})

test('a subscription takes the scopes that reading takes', NEXT, async () => {
  await using open = await world({}, ['homey.zone.readonly', 'homey.app.readonly'])
  const { homey, api } = open
  await api.zones.connect()
  const refused = { error: 'Missing Scopes', statusCode: 403 }
  const shape = ({ error, statusCode }: Record<string, unknown>) => {
    assert.deepEqual({ error, statusCode }, refused)
    return true
  }
  await assert.rejects(api.devices.connect(), shape)
  await assert.rejects(api.zones.createZone({ zone: { name: 'A', icon: 'home', parent: '' } }), {
    statusCode: 403,
  })
  await api.apps.connect()
  const told: unknown[] = []
  api.apps.on('appsettings.update', (data: unknown) => told.push(data))
  const client = await homeyApi.HomeyAPI.createLocalAPI({
    address: homey.address,
    token: homey.createKey(['homey']),
    debug: null,
  })
  await client.apps.setAppSetting({ id: 'com.example.echo', name: 'x', value: 'SECRET-y' })
  const enabled = once(api.apps, 'app.update')
  await client.apps.updateApp({ id: 'com.example.echo', app: { autoupdate: false } })
  await enabled
  assert.deepEqual(told, [{ id: 'com.example.echo' }], 'no settings without their scope')
  client.destroy()
})

test('the client comes back after a restart and is told as before', {
  timeout: 20_000,
}, async () => {
  await using open = await world()
  const { homey, api } = open
  await api.zones.connect()
  const [zone] = Object.values(homey.state.zones)
  const again = once(api, 'reconnect')
  homey.restart()
  await again
  await waitUntil(() => api.zones.isConnected())
  const told = once(api.zones, 'zone.update')
  await api.zones.updateZone({ id: zone?.id, zone: { name: 'House' } })
  assert.equal((await told)[0]['name'], 'House')
})

test('the client finds a hub that starts again on its port', { timeout: 20_000 }, async () => {
  const first = await startVirtualHomey({ home: 'apartment', seed: 7 })
  const api = await homeyApi.HomeyAPI.createLocalAPI({
    address: first.address,
    token: first.key ?? '',
    debug: null,
  })
  await api.zones.connect()
  const again = once(api, 'reconnect')
  const port = Number(new URL(first.address).port)
  await first.close()
  await using second = await startVirtualHomey({ home: 'apartment', seed: 7, port })
  await again
  await waitUntil(() => api.zones.isConnected())
  const told = once(api.zones, 'zone.update')
  const [zone] = Object.values(second.state.zones)
  await api.zones.updateZone({ id: zone?.id, zone: { name: 'House' } })
  assert.equal((await told)[0]['name'], 'House')
  await api.disconnect()
  api.destroy()
})

test('a newer client says hello, subscribes, calls and is cut with its key', NEXT, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const key = homey.createKey(['homey.logic'])
  const root = io(homey.address, { transports: ['websocket'], forceNew: true })
  const early = root.io.socket('/api')
  const [refusal] = await once(early, 'connect_error')
  assert.equal(Reflect.get(refusal, 'message'), 'Missing Session ID in Token')
  early.close()
  const hello = (token: string, homeyId = homey.id) =>
    ask(root, 'handshakeClient', { token, homeyId })
  const wrong = { error: 'Session Not Found', statusCode: 401 }
  assert.deepEqual(await hello(`${key}0`), [wrong])
  assert.equal((await hello(key, 'f'.repeat(24)))[0]?.['error'], 'Invalid Homey ID')
  assert.deepEqual(await hello(key), [null, { namespace: '/api' }])
  const api = root.io.socket('/api')
  api.connect()
  await once(api, 'connect')
  assert.deepEqual(await ask(api, 'subscribe', 'homey:manager:logic'), [null])
  assert.equal((await ask(api, 'subscribe', 'nonsense'))[0]?.['statusCode'], 400)
  assert.equal((await ask(api, 'subscribe', 'homey:manager:nothing'))[0]?.['statusCode'], 404)
  const told = once(api, 'homey:manager:logic')
  const variable = { name: 'New', type: 'boolean', value: true }
  const args = { $validate: true, query: {}, variable }
  const message = { uri: 'homey:manager:logic', operation: 'createVariable', args }
  const [error, made] = await ask(api, 'api', message)
  assert.equal(error, null)
  assert.deepEqual(await told, ['variable.create', made])
  const lost = { ...message, operation: 'getVariable', args: { id: 'x' } }
  assert.deepEqual(await ask(api, 'api', lost), [
    { error: 'Not Found: Variable with ID x', statusCode: 404 },
  ])
  const cut = once(api, 'disconnect')
  await deleteKey(homey, key)
  assert.deepEqual((await cut)[0], 'io server disconnect')
  root.close()
})

test('a session that has expired is cut when it calls', NEXT, async () => {
  let time = new Date('2026-01-01T00:00:00Z')
  await using homey = await startVirtualHomey({ home: 'empty', clock: () => time })
  const token = homey.signIn()
  const [, id = ''] = token.split(':')
  const session = homey.state.sessions[id]
  assert.ok(session)
  session.expiresAt = '2026-01-01T01:00:00Z'
  const root = io(homey.address, { transports: ['websocket'], forceNew: true })
  await ask(root, 'handshakeClient', { token, homeyId: homey.id })
  const api = root.io.socket('/api')
  await once(api, 'connect')
  time = new Date('2026-01-01T02:00:00Z')
  const cut = once(api, 'disconnect')
  const message = { uri: 'homey:manager:zones', operation: 'getZones', args: {} }
  assert.equal((await ask(api, 'api', message))[0]?.['error'], 'Session Not Found')
  await cut
  root.close()
})

interface Emitter {
  once(name: string, listener: (...values: Told) => void): unknown
}

type Told = [first: Record<string, unknown>, ...more: unknown[]]

function once(emitter: Emitter, name: string): Promise<Told> {
  return new Promise((resolve) => void emitter.once(name, (...values) => resolve(values)))
}

type Acknowledged = [error: Record<string, unknown> | null, result?: unknown]

function ask(socket: Socket, name: string, message: unknown): Promise<Acknowledged> {
  return new Promise((resolve) => {
    socket.emit(name, message, (...answer: Acknowledged) => resolve(answer))
  })
}

async function deleteKey(homey: VirtualHomey, key: string): Promise<void> {
  const [, id] = key.split(':')
  await fetch(`${homey.address}/api/manager/users/pat/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${homey.signIn()}` },
  })
}

// The client has no event for having subscribed again.
async function waitUntil(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10))
}
