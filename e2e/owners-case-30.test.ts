// Case 30 of the attack tests, "owner account and audit": the clauses that no other test has. The others:
// owners.test.ts (brute force, enumeration, passkeys, fixation), owner-api.test.ts (CSRF, client tokens),
// storage-backup.test.ts (restore), audit/chain.test.ts (altered rows, the clock), pages.test.ts (forms).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { backUp, type EventView, listen, openInstallation, restore } from '@latchkey/gateway'
import { Authenticator } from './authenticator.ts'
import { Browser, PASSWORD, setupToken, signedIn } from './browser.ts'
import { PageVisitor } from './page-visitor.ts'
import { openWorld, temporaryDirectory } from './world.ts'

test('case 30: strangers who guess from everywhere are slowed for long, and the household is not', async () => {
  await using world = await openWorld()
  await using listener = await listen(world.installation, {
    ...{ host: '127.0.0.1', port: 0, trustedProxies: ['127.0.0.1'] },
  })
  await signedIn(world, 'Ann')
  const guess = async (address: string, name: string, password = 'wrong password') => {
    const from = { 'x-forwarded-for': address }
    const reply = await new Browser(listener.url).ask('POST', '/sign-in', { name, password }, from)
    return reply.status
  }
  const spread: number[] = []
  for (let at = 1; at <= 5; at++) spread.push(await guess(`203.0.113.${at}`, 'Ann'))
  assert.deepEqual(spread, [401, 401, 401, 429, 429], 'one name, from many addresses')
  const sprayed: number[] = []
  for (let at = 1; at <= 5; at++) sprayed.push(await guess('198.51.100.7', `Name ${at}`))
  assert.deepEqual(sprayed, [401, 401, 401, 429, 429], 'many names, from one address')
  assert.equal(await guess('192.168.1.5', 'Ann', PASSWORD), 200, 'at home')
})

test('case 30: a name that does not exist is slowed like one that does', async () => {
  const statuses = async (name: string) => {
    await using world = await openWorld()
    await signedIn(world, 'Ann')
    const all: unknown[] = []
    for (let at = 0; at < 5; at++) {
      const browser = new Browser(world.url)
      const { status, text } = await browser.ask('POST', '/sign-in', { name, password: 'wrong' })
      all.push(status, text)
    }
    return all
  }
  assert.deepEqual(await statuses('Nobody'), await statuses('Ann'))
})

test('case 30: a passkey that is made wrongly sets up nobody, and the link stays good', async () => {
  await using world = await openWorld()
  const browser = new Browser(world.url, `localhost:${new URL(world.url).port}`)
  const token = await setupToken(world.installation)
  const setUp = async (name: string, wrong = {}) => {
    const asked = await browser.ask('POST', '/setup/passkey', { token, name })
    const { options } = asked.json<{ options: Record<string, unknown> }>()
    const passkey = new Authenticator().create(options, browser.origin, wrong)
    return browser.ask('POST', '/setup', { token, name, passkey })
  }
  for (const wrong of [
    ...[{ origin: 'http://evil.example' }, { rpId: 'evil.example' }, { challenge: 'AAAA' }],
    { verified: false },
  ]) {
    const reply = await setUp('Eve', wrong)
    assert.equal(reply.status, 400, JSON.stringify(wrong))
  }
  assert.deepEqual(await world.owner('GET', '/owners'), [])
  assert.equal((await setUp('Ann')).status, 200)
})

test('case 30: after setup there is no way to set up again without a new link', async () => {
  await using world = await openWorld()
  const token = await setupToken(world.installation)
  const browser = new Browser(world.url)
  const visitor = new PageVisitor(world.url)
  await browser.ask('POST', '/setup', { token, name: 'Ann', password: PASSWORD })
  await visitor.get('/setup')
  for (const again of [token, '', 'A'.repeat(43)]) {
    const form = { token: again, name: 'Eve', password: PASSWORD }
    // Each of them ends the wait of the one before, as guessing is slowed.
    await browser.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
    const page = await visitor.post('/setup', form)
    assert.equal(page.status, 403, page.text)
  }
  const owners = await world.owner<readonly { name: string }[]>('GET', '/owners')
  assert.deepEqual(
    owners.map((one) => one.name),
    ['Ann'],
  )
})

