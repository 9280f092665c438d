// Fifty secrets are brought in by every way there is into a real gateway process, everything is done that
// could tell them, and then all that was said or stored is searched for each, in every form.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Browser } from './browser.ts'
import { Canaries } from './canaries.ts'
import { openGateway, stored, type WatchedGateway } from './canary-gateway.ts'
import { bothDatabases } from './postgres.ts'
import type { Ran } from './terminal.ts'
import type { Reply } from './world.ts'

const DATABASES = bothDatabases()
const APP_SETTINGS = '/api/manager/apps/app/com.example.canary/setting'
const DEVICES = '/api/manager/devices/device'
const ZONES = '/api/manager/zones/zone'

/** The tail of a key: what stands before it are ids. */
const tail = (key: string) => key.slice(-24)

/** Hubs are added with keys, good and bad ones, at every door. */
async function hubs(canaries: Canaries, gateway: WatchedGateway): Promise<void> {
  const { homey, old, run, runApart } = gateway
  const add = (name: string, address: string, ...more: string[]) => [
    ...['hub', 'add', '--name', name, '--address', address],
    ...more,
  ]
  const wrong = canaries.make('hub key that is wrong')
  const refused = await runApart(add('Home', homey.address, '--key', '-'), { input: wrong })
  assert.notEqual(refused.code, 0)
  assert.ok(homey.requests.some(({ headers }) => headers['authorization']?.includes('nary')))
  const onLine = canaries.make('hub key on the command line')
  assert.equal((await runApart(add('Home', homey.address, '--key', onLine))).code, 64)
  const inAddress = canaries.plant('password in an address', 'CANARYaddress7')
  assert.notEqual(
    (await run(add('Home', `http://me:${inAddress}@127.0.0.1`, '--key', '-'), { input: 'x' })).code,
    0,
  )
  canaries.live('hub key that is wrong', 'hub key on the command line', 'password in an address')
  const first = homey.createKey(['homey'])
  canaries.plant('hub key', tail(first))
  const added = await runApart(add('Home', homey.address, '--key-env', 'K'), { more: { K: first } })
  assert.equal(added.code, 0, added.err)
  const session = old.signIn()
  canaries.plant('hub session', tail(session))
  const input = { name: 'Old', address: old.address, key: session, generation: 'pro-2019' }
  assert.match(await gateway.owner('POST', '/hubs', input), /"pro-2019"/)
  canaries.live('hub key', 'hub session')
}

/** Hubs are added by logins: tokens of Athom's come in, and keys are minted. */
async function logins(canaries: Canaries, gateway: WatchedGateway): Promise<void> {
  const { account, homey, owner } = gateway
  const client = { clientId: account.clientId, clientSecret: account.clientSecret }
  canaries.plant("secret of the owner's client", account.clientSecret)
  const redirectUri = 'http://localhost:8421/'
  const begun = JSON.parse(await owner('POST', '/accounts/begin', { ...client, redirectUri }))
  const form = new URLSearchParams([
    ...new URL(begun.url).searchParams,
    ['email', account.user],
    ['password', account.password],
  ])
  const page = await fetch(`${account.url}/oauth2/authorise`, {
    ...{ method: 'POST', body: form, redirect: 'manual' },
  })
  const address = page.headers.get('location') ?? ''
  canaries.plant('authorization code', new URL(address).searchParams.get('code') ?? '')
  const before = { access: Object.keys(account.state.accessTokens) }
  const done = await owner('POST', '/accounts', { state: begun.state, address })
  assert.match(done, /"clientId"/)
  const again = await owner('POST', '/accounts', { state: begun.state, address })
  assert.match(again, /error/, 'a code is good once')
  const fresh = Object.keys(account.state.accessTokens).find((one) => !before.access.includes(one))
  canaries.plant('access token', fresh ?? '')
  canaries.plant('refresh token', Object.keys(account.state.refreshTokens).at(-1) ?? '')
  assert.match(await owner('POST', '/hubs', { name: 'Home', account: true }), /"minted":true/)
  const login = homey.requests.findLast(({ path }) => path.includes('/users/login'))
  canaries.plant('delegation token', JSON.parse(login?.body ?? '{}').token)
  const minted = homey.requests.findLast(({ path, method }) => path === ZONES && method === 'GET')
  const used = minted ?? homey.requests.findLast(({ headers }) => headers['authorization'])
  canaries.plant('minted key', tail(used?.headers['authorization'] ?? ''))
  const directory = join(gateway.directory, 'cli')
  const settings = JSON.parse(readFileSync(await account.writeCliLogin(directory), 'utf8'))
  const { access_token, refresh_token } = settings.homeyApi.token
  canaries.plant('access token of the CLI', access_token)
  canaries.plant('refresh token of the CLI', refresh_token)
  canaries.plant('session of the CLI', tail(settings.homeyApi[`homey-${homey.id}`].token))
  const byCli = await owner('POST', '/hubs', { name: 'Home', homeyCli: directory })
  assert.match(byCli, /"minted":true/)
  canaries.live("secret of the owner's client", 'authorization code', 'access token')
  canaries.live('refresh token', 'delegation token', 'minted key')
  canaries.live('access token of the CLI', 'refresh token of the CLI', 'session of the CLI')
}

