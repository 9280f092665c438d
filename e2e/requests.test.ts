// Permission requests as clients see them: refused with a pointer, asked for, partly granted at once, the rest refused
// still, declined with a word, told over status and socket; and all that cannot be asked for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientRequestView, KeyView } from '@latchkey/gateway'
import { Clock, MINUTE } from './asked.ts'
import { idOf } from './limited.ts'
import { connect } from './official.ts'
import { hear, openApi, told } from './realtime-clients.ts'
import { ask, asked, decline, grant, REQUESTS, status, waiting } from './requesting.ts'
import { openWorld, type World } from './world.ts'

const VARIABLES = '/api/manager/logic/variable'
const FLOWS = '/api/manager/flow/flow'
const ZONES = '/api/manager/zones/zone'
const DAY = 24 * 60 * MINUTE
const OWN = 'homey:manager:latchkey'

const statusOf = async (world: World, key: string, path: string) =>
  (await world.send('GET', path, { key })).status

test('a key asks for two more, gets one, is refused the other, and is told', async () => {
  await using world = await openWorld()
  const { key, id: keyId } = await world.fullKey('Panel', ['zone:read'])
  const refused = await world.send('GET', VARIABLES, { key })
  assert.equal(refused.status, 403)
  const { error, request } = refused.json<{ error: string; request: unknown }>()
  assert.deepEqual(
    [error, request],
    ['missing_permission', { url: REQUESTS, permissions: ['variable:read'] }],
  )
  assert.equal(
    refused.headers['www-authenticate'],
    'Bearer realm="Latchkey", error="insufficient_scope", scope="variable:read"',
  )
  const first = await asked(world, key, {
    permissions: ['variable:read', 'flow:read', 'zone:read'],
  })
  assert.deepEqual(
    [first.state, first.permissions, first.held, first.url],
    ['open', ['flow:read', 'variable:read'], ['zone:read'], `${REQUESTS}/${first.id}`],
  )
  assert.equal(await statusOf(world, key, ZONES), 200, 'what it has goes on working')
  assert.equal(await statusOf(world, key, VARIABLES), 403)

  using client = await openApi(world.url, key)
  const waited = status(world, key, first.id, 30)
  const event = told(client.api, OWN)
  const view = await grant(world, first.id, { permissions: ['variable:read'] })
  assert.deepEqual([view.state, view.refused], ['granted', ['flow:read']])
  const [what, data] = await event
  assert.equal(what, 'permission-request')
  for (const said of [await waited, data as ClientRequestView]) {
    assert.deepEqual(
      [said.id, said.state, said.granted?.permissions, said.refused],
      [first.id, 'granted', ['variable:read'], ['flow:read']],
    )
  }
  assert.equal(await statusOf(world, key, VARIABLES), 200)
  assert.equal(await statusOf(world, key, FLOWS), 403)

  const second = await asked(world, key, { permissions: ['flow:read'] })
  const again = told(client.api, OWN)
  await decline(world, second.id, 'Not my Flows.\u202e')
  const [, no] = await again
  const found = await status(world, key, second.id)
  assert.deepEqual([found.state, found.word], ['declined', 'Not my Flows.\ufffd'])
  assert.deepEqual(no, found)
  const repeated = await ask(world, key, { permissions: ['flow:read'] })
  assert.deepEqual([repeated.status, repeated.json()['id']], [200, second.id], 'no is no')
  const { permissions } = await world.owner<KeyView>('GET', `/keys/${keyId}`)
  assert.deepEqual(permissions, ['variable:read', 'zone:read'])
  assert.equal(await statusOf(world, key, ZONES), 200)
  const rows = (await world.audit()).filter(({ reason }) => reason.startsWith('request-'))
  assert.deepEqual(
    rows.map((row) => [row.reason, row.operation, row.grant, row.client, row.owner]),
    [
      ['request-asked', 'client.requestPermissions', keyId, 'Panel', null],
      ['request-granted', 'owner.grantRequest', keyId, 'Panel', 'local'],
      ['request-asked', 'client.requestPermissions', keyId, 'Panel', null],
      ['request-declined', 'owner.declineRequest', keyId, 'Panel', 'local'],
    ],
  )
  assert.deepEqual(world.errors, [])
})

