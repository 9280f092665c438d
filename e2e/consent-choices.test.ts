// What an owner takes away on the consent page is not given, however the form is sent; what would be safer is one
// press away; and a client that asks for more keeps what it has, and no more.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import { fieldsOn, Owner } from './consenting.ts'
import { newClient, redeem, request } from './oauth-client.ts'
import { openWorld, type World } from './world.ts'

const FLOWS = '/api/manager/flow/flow'
const VARIABLES = '/api/manager/logic/variable'

let world: World
let ann: Owner
before(async () => {
  world = await openWorld()
  ann = await Owner.of(world)
})
after(() => world[Symbol.asyncDispose]())

type Named = Readonly<Record<string, { readonly id: string; readonly name: string }>>

const listed = async (path: string): Promise<Named> => {
  const key = await world.key('flow:read', 'zone:read', 'variable:read')
  return (await world.send('GET', path, { key })).json<Named>()
}

/** The grant of a client that is live and was made last. */
async function grantOf(client: string): Promise<KeyView> {
  const keys = await world.owner<readonly KeyView[]>('GET', '/keys')
  const [last] = keys.filter(({ name, state }) => name === client && state === 'live').slice(-1)
  assert.ok(last, client)
  return last
}

const details = (more: object) =>
  JSON.stringify([{ type: 'homey_access', permissions: ['flow:read'], ...more }])

test('Flows, hours, questions, own and drafts become limits and restrictions, and hold', async () => {
  const flows = Object.values(await listed(FLOWS))
  const [one, other] = flows
  assert.ok(one && other)
  const client = await newClient(world, { client_name: 'Chooser' })
  const { to, verifier } = request(world, client, 'flow:read flow:update alarm:create')
  const back = await ann.consent(to, {
    fields: {
      ...{ flows: 'some', [`f:${one.id}`]: 'on', own: 'on', drafts: 'on', life: '7d' },
      ...{ hours: 'some', from: '00:00', until: '00:00', 'day:sun': undefined },
      ...{ 'ask:change': 'on', 'a:alarm:create': 'on' },
    },
  })
  const grant = await grantOf('Chooser')
  const { flows: named, ...flags } = grant.limits ?? {}
  assert.deepEqual(
    named?.map(({ id }) => id),
    [one.id],
  )
  assert.deepEqual(flags, { own: true, drafts: true })
  assert.deepEqual(grant.restrictions?.schedule, ['mon-sat'])
  assert.deepEqual(grant.restrictions?.askFirst, [
    { dangers: ['change'] },
    { permissions: ['alarm:create'] },
  ])
  const left = Date.parse(grant.expires ?? '') - Date.now()
  assert.ok(left > 6 * 86_400_000 && left < 8 * 86_400_000)
  const { body } = await redeem(world, client, back.searchParams.get('code') ?? '', verifier)
  await world.owner('PUT', `/keys/${grant.id}`, { restrictions: null })
  const key = String(body['access_token'])
  const seen = (await world.send('GET', FLOWS, { key })).json<Named>()
  assert.deepEqual(Object.keys(seen), [one.id])
  assert.equal((await world.send('GET', `${FLOWS}/${other.id}`, { key })).status, 404)
})