/** Owners are set up, sign in, change what they sign in with, and mistype. */
async function owners(canaries: Canaries, gateway: WatchedGateway): Promise<void> {
  const link = async (name: string) => {
    const made = await gateway.owner('POST', '/owners/link', {}, true)
    return canaries.plant(name, JSON.parse(made).url.split('#')[1])
  }
  const hear = (reply: Reply) => {
    const { 'set-cookie': granted, ...headers } = reply.headers
    canaries.hear('owner API over TCP', JSON.stringify(headers) + reply.text)
    return reply
  }
  const cookieOf = ({ cookie = '' }: Browser) => cookie.split('=')[1] ?? ''
  const browsers: Browser[] = []
  for (const name of ['Ann', 'Ben']) {
    const browser = new Browser(gateway.url)
    const token = await link(`setup token of ${name}`)
    const password = canaries.make(`password of ${name}`)
    const made = hear(await browser.ask('POST', '/setup', { token, name, password }))
    assert.equal(made.status, 200, made.text)
    assert.equal(hear(await browser.ask('POST', '/setup', { token, name, password })).status, 403)
    canaries.plant(`first session of ${name}`, cookieOf(browser))
    assert.equal(hear(await browser.ask('GET', '/me')).status, 200)
    assert.equal(hear(await browser.ask('POST', '/sign-in', { name, password })).status, 200)
    canaries.plant(`second session of ${name}`, cookieOf(browser))
    assert.equal(hear(await browser.ask('GET', '/me')).status, 200)
    const wrong = canaries.make(`mistyped password of ${name}`)
    const stranger = new Browser(gateway.url)
    const refused = await stranger.ask('POST', '/sign-in', { name, password: wrong })
    assert.equal(hear(refused).status, 401)
    const next = canaries.make(`new password of ${name}`)
    const change = { present: password, next }
    const changed = hear(await browser.ask('PUT', '/credentials/password', change))
    assert.equal(changed.status, 200, changed.text)
    assert.equal(hear(await stranger.ask('POST', '/sign-in', { name, password: next })).status, 200)
    for (const what of ['setup token', 'password', 'first session', 'second session'])
      canaries.live(`${what} of ${name}`)
    canaries.live(`mistyped password of ${name}`, `new password of ${name}`)
    browsers.push(browser)
  }
  await link('setup token that nobody used')
  const unused = await gateway.owner('GET', '/owners')
  assert.match(unused, /Ann/)
  canaries.live('setup token that nobody used')
  for (const browser of browsers) {
    for (const path of ['/hubs', '/keys', '/audit?limit=1000', '/credentials', '/doctor']) {
      hear(await browser.ask('GET', path))
    }
    hear(await browser.ask('POST', '/sign-out'))
  }
}

/** Keys of clients: good, revoked, expired, and where they do not belong. */
async function keys(canaries: Canaries, gateway: WatchedGateway): Promise<string> {
  const take = async (name: string, made: string) => {
    const { id, key } = JSON.parse(made) as { id: string; key: string }
    canaries.plant(`key "${name}"`, key.slice(3))
    assert.equal((await gateway.ask('GET', ZONES, { key })).status, 200)
    canaries.live(`key "${name}"`)
    return { id, key }
  }
  const create = async (name: string, ...permissions: string[]) =>
    take(name, await gateway.owner('POST', '/keys', { hub: 'Home', name, permissions }, true))
  const revoked = await create('revoked', 'zone:read')
  await gateway.run(['key', 'revoke', revoked.id])
  assert.equal((await gateway.ask('GET', ZONES, { key: revoked.key })).status, 401)
  const misplaced = await create('in the wrong places', 'zone:read', 'flow:read')
  const { key } = misplaced
  await gateway.ask('GET', `/api/manager/flow/flow/${key}`, { key })
  await gateway.ask('GET', `${ZONES}?token=${key}`)
  await gateway.ask('GET', `/${key}`)
  await gateway.ask('POST', `/api/manager/users/login`, { key, body: { token: key } })
  await gateway.ask('GET', ZONES, { key: `${key}x` })
  await gateway.ask('GET', '/api/manager/users/user', { key })
  const words = ['key', 'create', '--hub', 'Home', '--name', 'Typed', '--permission', 'zone:read']
  const ran = await gateway.run([...words, '--json'], { granted: true })
  assert.equal(ran.code, 0, ran.err)
  await take('made at the command line', ran.out)
  return (await create('everything', 'preset:full-control')).key
}

