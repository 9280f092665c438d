// What a hub does wrong is never passed on as the client's own fault: a truth table, with the
// virtual Homey committing each fault.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from '@latchkey/virtual-homey'
import { openWorld, type World } from './world.ts'

const ROWS: readonly (readonly [what: string, fault: Fault, status: number, error: string])[] = [
  [
    'refuses the key',
    { kind: 'status', status: 401, error: 'Session Not Found' },
    502,
    'hub_credential_refused',
  ],
  [
    'lacks a scope',
    { kind: 'status', status: 403, error: 'Missing Scopes' },
    502,
    'hub_credential_refused',
  ],
  [
    'is flooded',
    { kind: 'status', status: 429, error: 'Too many requests', headers: { 'retry-after': '7' } },
    503,
    'hub_busy',
  ],
  [
    'redirects',
    { kind: 'raw', status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    502,
    'hub_answer_invalid',
  ],
  [
    'sends no JSON',
    { kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":' },
    502,
    'hub_answer_invalid',
  ],
  ['drops the connection', { kind: 'drop' }, 502, 'hub_answer_invalid'],
]

const failOn = (world: World, part: string, fault: Fault): void => {
  world.homey.fault = ({ path }) => (path.includes(part) ? fault : undefined)
}

for (const [what, fault, status, error] of ROWS) {
  test(`case 7: a hub that ${what}: ${status} ${error}`, async () => {
    await using world = await openWorld({ readsFromHub: true })
    const key = await world.key('device:read')
    failOn(world, '/devices/', fault)
    const reply = await world.send('GET', '/api/manager/devices/device', { key })
    assert.equal(reply.status, status)
    assert.equal(reply.json()['error'], error)
    assert.match(String(reply.json()['error_description']), /^Latchkey: /)
    if (status === 503) assert.equal(reply.headers['retry-after'], '7')
    const [event] = (await world.audit()).slice(-1)
    assert.deepEqual(
      [event?.verdict, event?.reason, event?.status],
      ['allow', error.replaceAll('_', '-'), status],
    )
  })
}

test('a hub that is off: 503 hub_offline, and well again when it is back', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('zone:read')
  await world.homey.close()
  const reply = await world.send('GET', '/api/manager/zones/zone', { key })
  assert.equal(reply.status, 503)
  assert.equal(reply.json()['error'], 'hub_offline')
  assert.equal(reply.headers['retry-after'], '5')
})

test('a lost answer to a write says that it may have happened, and is not sent twice', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('variable:create')
  failOn(world, '/logic/', { kind: 'lose-answer' })
  const before = Object.keys(world.homey.state.variables).length
  const body = { name: 'Once', type: 'boolean', value: true }
  const reply = await world.send('POST', '/api/manager/logic/variable', { key, body })
  assert.equal(reply.status, 502)
  assert.match(String(reply.json()['error_description']), /may have happened/)
  assert.equal(Object.keys(world.homey.state.variables).length, before + 1)
})

test("the hub's own no is passed on in its own words, without its stack", async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('zone:read', 'variable:create')
  const missing = await world.send('GET', '/api/manager/zones/zone/nothing', { key })
  assert.equal(missing.status, 404)
  assert.match(missing.text, /Not Found: Zone with ID nothing/)
  world.homey.fault = ({ path }) =>
    path.includes('/logic/')
      ? {
          kind: 'raw',
          status: 500,
          headers: { 'content-type': 'application/json' },
          body: '{"error":"x","stack":"at /homey/lib"}',
        }
      : undefined
  const failed = await world.send('POST', '/api/manager/logic/variable', { key, body: {} })
  assert.equal(failed.status, 500)
  assert.deepEqual(failed.json(), { error: 'x' })
})

test('case 7: another Homey at the address is never sent the key', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('zone:read')
  world.homey.fault = ({ path }) =>
    path.includes('/ping')
      ? {
          kind: 'raw',
          status: 200,
          headers: { 'x-homey-id': 'ffffffffffffffffffffffff' },
          body: 'pong',
        }
      : undefined
  const before = world.homey.requests.length
  // The identity was read a moment ago when the hub was added, by a connection that is closed since.
  const reply = await world.send('GET', '/api/manager/zones/zone', { key })
  assert.equal(reply.status, 503)
  const sent = world.homey.requests.slice(before)
  assert.ok(sent.length > 0)
  assert.ok(sent.every((one) => one.headers['authorization'] === undefined))
})

test('a hub that does not answer in time: 504 hub_timeout', { timeout: 30_000 }, async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('zone:read')
  failOn(world, '/zones/', { kind: 'delay', ms: 60_000 })
  const started = performance.now()
  const reply = await world.send('GET', '/api/manager/zones/zone', { key })
  assert.equal(reply.status, 504)
  assert.equal(reply.json()['error'], 'hub_timeout')
  assert.ok(performance.now() - started < 10_000, 'before the official client gives up itself')
})

test('identical reads that are under way share one call to the hub', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('zone:read')
  failOn(world, '/zones/', { kind: 'delay', ms: 1_000 })
  const read = () => world.send('GET', '/api/manager/zones/zone', { key })
  const replies = await Promise.all([read(), read(), read(), read(), read()])
  assert.ok(replies.every((reply) => reply.status === 200))
  const seen = world.homey.requests.filter((one) => one.path.includes('/zones/'))
  assert.ok(seen.length < 5, `${seen.length} calls`)
})

test('a read after a write never joins a read from before it', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const key = await world.key('variable:read', 'variable:create')
  const variables = '/api/manager/logic/variable'
  let reads = 0
  world.homey.fault = ({ method, path }) =>
    method === 'GET' && path.includes('/logic/') && reads++ === 0
      ? { kind: 'delay', ms: 1_500 }
      : undefined
  const first = world.send('GET', variables, { key })
  while (reads === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const body = { name: 'Mine', type: 'boolean', value: true }
  const made = await world.send('POST', variables, { key, body })
  assert.equal(made.status, 200)
  const second = await world.send('GET', variables, { key })
  assert.ok(second.text.includes('"Mine"'), 'the client reads its own write')
  assert.equal((await first).status, 200)
  // The gateway itself looks before a write.
  assert.ok(reads >= 2)
})