test('50 identical requests at once are one; of 10 answers one counts', async () => {
  await using world = await openWorld()
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      ask(world, key, { permissions: ['flow:read'], reason: `Reason ${at}` }),
    ),
  )
  const ids = new Set(replies.map((reply) => reply.json()['id']))
  assert.equal(ids.size, 1)
  assert.equal(replies.filter((reply) => reply.status === 201).length, 1)
  const [request] = await waiting(world)
  const id = request?.id ?? ''
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) =>
      at % 2 === 0 ? grant(world, id) : decline(world, id, 'No.'),
    ),
  )
  assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
  for (const one of answers) {
    if (one.status === 'rejected') assert.match(String(one.reason), /409.*request_over/)
  }
  const { state } = await status(world, key, id)
  assert.equal(await statusOf(world, key, FLOWS), state === 'granted' ? 200 : 403)
})

test('what cannot be asked for is refused by name, and nobody is bothered', async () => {
  await using world = await openWorld()
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const { key: limited } = await world.owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Limited', permissions: ['device:read'] },
    limits: { devices: [idOf(world, 'devices', 'Ceiling light')] },
  })
  const lamp = { limits: { devices: ['00000000-0000-4000-8000-000000000000'] } }
  const cases: readonly (readonly [string, object, number, string, RegExp])[] = [
    [key, { permissions: ['flow:raed'] }, 422, 'permission_unknown', /"flow:raed".*"flow:read"/],
    [key, { permissions: ['users.deleteUserMe'] }, 422, 'permission_unknown', /users.deleteUserMe/],
    [key, { permissions: ['sessions.getSessions'] }, 422, 'permission_unknown', /getSessions/],
    [key, { permissions: ['preset:flow-helper'] }, 422, 'limits_refused', /by name/],
    [key, { permissions: ['audio:read'] }, 422, 'permission_refused', /Not on .*audio:read/],
    [key, { permissions: ['flow:read'], ...lamp }, 422, 'limits_refused', /no limits/],
    [limited, { limits: { flows: ['x'] } }, 422, 'limits_refused', /take the others away/],
    [limited, { ...lamp, expires: '1h' }, 422, 'limits_refused', /without expires/],
    [key, {}, 400, 'invalid_request', /name permissions/],
    [key, { permissions: ['flow:read'], reason: '\u200b \u202e' }, 400, 'invalid_request', /why/],
    [key, { permissions: ['flow:read'], expires: 'soon' }, 400, 'invalid_request', /30d/],
    [key, { permissions: ['flow:read'], wide: true }, 400, 'invalid_request', /wide/],
    [key, { permissions: ['flow:read'], restrictions: { rates: [] } }, 400, 'invalid_request', /./],
  ]
  for (const [by, body, expected, code, words] of cases) {
    const reply = await ask(world, by, body)
    const said = reply.json<{ code: number; error: string; error_description: string }>()
    assert.deepEqual([reply.status, said.code, said.error], [expected, expected, code], reply.text)
    assert.match(said.error_description, /^Latchkey: /)
    assert.match(said.error_description, words)
  }
  const held = await ask(world, key, { permissions: ['zone:read'] })
  assert.deepEqual(
    [held.status, held.json()['state'], held.json()['held']],
    [...[200, 'held', ['zone:read']]],
  )
  const strangers = [
    await ask(world, `${key.slice(0, -1)}x`, { permissions: ['flow:read'] }),
    await world.send('GET', REQUESTS),
    await world.send('PUT', REQUESTS, { key, body: {} }),
    await world.send('GET', `${REQUESTS}/nobody`, { key }),
    await world.send('GET', `${REQUESTS}/..%2f..`, { key }),
    await ask(world, key, { permissions: ['flow:read'], reason: 'x'.repeat(70_000) }),
  ]
  assert.deepEqual(
    strangers.map((reply) => reply.status),
    [401, 401, 405, 404, 404, 413],
  )
  assert.deepEqual(await waiting(world), [])
})

