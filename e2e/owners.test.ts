// Owners: becoming one, signing in and out, and everything that must not work.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { EventView } from '@latchkey/gateway'
import { Authenticator } from './authenticator.ts'
import { Browser, PASSWORD, setupToken, signedIn } from './browser.ts'
import { openWorld } from './world.ts'

test('a setup link works once, for half an hour, and makes an owner who is signed in', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const browser = new Browser(world.url)
  const token = await setupToken(world.installation)
  assert.match(token, /^[\w-]{43}$/)
  const weak = await browser.ask('POST', '/setup', { token, name: 'Ann', password: 'too short' })
  assert.equal(weak.status, 400)
  const made = await browser.ask('POST', '/setup', { token, name: 'Ann', password: PASSWORD })
  assert.equal(made.status, 200, made.text)
  const cookie = String(made.headers['set-cookie'])
  assert.match(cookie, /^latchkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/)
  assert.equal((await browser.ask('GET', '/me')).json()['name'], 'Ann')
  const again = await browser.ask('POST', '/setup', { token, name: 'Eve', password: PASSWORD })
  assert.deepEqual([again.status, again.json()['error']], [403, 'setup_refused'])
  const late = await setupToken(world.installation)
  now += 31 * 60_000
  const refused = await browser.ask('POST', '/setup', {
    ...{ token: late, name: 'Late', password: PASSWORD },
  })
  assert.equal(refused.text, again.text, 'all links that do not work fail alike')
})

test('a newer link of the same purpose ends the one before', async () => {
  await using world = await openWorld()
  const old = await setupToken(world.installation)
  const fresh = await setupToken(world.installation)
  const browser = new Browser(world.url)
  const setUp = (token: string) =>
    browser.ask('POST', '/setup', { token, name: 'Ann', password: PASSWORD })
  assert.equal((await setUp(old)).status, 403)
  assert.equal((await setUp(fresh)).status, 200)
})

test('a setup link does not work through a proxy that nobody vouched for', async () => {
  await using world = await openWorld()
  const token = await setupToken(world.installation)
  const reply = await new Browser(world.url).ask(
    ...(['POST', '/setup', { token, name: 'Eve', password: PASSWORD }] as const),
    { 'x-forwarded-for': '203.0.113.9' },
  )
  assert.equal(reply.status, 403)
})

test('the first owner takes over what was there; the second one has nothing of it', async () => {
  await using world = await openWorld()
  await world.key('device:read')
  const first = await signedIn(world, 'Ann')
  const second = await signedIn(world, 'Ben')
  assert.equal((await first.ask('GET', '/hubs')).json<unknown[]>().length, 1)
  assert.equal((await first.ask('GET', '/keys')).json<unknown[]>().length, 1)
  assert.deepEqual((await second.ask('GET', '/hubs')).json(), [])
  assert.deepEqual((await second.ask('GET', '/keys')).json(), [])
  assert.deepEqual((await second.ask('GET', '/audit')).json(), [])
  const taken = await second.ask('POST', '/hubs', {
    ...{ name: 'Mine', address: world.homey.address, key: world.homey.key },
  })
  assert.equal(taken.json()['error'], 'hub_taken')
})

test('signing in never tells whether a name exists', async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const browser = new Browser(world.url)
  const tell = async (name: string, password: string) => {
    const { status, text } = await browser.ask('POST', '/sign-in', { name, password })
    return [status, text]
  }
  assert.deepEqual(await tell('Ann', 'wrong password'), await tell('Nobody', 'wrong password'))
  assert.equal((await tell('ANN', PASSWORD))[0], 200, 'case does not matter')
})