test('what the request says of itself is shown, kept, and cannot be sent away', async () => {
  const flows = Object.keys(await listed(FLOWS))
  const [one = '', other = ''] = flows
  const client = await newClient(world, { client_name: 'Modest' })
  const bounded = details({
    ...{ limits: { flows: [one, other], own: true }, expires_in: 7_200 },
    restrictions: { schedule: ['mon-fri 08:00-18:00'], askFirst: [{ dangers: ['change'] }] },
  })
  const { to } = request(world, client, 'flow:update', { authorization_details: bounded })
  const opened = await ann.open(to)
  assert.match(opened.page.text, /It asks for no more than this itself/)
  assert.match(opened.page.text, /only Mon–Fri, 08:00–18:00/)
  const wider: readonly Record<string, string | undefined>[] = [
    { flows: 'all', [`f:${one}`]: undefined, [`f:${other}`]: undefined },
    { flows: 'some', [`f:${one}`]: undefined, [`f:${other}`]: undefined, [`f:${flows[2]}`]: 'on' },
    { where: 'some', 'z:00000000-0000-4000-8000-000000000000': 'on' },
    { moods: 'some', 'm:00000000-0000-4000-8000-000000000000': 'on' },
    { 'p:device:control': 'on' },
    { hours: 'some', 'day:mon': undefined, from: '19:00', until: '20:00' },
  ]
  for (const fields of wider) {
    const { to: gone, page } = await ann.decide(opened, { fields })
    assert.equal(gone, undefined)
    assert.equal(page.status, 400, JSON.stringify(fields))
  }
  const end = await ann.decide(opened, { fields: { [`f:${other}`]: undefined, life: 'ever' } })
  assert.match(end.to ?? '', /code=/)
  const grant = await grantOf('Modest')
  assert.deepEqual([grant.limits?.flows?.map(({ id }) => id), grant.limits?.own], [[one], true])
  assert.deepEqual(grant.restrictions?.schedule, ['mon-fri 08:00-18:00'])
  assert.deepEqual(grant.restrictions?.askFirst, [{ dangers: ['change'] }])
  assert.ok(Date.parse(grant.expires ?? '') <= Date.now() + 7_200_000)
})

test('what would be safer is a button that makes the choice and gives nothing', async () => {
  const client = await newClient(world, { client_name: 'Eager' })
  const scope = 'flow:create security-device:control camera:watch device:control app:install'
  const opened = await ann.open(request(world, client, scope).to)
  assert.match(opened.page.text, /<legend>Can become full control/)
  const path = opened.path.split('?')[0] ?? ''
  let page = opened.page
  const press = async (value: string) => {
    assert.ok(page.text.includes(`name="safer" value="${value}"`), value)
    page = await ann.browser.post(path, { ...fieldsOn(page.text), safer: value })
    assert.equal(page.status, 200)
    assert.ok(!page.text.includes(`name="safer" value="${value}"`), `${value} is done`)
  }
  await press('security-device:control 0')
  assert.match(page.text, /You are asked each time/)
  await press('app:install 0')
  await press('flow:create 0')
  await press('camera:watch 0')
  const fields = fieldsOn(page.text)
  assert.equal(fields['p:app:install'], undefined)
  assert.equal(fields['a:security-device:control'], 'on')
  assert.deepEqual([fields['drafts'], fields['where']], ['on', 'some'])
  assert.match(page.text, /<legend>Changes your home/)
  assert.doesNotMatch(page.text, /<fieldset class="danger-full">/, 'nothing is red that is not')
  const keys = await world.owner<readonly KeyView[]>('GET', '/keys')
  assert.ok(keys.every(({ name }) => name !== 'Eager'))
  const none = await ann.browser.post(path, { ...fields, decision: 'allow' })
  assert.equal(none.status, 400)
  assert.match(none.text, /none of them is ticked/)
})

test('the page names what this home has, and what it does not have', async () => {
  const client = await newClient(world, { client_name: 'Looker' })
  const scope = 'device:read device:control security-device:control flow:read audio:update'
  const { page } = await ann.open(request(world, client, scope).to)
  assert.match(page.text, /Here: \d+ devices, such as/)
  assert.match(page.text, /Here: lamps: /)
  assert.match(page.text, /devices that guard your home: [A-Z]/)
  assert.match(page.text, /This Homey does not have it: Change the volume/)
})

/** A token of a client, for a scope. */
async function granted(client: string, scope: string, more: Readonly<Record<string, string>> = {}) {
  const { to, verifier } = request(world, client, scope, more)
  const opened = await ann.open(to)
  const end = await ann.decide(opened)
  const code = new URL(end.to ?? '').searchParams.get('code') ?? ''
  return { text: opened.page.text, redeem: () => redeem(world, client, code, verifier) }
}