test('case 30: after a restore no session and no link of the backup is good', async () => {
  await using world = await openWorld()
  using directory = temporaryDirectory()
  const ann = await signedIn(world, 'Ann')
  const token = await setupToken(world.installation)
  const out = join(directory.path, 'home.latchkey')
  const data = join(directory.path, 'new')
  const passphrase = 'a long passphrase'
  const backup = { data: world.data, databaseUrl: undefined, out, passphrase, effort: 8 }
  await backUp({ ...backup, now: Date.now })
  await restore({ file: out, passphrase, data, now: Date.now })
  await using installation = await openInstallation({ data })
  await using listener = await listen(installation, { host: '127.0.0.1', port: 0 })
  const browser = new Browser(listener.url)
  browser.cookie = ann.cookie
  assert.equal((await browser.ask('GET', '/me')).status, 401)
  const reply = await browser.ask('POST', '/setup', { token, name: 'Eve', password: PASSWORD })
  assert.equal(reply.status, 403)
  const back = await browser.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
  assert.equal(back.status, 200, 'Ann herself is still there')
})

test('case 30: a name with a line break makes no line of its own, in any log', async () => {
  await using world = await openWorld()
  const token = await setupToken(world.installation)
  const browser = await signedIn(world, 'Ann')
  for (const breaks of ['\r\n', '\n', '\r', '\u0085', '\u2028', '\u001b[2K', '\u202e']) {
    const name = `Ann${breaks}2026-01-01 allow 200 forged`
    const bodies = [
      ['/setup', { token, name, password: PASSWORD }],
      ['/keys', { hub: 'Home', name, permissions: ['device:read'] }],
      ['/hubs', { name, address: world.homey.address, key: world.homey.key }],
    ] as const
    for (const [path, body] of bodies) {
      const reply = await browser.ask('POST', path, body)
      assert.deepEqual([reply.status, reply.json()['error']], [400, 'invalid_request'], path)
    }
    await new Browser(world.url).ask('POST', '/sign-in', { name, password: 'x' })
    await browser.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
    await browser.ask('DELETE', `/keys/${encodeURIComponent(name)}`)
  }
  const events = await world.owner<readonly EventView[]>('GET', '/audit?limit=1000')
  assert.ok(events.length > 5)
  assert.doesNotMatch(JSON.stringify(events), /forged|\\[rnu]/)
})

test('case 30: when the clock is set back, what has ended stays ended', async () => {
  let now = Date.now()
  await using world = await openWorld({ now: () => now })
  const browser = await signedIn(world, 'Ann')
  const setUp = (token: string) =>
    browser.ask('POST', '/setup', { token, name: 'Ben', password: PASSWORD })
  const isIn = async () => (await browser.ask('GET', '/me')).status === 200
  const [minutes, hours] = [60_000, 3_600_000]
  const late = await setupToken(world.installation)
  now += 31 * minutes
  assert.equal((await setUp(late)).status, 403)
  now -= 20 * minutes
  assert.equal((await setUp(late)).status, 403, 'a link that ended')
  now += 13 * hours
  assert.equal(await isIn(), false)
  now -= 13 * hours
  assert.equal(await isIn(), false, 'a session that ended')
  await browser.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })
  assert.equal(await isIn(), true)
  const early = await setupToken(world.installation)
  now -= 24 * hours
  assert.equal(await isIn(), false, 'a session of a time to come')
  assert.equal((await setUp(early)).status, 403, 'a link of a time to come')
  const verified = await world.owner<{ ok: boolean }>('GET', '/audit/verify')
  assert.equal(verified.ok, true)
})
