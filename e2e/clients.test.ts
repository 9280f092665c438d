// What is thought of clients, and what comes of it: who vouches, what may be asked, and what a suspension and a
// change take away; over the real authorization server, sockets and pages.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ClientFileView, ClientStandingView, ClientView } from '@latchkey/gateway'
import { Owner } from './consenting.ts'
import { ledTo, newClient, redeem, refresh, request } from './oauth-client.ts'
import { PageVisitor } from './page-visitor.ts'
import { bothDatabases } from './postgres.ts'
import { openApi, told } from './realtime-clients.ts'
import { because, letIn, manifestFor, refusal, registered, review, submit } from './vetted.ts'
import { openWorld, type World } from './world.ts'

const READ = '/api/manager/devices/device'
const ZONES = '/api/manager/zones/zone'
const IN_TIME = { timeout: 60_000 }

const file = (world: World, id: string) => world.owner<ClientFileView>('GET', `/clients/${id}`)
const status = async (world: World, key: string) => (await world.send('GET', READ, { key })).status
const act = (world: World, id: string, what: 'suspend' | 'resume', body = {}) =>
  world.owner<ClientStandingView>('POST', `/clients/${id}/${what}`, body)

// One world for all that does not need one of its own.
let world: World
let ann: Owner
before(async () => {
  world = await openWorld()
  ann = await Owner.of(world)
})
after(async () => {
  assert.deepEqual(world.errors, [])
  await world[Symbol.asyncDispose]()
})

test('a client is self-asserted, submitted, reviewed; the page says who vouches and why it asks', async () => {
  const { id } = await registered(world)
  const opened = async () => (await ann.open(request(world, id, 'device:read').to)).page.text
  assert.match(await opened(), /Nobody has reviewed this app/)
  assert.doesNotMatch(await opened(), /It says why/)
  const first = await submit(world, id, manifestFor(['device:read', 'zone:read']))
  assert.deepEqual([first.state, first.version, first.secret], ['submitted', 1, null])
  const waiting = await opened()
  assert.match(waiting, /Nobody has reviewed this app/, 'handing in is not being reviewed')
  assert.ok(waiting.includes(`It says why: “${because('device:read')}”`))
  await assert.rejects(review(world, id, 2), /409.*version 1 waits/)
  assert.equal((await review(world, id, 1, 'approve', ['Reads only.'])).state, 'reviewed')
  await assert.rejects(review(world, id, 1), /409.*nothing of it waits/)
  assert.match(await opened(), /Whoever runs this Latchkey reviewed this app on \w+ \d+, \d{4}/)
  assert.doesNotMatch(await opened(), /Nobody has reviewed/)
  const listed = await world.owner<readonly ClientView[]>('GET', '/clients')
  assert.equal(listed.find((one) => one.id === id)?.state, 'reviewed')
  assert.deepEqual((await file(world, id)).approved?.findings, ['Reads only.'])
})

test('what was reviewed bounds what may be asked, also while a newer version waits or was given back', async () => {
  const { id } = await registered(world)
  const asks = async (scope: string) => (await refusal(world, ann, id, scope)).error
  assert.equal(await asks('flow:read'), null, 'nobody vouched for anything yet')
  await submit(world, id, manifestFor(['device:read', 'preset:read-only']))
  await review(world, id, 1)
  const details = (permissions: readonly string[]) => ({
    authorization_details: JSON.stringify([{ type: 'homey_access', permissions }]),
  })
  for (const scope of ['device:control', 'device:read device:control', 'homey', 'preset:control']) {
    assert.equal(await asks(scope), 'invalid_scope', scope)
  }
  const rich = request(world, id, 'device:read', details(['device:control']))
  const reply = await ann.browser.get(rich.to.replace(world.url, ''))
  assert.equal(ledTo(world, reply).searchParams.get('error'), 'invalid_authorization_details')
  assert.equal(await asks('device:read flow:read'), null)
  const second = await submit(
    world,
    id,
    manifestFor(['device:read', 'device:control'], { version: '2.0.0' }),
  )
  assert.deepEqual([second.state, second.version], ['submitted', 2])
  assert.equal(await asks('device:control'), 'invalid_scope', 'a newer version is not reviewed')
  assert.equal(await asks('device:read'), null)
  const { page } = await ann.open(request(world, id, 'device:read').to)
  assert.match(page.text, /A newer version waits/)
  const { difference } = await file(world, id)
  assert.deepEqual(
    difference.map(({ part, of, before, after }) => [part, of, before, after]),
    [
      ['permission', 'device:control', null, 'required'],
      ['permission', 'preset:read-only', 'required', null],
      ['version', null, '1.0.0', '2.0.0'],
    ],
  )
  assert.equal((await review(world, id, 2, 'return', ['Why control?'])).state, 'reviewed')
  assert.equal(await asks('device:control'), 'invalid_scope')
  const third = await submit(world, id, manifestFor(['device:control'], { version: '3.0.0' }))
  await review(world, id, third.version)
  assert.equal(await asks('device:control'), null)
  assert.equal(await asks('device:read'), 'invalid_scope')
  assert.equal((await review(world, id, third.version, 'return')).state, 'self-asserted')
})

