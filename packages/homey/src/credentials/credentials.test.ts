// Credentials while they age: sessions that end, refresh tokens that are used once, a login file that
// changes under us; and that no token ever stands in a message.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { AthomAccount } from '../account/athom-account.ts'
import { type AccountTokens, AthomCloud } from '../account/athom-cloud.ts'
import { codeFromRedirect } from '../account/authorization.ts'
import { readCloudUser } from '../account/cloud-user.ts'
import { HubConnection } from '../hub-connection.ts'
import { HubError } from '../hub-error.ts'
import { AthomClientCredential } from './athom-client.ts'
import { CliLoginFile, cliDirectory, parseCliLogin } from './cli-login.ts'
import { nearness, timeLeft } from './countdown.ts'
import { HomeyCliCredential, userOfCli } from './homey-cli.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

async function world() {
  let time = Date.UTC(2026, 0, 5, 12)
  const now = () => time
  const homey = await startVirtualHomey({
    ...{ home: 'empty', generation: 'cloud', account: true, clock: () => new Date(time) },
  })
  const { account } = homey
  assert.ok(account)
  const cloud = new AthomCloud(account.url, now)
  const saved: AccountTokens[] = []
  const disk = { broken: false }
  const client = { id: account.clientId, secret: account.clientSecret }
  const first = await tokensOf(account, now)
  const login = new AthomAccount({
    ...{ cloud, client, tokens: first, now },
    save: async (tokens) => {
      if (disk.broken) throw new Error('the disk is full')
      saved.push(tokens)
    },
  })
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-cli-'))
  return {
    ...{ homey, account, cloud, login, saved, disk, now, directory, first },
    pass: (ms: number) => {
      time += ms
    },
    connect: (credential: AthomClientCredential | HomeyCliCredential) =>
      new HubConnection({
        ...{ address: homey.address, id: homey.id, generation: 'cloud', credential },
      }),
    count: (part: string) => homey.requests.filter(({ path }) => path.includes(part)).length,
    asked: (part: string) => account.requests.filter(({ path }) => path.includes(part)).length,
    [Symbol.asyncDispose]: async () => {
      await homey.close()
      rmSync(directory, { recursive: true })
    },
  }
}

type Account = Readonly<Record<'url' | 'clientId' | 'clientSecret' | 'user' | 'password', string>>

async function tokensOf(account: Account, now: () => number): Promise<AccountTokens> {
  const { url, clientId: client_id, clientSecret: client_secret } = account
  const { user: username, password } = account
  const form = { grant_type: 'password', client_id, client_secret, username, password }
  const answer = await fetch(`${url}/oauth2/token`, {
    ...{ method: 'POST', body: new URLSearchParams(form) },
  })
  const said = (await answer.json()) as Record<string, string>
  const { access_token: access = '', refresh_token: refresh = '', expires_in } = said
  return { access, refresh, expiresAt: now() + Number(expires_in) * 1000 }
}

const READ = { method: 'GET', path: '/api/manager/zones/zone', effect: false }

test('eight requests at once at the end of a session: one login, and all are answered', {
  timeout: 20_000,
}, async () => {
  await using here = await world()
  const sessions: string[] = []
  const credential = new AthomClientCredential({
    ...{ account: here.login, now: here.now },
    save: async ({ token }) => {
      sessions.push(token)
    },
  })
  await using hub = here.connect(credential)
  const eight = async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => hub.send(READ)))
    return all.map(({ status }) => status)
  }
  assert.deepEqual(await eight(), Array(8).fill(200))
  assert.deepEqual([here.count('/users/login'), sessions.length], [1, 1])
  // The hub ends the session early: nobody here can know before it says 401.
  for (const [id, { type }] of Object.entries(here.homey.state.sessions)) {
    if (type === 'OAUTH') delete here.homey.state.sessions[id]
  }
  assert.deepEqual(await eight(), Array(8).fill(200))
  assert.deepEqual([here.count('/users/login'), sessions.length], [2, 2])
  assert.equal(here.homey.requests.filter(({ status }) => status === 401).length <= 8, true)
})

