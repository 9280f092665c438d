// Canaries: secrets are planted everywhere, everything is done that could tell them, and then every
// byte that left is searched for them: answers, audit, logs, files, what the command line prints.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openWorld } from './world.ts'

const DEVICES = '/api/manager/devices/device'

test('case 7: no hub key, session or client key in any answer, row or file', async () => {
  await using world = await openWorld()
  const { homey } = world
  const key = await world.key('preset:full-control')
  const said: string[] = []
  const ask = async (method: string, path: string, body?: unknown) => {
    const reply = await world.send(method, path, { key, body })
    said.push(JSON.stringify(reply.headers), reply.text)
  }
  for (const path of [
    DEVICES,
    '/api/manager/users/user',
    '/api/manager/sessions/session/me',
    '/api/manager/apps/app',
  ]) {
    await ask('GET', path)
  }
  await ask('POST', '/api/manager/users/pat', { name: 'x', scopes: ['homey'] })
  await ask('POST', '/api/manager/users/login', { token: 'CANARY-login' })
  await ask('GET', `/api/manager/${homey.key}`)
  await ask('GET', `${DEVICES}/${key}?token=${homey.key}`)
  // Keys in the wrong places: path, query, a broken header.
  await world
    .send('GET', `/api/manager/flow/flow/${key}`, { key: 'lk_wrong' })
    .then((one) => said.push(one.text))
  for (const fault of [
    { kind: 'raw', status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal' },
    { kind: 'drop' },
    { kind: 'status', status: 401, error: `Session ${homey.key} Not Found` },
  ] as const) {
    homey.fault = ({ path }) => (path.startsWith(DEVICES) ? fault : undefined)
    await ask('GET', DEVICES)
  }
  homey.fault = undefined
  const audit = JSON.stringify(await world.audit())
  const secrets = { 'the hub key': homey.key, 'the client key': key }
  for (const [what, secret] of Object.entries(secrets)) {
    const tail = secret.slice(-20)
    assert.ok(!said.join('\n').includes(tail), `${what} is in an answer`)
    assert.ok(!audit.includes(tail), `${what} is in the audit log`)
    for (const file of readdirSync(world.data)) {
      const path = join(world.data, file)
      if (!statSync(path).isFile()) continue
      assert.ok(!readFileSync(path).includes(tail), `${what} is in ${file}`)
    }
  }
  assert.deepEqual(world.errors, [])
})

test('the data directory and its files are closed to others', async () => {
  await using world = await openWorld()
  assert.equal(statSync(world.data).mode & 0o777, 0o700)
  const files = readdirSync(world.data)
  assert.ok(['latchkey.db', 'latchkey.db-wal', 'sealing.key'].every((name) => files.includes(name)))
  for (const file of files) assert.equal(statSync(join(world.data, file)).mode & 0o777, 0o600, file)
})

test('case 13: secret settings of devices show only with device-secret:read', async () => {
  await using world = await openWorld()
  const without = await world.key('device:read', 'device-settings:read', 'device:state')
  const holder = await world.key('device:read', 'device-settings:read', 'device-secret:read')
  const read = async (path: string, key: string) => (await world.send('GET', path, { key })).text
  const all = await read(DEVICES, holder)
  const secret = /SECRET-[a-z-]+/g
  const found = [...new Set(all.match(secret))]
  assert.ok(found.length >= 2, 'the home has secrets in its devices')
  assert.doesNotMatch(await read(DEVICES, without), secret)
  const devices = JSON.parse(all) as Record<
    string,
    { id: string; settings: Record<string, unknown> }
  >
  for (const device of Object.values(devices)) {
    for (const path of [`${DEVICES}/${device.id}`, `${DEVICES}/${device.id}/settings_obj`]) {
      assert.doesNotMatch(await read(path, without), secret, path)
    }
  }
  assert.doesNotMatch(await read('/api/manager/devices/state', without), secret)
  // What is no secret stays: it is cut, not everything withheld.
  const kept = Object.values(JSON.parse(await read(DEVICES, without)) as typeof devices)
  assert.ok(kept.some((device) => Object.keys(device.settings).length > 0))
})

test('a driver whose definitions cannot be read shows no text settings at all', async () => {
  await using world = await openWorld()
  const key = await world.key('device:read')
  world.homey.fault = ({ path }) => (path.includes('settings_obj') ? { kind: 'drop' } : undefined)
  const { text } = await world.send('GET', DEVICES, { key })
  const devices = Object.values(JSON.parse(text) as Record<string, { settings: object }>)
  assert.ok(
    devices.every((one) => Object.values(one.settings).every((value) => typeof value !== 'string')),
  )
})

test('devices that do not come as JSON do not come at all', async () => {
  await using world = await openWorld()
  const key = await world.key('device:read')
  const raw = { kind: 'raw', status: 200, headers: { 'content-type': 'text/plain' } } as const
  world.homey.fault = ({ path }) =>
    path === DEVICES ? { ...raw, body: '{"a":{"settings":{"p":"SECRET-x"}}}' } : undefined
  const reply = await world.send('GET', DEVICES, { key })
  assert.equal(reply.status, 502)
  assert.doesNotMatch(reply.text, /SECRET/)
})

test("case 7: a key in the hub's own words of a failure stays here", async () => {
  await using world = await openWorld()
  const key = await world.key('zone:read')
  for (const type of ['application/json', 'text/plain']) {
    const body = JSON.stringify({ error: `Session ${world.homey.key} failed` })
    const fault = { kind: 'raw', status: 500, headers: { 'content-type': type }, body } as const
    world.homey.fault = ({ path }) => (path.includes('/zones/') ? fault : undefined)
    const reply = await world.send('GET', '/api/manager/zones/zone', { key })
    assert.equal(reply.status, 500)
    assert.ok(reply.text.includes('failed'), 'the rest is told')
    assert.ok(!reply.text.includes(world.homey.key.slice(-20)))
  }
})

test('case 13: invitation links are cut from users', async () => {
  await using world = await openWorld()
  const key = await world.key('user:create', 'user:read')
  const made = await world.send('POST', '/api/manager/users/user', { key, body: { role: 'guest' } })
  assert.equal(made.status, 200)
  assert.ok(JSON.stringify(world.homey.state.users).includes('inviteUrl'), 'the hub has a link')
  assert.ok(!made.text.includes('inviteUrl'))
  const list = await world.send('GET', '/api/manager/users/user', { key })
  assert.ok(!list.text.includes('inviteUrl'))
})

test('the owner cannot be removed, nor another one made', async () => {
  await using world = await openWorld()
  const key = await world.key('preset:full-control')
  const owner = Object.values(world.homey.state.users).find((user) => user.role === 'owner')
  const user = `/api/manager/users/user/${owner?.id}`
  assert.equal((await world.send('DELETE', user, { key })).json()['error'], 'withheld')
  assert.equal((await world.send('DELETE', '/api/manager/users/user/me', { key })).status, 403)
  const made = await world.send('POST', '/api/manager/users/user', { key, body: { role: 'owner' } })
  assert.equal(made.json()['error'], 'withheld')
  assert.ok(owner && world.homey.state.users[owner.id], 'the owner is still there')
})