test('21: a reviewed client that changes its name, logo or address is granted nothing more; 22: its state is reset', async () => {
  const changes = [
    { client_name: 'Homey Official' },
    { client_name: '\u202eP\u200banel\u{1F6E1}' },
    { logo_uri: 'https://10.0.0.1/shield.png' },
    { redirect_uris: ['https://evil.example/back'] },
    { redirect_uris: ['https://app.example.org/back', 'https://evil.example/back'] },
  ]
  for (const change of changes) {
    const client = await registered(world)
    await submit(world, client.id, manifestFor(['device:read']))
    await review(world, client.id, 1)
    const tokens = await letIn(world, ann, client.id, 'device:read')
    const pending = await ann.open(request(world, client.id, 'device:read').to)
    await client.change({})
    assert.equal(
      (await file(world, client.id)).state,
      'reviewed',
      'saying the same changes nothing',
    )
    await client.change(change)
    const said = JSON.stringify(change)
    const harmless = said.includes('\\u202e') || said.includes('\u202e')
    const now = await file(world, client.id)
    if (harmless) {
      assert.deepEqual([now.state, now.name], ['reviewed', 'Panel'], 'shown, it is the same name')
      continue
    }
    assert.deepEqual([now.state, now.changed], ['self-asserted', true], said)
    const late = await ann.decide(pending)
    assert.equal(late.to, undefined, 'what was asked before the change is over')
    const { error, page } = await refusal(world, ann, client.id, 'device:read')
    assert.ok(error !== null || page.status === 400, said)
    assert.doesNotMatch(page.text, /10\.0\.0\.1|evil/)
    assert.equal(await status(world, tokens.access), 200, 'what was granted goes on')
    assert.equal((await refresh(world, client.id, tokens.refresh)).status, 200)
    await assert.rejects(review(world, client.id, 1), /409/)
  }
  const client = await registered(world)
  await submit(world, client.id, manifestFor(['device:read']))
  await client.change({ client_name: 'Panel 2' })
  assert.equal((await file(world, client.id)).state, 'self-asserted', 'not what was submitted')
  const other = manifestFor(['device:read'])
  await assert.rejects(submit(world, client.id, other), /409.*names differ/)
  const next = await submit(world, client.id, { ...other, name: 'Panel 2' })
  assert.equal((await review(world, client.id, next.version)).state, 'reviewed')
  assert.equal((await file(world, client.id)).changed, false)
})

