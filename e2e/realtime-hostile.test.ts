// What nobody honest does with the socket: another's session, other protocols, floods. It is refused or
// cut off, and everybody else goes on.
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { ask, call, hear, openApi, openRoot, sendBytes, told, until } from './realtime-clients.ts'
import { openWorld, type World } from './world.ts'

const IN_TIME = { timeout: 60_000 }

const VARIABLE = { variable: { name: 'New', type: 'boolean', value: true } }

/** Opens a session over polling by hand, with a key. */
async function pollingSession(world: World, headers: Record<string, string>) {
  const at = `${world.url}/socket.io/?EIO=4&transport=polling`
  const opened = await (await fetch(at, { headers })).text()
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
  const session = `${at}&sid=${sid}`
  const send = (body: string, more = {}) =>
    fetch(session, { method: 'POST', body, headers: { ...headers, ...more } })
  const poll = async (more = {}) => {
    const answer = await fetch(session, { headers: { ...headers, ...more } })
    return { status: answer.status, text: await answer.text() }
  }
  return { sid, session, send, poll }
}

/** An upgrade request, byte for byte. */
const upgrade = (target: string, ...headers: readonly string[]): string =>
  [
    `GET ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    ...headers,
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ].join('\r\n')

const WEBSOCKET = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13'] as const
const SMUGGLED = 'GET /api/manager/system/ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

test("case 27: the id of another's session opens nothing", IN_TIME, async () => {
  await using world = await openWorld()
  const key = await world.key('zone:read')
  const mine = { 'user-agent': 'me' }
  const session = await pollingSession(world, mine)
  await session.send('40')
  assert.match((await session.poll()).text, /^40/)
  await session.send(`420["handshakeClient",${JSON.stringify({ token: key })}]`)
  assert.match((await session.poll()).text, /430\[null,\{"namespace":"\/api"\}\]/)
  for (const more of [{ 'user-agent': 'you' }, { origin: 'http://evil.example' }]) {
    assert.equal((await session.poll(more)).status, 400)
    assert.equal((await session.send('40/api,', more)).status, 400)
  }
  // Nor can a WebSocket of somebody else take it over.
  const taken = await sendBytes(
    world.url,
    upgrade(`/socket.io/?EIO=4&transport=websocket&sid=${session.sid}`, ...WEBSOCKET),
  )
  assert.match(taken, /^HTTP\/1\.1 400 /)
  await session.send('40/api,')
  assert.match((await session.poll()).text, /^40\/api,/)
  for (const query of [
    `transport=polling&sid=${session.sid}&sid=x`,
    'transport=polling&transport=websocket',
    'transport=polling&j=0',
    'transport=webtransport',
    'transport=polling&sid=unknown',
  ]) {
    const answer = await fetch(`${world.url}/socket.io/?EIO=4&${query}`, { headers: mine })
    assert.equal(answer.status, 400, query)
  }
})

test("case 27: a WebSocket's session cannot be polled", IN_TIME, async () => {
  await using world = await openWorld()
  using open = await openApi(world.url, await world.key('zone:read'))
  const { engine } = open.root.io as unknown as { engine: { id: string } }
  for (const version of [3, 4]) {
    const at = `${world.url}/socket.io/?EIO=${version}&transport=polling&sid=${engine.id}`
    for (const request of [{}, { method: 'POST', body: '42/api,["subscribe","x"]' }]) {
      assert.equal((await fetch(at, request)).status, 400)
    }
  }
  assert.equal(open.api.connected, true)
})

test('case 27: there is no tunnel', IN_TIME, async () => {
  await using world = await openWorld()
  const before = world.homey.requests.length
  const socket = '/socket.io/?EIO=4&transport=websocket'
  const rows: readonly (readonly [string, number, string, ...(readonly string[])])[] = [
    ['another path', 401, '/api/manager/users/user', ...WEBSOCKET],
    ['a path that only looks alike', 401, '/socket.iox/?EIO=4&transport=websocket', ...WEBSOCKET],
    ['another version', 400, socket, 'Upgrade: websocket', 'Sec-WebSocket-Version: 7'],
    ['no version', 400, socket, 'Upgrade: websocket'],
    ['h2c', 400, socket, 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
    ['h2c elsewhere', 401, '/api/manager/users/user', 'Upgrade: h2c'],
    ['another transport', 400, '/socket.io/?EIO=4&transport=polling', ...WEBSOCKET],
    ['no transport', 400, '/socket.io/', ...WEBSOCKET],
  ]
  for (const [name, status, target, ...headers] of rows) {
    const answer = await sendBytes(world.url, upgrade(target, ...headers), SMUGGLED)
    assert.equal(Number(answer.split(' ')[1]), status, `${name}: ${answer}`)
    assert.doesNotMatch(answer, /101 Switching|pong/, name)
  }
  const foreign = upgrade(socket, ...WEBSOCKET).replace('127.0.0.1', 'evil.example')
  assert.match(await sendBytes(world.url, foreign), /^HTTP\/1\.1 4\d\d /)
  const polled = await world.send('GET', '/socket.io/?EIO=4&transport=polling', {
    headers: { host: 'evil.example' },
  })
  assert.equal(polled.status, 421)
  assert.equal(world.homey.requests.length, before)
})

test('case 28: nobody is in who has not shown a key', IN_TIME, async () => {
  await using world = await openWorld()
  const before = world.homey.requests.length
  for (const way of ['EIO4 websocket', 'EIO3 websocket'] as const) {
    for (const name of ['/api', '/', '/*', '/admin', '/api/', '/homey:manager:users']) {
      using root = openRoot(world.url, way)
      if (name === '/') {
        // What belongs to the other namespace means nothing here.
        root.emit('api', { uri: 'homey:manager:zones', operation: 'getZones' }, () =>
          assert.fail('answered'),
        )
        root.emit('subscribe', 'homey:manager:zones', () => assert.fail('answered'))
        assert.equal((await ask(root, 'handshakeClient', {}))[0]?.statusCode, 401)
        continue
      }
      const socket = root.io.socket(name)
      await Promise.race([told(socket, 'connect_error'), told(socket, 'error')])
      assert.equal(socket.connected, false, name)
    }
  }
  assert.equal(world.homey.requests.length, before)
})

test('case 28: five sockets of a key, and a sixth when one has gone', IN_TIME, async () => {
  await using world = await openWorld()
  const key = await world.key('zone:read')
  const open = []
  for (let count = 0; count < 5; count++) open.push(await openApi(world.url, key))
  using sixth = openRoot(world.url)
  const [refused] = await ask(sixth, 'handshakeClient', { token: key })
  assert.deepEqual([refused?.statusCode, refused?.error], [429, 'too_many_sockets'])
  open[0]?.close()
  await until(() => world.installation.realtime.size === 4)
  assert.equal((await ask(sixth, 'handshakeClient', { token: key }))[0], null)
  for (const one of open) one.close()
})

test('a connection stands for one key', IN_TIME, async () => {
  await using world = await openWorld()
  const [key, other] = [await world.key('zone:read'), await world.key('user:read')]
  using root = openRoot(world.url)
  assert.equal((await ask(root, 'handshakeClient', { token: key }))[0], null)
  assert.equal((await ask(root, 'handshakeClient', { token: key }))[0], null)
  assert.equal((await ask(root, 'handshakeClient', { token: other }))[0]?.statusCode, 400)
  using guesser = openRoot(world.url)
  const statuses = []
  for (let at = 0; at < 12; at++) {
    statuses.push((await ask(guesser, 'handshakeClient', { token: 'lk_x' }))[0]?.statusCode)
  }
  assert.deepEqual(new Set(statuses), new Set([401, 429]))
})

test('what is asked without waiting is bounded', IN_TIME, async () => {
  await using world = await openWorld({ readsFromHub: true })
  using open = await openApi(world.url, await world.key('zone:read'))
  world.homey.faults.add('GET /api/manager/zones/zone -> slow 2s')
  const answers = await Promise.all(
    Array.from({ length: 1_500 }, () => call(open.api, 'zones', 'getZones')),
  )
  const statuses = answers.map(([error]) => error?.statusCode ?? 200)
  const count = (status: number) => statuses.filter((one) => one === status).length
  // Which of the two bounds refuses a call depends on how fast the other one answers.
  assert.ok(count(429) > 0, 'beyond what a socket may have unanswered')
  assert.ok(count(503) > 0, 'beyond the places that one key has at a hub')
  assert.equal(count(200) + count(429) + count(503), 1_500)
  assert.ok(count(200) >= 100, 'one key has half the places of a hub')
  assert.ok(count(200) <= 256, String(count(200)))
  assert.equal((await call(open.api, 'zones', 'getZones'))[0], null)
})

test('case 28: a flood is cut off, and others do not notice', IN_TIME, async () => {
  await using world = await openWorld()
  using flooder = await openApi(world.url, await world.key('zone:read'))
  using other = await openApi(world.url, await world.key('zone:read'))
  let acknowledged = 0
  const gone = told(flooder.api, 'disconnect')
  for (let at = 0; at < 5_000; at++) {
    flooder.api.emit('subscribe', `homey:manager:nothing${at}`, () => acknowledged++)
  }
  await gone
  assert.ok(acknowledged <= 4_000, String(acknowledged))
  assert.equal((await call(other.api, 'zones', 'getZones'))[0], null)
})

test('case 28: subscriptions are bounded', IN_TIME, async () => {
  await using world = await openWorld()
  using open = await openApi(world.url, await world.key('device:read'))
  const statuses: number[] = []
  for (let at = 0; at < 1_010; at += 101) {
    const some = Array.from({ length: 101 }, (_, more) => `homey:device:${at + more}`)
    const answers = await Promise.all(some.map((uri) => ask(open.api, 'subscribe', uri)))
    statuses.push(...answers.map(([error]) => error?.statusCode ?? 200))
  }
  assert.equal(statuses.filter((one) => one === 200).length, 1_000)
  assert.equal(statuses.filter((one) => one === 429).length, 10)
})

test('case 28: binary, large and broken messages end the connection', IN_TIME, async () => {
  await using world = await openWorld()
  const before = world.homey.requests.length
  const key = await world.key('variable:create')
  const attachments = Array.from({ length: 11 }, (_, at) => Buffer.from([at]))
  const bad: readonly ((api: Awaited<ReturnType<typeof openApi>>['api']) => unknown)[] = [
    (api) => api.emit('api', { uri: 'homey:manager:logic', args: attachments }),
    (api) => api.emit('subscribe', Buffer.from('homey:manager:logic')),
    (api) => api.emit('api', { args: 'x'.repeat(1_100_000) }),
  ]
  for (const send of bad) {
    for (const way of ['EIO4 websocket', 'EIO3 websocket'] as const) {
      using open = await openApi(world.url, key, way)
      const gone = told(open.api, 'disconnect')
      send(open.api)
      await gone
    }
  }
  using root = openRoot(world.url)
  await told(root, 'connect')
  const gone = told(root, 'disconnect')
  root.emit('handshakeClient', { token: key, more: 'x'.repeat(5_000) })
  await gone
  assert.equal(world.homey.requests.length, before)
  assert.deepEqual(world.errors, [])
})

test(
  'case 28: calls that mean nothing are refused as over HTTP, and recorded',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const before = world.homey.requests.length
    using open = await openApi(world.url, await world.key('preset:full-control'))
    const { api } = open
    const rows = [
      [{}, 404],
      ['text', 404],
      [null, 404],
      [{ uri: 'homey:manager:flow', operation: 'eatFlow' }, 404],
      [{ uri: 'homey:app:com.athom.homeyscript', operation: 'get' }, 404],
      [{ uri: 'homey:manager:flow', operation: '__proto__' }, 404],
      [{ uri: 'homey:manager:flow', operation: 'getFlow', args: {} }, 400],
      [{ uri: 'homey:manager:flow', operation: 'getFlow', args: { id: '../../users/user' } }, 400],
      [{ uri: 'homey:manager:users', operation: 'deleteUser', args: { id: 'me' } }, 400],
      [{ uri: 'homey:manager:users', operation: 'getPersonalAccessTokens' }, 403],
      [{ uri: 'homey:manager:users', operation: 'login', args: { token: 'x' } }, 403],
      [
        { uri: 'homey:manager:flow', operation: 'getFlow', args: { id: `lk_${'a'.repeat(49)}` } },
        400,
      ],
      [{ uri: 'homey:\ud800', operation: '\u0000' }, 404],
    ] as const
    for (const [message, status] of rows) {
      const [error] = await ask(api, 'api', message)
      assert.equal(
        error?.statusCode,
        status,
        `${JSON.stringify(message)}: ${JSON.stringify(error)}`,
      )
    }
    assert.equal(world.homey.requests.length, before, 'the hub saw nothing')
    assert.equal((await world.audit()).length, rows.length, 'one row each')
  },
)

test('the body and the answer of a call are bounded as over HTTP', IN_TIME, async () => {
  await using world = await openWorld()
  using open = await openApi(world.url, await world.key('variable:create'))
  const name = 'x'.repeat(1_048_550)
  const [error] = await call(open.api, 'logic', 'createVariable', {
    variable: { ...VARIABLE, name },
  })
  assert.equal(error?.statusCode, 413)
})

test('a client that does not read is cut off, and the others are told', IN_TIME, async (t) => {
  await using world = await openWorld()
  const key = await world.key('device:read')
  using reader = await openApi(world.url, key)
  using stuck = await openApi(world.url, key)
  const [device] = Object.values(world.homey.state.devices)
  assert.ok(device)
  device.note = 'x'.repeat(900_000)
  const uri = 'homey:manager:devices'
  for (const { api } of [reader, stuck]) await ask(api, 'subscribe', uri)
  const heard = hear(reader.api, uri)
  const engine = stuck.root.io as unknown as {
    engine: { transport: { ws: { _socket: Socket } } }
  }
  // From here on nobody takes what arrives.
  const wire = engine.engine.transport.ws._socket.removeAllListeners('data').pause()
  assert.equal(world.installation.realtime.size, 2)
  const writer = await world.key('device:update')
  const path = `/api/manager/devices/device/${device.id}`
  let sent = 0
  while (world.installation.realtime.size === 2 && sent < 400) {
    sent++
    await world.send('PUT', path, { key: writer, body: { name: `Name ${sent}` } })
  }
  assert.equal(world.installation.realtime.size, 1, `cut off after ${sent} events`)
  t.diagnostic(`cut off after ${sent} events of 0.9 MB`)
  await until(() => heard.length === sent)
  wire.destroy()
})