test('guessing is slowed, by little for the household, and a good sign-in ends it', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  await signedIn(world, 'Ann')
  const browser = new Browser(world.url)
  const guess = (password: string) => browser.ask('POST', '/sign-in', { name: 'Ann', password })
  const statuses: number[] = []
  for (let at = 0; at < 6; at++) statuses.push((await guess('wrong password')).status)
  assert.deepEqual(statuses, [401, 401, 401, 429, 429, 429])
  assert.ok(Number((await guess(PASSWORD)).headers['retry-after']) <= 2)
  now += 2_001
  assert.equal((await guess(PASSWORD)).status, 200)
})

test('tries at the same moment do not share one wait', async () => {
  await using world = await openWorld()
  await signedIn(world, 'Ann')
  const browser = new Browser(world.url)
  const replies = await Promise.all(
    Array.from({ length: 12 }, () =>
      browser.ask('POST', '/sign-in', { name: 'Ann', password: 'wrong password' }),
    ),
  )
  assert.equal(replies.filter((one) => one.status === 401).length, 3)
})

test('case 30: each sign-in is a new session; the one before ends, and one from outside is never taken', async () => {
  await using world = await openWorld()
  const browser = await signedIn(world, 'Ann')
  const before = browser.cookie
  const planted = `latchkey=${'A'.repeat(43)}`
  const other = new Browser(world.url)
  other.cookie = planted
  assert.equal(
    (await other.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })).status,
    200,
  )
  assert.notEqual(other.cookie, planted)
  await browser.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
  assert.notEqual(browser.cookie, before)
  const old = new Browser(world.url)
  old.cookie = before
  assert.equal((await old.ask('GET', '/me')).status, 401)
  old.cookie = `${browser.cookie}; ${planted}`
  assert.equal((await old.ask('GET', '/me')).status, 401, 'two cookies are none')
})

test('sessions end by sign-out, everywhere, by idleness and by age', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const browser = await signedIn(world, 'Ann')
  const other = new Browser(world.url)
  const signIn = (one: Browser) => one.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
  const isIn = async (one: Browser) => (await one.ask('GET', '/me')).status === 200
  await signIn(other)
  const { cookie } = other
  await other.ask('POST', '/sign-out')
  assert.equal(other.cookie, undefined)
  other.cookie = cookie
  assert.deepEqual([await isIn(other), await isIn(browser)], [false, true])
  await signIn(other)
  await browser.ask('POST', '/sign-out/everywhere')
  assert.equal(await isIn(other), false)
  await signIn(browser)
  now += 13 * 3_600_000
  assert.equal(await isIn(browser), false, 'idle')
  await signIn(browser)
  for (let day = 0; day < 59; day++) {
    now += 12 * 3_600_000 - 1
    assert.equal(await isIn(browser), true)
  }
  now += 12 * 3_600_000
  assert.equal(await isIn(browser), false, 'thirty days')
})

test('case 30: a passkey: made, used, and refused with anything wrong about it', async () => {
  await using world = await openWorld()
  const host = `localhost:${new URL(world.url).port}`
  const browser = new Browser(world.url, host)
  const phone = new Authenticator()
  const token = await setupToken(world.installation)
  const name = 'Ann'
  const { options } = (await browser.ask('POST', '/setup/passkey', { token, name })).json<{
    options: Record<string, unknown>
  }>()
  const made = await browser.ask('POST', '/setup', {
    ...{ token, name, passkey: phone.create(options, browser.origin) },
  })
  assert.equal(made.status, 200, made.text)
  const visitor = new Browser(world.url, host)
  const shown = async (wrong = {}) => {
    const reply = await visitor.ask('POST', '/sign-in/passkey-options')
    const asked = reply.json<{ options: Record<string, unknown> }>().options
    assert.equal(asked['allowCredentials'] ?? undefined, undefined, 'names no passkey')
    return phone.get(asked, visitor.origin, wrong)
  }
  const signIn = (passkey: unknown) => visitor.ask('POST', '/sign-in/passkey', { passkey })
  const good = await shown()
  assert.equal((await signIn(good)).status, 200)
  assert.equal((await signIn(good)).status, 401, 'a challenge is good once')
  await signIn(await shown())
  for (const wrong of [
    ...[{ origin: 'http://evil.example' }, { rpId: 'evil.example' }, { counter: 1 }],
    ...[{ challenge: 'AAAA' }, { verified: false }],
  ]) {
    const reply = await signIn(await shown(wrong))
    assert.equal(reply.status, 401, JSON.stringify(wrong))
    await signIn(await shown())
  }
  const stranger = new Authenticator()
  const asked = await visitor.ask('POST', '/sign-in/passkey-options')
  const unknown = stranger.get(asked.json<{ options: object }>().options as never, visitor.origin)
  assert.equal((await signIn(unknown)).status, 401)
})