// On PostgreSQL where there is one: all the others are on SQLite.
for (const [name, database] of Object.entries(bothDatabases()).slice(-1)) {
  test(
    `a suspended client gets nothing, and what it was granted is halted until it goes on (${name})`,
    IN_TIME,
    async () => {
      await using world = await openWorld({ databaseUrl: await database() })
      const ann = await Owner.of(world)
      const { id } = await registered(world)
      const other = await newClient(world)
      const tokens = await letIn(world, ann, id, 'device:read')
      const others = await letIn(world, ann, other, 'device:read')
      const coded = request(world, id, 'device:read')
      const code = (await ann.consent(coded.to)).searchParams.get('code') ?? ''
      const pending = await ann.open(request(world, id, 'device:read').to)
      using open = await openApi(world.url, tokens.access)
      const gone = told(open.api, 'disconnect')
      const done = await act(world, id, 'suspend', { because: 'It sells what it sees.' })
      assert.deepEqual([done.state, done.halted], ['suspended', 2])
      await gone
      const refused = await world.send('GET', READ, { key: tokens.access })
      assert.deepEqual([refused.status, refused.json()['error']], [403, 'client_suspended'])
      await assert.rejects(openApi(world.url, tokens.access), /this app is suspended/)
      for (const again of [
        await refresh(world, id, tokens.refresh),
        await redeem(world, id, code, coded.verifier),
      ]) {
        assert.deepEqual([again.status, again.body['error']], [400, 'unauthorized_client'])
        assert.match(String(again.body['error_description']), /It sells what it sees/)
      }
      const { page } = await refusal(world, ann, id, 'device:read')
      assert.match(page.text, /This app is suspended.*It sells what it sees/s)
      const late = await ann.decide(pending)
      assert.deepEqual([late.to, late.page.status], [undefined, 404])
      assert.equal(await status(world, others.access), 200, 'other clients go on')
      const keys = await world.owner<readonly { state: string }[]>('GET', '/keys')
      assert.deepEqual(keys.map(({ state }) => state).sort(), ['halted', 'halted', 'live'])
      await assert.rejects(review(world, id, 1), /409/, 'nothing is approved of it')
      assert.deepEqual((await act(world, id, 'resume')).state, 'self-asserted')
      assert.equal(await status(world, tokens.access), 200)
      using back = await openApi(world.url, tokens.access)
      assert.equal(back.api.connected, true)
      assert.equal((await refresh(world, id, tokens.refresh)).status, 200)
      await assert.rejects(act(world, id, 'resume'), /409.*not suspended/)
      assert.deepEqual(world.errors, [])
    },
  )
}