test('a write that met the end of the session happens once', { timeout: 20_000 }, async () => {
  await using here = await world()
  await here.account.writeCliLogin(here.directory)
  const { directory, cloud, now } = here
  const credential = new HomeyCliCredential({
    ...{ hubId: here.homey.id, directory, cloud, now, save: async () => {} },
  })
  await using hub = here.connect(credential)
  await hub.send(READ)
  for (const id of Object.keys(here.homey.state.sessions)) delete here.homey.state.sessions[id]
  const body = JSON.stringify({ name: 'Once', type: 'boolean', value: true })
  const path = '/api/manager/logic/variable'
  const made = await hub.send({ method: 'POST', path, body, effect: true })
  assert.equal(made.status, 200)
  assert.equal(Object.values(here.homey.state.variables).length, 1)
  assert.equal(
    here.asked('/oauth2/token'),
    1,
    'the one of the test; the CLI login was not refreshed',
  )
})

test('a refresh token is saved before it is used, and not lost when it cannot be', {
  timeout: 20_000,
}, async () => {
  await using here = await world()
  const { login, saved, disk, account } = here
  const signal = AbortSignal.timeout(5000)
  here.pass(2 * HOUR)
  await Promise.all([1, 2, 3].map(() => login.user(signal)))
  assert.equal(saved.length, 1, 'three askers, one refresh')
  assert.deepEqual(Object.keys(account.state.refreshTokens), [saved[0]?.refresh])
  here.pass(2 * HOUR)
  disk.broken = true
  await assert.rejects(login.user(signal), /disk is full/)
  disk.broken = false
  // The old token is used up at Athom: only the new one, which was not thrown away, can go on.
  assert.equal((await login.user(signal)).hubs.length, 1)
  assert.deepEqual(Object.keys(account.state.refreshTokens), [saved[1]?.refresh])
  // The cloud may end an access token early, too.
  for (const name of Object.keys(account.state.accessTokens))
    delete account.state.accessTokens[name]
  assert.equal((await login.user(signal)).hubs.length, 1)
  for (const name of Object.keys(account.state.refreshTokens)) {
    delete account.state.refreshTokens[name]
  }
  here.pass(2 * HOUR)
  const error = await login.user(signal).catch((reason) => reason)
  assert.ok(error instanceof HubError)
  assert.equal(error.code, 'hub_credential_lapsed')
  assert.match(error.message, /latchkey hub add --account/)
  for (const { access, refresh } of [here.first, ...saved]) {
    assert.ok(!error.message.includes(access) && !error.message.includes(refresh))
  }
})

test('a session that cannot be kept is no fault of the hub', { timeout: 20_000 }, async () => {
  await using here = await world()
  const full = new Error('the disk is full')
  const save = async () => {
    throw full
  }
  const credential = new AthomClientCredential({ account: here.login, now: here.now, save })
  await using hub = here.connect(credential)
  await assert.rejects(hub.send(READ), full)
  assert.equal(here.count('/zones/'), 0)
})

test("the CLI's file: read when it changes, believed only when whole, never written", {
  timeout: 20_000,
}, async () => {
  await using here = await world()
  const { directory, cloud, now } = here
  const file = await here.account.writeCliLogin(directory)
  chmodSync(file, 0o400)
  const before = { text: readFileSync(file, 'utf8'), mtime: statSync(file).mtimeMs }
  const hubId = here.homey.id
  const credential = new HomeyCliCredential({ hubId, directory, cloud, now, save: async () => {} })
  await using hub = here.connect(credential)
  assert.equal((await hub.send(READ)).status, 200)
  assert.equal(credential.expiresAt, now() + DAY)
  here.pass(DAY + 1000)
  await assert.rejects(hub.send(READ), { code: 'hub_credential_lapsed', message: /homey login/ })
  assert.deepEqual({ text: readFileSync(file, 'utf8'), mtime: statSync(file).mtimeMs }, before)
  chmodSync(file, 0o600)
  // The CLI writes its file in place: half of it is there for a moment.
  writeFileSync(file, before.text.slice(0, 200))
  await assert.rejects(hub.send(READ), { code: 'hub_credential_lapsed' })
  await here.account.writeCliLogin(directory)
  assert.equal((await hub.send(READ)).status, 200)
  assert.equal(credential.expiresAt, now() + DAY)
  rmSync(file)
  here.pass(DAY + 1000)
  await assert.rejects(hub.send(READ), { code: 'hub_credential_lapsed' })
  await assert.rejects(userOfCli(cloud, directory), { code: 'hub_credential_lapsed' })
})

