// The key leaves only after the hub at the address said that it is the one that is meant.
import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { IDENTITY_LIFE, readIdentity } from './identity.ts'
import {
  type Answers,
  connectTo,
  failure,
  ID,
  json,
  KEY,
  OTHER_ID,
  READ,
  type ThrowawayHub,
  throwawayHub,
  WRITE,
} from './throwaway-hub.test.ts'

function assertNoKey(hub: ThrowawayHub): void {
  assert.ok(hub.pings.length > 0)
  assert.deepEqual(hub.arrived, [])
  for (const { headers } of hub.pings) {
    assert.equal(headers.authorization, undefined)
    assert.equal(JSON.stringify(headers).includes(KEY), false)
  }
}

test('the hub that is meant gets the key, after a ping without it', {
  timeout: 10_000,
}, async () => {
  await using hub = await throwawayHub()
  await using connection = connectTo(hub)
  assert.deepEqual(await connection.identify(), { id: ID, version: undefined })
  assertNoKey(hub)
  assert.equal((await connection.send(WRITE)).status, 200)
  assert.equal(hub.pings.length, 1)
  const [request] = hub.arrived
  assert.equal(request?.headers.authorization, `Bearer ${KEY}`)
  assert.deepEqual(Object.keys(request?.headers ?? {}).sort(), [
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'x-homey-id',
  ])
  assert.equal(request?.headers['x-homey-id'], ID)
})

const WRONG: Readonly<Record<string, readonly [Answers, string]>> = {
  'another id': [(out) => json(out, true, { 'x-homey-id': OTHER_ID }), 'hub_is_another'],
  'the id in capitals': [
    (out) => json(out, true, { 'x-homey-id': ID.toUpperCase() }),
    'hub_is_another',
  ],
  'no id': [(out) => json(out, true), 'hub_is_another'],
  'a malformed id': [(out) => json(out, true, { 'x-homey-id': 'a b' }), 'hub_is_another'],
  'two ids': [(out) => json(out, true, { 'x-homey-id': `${ID}, ${OTHER_ID}` }), 'hub_is_another'],
  'the answer false': [(out) => json(out, false, { 'x-homey-id': ID }), 'hub_is_another'],
  'status 404 and no id': [(out) => out.writeHead(404).end(), 'hub_is_another'],
  'status 503 and its id': [(out) => out.writeHead(503, { 'x-homey-id': ID }).end(), 'hub_offline'],
  'a broken connection': [(out) => out.destroy(), 'hub_answer_invalid'],
}

for (const [what, [ping, code]] of Object.entries(WRONG)) {
  test(`${what} to a ping keeps the key here`, { timeout: 10_000 }, async () => {
    await using hub = await throwawayHub(undefined, ping)
    await using connection = connectTo(hub)
    assert.equal(await failure(connection.send(WRITE)), code)
    assert.equal(await failure(connection.identify()), code)
    assertNoKey(hub)
  })
}

test('a ping that redirects is not followed', { timeout: 10_000 }, async () => {
  await using other = await throwawayHub()
  await using hub = await throwawayHub(undefined, (out) => {
    out.writeHead(302, { location: `${other.address}/api/manager/system/ping`, 'x-homey-id': ID })
    out.end()
  })
  await using connection = connectTo(hub)
  assert.equal(await failure(connection.send(READ)), 'hub_offline')
  assertNoKey(hub)
  assert.deepEqual([other.pings, other.arrived], [[], []])
})

test('where the id is not known the first that answers is it, and no other after', {
  timeout: 10_000,
}, async () => {
  let id = ID
  await using hub = await throwawayHub(undefined, (out) => json(out, true, { 'x-homey-id': id }))
  let clock = 0
  await using connection = connectTo(hub, { id: undefined, now: () => clock })
  assert.equal((await connection.identify()).id, ID)
  id = OTHER_ID
  clock += IDENTITY_LIFE
  assert.equal(await failure(connection.send(READ)), 'hub_is_another')
  assertNoKey(hub)
})

test('an identity is believed for its time, then asked for again', {
  timeout: 10_000,
}, async () => {
  await using hub = await throwawayHub()
  let clock = 0
  await using connection = connectTo(hub, { now: () => clock })
  for (const [at, pings] of [
    [0, 1],
    [IDENTITY_LIFE - 1, 1],
    [IDENTITY_LIFE, 2],
    [2 * IDENTITY_LIFE - 1, 2],
  ] as const) {
    clock = at
    await connection.send(READ)
    assert.equal(hub.pings.length, pings, `at ${at}`)
  }
})

test('many requests at once ask who it is once', { timeout: 10_000 }, async () => {
  await using hub = await throwawayHub()
  await using connection = connectTo(hub)
  await Promise.all(Array.from({ length: 30 }, () => connection.send(READ)))
  assert.deepEqual([hub.pings.length, hub.arrived.length], [1, 30])
})

for (const [when, turns] of [
  ['at once', 0],
  ['when the closing was noticed', 50],
] as const) {
  test(`another hub that takes over the address ${when} does not get the key`, {
    timeout: 10_000,
  }, async () => {
    const hub = await throwawayHub()
    await using connection = connectTo(hub)
    await connection.send(READ)
    await hub[Symbol.asyncDispose]()
    const other: Answers = (out) => json(out, true, { 'x-homey-id': OTHER_ID })
    await using takeover = await throwawayHub(undefined, other, hub.port)
    for (let turn = 0; turn < turns; turn++) await setImmediate()
    assert.equal(await failure(connection.send(READ)), 'hub_is_another')
    assert.equal(await failure(connection.send(WRITE)), 'hub_is_another')
    assertNoKey(takeover)
  })
}

test('an answer with another id is refused, and its sender asked who it is', {
  timeout: 10_000,
}, async () => {
  let id = OTHER_ID
  await using hub = await throwawayHub((out) => json(out, {}, { 'x-homey-id': id }))
  await using connection = connectTo(hub)
  assert.equal(await failure(connection.send(READ)), 'hub_is_another')
  assert.equal(await failure(connection.send(WRITE)), 'hub_is_another, may have happened')
  id = ID
  assert.equal(await failure(connection.send(WRITE)), 'no failure')
  assert.equal(hub.pings.length, 3)
})

test('readIdentity() takes the version along', () => {
  const headers = { 'x-homey-id': ID, 'x-homey-version': '12.4.5' }
  assert.deepEqual(readIdentity(headers, 200, 'true', ID), { id: ID, version: '12.4.5' })
  assert.deepEqual(readIdentity(headers, 204, '', undefined), { id: ID, version: '12.4.5' })
  const twice = { 'x-homey-id': [ID, ID] }
  assert.throws(() => readIdentity(twice, 200, 'true', ID), { code: 'hub_is_another' })
})
