// A client that registered itself hands its manifest in by itself, with the token of its registration: what it is told,
// who is refused, and what strangers cannot fill up by it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ClientFileView } from '@latchkey/gateway'
import { register } from './oauth-client.ts'
import { manifestFor, review, submit } from './vetted.ts'
import { openWorld, type Reply, send, type World } from './world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const clock = { ahead: 0 }
let world: World
before(async () => {
  world = await openWorld({ now: () => Date.now() + clock.ahead })
})
after(async () => {
  assert.deepEqual(world.errors, [])
  await world[Symbol.asyncDispose]()
})

/** A client with the token of its registration; the hour in which so many may come begins anew. */
async function registered() {
  clock.ahead += HOUR
  const { status, body } = await register(world)
  assert.equal(status, 201)
  const id = String(body['client_id'])
  const token = String(body['registration_access_token'])
  const path = `/register/${id}/manifest`
  return {
    ...{ id, token, path },
    put: (manifest: unknown, key = token) => world.send('PUT', path, { key, body: manifest }),
    get: async () => (await world.send('GET', path, { key: token })).json(),
  }
}

const MANIFEST = manifestFor(['device:read', 'zone:read'])
const file = (id: string) => world.owner<ClientFileView>('GET', `/clients/${id}`)
const without = (value: object, name: string) =>
  Object.fromEntries(Object.entries(value).filter(([one]) => one !== name))

test('handed in, given back with a finding that it can read, handed in again, approved; the same twice is once', async () => {
  const client = await registered()
  assert.equal((await client.get())['state'], 'self-asserted')
  const first = await client.put(manifestFor(['device:read', 'homey.device']))
  const { findings, ...rest } = first.json<{
    findings: readonly { code: string; line: number }[]
  }>()
  assert.deepEqual(rest, { client_id: client.id, state: 'submitted', version: 1 })
  assert.ok(
    findings.some(({ code, line }) => code === 'included' && line === 1),
    first.text,
  )
  const { waiting } = await file(client.id)
  assert.deepEqual([waiting?.number, waiting?.submittedBy], [1, 'client'])
  await review(world, client.id, 1, 'return', ['Drop homey.device.'])
  const [returned] = (await client.get())['versions'] as readonly Record<string, unknown>[]
  assert.deepEqual(
    [returned?.['number'], returned?.['verdict'], returned?.['findings']],
    [1, 'returned', ['Drop homey.device.']],
  )
  for (const round of [1, 2]) {
    assert.equal((await client.put(MANIFEST)).json()['version'], 2, `round ${round}`)
  }
  await review(world, client.id, 2)
  const same = (await client.put(MANIFEST)).json()
  assert.deepEqual([same['state'], same['version']], ['reviewed', 2], 'approved, and nothing new')
  assert.equal((await client.put({ ...MANIFEST, version: '2.0.0' })).json()['version'], 3)
  const { state, waiting: newer, approved } = await client.get()
  assert.deepEqual([state, newer, approved], ['submitted', 3, 2])
  const rows = await world.owner<readonly Record<string, unknown>[]>('GET', '/audit?limit=50')
  const own = rows.filter((row) => row['operation'] === 'client.submitManifest')
  assert.deepEqual(
    own.map((row) => [row['path'], row['owner']]),
    Array.from({ length: 3 }, () => [`/register/${client.id}`, null]),
  )
})

test('who is not the client is refused, and what is wrong is said with where', async () => {
  const [client, other] = [await registered(), await registered()]
  const said = ({ status, json }: Reply) => [status, json()['error']]
  const to = client.path
  for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${client.token}`]) {
    const reply = await world.send('PUT', to, { body: MANIFEST, headers: { authorization } })
    assert.deepEqual(said(reply), [401, 'invalid_token'], authorization)
    assert.match(String(reply.headers['www-authenticate']), /invalid_token/)
  }
  assert.equal((await world.send('PUT', to, { key: await world.key('zone:read') })).status, 401)
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    ['application/json', '{"name": "Panel",', 400, /line 1: this is no JSON/],
    [
      'application/json',
      '{"name": "A",\n"name": "B"}',
      400,
      /name: line 2: this name stands twice/,
    ],
    ['application/json', JSON.stringify(without(MANIFEST, 'contact')), 400, /contact: line 1/],
    ['application/json', `${'['.repeat(16_000)}${']'.repeat(16_000)}`, 400, /object/],
    ['application/json', `"${'x'.repeat(40_000)}"`, 413, /32768 bytes/],
    ['text/plain', JSON.stringify(MANIFEST), 415, /application\/json/],
  ]
  for (const [type, body, status, words] of cases) {
    const headers = { authorization: `Bearer ${client.token}`, 'content-type': type }
    const chunked = new Blob([body]).stream()
    for (const sent of [body, chunked]) {
      const init = { method: 'PUT', headers, body: sent, duplex: 'half' } as const
      const reply = await fetch(`${world.url}${to}`, init)
      const told = (await reply.json()) as Record<string, unknown>
      assert.equal(reply.status, status, JSON.stringify(told))
      assert.match(String(told['error_description']), words)
    }
  }
  const unknown = await client.put(manifestFor(['device:raed']))
  assert.match(String(unknown.json()['error_description']), /permissions\[0\]\.permission.*raed/)
  const renamed = await client.put({ ...MANIFEST, name: 'Homey Official' })
  assert.deepEqual(said(renamed), [409, 'manifest_mismatch'])
  assert.deepEqual(said(await world.send('POST', to, { key: client.token })), [
    405,
    'invalid_request',
  ])
  assert.equal((await client.get())['state'], 'self-asserted', 'nothing of it was kept')
  // Whoever shows a token for another client has it from somebody: it is over.
  assert.equal((await client.put(MANIFEST, other.token)).status, 401)
  assert.equal((await other.put(MANIFEST)).status, 401)
  await world.owner('POST', `/clients/${client.id}/suspend`, { because: 'it lies' })
  const suspended = await client.put(MANIFEST)
  assert.deepEqual(said(suspended), [400, 'unauthorized_client'])
  assert.match(suspended.text, /it lies/)
})

test('strangers fill nothing up: so many an hour, one that waits for each client, and only for some time', async () => {
  const [kept, lapsed] = [await registered(), await registered()]
  await kept.put(MANIFEST)
  await review(world, kept.id, 1)
  let last = 0
  let refused: Reply | undefined
  for (let at = 1; refused === undefined && at < 100; at++) {
    const reply = await lapsed.put({ ...MANIFEST, version: `1.0.${at}` })
    if (reply.status === 200) last = Number(reply.json()['version'])
    else refused = reply
  }
  assert.deepEqual([refused?.status, refused?.headers['retry-after']], [429, '3600'])
  assert.equal((await register(world)).status, 429, 'counted with registrations')
  assert.deepEqual([last, (await file(lapsed.id)).versions.length], [18, 1])
  // A reviewer decides about what they saw.
  await assert.rejects(review(world, lapsed.id, last - 1), /409/)
  clock.ahead += 2 * DAY
  assert.equal((await lapsed.get())['state'], 'submitted', 'it waits longer than one that does not')
  clock.ahead += 29 * DAY
  await registered()
  const gone = await send(world.url, 'GET', lapsed.path, { key: lapsed.token })
  assert.equal(gone.status, 401)
  await assert.rejects(file(lapsed.id), /404.*client_unknown/)
  assert.equal((await kept.get())['state'], 'reviewed', 'what somebody approved stays')
  await assert.rejects(submit(world, lapsed.id, MANIFEST), /client_unknown/)
})
