// What the audit log promises: a row per decision, a write's row before the hub is sent anything, and
// no write when nothing can be recorded.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openWorld } from './world.ts'

const VARIABLES = '/api/manager/logic/variable'
const VARIABLE = { name: 'v', type: 'boolean', value: true }

test('a refused client is named, a nameless one is not, and the reasons differ', async () => {
  let now = Date.parse('2026-03-01T10:00:00Z')
  await using world = await openWorld({ now: () => now })
  const live = await world.key('zone:read')
  const short = await world.fullKey('Short', ['zone:read'], '30m')
  const gone = await world.fullKey('Gone', ['zone:read'])
  await world.owner('DELETE', `/keys/${gone.id}`)
  now += 31 * 60_000
  const zones = '/api/manager/zones/zone'
  await world.send('GET', zones)
  await world.send('GET', zones, { key: `${live.slice(0, -1)}x` })
  await world.send('GET', zones, { key: short.key })
  await world.send('GET', zones, { key: gone.key })
  await world.send('GET', zones, { key: live })
  await world.send('GET', '/api/manager/nothing', { key: live })
  await world.send('DELETE', zones, { key: live })
  await world.send('POST', zones, { key: live, body: { name: 'x' } })
  assert.deepEqual(
    (await world.audit()).map(({ client, operation, verdict, reason, status }) => [
      client,
      operation,
      verdict,
      reason,
      status,
    ]),
    [
      [null, null, 'deny', 'token-missing', 401],
      [null, null, 'deny', 'token-malformed', 401],
      ['Short', null, 'deny', 'token-expired', 401],
      ['Gone', null, 'deny', 'token-revoked', 401],
      ['Test', 'zones.getZones', 'allow', 'granted', 200],
      ['Test', null, 'deny', 'unknown-operation', 404],
      ['Test', null, 'deny', 'unknown-method', 405],
      ['Test', 'zones.createZone', 'deny', 'permission-missing', 403],
    ],
  )
})

test('the row of a write is on the disk before the hub is sent anything', async () => {
  await using world = await openWorld()
  const key = await world.key('variable:create')
  const disk = new DatabaseSync(join(world.data, 'latchkey.db'), { readOnly: true })
  const rows: unknown[] = []
  world.homey.fault = ({ method, path }) => {
    if (method === 'POST' && path === VARIABLES)
      rows.push(
        ...disk.prepare('SELECT reason, operation FROM audit WHERE client IS NOT NULL').all(),
      )
    return undefined
  }
  assert.equal((await world.send('POST', VARIABLES, { key, body: VARIABLE })).status, 200)
  assert.deepEqual(JSON.parse(JSON.stringify(rows)), [
    { reason: 'sent', operation: 'logic.createVariable' },
  ])
  const after = disk
    .prepare("SELECT reason, status FROM audit WHERE reason <> 'owner' ORDER BY id")
    .all()
  assert.deepEqual(JSON.parse(JSON.stringify(after)), [
    { reason: 'sent', status: null },
    { reason: 'answered', status: 200 },
  ])
  disk.close()
})

test('when rows cannot be written, writes are refused and reads go on', async () => {
  await using world = await openWorld()
  const key = await world.key('variable:create', 'variable:read')
  const disk = new DatabaseSync(join(world.data, 'latchkey.db'))
  disk.exec(
    "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
  )
  const before = Object.keys(world.homey.state.variables).length
  const refused = await world.send('POST', VARIABLES, { key, body: VARIABLE })
  assert.equal(refused.status, 503)
  assert.equal(refused.json()['error'], 'audit_unavailable')
  assert.equal(Object.keys(world.homey.state.variables).length, before)
  assert.equal((await world.send('GET', VARIABLES, { key })).status, 200)
  disk.exec('DROP TRIGGER full')
  disk.close()
  assert.equal((await world.send('POST', VARIABLES, { key, body: VARIABLE })).status, 200)
  assert.ok(
    (await world.audit()).some((event) => event.operation === 'logic.getVariables'),
    'the row of the read was kept',
  )
})

test('case 25: a revoked key fails at its next request, whatever it did before', async () => {
  await using world = await openWorld({ readsFromHub: true })
  const { id, key } = await world.fullKey('Agent', ['variable:create', 'variable:read'])
  for (let round = 0; round < 5; round++) {
    assert.equal((await world.send('GET', VARIABLES, { key })).status, 200)
  }
  await world.owner('DELETE', `/keys/${id}`)
  const seen = world.homey.requests.length
  for (const method of ['GET', 'POST']) {
    const reply = await world.send(method, VARIABLES, {
      key,
      ...(method === 'POST' && { body: VARIABLE }),
    })
    assert.equal(reply.status, 401)
    assert.match(reply.text, /revoked by the owner/)
  }
  assert.equal(world.homey.requests.length, seen)
})

test('removing a hub revokes what was granted on it', async () => {
  await using world = await openWorld()
  const key = await world.key('zone:read')
  await world.owner('DELETE', '/hubs/Home')
  assert.equal((await world.send('GET', '/api/manager/zones/zone', { key })).status, 401)
  assert.deepEqual(await world.owner('GET', '/keys'), [])
})

test('what the credential of the hub cannot do is not granted', async () => {
  await using world = await openWorld({ scopes: ['homey.device.readonly', 'homey.mood'] })
  await world.fullKey('Fine', ['device:read', 'mood:create', 'mood:read'])
  await assert.rejects(world.fullKey('No', ['flow:create']), /422.*flow:create.*homey\.flow/s)
  const { hubs } = await world.owner<{
    hubs: { scopes: string[]; notGrantable: string[]; narrowerScopes: string[] }[]
  }>('GET', '/doctor')
  assert.deepEqual(hubs[0]?.scopes, ['homey.device.readonly', 'homey.mood'])
  assert.ok(hubs[0]?.notGrantable.includes('flow:create'))
  assert.ok(!hubs[0]?.notGrantable.includes('mood:create'))
  assert.deepEqual(hubs[0]?.narrowerScopes, ['homey.device.readonly', 'homey.mood'])
})