test('owners suspend for themselves: another one cannot end it, and knows only what concerns them', async () => {
  const bob = await Owner.of(world, 'Bob')
  const { id } = await registered(world)
  const ask = async (owner: Owner, method: 'GET' | 'POST', path: string) => {
    const cookies = [...owner.browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const reply = await fetch(`${world.url}/owner/v1${path}`, {
      method,
      headers: { cookie: cookies, origin: world.url, 'x-latchkey': '1' },
    })
    return reply.status
  }
  await letIn(world, ann, id, 'device:read')
  assert.equal(await ask(ann, 'GET', `/clients/${id}`), 200)
  assert.equal(await ask(bob, 'GET', `/clients/${id}`), 404, 'whom Ann let in is not for Bob')
  assert.equal(await ask(bob, 'POST', `/clients/${id}/suspend`), 404)
  await submit(world, id, manifestFor(['device:read']))
  assert.equal(await ask(bob, 'GET', `/clients/${id}`), 200, 'who asks for a review asks everybody')
  assert.equal(await ask(bob, 'POST', `/clients/${id}/suspend`), 200)
  assert.equal(await ask(ann, 'POST', `/clients/${id}/resume`), 409)
  assert.equal(await ask(bob, 'POST', `/clients/${id}/resume`), 200)
  assert.equal(await ask(ann, 'POST', '/directories'), 404, 'only at the machine itself')
  const added = await submit(world, undefined, manifestFor(['device:read']))
  assert.equal(await ask(bob, 'GET', `/clients/${added.id}`), 404)
})

test('22: a client cannot make itself reviewed, whatever it registers or sends', async () => {
  const { id } = await registered(world, {
    ...{ state: 'reviewed', origin: 'hand', approved: 1, latchkey_state: 'listed' },
    software_statement: undefined,
  })
  assert.equal((await file(world, id)).state, 'self-asserted')
  const { page } = await ann.open(request(world, id, 'device:read').to)
  assert.match(page.text, /Nobody has reviewed this app/)
  for (const path of ['/clients/submit', `/clients/${id}/review`]) {
    const key = await world.key('device:read')
    const reply = await world.send('POST', `/owner/v1${path}`, { key, body: {} })
    assert.ok([401, 403].includes(reply.status), `${path} ${reply.status}`)
  }
  const wrong = [
    {},
    { ...manifestFor(['device:read']), name: 'x\u202e' },
    manifestFor(['no:such']),
    null,
    'x',
  ]
  for (const manifest of wrong) {
    await assert.rejects(submit(world, id, manifest as object), /422|400/, JSON.stringify(manifest))
  }
  assert.equal((await file(world, id)).state, 'self-asserted')
  assert.deepEqual((await file(world, id)).versions, [])
})

test('the page of a review tells what a reviewer needs, in English and Dutch, and takes the decision', async () => {
  const stranger = new PageVisitor(world.url)
  assert.equal((await stranger.get('/clients')).headers['location'], '/sign-in?to=%2Fclients')
  const { id } = await registered(world)
  const tokens = await letIn(world, ann, id, 'device:read zone:read')
  assert.equal(await status(world, tokens.access), 200)
  await submit(world, id, manifestFor(['device:read']))
  await review(world, id, 1, 'approve', ['<b>Reads</b> only.'])
  const wider = manifestFor(['device:read', 'device:control'], { version: '2.0.0' })
  await submit(world, id, wider)
  const path = `/clients/${id}`
  assert.match(
    (await ann.browser.get('/clients')).text,
    new RegExp(`href="${path}">Panel</a>.*waits for a review`),
  )
  assert.equal((await world.send('GET', ZONES, { key: tokens.access })).status, 200)
  const used = async () => {
    const { use } = await file(world, id)
    return use.filter((one) => one.used > 0).map(({ permission }) => permission)
  }
  // Counts are written a moment later.
  while ((await used()).length < 2) await new Promise(setImmediate)
  assert.deepEqual(await used(), ['device:read', 'zone:read'])
  const { text } = await ann.browser.get(path)
  for (const said of [
    ...['Other than the version before', '<code>permission device:control</code>', '2.0.0'],
    ...['used 1 times', 'never used', `It says why: “${because('device:control')}”`],
    ...[
      'not in the manifest',
      'What it could reach on ‘Home’',
      '1.0.0: &lt;b&gt;Reads&lt;/b&gt; only.',
    ],
    ...['A check found nothing', 'Approve this version'],
  ]) {
    assert.ok(text.includes(said), `${said} in ${text}`)
  }
  const dutch = await ann.browser.get(path, { 'accept-language': 'nl' })
  assert.match(dutch.text, /Beoordeling van Panel/)
  assert.match(dutch.text, /Deze versie goedkeuren/)
  const old = await ann.browser.post(path, { do: 'approve', version: '1' })
  assert.deepEqual([old.status, /version 2 waits now/.test(old.text)], [409, true])
  const forged = await ann.browser.post(...([path, { do: 'approve', version: '2' }] as const), {
    ...{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  })
  assert.equal(forged.status, 403)
  const done = await ann.browser.post(path, { do: 'approve', version: '2', findings: 'Good.\n\n' })
  assert.equal(done.headers['location'], path)
  const now = await file(world, id)
  assert.deepEqual(
    [now.state, now.approved?.number, now.approved?.findings],
    ['reviewed', 2, ['Good.']],
  )
  const { page } = await ann.open(request(world, id, 'device:read').to)
  assert.match(page.text, /You reviewed this app on/)
  await ann.browser.post(path, { do: 'suspend' })
  assert.equal(await status(world, tokens.access), 403)
  await ann.browser.post(path, { do: 'resume' })
  assert.equal(await status(world, tokens.access), 200)
  const acts = await world.owner<readonly { operation: string }[]>('GET', '/audit?limit=1000')
  const names = acts.map(({ operation }) => operation)
  for (const one of ['owner.reviewClient', 'owner.suspendClient', 'owner.resumeClient']) {
    assert.ok(names.includes(one), one)
  }
})