test('another key’s requests do not exist, and a revoked key’s cannot be answered', async () => {
  await using world = await openWorld()
  const [one, two] = [
    await world.fullKey('One', ['zone:read']),
    await world.fullKey('Two', ['zone:read']),
  ]
  const { id } = await asked(world, one.key, { permissions: ['flow:read'] })
  assert.equal((await world.send('GET', `${REQUESTS}/${id}`, { key: two.key })).status, 404)
  assert.deepEqual((await world.send('GET', REQUESTS, { key: two.key })).json<unknown>(), [])
  const listed = (await world.send('GET', REQUESTS, { key: one.key })).json<ClientRequestView[]>()
  assert.deepEqual(
    listed.map((view) => view.id),
    [id],
  )
  const waited = world.send('GET', `${REQUESTS}/${id}?wait=30`, { key: one.key })
  await world.owner('DELETE', `/keys/${one.id}`)
  assert.deepEqual(await waiting(world), [])
  await assert.rejects(grant(world, id), /409.*key_revoked/)
  await decline(world, id)
  assert.equal((await waited).status, 401)
})

test('requests are bounded by what waits, by the day, and in time', async () => {
  const clock = new Clock()
  await using world = await openWorld({ now: clock.now })
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const words = [
    'flow',
    'mood',
    'variable',
    'device',
    'alarm',
    'dashboard',
    'app',
    'user',
    'weather',
  ]
  const askFor = (word: string) => ask(world, key, { permissions: [`${word}:read`] })
  const ids: string[] = []
  for (const word of words.slice(0, 5)) ids.push(String((await askFor(word)).json()['id']))
  const sixth = await askFor('dashboard')
  assert.deepEqual([sixth.status, sixth.headers['retry-after']], [429, undefined])
  for (const id of ids) await decline(world, id)
  for (const word of words.slice(5)) assert.equal((await askFor(word)).status, 201, word)
  assert.equal((await askFor('energy')).status, 201)
  clock.pass(60 * MINUTE)
  const [latest] = await waiting(world)
  await decline(world, latest?.id ?? '')
  const eleventh = await askFor('insights')
  assert.equal(eleventh.status, 429)
  assert.ok(Number(eleventh.headers['retry-after']) <= 23 * 3_600)
  clock.pass(DAY)
  assert.equal((await askFor('insights')).status, 201)
  clock.pass(7 * DAY)
  assert.deepEqual(await waiting(world), [], 'after seven days nobody is asked any more')
  await assert.rejects(grant(world, latest?.id ?? ''), /request_over/)
  const fresh = await asked(world, key, { permissions: ['insights:read'] })
  assert.equal((await world.send('GET', REQUESTS, { key })).json<unknown[]>().length, 12)
  assert.equal((await waiting(world))[0]?.id, fresh.id)
})

