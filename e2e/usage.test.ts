// What keys use, beyond what is learned in `learn.test.ts`: parts in place of wholes, what limits ask for,
// what only shows more, what was not used for long, restarts, and the command line.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type ChangedKeyView,
  type MadeKeyView,
  type NarrowView,
  openControlSocket,
  openInstallation,
  type UsageView,
} from '@latchkey/gateway'
import { type AnyWorld, behindItsBack, idOf, limitedKey } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { ask, openApi, told } from './realtime-clients.ts'
import { typed as latchkey } from './typed.ts'
import { openWorld, ownerOf, temporaryDirectory } from './world.ts'

const DAY = 86_400_000

const learn = (world: AnyWorld, id: string) =>
  world.owner<UsageView>('POST', `/keys/${id}/learn`, { for: '24h' })
const usage = (world: AnyWorld, id: string, query = '') =>
  world.owner<UsageView>('GET', `/keys/${id}/usage${query}`)
const narrow = (world: AnyWorld, id: string, query = '') =>
  world.owner<NarrowView>('GET', `/keys/${id}/narrow${query}`)

const value = (device: string, capability: string) =>
  `/api/manager/devices/device/${device}/capability/${capability}`

type Wish = (world: AnyWorld) => readonly [method: string, path: string, body?: unknown]

const ROWS: readonly (readonly [
  what: string,
  held: readonly string[],
  call: Wish,
  smallest: readonly string[],
])[] = [
  [
    'switching a Flow with flow:update needs flow:enable only',
    ['flow:update', 'flow:read'],
    (world) => {
      const id = idOf(world, 'flows', 'Lights out')
      return ['PUT', `/api/manager/flow/flow/${id}`, { enabled: true }]
    },
    ['flow:enable'],
  ],
  [
    'renaming a Flow needs flow:update',
    ['flow:update', 'flow:enable'],
    (world) => {
      const id = idOf(world, 'flows', 'Lights out')
      return ['PUT', `/api/manager/flow/flow/${id}`, { enabled: true, name: 'Out' }]
    },
    ['flow:update'],
  ],
  [
    'running code of its own needs both',
    ['homeyscript:run', 'homeyscript:update', 'homeyscript:read'],
    ({ homey }) => {
      const { scripts } = homey.state.appSettings['com.athom.homeyscript'] ?? {}
      const [id] = Object.keys(scripts ?? {})
      return ['POST', `/api/app/com.athom.homeyscript/script/${id}/run`, { code: 'return 1' }]
    },
    ['homeyscript:run', 'homeyscript:update'],
  ],
  [
    'settings that are a password are shown by device-secret:read',
    ['device:read', 'device-secret:read', 'zone:read'],
    (world) => ['GET', `/api/manager/devices/device/${idOf(world, 'devices', 'Front door')}`],
    ['device-secret:read', 'device:read'],
  ],
  [
    'what is answered by the gateway itself needs nothing',
    ['device:read'],
    () => ['GET', '/api/manager/sessions/session/me'],
    [],
  ],
]

for (const [what, held, call, smallest] of ROWS) {
  test(what, async () => {
    await using world = await openWorld()
    const { id, key } = await world.fullKey('Panel', held)
    await learn(world, id)
    const [method, path, body] = call(world)
    const reply = await world.send(method, path, { key, body })
    assert.ok(reply.status < 400, reply.text)
    const found = await narrow(world, id)
    assert.deepEqual(found.permissions, smallest)
    if (smallest.length === 0) return
    await world.owner<ChangedKeyView>('PUT', `/keys/${id}`, found.change ?? {})
    assert.equal((await world.send(method, path, { key, body })).status, reply.status)
  })
}

test('what is refused is no use, and what is not there is no object', async () => {
  await using world = await openWorld()
  const { id, key } = await world.fullKey('Panel', ['device:read'])
  const nowhere = '00000000-0000-4000-8000-000000000000'
  await world.send('GET', '/api/manager/zones/zone', { key })
  await world.send('GET', `/api/manager/devices/device/${nowhere}`, { key })
  const { used, unused, objects } = await usage(world, id)
  assert.deepEqual([used.map((one) => one.permission), unused, objects], [['device:read'], [], []])
})

test('a permission that only the limits asked for is used', async () => {
  await using world = await openWorld()
  const held = ['device:control', 'security-device:control', 'device:read']
  const made = await limitedKey(world, { devices: ['Front door', 'Counter light'] }, held)
  await learn(world, made.id)
  const set = (device: string, capability: string, to: unknown) =>
    world.send('PUT', value(idOf(world, 'devices', device), capability), {
      ...{ key: made.key, body: { value: to } },
    })
  assert.ok((await set('Counter light', 'onoff', true)).status < 300)
  assert.deepEqual((await narrow(world, made.id)).permissions, ['device:control'])
  assert.ok((await set('Front door', 'locked', true)).status < 300)
  const both = ['device:control', 'security-device:control']
  assert.deepEqual((await narrow(world, made.id)).permissions, both)
})