/** Secrets that lie at the hub: they come in by writes, and go only to whoever may read them. */
async function settings(canaries: Canaries, gateway: WatchedGateway, full: string): Promise<void> {
  const { homey, ask } = gateway
  const narrow = JSON.parse(
    await gateway.owner(
      'POST',
      '/keys',
      { hub: 'Home', name: 'Narrow', permissions: ['device:read', 'app:read', 'user:read'] },
      true,
    ),
  ).key
  const app = Object.keys(homey.state.apps)[0] ?? ''
  for (let at = 1; at <= 8; at++) {
    const path = `${APP_SETTINGS.replace('com.example.canary', app)}/secret${at}`
    const value = canaries.make(`app setting ${at}`)
    const written = await ask('PUT', path, { key: full, body: { value }, granted: true })
    assert.ok(written.status < 300, written.text)
    const read = await ask('GET', path, { key: full, granted: true })
    assert.ok(read.text.includes(JSON.stringify(value).slice(1, -1)), read.text)
    assert.equal((await ask('GET', path, { key: narrow })).status, 403)
    canaries.live(`app setting ${at}`)
  }
  let number = 0
  for (const device of Object.values(homey.state.devices)) {
    const secret = Object.entries(device.settings).filter(([, value]) =>
      String(value).startsWith('SECRET-'),
    )
    const body = Object.fromEntries(
      secret.map(([name]) => [name, canaries.make(`setting of a device ${++number}`)]),
    )
    if (secret.length === 0) continue
    const path = `${DEVICES}/${device.id}/settings`
    const written = await ask('PUT', path, { key: full, body, granted: true })
    assert.ok(written.status < 300, written.text)
  }
  assert.ok(number >= 3)
  const { text } = await ask('GET', DEVICES, { key: full, granted: true })
  for (let at = 1; at <= number; at++) {
    canaries.live(`setting of a device ${at}`)
  }
  assert.equal([...text.matchAll(/Cänary/g)].length >= number, true, 'whoever may reads them')
  assert.match((await ask('GET', DEVICES, { key: narrow })).text, /"settings"/)
  await ask('GET', '/api/manager/apps/app', { key: narrow })
  await failures(canaries, gateway, full)
}

/** A hub that fails in words that hold secrets. */
async function failures(canaries: Canaries, gateway: WatchedGateway, key: string): Promise<void> {
  const { homey, ask } = gateway
  const used = homey.requests.findLast(({ headers }) => headers['authorization'])
  const bearer = used?.headers['authorization']?.replace('Bearer ', '') ?? ''
  canaries.plant('minted key of the CLI', tail(bearer))
  canaries.live('minted key of the CLI')
  const headers = { 'content-type': 'application/json', 'x-echo': bearer, 'set-cookie': bearer }
  const body = JSON.stringify({ error: `Session ${bearer} failed`, stack: bearer })
  for (const fault of [
    { kind: 'status', status: 401, error: `Session ${bearer} Not Found` },
    { kind: 'raw', status: 500, headers, body },
    { kind: 'raw', status: 302, headers: { location: `http://127.0.0.1:1/${bearer}` }, body: '' },
    { kind: 'drop' },
  ] as const) {
    homey.fault = () => fault
    await ask('GET', ZONES, { key })
    await gateway.owner('GET', '/doctor')
  }
  await gateway.run(['doctor'])
  homey.fault = undefined
}

