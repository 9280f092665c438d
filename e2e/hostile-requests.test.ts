// Requests that nobody honest sends: raw bytes over TCP. Whatever is answered, the hub sees nothing
// that was not judged, and the gateway stays well.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { openWorld, type World } from './world.ts'

/** Sends bytes and gives back all that is answered until the connection ends or is quiet. */
function raw(world: World, bytes: string): Promise<string> {
  const { hostname, port } = new URL(world.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'))
    let answer = ''
    socket.setTimeout(3_000, () => socket.destroy())
    socket.on('data', (piece) => {
      answer += piece.toString('latin1')
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    )
  })
}

const status = (answer: string): number => Number(answer.split(' ')[1] ?? 0)

const get = (target: string, key: string, ...headers: string[]): string =>
  [
    `GET ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    'Connection: close',
    ...headers,
    '',
    '',
  ].join('\r\n')

const D = '/api/manager/devices/device'

const PATHS = [
  `${D}/../../users/user`,
  `${D}/%2e%2e/%2e%2e/users/user`,
  `${D}/..%2f..%2fusers%2fuser`,
  `${D}/%252e%252e/users`,
  `${D}/..;/..;/users/user`,
  `${D}/..\\..\\users`,
  `${D}/%5c..%5cusers`,
  `${D}/%c0%ae%c0%ae/users`,
  `${D}/abc%00`,
  `${D}/a%2Fb`,
  `${D}/abc#/../../users`,
  `//evil.example${D}`,
  `//api/manager/users/user`,
  `http://other.example/api/manager/users/user`,
  '/API/Manager/devices/device',
  `${D}//`,
  `${D}.json`,
  '/api/manager/%64evices/device',
  '/api/manager/users/user/%6de',
  '*',
]

test('case 1, 2, 3: hostile paths never reach the hub, with any spelling', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('device:read', 'user:delete', 'device:delete')
  const before = world.homey.requests.length
  for (const path of PATHS) {
    const answer = await raw(world, get(path, key))
    assert.ok([400, 404, 421, 403].includes(status(answer)), `${path}: ${answer.slice(0, 60)}`)
  }
  assert.deepEqual(
    world.homey.requests.slice(before).map((one) => one.path),
    [],
  )
  assert.equal((await world.send('GET', D, { key })).status, 200)
})

test('case 6: a second Host or Authorization header is refused', async () => {
  await using world = await openWorld()
  const key = await world.key('device:read')
  const other = await world.key('zone:read')
  assert.equal(status(await raw(world, get(D, key, 'Host: 127.0.0.1'))), 400)
  assert.equal(status(await raw(world, get(D, key, `Authorization: Bearer ${other}`))), 400)
})

test('case 5: the smuggling set is refused, and the next request is its own', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('variable:create', 'variable:read')
  const head = `POST /api/manager/logic/variable HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
  const inner = `GET /api/manager/users/user HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`
  for (const bytes of [
    `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
    `${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}${inner}`,
    `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${inner}`,
    `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${inner}`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${inner}`,
  ]) {
    const before = world.homey.requests.length
    const answer = await raw(world, bytes)
    assert.equal(status(answer), 400, answer.slice(0, 80))
    assert.equal(world.homey.requests.length, before)
  }
  assert.equal((await world.send('GET', '/api/manager/logic/variable', { key })).status, 200)
})

test('case 4, 6: only what the gateway makes itself reaches the hub in headers', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('device:read')
  const answer = await raw(
    world,
    get(
      `${D}?token=abc&$x=1`,
      key,
      'Connection: authorization',
      'X-Forwarded-For: 1.2.3.4',
      'Forwarded: for=1.2.3.4',
      'Cookie: token=stolen',
      'X-HTTP-Method-Override: DELETE',
      'X-Homey-ID: ffffffffffffffffffffffff',
    ),
  )
  assert.equal(status(answer), 200)
  const seen = world.homey.requests.find((one) => one.path.startsWith(D))
  assert.equal(seen?.path, D)
  assert.deepEqual(Object.keys(seen?.headers ?? {}).sort(), [
    'authorization',
    'connection',
    'host',
    'x-homey-id',
  ])
  assert.equal(seen?.headers['authorization'], `Bearer ${world.homey.key}`)
  assert.equal(seen?.headers['x-homey-id'], world.homey.id)
})

test('case 4, 27: other methods, upgrades and large requests are answered and closed', async () => {
  await using world = await openWorld()
  const key = await world.key('device:read')
  for (const method of ['PATCH', 'OPTIONS', 'PROPFIND', 'HEAD']) {
    assert.equal(status(await raw(world, get(D, key).replace('GET', method))), 405, method)
  }
  const upgrade = get('/api/manager/users/user', key, 'Upgrade: websocket', 'Connection: Upgrade')
  assert.equal(status(await raw(world, upgrade)), 403)
  assert.equal(status(await raw(world, get(`/${'a'.repeat(20_000)}`, key))), 431)
  assert.equal(status(await raw(world, get(`/${'a'.repeat(3_000)}`, key))), 400)
  const writer = await world.key('variable:create')
  const large = await world.send('POST', '/api/manager/logic/variable', {
    key: writer,
    body: { name: 'x'.repeat(1_100_000) },
  })
  assert.equal(large.status, 413)
})

test('case 8: names that are not ours are misdirected', async () => {
  await using world = await openWorld()
  for (const [host, expected] of [
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost:1', 200],
    ['[::1]', 200],
    ['127.0.0.1@evil.example', 421],
  ] as const) {
    const reply = await world.send('GET', '/api/manager/system/ping', { headers: { host } })
    assert.equal(reply.status, expected, host)
  }
  const ping = 'GET /api/manager/system/ping HTTP/1.1\r\nConnection: close\r\n'
  assert.equal(status(await raw(world, `${ping}Host: \r\n\r\n`)), 421)
  assert.equal(status(await raw(world, `${ping}\r\n`)), 400)
})

test('nothing of the owner is reachable over TCP', async () => {
  await using world = await openWorld()
  const key = await world.key('preset:full-control')
  for (const path of ['/hubs', '/keys', '/audit', '/doctor', '/owner/hubs']) {
    assert.equal((await world.send('GET', path, { key })).status, 404, path)
    assert.equal((await world.send('GET', path)).status, 401, path)
  }
})

test('case 1, 4: random bytes in paths: refused, or what reaches the hub is in the specification', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('device:read', 'zone:read', 'app-settings:read', 'app-api:call')
  const piece = fc.constantFrom(
    ...[
      'api',
      'manager',
      'devices',
      'device',
      'zones',
      'zone',
      'app',
      'com.athom.homeyscript',
      'script',
      'apps',
      'setting',
    ],
    ...[
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      ';',
      '%00',
      '%',
      'a b',
      'é',
      '%C3%A9',
      '?',
      '#',
      '',
      'me',
      '%6de',
      'users',
      'user',
    ],
  )
  const allowed =
    /^\/api\/(manager\/(system\/ping|devices\/device|zones\/zone|apps\/app\/[^/]+\/setting)(\/|\?|$)|app\/(?!com\.athom\.homeyscript)[^/]+\/)/
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 7 }), fc.boolean(), async (pieces, real) => {
      const before = world.homey.requests.length
      const path = `${real ? '/api/manager/' : '/'}${pieces.join('/')}`
      await raw(world, get(path, key))
      for (const seen of world.homey.requests.slice(before)) assert.match(seen.path, allowed, path)
    }),
    { numRuns: 400 },
  )
  assert.deepEqual(world.errors, [])
})