test('a key with a room is locked to the device in it that was used', async () => {
  await using world = await openWorld()
  const made = await limitedKey(world, { zones: ['Kitchen'], own: true }, ['device:control'])
  await learn(world, made.id)
  const path = value(idOf(world, 'devices', 'Counter light'), 'onoff')
  const set = () => world.send('PUT', path, { key: made.key, body: { value: true } })
  assert.ok((await set()).status < 300)
  const { change } = await narrow(world, made.id, '?objects=true')
  assert.ok(change)
  const changed = await world.owner<ChangedKeyView>('PUT', `/keys/${made.id}`, change)
  assert.deepEqual(changed.limits, {
    devices: [{ id: idOf(world, 'devices', 'Counter light'), name: 'Counter light' }],
    own: true,
  })
  assert.ok((await set()).status < 300)
})

test('learning a key does not end its socket', async () => {
  await using world = await openWorld()
  const { id, key } = await world.fullKey('Panel', ['device:read'])
  using client = await openApi(world.url, key)
  await learn(world, id)
  assert.deepEqual(await ask(client.api, 'subscribe', 'homey:manager:devices'), [null])
  assert.ok(client.api.connected)
  assert.deepEqual((await narrow(world, id)).permissions, ['device:read'])
})

test('moving a device into the room of another key uses zone:move', async () => {
  await using world = await openWorld()
  await limitedKey(world, { zones: ['Kitchen'] }, ['device:read'])
  const { id, key } = await world.fullKey('Mover', ['device:update', 'zone:move', 'device:read'])
  await learn(world, id)
  const path = `/api/manager/devices/device/${idOf(world, 'devices', 'Bedside lamp')}`
  const body = { zone: idOf(world, 'zones', 'Kitchen') }
  assert.equal((await world.send('PUT', path, { key, body })).status, 200)
  assert.deepEqual((await narrow(world, id)).permissions, ['device:update', 'zone:move'])
})

test('listening is use, and so is being told', async () => {
  await using world = await openWorld()
  const { id, key } = await world.fullKey('Panel', ['flow:read', 'advanced-flow:read', 'mood:read'])
  using client = await openApi(world.url, key)
  assert.deepEqual(await ask(client.api, 'subscribe', 'homey:manager:flow'), [null])
  assert.deepEqual((await narrow(world, id, '?unused=true')).permissions.length, 1)
  const heard = told(client.api, 'homey:manager:flow')
  const flow = idOf(world, 'flows', 'Lights out')
  await behindItsBack(world, 'PUT', `/api/manager/flow/flow/${flow}`, { name: 'Out' })
  await heard
  const { used } = await usage(world, id)
  const read = used.find((one) => one.permission === 'flow:read')
  assert.deepEqual(read?.operations, ['events', 'subscribe'])
})

test('an app whose settings were used keeps the key out of rooms', async () => {
  await using world = await openWorld()
  const { id, key } = await world.fullKey('Panel', ['weather:read', 'energy:read', 'device:read'])
  await learn(world, id)
  const light = idOf(world, 'devices', 'Counter light')
  assert.equal(
    (await world.send('GET', `/api/manager/devices/device/${light}`, { key })).status,
    200,
  )
  assert.equal((await world.send('GET', '/api/manager/energy/live', { key })).status, 200)
  const { limits, notes } = await narrow(world, id, '?objects=true')
  assert.equal(limits, null)
  assert.match(notes.join('\n'), /Not limited to devices or zones.*energy\.getLiveReport/)
})

test('narrowing without learning, and learning what is revoked, is said', async () => {
  await using world = await openWorld()
  const { id } = await world.fullKey('Panel', ['device:read'])
  await assert.rejects(narrow(world, id), /409.*key_unlearned.*key learn/)
  await assert.rejects(narrow(world, id, '?since=30d'), /400/)
  await assert.rejects(narrow(world, id, '?unused=true&objects=true'), /400/)
  const found = await narrow(world, id, '?unused=true')
  assert.deepEqual([found.change, found.permissions], [null, []])
  assert.match(found.notes.join('\n'), /used nothing.*younger/s)
  await world.owner('DELETE', `/keys/${id}`)
  await assert.rejects(learn(world, id), /409.*key_revoked/)
})