test('at an IP address there are no passkeys, and it is said', async () => {
  await using world = await openWorld()
  const reply = await new Browser(world.url).ask('POST', '/sign-in/passkey-options')
  const { options, problem } = reply.json()
  assert.equal(options, null)
  assert.match(String(problem), /IP address/)
})

test('credentials change: the present password is asked, other sessions end, the last one stays', async () => {
  await using world = await openWorld()
  const browser = await signedIn(world, 'Ann')
  const other = new Browser(world.url)
  await other.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
  const next = 'another long password'
  const change = (present: string) => browser.ask('PUT', '/credentials/password', { present, next })
  assert.equal((await change('not the password')).status, 401)
  assert.equal((await change(PASSWORD)).status, 200)
  assert.equal((await other.ask('GET', '/me')).status, 401)
  assert.equal((await browser.ask('GET', '/me')).status, 200)
  const [only] = (await browser.ask('GET', '/credentials')).json<{ id: string }[]>()
  assert.equal((await browser.ask('DELETE', `/credentials/${only?.id}`)).status, 409)
})

test('an owner who lost the way in comes back by a link, and the old way works no more', async () => {
  await using world = await openWorld()
  const before = await signedIn(world, 'Ann')
  const token = await setupToken(world.installation, 'ann')
  const browser = new Browser(world.url)
  const next = 'another long password'
  const back = await browser.ask('POST', '/setup', { token, name: 'Ann', password: next })
  assert.equal(back.status, 200, back.text)
  assert.equal((await before.ask('GET', '/me')).status, 401)
  assert.equal((await browser.ask('GET', '/hubs')).json<unknown[]>().length, 1)
  const old = await browser.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
  assert.equal(old.status, 401)
})

test('no password, token or link is in the files of the data directory', async () => {
  await using world = await openWorld()
  const link = await setupToken(world.installation)
  const browser = await signedIn(world, 'Ann')
  const token = browser.cookie?.split('=')[1] ?? '-'
  for (const file of ['latchkey.db', 'latchkey.db-wal']) {
    const bytes = readFileSync(join(world.data, file))
    for (const secret of [link, token, PASSWORD]) assert.ok(!bytes.includes(secret), file)
  }
})

test('sign-ins and failures are in the audit log, without what was typed', async () => {
  await using world = await openWorld()
  const browser = await signedIn(world, 'Ann')
  await browser.ask('POST', '/sign-in', { name: 'CANARY-in-the-wrong-field', password: 'x' })
  await browser.ask('POST', '/setup', { token: 'CANARY', name: 'Eve', password: PASSWORD })
  await browser.ask('POST', '/sign-out')
  const all = await world.owner<readonly EventView[]>('GET', '/audit?limit=1000')
  const events = all.filter((one) => one.hub === null)
  assert.deepEqual(
    events.map(({ operation, verdict, reason, status }) => [operation, verdict, reason, status]),
    [
      ['owner.makeLink', 'allow', 'owner', 200],
      ['owner.setUp', 'allow', 'owner', 200],
      ['owner.signIn', 'deny', 'owner-unproven', 401],
      ['owner.setUp', 'deny', 'owner-unproven', 403],
      ['owner.signOut', 'allow', 'owner', 200],
    ],
  )
  assert.ok(!JSON.stringify(events).includes('CANARY'))
})
