// What whoever runs a gateway looks at: health, readiness, metrics, and hubs that do not answer.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { listenForMetrics } from '@latchkey/gateway'
import { openWorld, send, type World } from './world.ts'

const ZONES = '/api/manager/zones/zone'

const metrics = async (world: World) =>
  (await world.installation.owner.inject({ method: 'GET', url: '/metrics' })).payload

test('health and readiness say a word to anybody, and nothing else', async () => {
  await using world = await openWorld()
  const health = await world.send('GET', '/healthz')
  assert.deepEqual([health.status, health.text], [200, '{"ok":true}'])
  const ready = await world.send('GET', '/readyz')
  assert.deepEqual([ready.status, ready.text], [200, '{"ready":true}'])
})

test('it is not ready while audit rows cannot be written', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const key = await world.key('variable:create')
  const disk = new DatabaseSync(join(world.data, 'latchkey.db'))
  disk.exec(
    "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
  )
  const body = { variable: { name: 'x', type: 'number', value: 1 } }
  const written = await world.send('POST', '/api/manager/logic/variable', { key, body })
  assert.equal(written.status, 503)
  const reply = await world.send('GET', '/readyz')
  assert.deepEqual([reply.status, reply.json()], [503, { ready: false, waitsFor: 'audit' }])
  disk.exec('DROP TRIGGER full')
  disk.close()
  now += 6_000
  assert.equal((await world.send('GET', '/readyz')).status, 200, 'it is tried again')
})

test('metrics count what was decided, and hold no id, name or key', async () => {
  await using world = await openWorld()
  const { id, key } = await world.fullKey('CANARY-name', ['zone:read', 'variable:create'])
  await world.send('GET', ZONES, { key })
  await world.send('GET', '/api/manager/users/user', { key })
  await world.send('GET', ZONES)
  const text = await metrics(world)
  for (const line of [
    'latchkey_requests_total{verdict="allow",reason="granted",class="read"} 1',
    'latchkey_requests_total{verdict="deny",reason="permission-missing",class="read"} 1',
    'latchkey_requests_total{verdict="deny",reason="token-missing",class="unknown"} 1',
    'latchkey_hub_seconds_count{class="read",outcome="answered"} 1',
    'latchkey_hubs 1',
    'latchkey_hubs_circuit_open 0',
  ]) {
    assert.ok(text.includes(line), `${line}\n${text}`)
  }
  for (const secret of [id, key, 'CANARY-name', world.homey.id, world.homey.key, 'Home']) {
    assert.ok(!text.includes(secret), secret)
  }
})

test('over TCP metrics are only at their own port, and only for this machine', async () => {
  await using world = await openWorld()
  await using listener = await listenForMetrics(world.installation.metrics, 0)
  const { origin } = new URL(listener.url)
  const reply = await send(origin, 'GET', '/metrics')
  assert.equal(reply.status, 200)
  assert.match(reply.text, /^latchkey_hubs 1$/m)
  const rebound = await send(origin, 'GET', '/metrics', { headers: { host: 'evil.example' } })
  assert.equal(rebound.status, 404)
  assert.equal((await world.send('GET', '/metrics')).status, 401)
})

test('a hub that fails five times in a row is left alone for a while, then asked once', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const key = await world.key('zone:read')
  const ask = () => world.send('GET', ZONES, { key })
  assert.equal((await ask()).status, 200)
  await world.homey[Symbol.asyncDispose]()
  for (let at = 0; at < 5; at++) await ask()
  const held = await ask()
  assert.equal(held.status, 503)
  assert.equal(held.json()['error'], 'hub_offline')
  assert.match(held.text, /several times in a row/)
  assert.ok(Number(held.headers['retry-after']) <= 5)
  assert.match(await metrics(world), /^latchkey_hubs_circuit_open 1$/m)
  now += 5_001
  const probe = await ask()
  assert.doesNotMatch(probe.text, /several times in a row/, 'one is let through')
  assert.match((await ask()).text, /several times in a row/)
})

test('what is answered at once leaves the connection open, unless a body follows', async () => {
  await using world = await openWorld()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const rows = [
      ['GET', '/healthz', undefined, 'keep-alive'],
      ['OPTIONS', '/api/manager/zones/zone', undefined, 'keep-alive'],
      ['POST', '/healthz', 'a body that nobody reads', 'close'],
    ] as const
    for (const [method, path, body, connection] of rows) {
      const headers = method === 'OPTIONS' ? { 'access-control-request-method': 'GET' } : {}
      const sent = request(`${world.url}${path}`, { agent, method, headers }).end(body)
      const [answer] = (await once(sent, 'response')) as [IncomingMessage]
      answer.resume()
      await once(answer, 'end')
      assert.equal(answer.headers.connection, connection, `${method} ${path}`)
    }
  } finally {
    agent.destroy()
  }
})