test('a second learning begins anew, and can be ended', async () => {
  await using world = await openWorld()
  const { id, key } = await world.fullKey('Panel', ['device:read'])
  await learn(world, id)
  await world.send('GET', '/api/manager/devices/device', { key })
  assert.equal((await usage(world, id)).used.length, 1)
  const begun = await learn(world, id)
  assert.deepEqual([begun.used, begun.learning?.state], [[], 'learning'])
  const ended = await world.owner<UsageView>('DELETE', `/keys/${id}/learn`)
  assert.equal(ended.learning?.state, 'over')
  await world.send('GET', '/api/manager/devices/device', { key })
  assert.deepEqual((await usage(world, id)).used, [])
  assert.equal((await usage(world, id, '?since=1d')).used[0]?.count, 2)
})

for (const [name, database] of Object.entries(bothDatabases())) {
  describe(name, () => {
    test('what was not used for 30 days is dropped, of a key that was never learned', async () => {
      const clock = { now: Date.UTC(2026, 10, 1, 12) }
      await using world = await openWorld({
        ...{ databaseUrl: await database(), now: () => clock.now },
      })
      const { id, key } = await world.fullKey('Panel', ['device:read', 'zone:read', 'mood:read'])
      const read = (what: string) => world.send('GET', `/api/manager/${what}`, { key })
      await read('devices/device')
      clock.now += 40 * DAY
      await read('zones/zone')
      const all = await narrow(world, id, '?unused=true&since=60d')
      assert.deepEqual(
        [all.permissions, all.dropped],
        [['device:read', 'zone:read'], ['mood:read']],
      )
      const late = await narrow(world, id, '?unused=true')
      assert.deepEqual(late.dropped, ['device:read', 'mood:read'])
      await world.owner('PUT', `/keys/${id}`, late.change ?? {})
      assert.equal((await read('zones/zone')).status, 200)
      assert.equal((await read('devices/device')).status, 403)
      const { used, unused } = await usage(world, id, '?since=60d')
      assert.deepEqual([used.map((one) => one.count), unused], [[2], []])
    })

    test('a learning goes on after a restart, and ends at its time', async () => {
      using data = temporaryDirectory()
      const databaseUrl = await database()
      const clock = { now: Date.UTC(2026, 10, 1, 12) }
      const options = { databaseUrl, data: data.path, now: () => clock.now }
      let made: MadeKeyView
      {
        await using world = await openWorld(options)
        made = await world.owner('POST', '/keys', {
          ...{ hub: 'Home', name: 'Panel', permissions: ['device:read', 'zone:read'] },
        })
        await learn(world, made.id)
        await world.send('GET', '/api/manager/sessions/session/me', { key: made.key })
        await world.send('GET', '/api/manager/devices/device', { key: made.key })
        clock.now += DAY / 2
      }
      await using again = await openInstallation(options)
      const owner = ownerOf(again)
      const now = await owner<UsageView>('GET', `/keys/${made.id}/usage`)
      assert.deepEqual(
        [now.learning?.state, now.used.length, now.unused],
        ['learning', 1, ['zone:read']],
      )
      clock.now += DAY
      const later = await owner<UsageView>('GET', `/keys/${made.id}/usage`)
      assert.equal(later.learning?.state, 'over')
    })
  })
}

test('at the command line: learn, see, narrow', async () => {
  await using world = await openWorld()
  await openControlSocket(world.installation)
  const { id, key } = await world.fullKey('Panel', ['device:read', 'device:control', 'zone:read'])
  const run = async (...words: readonly string[]) => {
    const ran = await latchkey(['key', ...words, '--data', world.data])
    assert.equal(ran.code, 0, ran.err)
    return ran
  }
  assert.match((await run('learn', id, '--hours', '24')).out, /is kept until 20/)
  const light = idOf(world, 'devices', 'Counter light')
  await world.send('PUT', value(light, 'onoff'), { key, body: { value: true } })
  const seen = (await run('learn', id)).out
  assert.match(seen, /^device:control +1 +20\S+ +devices\.setCapabilityValue$/m)
  assert.match(seen, /Not used of what it may do:\n {2}device:read: /)
  assert.match(seen, /device Counter light/)
  const proposed = (await run('narrow', id, '--objects')).out
  assert.match(
    proposed,
    /Dropped: device:read, zone:read\n\nLimited to:\n {2}devices Counter light/,
  )
  const manifest = JSON.parse((await run('narrow', id, '--json')).out) as NarrowView
  assert.deepEqual(manifest.permissions, ['device:control'])
  const locked = await run('narrow', id, '--objects', '--lock')
  assert.match(locked.out, /device Counter light/)
  assert.match(locked.out, /^permissions +device:control/m)
  assert.match((await run('narrow', id)).out, /There is nothing to change/)
  const wrong = await latchkey(['key', 'learn', id, '--hours', '1.5', '--data', world.data])
  assert.deepEqual([wrong.code, wrong.out], [64, ''])
})