const MORE = { include_granted_scopes: 'true' }

test('a client that asks for more keeps what it has, and what it made', async () => {
  const client = await newClient(world, { client_name: 'Grower' })
  const first = await (
    await granted(client, 'variable:read variable:create variable:update')
  ).redeem()
  const old = String(first.body['access_token'])
  const made = await world.send('POST', VARIABLES, {
    ...{ key: old, body: { name: 'mine', type: 'number', value: 1 } },
  })
  assert.equal(made.status, 200, made.text)
  const before = await grantOf('Grower')
  const more = await granted(client, 'flow:read', MORE)
  assert.match(more.text, /It has this already \(3\)/)
  assert.match(more.text, /Sees your home <span class="badge">new/)
  assert.equal(
    (await world.send('GET', VARIABLES, { key: old })).status,
    200,
    'until it is redeemed',
  )
  const { body } = await more.redeem()
  assert.equal(body['scope'], 'flow:read variable:create variable:read variable:update')
  const key = String(body['access_token'])
  for (const path of [FLOWS, VARIABLES]) {
    assert.equal((await world.send('GET', path, { key })).status, 200, path)
  }
  assert.equal((await world.send('GET', VARIABLES, { key: old })).status, 401, 'its place is taken')
  const after = await grantOf('Grower')
  assert.notEqual(after.id, before.id)
  await world.owner('PUT', `/keys/${after.id}`, { limits: { own: true } })
  const { id } = made.json<{ id: string }>()
  const others = Object.keys(await listed(VARIABLES)).filter((one) => one !== id)
  for (const [one, status] of [
    [id, 200],
    [others[0], 403],
  ] as const) {
    const body = { name: 'changed' }
    const changed = await world.send('PUT', `${VARIABLES}/${one}`, { key, body })
    assert.equal(changed.status, status, changed.text)
  }
  const traces = await world.owner<{ objects: readonly unknown[] }>(
    'GET',
    `/keys/${after.id}/traces`,
  )
  assert.ok(JSON.stringify(traces).includes(id), 'what it left can still be undone')
  const alone = await granted(client, 'zone:read')
  assert.doesNotMatch(alone.text, /It has this already/, 'only who asks to keep it')
})

test('what is bounded otherwise stays by itself; what is bounded, bounds what comes', async () => {
  const zones = Object.values(await listed('/api/manager/zones/zone'))
  const zone = zones.at(-1)?.id ?? ''
  const client = await newClient(world, { client_name: 'Roomer' })
  const bounded = details({ permissions: ['device:read'], limits: { zones: [zone] } })
  const first = await (
    await granted(client, 'device:read', { authorization_details: bounded })
  ).redeem()
  const old = String(first.body['access_token'])
  const more = await granted(client, 'flow:read', MORE)
  await more.redeem()
  const grant = await grantOf('Roomer')
  assert.deepEqual(
    grant.limits?.zones?.map(({ id }) => id),
    [zone],
  )
  assert.deepEqual(grant.permissions, ['device:read', 'flow:read'])
  assert.equal((await world.send('GET', FLOWS, { key: old })).status, 401)
  const other = zones[0]?.id ?? ''
  const else_ = details({ permissions: ['mood:read'], limits: { zones: [other] } })
  const apart = await granted(client, 'mood:read', { ...MORE, authorization_details: else_ })
  assert.match(apart.text, /bounded in another way/)
  await apart.redeem()
  const keys = await world.owner<readonly KeyView[]>('GET', '/keys')
  const live = keys.filter(({ name, state }) => name === 'Roomer' && state === 'live')
  assert.deepEqual(
    live.map(({ permissions }) => permissions.join(' ')),
    ['device:read flow:read', 'mood:read'],
  )
  assert.deepEqual(world.errors, [])
})