test('for a time: the clock takes it away, and only it; an owner may give it for good', async () => {
  const clock = new Clock()
  await using world = await openWorld({ now: clock.now })
  const { key, id: keyId } = await world.fullKey('Panel', ['zone:read'])
  const { id } = await asked(world, key, {
    permissions: ['flow:read', 'variable:read'],
    expires: '2h',
  })
  await assert.rejects(grant(world, id, { expires: '3h' }), /request_refused.*more than was asked/)
  await assert.rejects(grant(world, id, { permissions: ['mood:read'] }), /request_refused/)
  const given = await grant(world, id, { expires: '1h' })
  assert.equal(Date.parse(given.granted?.until ?? ''), clock.now() + 60 * MINUTE)
  using client = await openApi(world.url, key)
  const heard = hear(client.api, 'homey:manager:logic')
  assert.equal(await statusOf(world, key, FLOWS), 200)
  await world.owner('PUT', `/keys/${keyId}`, { addPermissions: ['variable:read'] })
  clock.pass(60 * MINUTE)
  assert.equal(await statusOf(world, key, FLOWS), 403)
  assert.equal(await statusOf(world, key, VARIABLES), 200, 'the owner gave it for good')
  assert.equal(await statusOf(world, key, ZONES), 200)
  const { permissions } = await world.owner<KeyView>('GET', `/keys/${keyId}`)
  assert.deepEqual(permissions, ['variable:read', 'zone:read'])
  assert.equal((await ask(world, key, { permissions: ['flow:read'] })).status, 201)
  assert.deepEqual(heard, [])
})

test('the official client: the refusal’s words, an event by subscribing, permissions at once', async () => {
  await using world = await openWorld()
  const { key } = await world.fullKey('Panel', ['zone:read'])
  const api = await connect(world.url, key)
  await assert.rejects(api.logic.getVariables(), ({ statusCode, description, message }) => {
    assert.equal(statusCode, 403)
    assert.match(String(description ?? message), /It needs variable:read.*POST \/latchkey\//)
    return true
  })
  const { promise, resolve } = Promise.withResolvers<readonly unknown[]>()
  await api.subscribe(OWN, { onEvent: (...event: unknown[]) => resolve(event) })
  const { id } = await asked(world, key, { permissions: ['variable:read'] })
  await grant(world, id)
  const [what, data] = await promise
  assert.equal(what, 'permission-request')
  assert.equal((data as ClientRequestView).state, 'granted')
  assert.ok(Object.keys(await api.logic.getVariables()).length > 0)
  await api.destroy()
})

test('objects join what a key is limited to, those that were chosen, and nothing is lost', async () => {
  await using world = await openWorld()
  const lamp = idOf(world, 'devices', 'Ceiling light')
  const [other, third] = Object.keys(world.homey.state.devices).filter((id) => id !== lamp)
  const { key, id: keyId } = await world.owner<KeyView & { key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Limited', permissions: ['device:read'] },
    limits: { devices: [lamp] },
  })
  const device = (id = '') => `/api/manager/devices/device/${id}`
  const strange = '00000000-0000-4000-8000-000000000000'
  const wanted = { limits: { devices: [lamp, other, third, strange] } }
  const request = await asked(world, key, wanted)
  assert.deepEqual(request.limits?.['devices']?.includes(lamp), false, 'it has that one')
  const shown = await world.owner<{ limits: { devices: { id: string; name: string | null }[] } }>(
    ...(['GET', `/permission-requests/${request.id}`] as const),
  )
  const names = new Map(shown.limits.devices.map((one) => [one.id, one.name]))
  assert.equal(names.get(other ?? ''), world.homey.state.devices[other ?? '']?.name)
  assert.equal(names.get(strange), null, 'an id of nothing tells its client nothing')
  await assert.rejects(grant(world, request.id, { limits: { devices: [lamp] } }), /request_refused/)
  await grant(world, request.id, { limits: { devices: [other] } })
  assert.deepEqual(
    [await statusOf(world, key, device(lamp)), await statusOf(world, key, device(other))],
    [200, 200],
  )
  assert.equal(await statusOf(world, key, device(third)), 404)
  const { limits } = await world.owner<{ limits: { devices: { id: string }[] } }>(
    ...(['GET', `/keys/${keyId}`] as const),
  )
  assert.deepEqual(
    limits.devices.map((one) => one.id),
    [lamp, other],
  )
  const late = await asked(world, key, { limits: { devices: [third] } })
  await world.owner('PUT', `/keys/${keyId}`, { limits: { devices: null, own: true } })
  await assert.rejects(grant(world, late.id), /request_refused.*not limited by devices any more/)
})
