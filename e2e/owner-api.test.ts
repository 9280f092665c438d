// Every route of the owner API over TCP, by its own table: without a session, as another owner, and from a
// page that is not ours. A new route without a row here fails.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capabilityPath, knock, lampOf, openAskingWorld } from './asked.ts'
import { type Browser, PASSWORD, signedIn } from './browser.ts'
import { asked } from './requesting.ts'
import { manifestFor } from './vetted.ts'
import { openWorld, send, type World } from './world.ts'

/** What is known of Ann's things, for Ben to try. */
interface Ids {
  readonly hub: string
  readonly key: string
  readonly client: string
  readonly rule: string
  readonly credential: string
  readonly question: string
  readonly request: string
}

/** What a route is asked with, and what another owner is answered. */
interface Row {
  readonly id?: keyof Ids
  readonly body?: (ids: Ids) => unknown
  readonly query?: string
  /** 404 for what is another's; 200 where the answer is the caller's own and nothing of Ann's. */
  readonly other: number
}

const own: Row = { other: 200 }

const ROWS: Readonly<Record<string, Row>> = {
  'GET /hubs': own,
  'POST /hubs': { other: 400, body: () => ({ name: 'Other', account: true, homeyCli: '/root' }) },
  'POST /hubs/:id/rotate': { id: 'hub', other: 404, body: () => ({}) },
  'DELETE /hubs/:id': { id: 'hub', other: 404 },
  'GET /hubs/:id/doors': { id: 'hub', other: 404 },
  'POST /hubs/:id/doors/mute': {
    ...{ id: 'hub', other: 404, body: () => ({ owner: 'Echo', muted: true }) },
  },
  'POST /hubs/:id/doors/move-in': {
    ...{ id: 'hub', other: 404, body: () => ({ key: 'Key', name: 'Mine' }) },
  },
  'GET /doctor': own,
  'GET /accounts': own,
  'POST /accounts/begin': {
    ...{ other: 404, body: () => ({ redirectUri: 'http://localhost:1/' }) },
  },
  'POST /accounts': {
    ...{ other: 400, body: () => ({ state: 'x', address: 'http://localhost:1/?code=x&state=x' }) },
  },
  'GET /clients': own,
  'POST /clients': { other: 200, body: () => ({ name: 'App', device: true }) },
  'DELETE /clients/:id': { id: 'client', other: 404 },
  'GET /clients/:id': { id: 'client', other: 404 },
  'POST /clients/submit': {
    ...{ other: 404, body: ({ client }) => ({ client, manifest: manifestFor(['device:read']) }) },
  },
  'POST /clients/:id/review': {
    ...{ id: 'client', other: 404, body: () => ({ verdict: 'approve', version: 1 }) },
  },
  'POST /clients/:id/suspend': { id: 'client', other: 404, body: () => ({}) },
  'POST /clients/:id/resume': { id: 'client', other: 404 },
  'GET /directories': own,
  'GET /keys': own,
  'POST /keys': {
    other: 404,
    body: ({ hub }) => ({ hub, name: 'Mine', permissions: ['device:read'] }),
  },
  'GET /keys/:id': { id: 'key', other: 404 },
  'PUT /keys/:id': { id: 'key', other: 404, body: () => ({ limits: { own: true } }) },
  'GET /keys/:id/can': { id: 'key', other: 404, query: '?operation=devices.getDevices' },
  'GET /keys/:id/reach': { id: 'key', other: 404 },
  'GET /keys/:id/usage': { id: 'key', other: 404 },
  'POST /keys/:id/learn': { id: 'key', other: 404, body: () => ({ for: '1h' }) },
  'DELETE /keys/:id/learn': { id: 'key', other: 404 },
  'GET /keys/:id/narrow': { id: 'key', other: 404, query: '?unused=true' },
  'DELETE /keys/:id': { id: 'key', other: 404 },
  'GET /keys/:id/traces': { id: 'key', other: 404 },
  'GET /undos/:id': { id: 'key', other: 404 },
  'POST /stop': { other: 404, body: ({ hub }) => ({ hub }) },
  'POST /resume': { other: 404, body: ({ hub }) => ({ hub }) },
  'POST /keys/:id/resume': { id: 'key', other: 404 },
  'GET /approvals': own,
  'GET /approvals/:id': { id: 'question', other: 404 },
  'POST /approvals/:id/answer': {
    ...{ id: 'question', other: 404, body: () => ({ answer: 'once' }) },
  },
  'GET /permission-requests': own,
  'GET /permission-requests/:id': { id: 'request', other: 404 },
  'POST /permission-requests/:id/grant': { id: 'request', other: 404, body: () => ({}) },
  'POST /permission-requests/:id/decline': { id: 'request', other: 404, body: () => ({}) },
  'GET /hubs/:id/asking': { id: 'hub', other: 404 },
  'PUT /hubs/:id/asking': { id: 'hub', other: 404, body: () => ({ push: true }) },
  'GET /hubs/:id/rules': { id: 'hub', other: 404 },
  'POST /hubs/:id/rules': { id: 'hub', other: 404, body: () => ({ kind: 'locks' }) },
  'PUT /rules/:id': { id: 'rule', other: 404, body: () => ({ paused: true }) },
  'DELETE /rules/:id': { id: 'rule', other: 404 },
  'GET /audit': own,
  'GET /openapi.json': own,
  'GET /events': { other: 200 },
  'GET /me': own,
  'POST /sign-out/everywhere': own,
  'GET /credentials': own,
  'PUT /credentials/password': {
    ...{ other: 200, body: () => ({ present: PASSWORD, next: `${PASSWORD} two` }) },
  },
  'POST /credentials/passkey-options': own,
  'POST /credentials/passkey': {
    other: 409,
    body: () => ({
      passkey: { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: 'x' } },
    }),
  },
  'DELETE /credentials/:id': { id: 'credential', other: 404 },
}