/** Backups and databases: passphrases that are right, wrong, short and in the wrong place. */
async function backups(canaries: Canaries, gateway: WatchedGateway): Promise<void> {
  const { run, runApart, directory } = gateway
  const out = join(directory, 'home.latchkey')
  const backup = ['backup', '--out', out, '--passphrase']
  const short = canaries.plant('short passphrase', 'cnry-9Qx4')
  assert.match((await run([...backup, '-'], { input: short })).err, /at least 12/)
  const onLine = canaries.make('passphrase on the command line')
  assert.equal((await run([...backup, onLine])).code, 64)
  const passphrase = canaries.make('passphrase')
  const made = await runApart([...backup, '-'], { input: passphrase })
  assert.equal(made.code, 0, made.err)
  canaries.hear('backup file', readFileSync(out))
  const restore = ['restore', out, '--data', join(directory, 'other'), '--passphrase-env', 'WORDS']
  const elsewhere = async (words: string): Promise<Ran> => {
    const ran = await gateway.elsewhere(restore, { WORDS: words })
    canaries.hear('latchkey restore', ran.out + ran.err)
    return ran
  }
  const wrong = canaries.make('wrong passphrase')
  assert.match((await elsewhere(wrong)).err, /not the passphrase/)
  const done = await elsewhere(passphrase)
  assert.equal(done.code, 0, done.err)
  canaries.live('short passphrase', 'passphrase on the command line', 'passphrase')
  canaries.live('wrong passphrase')
  const away = canaries.plant('password of a database that is away', 'CANARYdatabase8')
  const DATABASE_URL = `postgres://me:${away}@127.0.0.1:1/latchkey`
  const place = ['--data', join(directory, 'away'), '--database-url-env', 'DATABASE_URL', '--port']
  const failed = await gateway.elsewhere(['start', ...place, '0'], { DATABASE_URL })
  assert.notEqual(failed.code, 0)
  canaries.hear('latchkey start, failing', failed.out + failed.err)
  canaries.live('password of a database that is away')
}

/** Everything that tells what is there. */
async function looks(canaries: Canaries, gateway: WatchedGateway, key: string): Promise<void> {
  const { run, owner, ask, directory } = gateway
  for (const words of [
    ...[
      ['hub', 'list'],
      ['hub', 'list', '--json'],
      ['key', 'list'],
      ['key', 'list', '--json'],
    ],
    ...[
      ['owner', 'list'],
      ['doctor', '--json'],
      ['audit', 'verify'],
    ],
    ['audit', '--json', '--limit', '1000'],
  ]) {
    await run(words)
  }
  for (const format of ['jsonl', 'csv']) {
    const out = join(directory, `export.${format}`)
    const ran = await run(['audit', 'export', '--format', format, '--out', out])
    assert.equal(ran.code, 0, ran.err)
    canaries.hear(`export, ${format}`, readFileSync(out))
  }
  for (const path of ['/metrics', '/hubs', '/keys', '/audit?limit=1000', '/openapi.json']) {
    await owner('GET', path)
  }
  for (const path of ['/healthz', '/readyz', '/', '/api/manager/system/ping'])
    await ask('GET', path)
  for (const path of ['/api/manager/sessions/session/me', '/api/manager/users/pat', '/x']) {
    await ask('GET', path, { key })
  }
}

for (const [name, database] of Object.entries(DATABASES)) {
  test(`${name}: fifty secrets in use, and none is told or kept in the clear`, {
    timeout: 900_000,
  }, async () => {
    const canaries = new Canaries()
    await using gateway = await openGateway(canaries, await database())
    await hubs(canaries, gateway)
    await logins(canaries, gateway)
    const key = await keys(canaries, gateway)
    await settings(canaries, gateway, key)
    await owners(canaries, gateway)
    await gateway.restart('SIGKILL')
    assert.equal((await gateway.ask('GET', ZONES, { key })).status, 200)
    await looks(canaries, gateway, key)
    await backups(canaries, gateway)
    await gateway.stop()
    await stored(canaries, gateway)
    for (const [which, variable] of [
      ['sealing key', 'LATCHKEY_SEALING_KEY'],
      ['audit key', 'LATCHKEY_AUDIT_KEY'],
    ] as const) {
      const other = { [variable]: randomBytes(32).toString('base64') }
      const refused = await gateway.run(['hub', 'list'], { more: other })
      assert.notEqual(refused.code, 0, `${which} is in use`)
      canaries.live(which)
    }
    assert.deepEqual(canaries.dead, [])
    assert.ok(canaries.count >= 50, `there are ${canaries.count}`)
    assert.ok([...canaries.surfaces.values()].every((size) => size >= 0))
    assert.deepEqual(canaries.found(), [])
  })
}
