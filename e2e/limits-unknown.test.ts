// While the state of the hub is not known, nobody knows what limits cover: limited calls are answered 503 and
// come back by themselves, calls without limits go to the hub. A hub that is connected anew takes no client's
// socket into silence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type HubView, listen, openInstallation } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { behindItsBack, idOf, limitedKey, officialClient } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { ask, hear, openApi, openRoot, told, until } from './realtime-clients.ts'
import { openWorld, type Reply, send, temporaryDirectory, type World } from './world.ts'

const IN_TIME = { timeout: 120_000 }
const DATABASES = bothDatabases()

const ZONES = '/api/manager/zones/zone'
const DEVICES = '/api/manager/devices/device'

function assertUnknown(reply: Reply): void {
  assert.equal(reply.status, 503, reply.text)
  assert.equal(reply.json()['error'], 'hub_state_unknown')
  assert.match(String(reply.headers['retry-after']), /^[1-9]\d*$/)
}

/** A world in which the hub tells of nothing for want of being read: its sockets were cut, and lists take long. */
async function unread(world: World): Promise<Disposable> {
  world.homey.faults.add('devices.getDevices -> slow 8s')
  world.homey.restart()
  return { [Symbol.dispose]: () => world.homey.faults.clear() }
}

test(
  'case 10: limited calls wait, are answered 503, and come back without a restart',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const permissions = ['device:read', 'zone:read', 'language:read', 'flow:create']
    const { key } = await limitedKey(world, { zones: ['Kitchen'] }, permissions)
    const free = await world.key('zone:read')
    assert.equal((await world.send('GET', ZONES, { key })).status, 200)
    {
      using _ = await unread(world)
      const calls = [
        world.send('GET', ZONES, { key }),
        world.send('GET', `${DEVICES}/${idOf(world, 'devices', 'Counter light')}`, { key }),
        world.send('GET', `${DEVICES}/00000000-0000-4000-8000-000000000000`, { key }),
        world.send('POST', '/api/manager/flow/flow', { key, body: { name: 'x' } }),
      ]
      // What limits do not narrow needs no state, and whoever has no limits asks the hub.
      const language = await world.send('GET', '/api/manager/i18n/option/language', { key })
      assert.equal(language.status, 200, language.text)
      assert.equal((await world.send('GET', ZONES, { key: free })).status, 200)
      const first = await Promise.race([...calls, Promise.resolve('none')])
      assert.equal(first, 'none', 'these did not wait as those do')
      for (const reply of await Promise.all(calls)) assertUnknown(reply)
    }
    const begun = performance.now()
    while ((await world.send('GET', ZONES, { key })).status !== 200) {
      assert.ok(performance.now() - begun < 30_000, 'it never comes back')
    }
    assert.deepEqual(world.errors, [])
  },
)

test(
  'of a hub that is away limits know nothing, and everybody else is told so',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { key } = await limitedKey(world, { zones: ['Kitchen'] }, ['zone:read'])
    const free = await world.key('zone:read')
    assert.equal((await world.send('GET', ZONES, { key })).status, 200)
    world.homey.faults.add('* -> drop')
    world.homey.restart()
    const [limited, whole] = await Promise.all([
      world.send('GET', ZONES, { key }),
      world.send('GET', ZONES, { key: free }),
    ])
    assertUnknown(limited)
    assert.ok(whole.status >= 502, whole.text)
    assert.notEqual(whole.json()['error'], 'hub_state_unknown')
    world.homey.faults.clear()
    const begun = performance.now()
    for (const one of [key, free]) {
      while ((await world.send('GET', ZONES, { key: one })).status !== 200) {
        assert.ok(performance.now() - begun < 60_000, 'it never comes back')
      }
    }
  },
)