const STREAMS = new Set(['GET /events'])

const nameOf = (row: { readonly method: string; readonly path: string }) =>
  `${row.method} ${row.path}`

async function annsThings(world: World, ann: Browser): Promise<Ids> {
  const { id: key } = await world.fullKey("Ann's", ['device:read'])
  const { id: rule } = await world.owner<{ id: string }>('POST', '/hubs/Home/rules', {
    kind: 'cameras',
  })
  const [credential] = (await ann.ask('GET', '/credentials')).json<{ id: string }[]>()
  const added = await ann.ask('POST', '/clients', { name: "Ann's", device: true })
  const client = added.json<{ id: string }>().id
  const helper = await world.fullKey('Helper', ['device:control'])
  const path = capabilityPath(lampOf(world))
  const { id: question } = await knock(world, helper.key, 'PUT', path, { value: true })
  const { id: request } = await asked(world, helper.key, { permissions: ['zone:read'] })
  const own = { hub: world.homey.id, key, client, rule, question, request }
  return { ...own, credential: credential?.id ?? '' }
}

function rowsOf(world: World, ids: Ids) {
  return world.installation.ownerApi.routes.guarded.map((route) => {
    const row = ROWS[nameOf(route)]
    assert.ok(row, `${nameOf(route)} has no row in this test`)
    const path = `${route.path.replace(':id', row.id ? ids[row.id] : '')}${row.query ?? ''}`
    return { name: nameOf(route), method: route.method, path, body: row.body?.(ids), row }
  })
}

test('without a session every route is 401, whatever key a client sends', async () => {
  await using world = await openAskingWorld()
  const ann = await signedIn(world, 'Ann')
  const ids = await annsThings(world, ann)
  const key = await world.key('preset:full-control')
  for (const { name, method, path, body } of rowsOf(world, ids)) {
    for (const cookie of [undefined, `latchkey=${key}`, `latchkey=${'A'.repeat(43)}`]) {
      const reply = await send(world.url, method, `/owner/v1${path}`, {
        ...{ key, body },
        headers: {
          ...{ origin: ann.origin, 'x-latchkey': '1', host: new URL(ann.origin).host },
          ...(cookie !== undefined && { cookie }),
        },
      })
      assert.deepEqual([reply.status, reply.json()['error']], [401, 'not_signed_in'], name)
    }
  }
})