test('right after homey login the file has no session yet: one is opened, and kept', {
  timeout: 20_000,
}, async () => {
  await using here = await world()
  const { directory, cloud, now } = here
  const file = await here.account.writeCliLogin(directory)
  const { homeyApi, ...rest } = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...rest, homeyApi: { token: homeyApi.token } }))
  const saved: string[] = []
  const credential = new HomeyCliCredential({
    ...{ hubId: here.homey.id, directory, cloud, now },
    save: async ({ token }) => {
      saved.push(token)
    },
  })
  await using hub = here.connect(credential)
  const all = await Promise.all([hub.send(READ), hub.send(READ)])
  assert.deepEqual([all.map(({ status }) => status), saved.length], [[200, 200], 1])
  const { name, hubs } = await userOfCli(cloud, directory)
  assert.deepEqual([name, hubs[0]?.generation], ['Olivia Example', 'cloud'])
})

test('what stands in the file', () => {
  assert.equal(parseCliLogin('{"homeyApi":'), undefined)
  assert.deepEqual(parseCliLogin('null'), { access: undefined, sessions: new Map() })
  const session = { token: 't', session: { expiresAt: '2026-01-05T12:00:00Z' } }
  const homeyApi = { token: { access_token: 'a' }, 'homey-1': session, 'homey-2': {}, user: {} }
  assert.deepEqual(parseCliLogin(JSON.stringify({ homeyApi })), {
    access: 'a',
    sessions: new Map([['1', { token: 't', expiresAt: Date.UTC(2026, 0, 5, 12) }]]),
  })
  assert.equal(cliDirectory({ HOMEY_HOME: '/h' }), '/h')
  assert.equal(cliDirectory({ HOME: '/home/o' }), '/home/o/.athom-cli')
})

test('no file is no login', async () => {
  assert.deepEqual(await new CliLoginFile('/nowhere').read(), {
    ...{ access: undefined, sessions: new Map() },
  })
})

test('an answer from the browser counts only with the state that was sent', () => {
  const at = (query: string) => codeFromRedirect(`http://localhost:8421/?${query}`, 'S')
  assert.equal(at('code=c&state=S'), 'c')
  for (const query of ['code=c', 'code=c&state=T', 'code=c&state=', 'error=denied&state=S']) {
    assert.throws(() => at(query), { code: 'account_refused' }, query)
  }
  assert.throws(() => codeFromRedirect('c', 'S'), /whole address/)
})

test('how near the end is', () => {
  const rows = [
    [undefined, 'far'],
    [3 * HOUR, 'far'],
    [2 * HOUR, 'hours'],
    [16 * 60_000, 'hours'],
    [15 * 60_000, 'minutes'],
    [1, 'minutes'],
    [0, 'over'],
    [-DAY, 'over'],
  ] as const
  for (const [left, expected] of rows) {
    assert.equal(nearness(left === undefined ? undefined : 1000 + left, 1000), expected)
  }
  assert.deepEqual(
    [DAY, 61 * 60_000, 59_999, 14.5 * 60_000].map((left) => timeLeft(left, 0)),
    ['24 h 0 min', '1 h 1 min', 'nothing', '14 min'],
  )
})

test("the cloud's hubs: generation, addresses by way", () => {
  const hub = {
    ...{ id: 'a1', name: 'Home', role: 'owner', modelName: 'Homey Pro', apiVersion: 3 },
    ...{
      platform: 'local',
      localUrl: 'http://10.0.0.2',
      localUrlSecure: 'https://x',
      portHttp: 80,
    },
    ...{ remoteUrl: 'https://r', remoteUrlForwarded: null, mdnsFqdn: null },
  }
  const read = (more: object) => {
    const { hubs } = readCloudUser({ _id: 'u', homeys: [{ ...hub, ...more }] })
    return [hubs[0]?.generation, hubs[0]?.addresses]
  }
  const all = {
    'local-secure': 'https://x',
    ...{ local: 'http://10.0.0.2', mdns: 'http://homey-a1.local', cloud: 'https://r' },
  }
  assert.deepEqual(read({}), ['pro-2023', all])
  assert.deepEqual(read({ apiVersion: 2, mdnsFqdn: 'h.local', portHttp: 8080 }), [
    'pro-2019',
    { ...all, mdns: 'http://h.local:8080' },
  ])
  assert.deepEqual(read({ platform: 'cloud' }), ['cloud', { cloud: 'https://r' }])
  assert.deepEqual(read({ apiVersion: 1 }), [undefined, {}])
  assert.throws(() => readCloudUser({}), { code: 'account_offline' })
})