test(
  'an event that cannot be judged ends the sockets with limits, and no other; nobody else waits for it',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const limits = { variables: ['Message'] }
    const { key } = await limitedKey(world, limits, ['variable:read'])
    const uri = 'homey:manager:logic'
    using limited = await openApi(world.url, key)
    using free = await openApi(world.url, await world.key('variable:read'))
    for (const { api } of [limited, free])
      assert.deepEqual(await ask(api, 'subscribe', uri), [null])
    const heard = { limited: hear(limited.api, uri), free: hear(free.api, uri) }
    using _ = await unread(world)
    const gone = told(limited.api, 'disconnect')
    const write = (value: string) => {
      const path = `/api/manager/logic/variable/${idOf(world, 'variables', 'Message')}`
      return behindItsBack(world, 'PUT', path, { value })
    }
    // The hub is listened to again before it is read.
    for (let at = 0; heard.free.length === 0; at++) await write(`Text ${at}`)
    const begun = performance.now()
    await write('One more')
    await until(() => heard.free.length > 1)
    assert.ok(performance.now() - begun < 4_900, 'those without limits do not wait')
    await gone
    assert.equal(free.api.connected, true)
    assert.deepEqual(heard.limited, [])
    using root = openRoot(world.url)
    const [refused] = await ask(root, 'handshakeClient', { token: key })
    assert.equal(refused, null, 'it may come back at once')
    assert.deepEqual(world.errors, [])
  },
)

/** Adds the hub of a world again, as an owner does who has another key or address for it. */
const addAgain = (world: World, address: string, key: string) =>
  world.owner<HubView>('POST', '/hubs', { name: 'Home', address, key })

/** Calls until the listener has been told something new. */
async function toldAgain(heard: readonly unknown[], cause: (at: number) => unknown): Promise<void> {
  const before = heard.length
  const begun = performance.now()
  for (let at = 0; heard.length === before; at++) {
    assert.ok(performance.now() - begun < 20_000, 'the socket is silent')
    await cause(at)
    await new Promise((done) => setTimeout(done, 20))
  }
}

test(
  'a hub with another key, and then at another address, goes on being told of',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const id = idOf(world, 'devices', 'Counter light')
    const { key } = await limitedKey(world, { zones: ['Kitchen'] }, ['device:read'])
    await using client = await officialClient(world, key, 'socket')
    const device = await client.api.devices.getDevice({ id })
    await device.connect()
    const heard: unknown[] = []
    device.on('capability', (event: unknown) => heard.push(event))
    let { homey } = world
    const sense = (at: number) => homey.sense(id, 'dim', (at % 90) / 100)
    await toldAgain(heard, sense)
    let ends = 0
    client.api.on('disconnect', () => ends++)

    await addAgain(world, homey.address, homey.createKey(['homey']))
    await until(() => ends === 1)
    await toldAgain(heard, (at) => sense(at + 1))
    assert.equal((await world.send('GET', `${DEVICES}/${id}`, { key })).status, 200)

    using directory = temporaryDirectory()
    const file = `${directory.path}/home.json`
    homey.save(file)
    await using moved = await startVirtualHomey({ state: file })
    homey = moved as typeof homey
    await addAgain(world, moved.address, world.homey.key)
    await until(() => ends === 2)
    await toldAgain(heard, (at) => sense(at + 2))
    assert.deepEqual(world.errors, [])
  },
)

test('a tag of the model before is none of the model after', IN_TIME, async () => {
  await using world = await openWorld()
  const key = await world.key('variable:read')
  const path = '/api/manager/logic/variable'
  const tagOf = async () => {
    const begun = performance.now()
    for (;;) {
      const { headers } = await world.send('GET', path, { key })
      if (typeof headers['etag'] === 'string') return headers['etag']
      assert.ok(performance.now() - begun < 20_000, 'the model never answers')
    }
  }
  const tags = new Set<string>()
  for (let round = 0; round < 5; round++) {
    tags.add(await tagOf())
    await addAgain(world, world.homey.address, world.homey.key)
  }
  assert.equal(tags.size, 5)
})

test('a hub that is connected anew at one gateway is so at the other', IN_TIME, async () => {
  const databaseUrl = await DATABASES.PostgreSQL()
  const keys = {
    sealingKey: Buffer.alloc(32, 1).toString('base64'),
    auditKey: Buffer.alloc(32, 2).toString('base64'),
  }
  await using world = await openWorld({ databaseUrl, ...keys })
  using directory = temporaryDirectory()
  await using second = await openInstallation({ data: directory.path, databaseUrl, ...keys })
  await using listener = await listen(second, { host: '127.0.0.1', port: 0 })
  const key = await world.key('device:read')
  const begun = performance.now()
  while ((await send(listener.url, 'GET', DEVICES, { key })).status !== 200) {
    assert.ok(performance.now() - begun < 10_000)
  }
  using open = await openApi(listener.url, key)
  assert.deepEqual(await ask(open.api, 'subscribe', 'homey:manager:devices'), [null])
  const gone = told(open.api, 'disconnect')
  await addAgain(world, world.homey.address, world.homey.createKey(['homey']))
  await gone
})