test('what another owner has does not exist: by id, by name, in lists', async () => {
  await using world = await openAskingWorld()
  const ann = await signedIn(world, 'Ann')
  const ids = await annsThings(world, ann)
  await world.send('GET', '/api/manager/zones/zone', { key: await world.key('zone:read') })
  for (const { name, method, path, body, row } of rowsOf(world, ids)) {
    if (STREAMS.has(name)) continue
    const ben = await signedIn(world, `Ben ${name}`)
    const reply = await ben.ask(method, path, body)
    assert.equal(reply.status, row.other, `${name}: ${reply.text}`)
    const said = row.id === undefined ? reply.text : reply.text.replaceAll(ids[row.id], '')
    for (const id of [...Object.values(ids), world.homey.address]) {
      if (!JSON.stringify(body ?? '').includes(id)) assert.ok(!said.includes(id), `${name}: ${id}`)
    }
  }
  assert.equal((await ann.ask('GET', '/hubs')).json<unknown[]>().length, 1)
  const key = (await ann.ask('GET', `/keys/${ids.key}`)).json()
  assert.equal(key['state'], 'live', 'nothing was revoked')
  const question = (await ann.ask('GET', `/approvals/${ids.question}`)).json()
  assert.equal(question['state'], 'open', 'nobody else answered')
})

test('a write that is not from our own page is refused and changes nothing', async () => {
  await using world = await openAskingWorld()
  const ann = await signedIn(world, 'Ann')
  const ids = await annsThings(world, ann)
  const forged: Readonly<Record<string, string | undefined>>[] = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: undefined },
    { 'x-latchkey': undefined },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: ann.origin.replace('http:', 'https:') },
  ]
  const open = world.installation.ownerApi.routes.open
  const writes = [
    ...rowsOf(world, ids).filter((one) => one.method !== 'GET'),
    ...open.map((one) => ({ ...one, name: nameOf(one), body: {} })),
  ]
  for (const { name, method, path, body } of writes) {
    for (const headers of forged) {
      const reply = await ann.ask(method, path, body, headers)
      assert.deepEqual([reply.status, reply.json()['error']], [403, 'request_forged'], name)
    }
  }
  const read = await ann.ask('GET', '/keys', undefined, { 'sec-fetch-site': 'cross-site' })
  assert.equal(read.status, 403)
  assert.equal((await ann.ask('GET', `/keys/${ids.key}`)).json()['state'], 'live')
})

test('other origins get no CORS from the owner API, and no form is read', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  const question = await ann.ask('OPTIONS', '/keys', undefined, {
    ...{ origin: 'http://evil.example', 'access-control-request-method': 'DELETE' },
  })
  assert.ok(question.status >= 400)
  const reply = await ann.ask('GET', '/keys', undefined, { origin: 'http://evil.example' })
  for (const one of [question, reply]) {
    assert.equal(one.headers['access-control-allow-origin'], undefined)
  }
  const form = await ann.ask('POST', '/keys', { a: 1 }, { 'content-type': 'text/plain' })
  assert.equal(form.status, 415)
})

test('an owner does all of it over TCP: key, use, audit, revoke', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  const made = await ann.ask('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel', permissions: ['zone:read'] },
  })
  const { id, key } = made.json<{ id: string; key: string }>()
  assert.equal((await world.send('GET', '/api/manager/zones/zone', { key })).status, 200)
  await world.audit()
  const events = (await ann.ask('GET', '/audit')).json<{ client: string; operation: string }[]>()
  assert.deepEqual(
    events.map((one) => [one.operation, one.client]),
    [
      ['owner.addHub', null],
      ['owner.createKey', null],
      ['zones.getZones', 'Panel'],
    ],
  )
  assert.equal((await ann.ask('DELETE', `/keys/${id}`)).json()['state'], 'revoked')
  assert.equal((await world.send('GET', '/api/manager/zones/zone', { key })).status, 401)
})
