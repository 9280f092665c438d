// Every way into every generation of hub, with sessions that end and are renewed: by us through the
// owner's client, by the Homey CLI through its own file, which stays as the CLI left it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { type AccountView, type HubView, listen, openInstallation } from '@latchkey/gateway'
import {
  type Generation,
  startVirtualAccount,
  startVirtualHomey,
  VirtualAccount,
} from '@latchkey/virtual-homey'
import { ownerOf, send, temporaryDirectory } from './world.ts'

const GENERATIONS = ['pro-2019', 'pro-2023', 'cloud'] as const
const DAY = 24 * 3_600_000
const ZONES = '/api/manager/zones/zone'

/** A hub with an account and an installation, all on one clock that the test moves. */
async function openWays(generation: Generation) {
  await using stack = new AsyncDisposableStack()
  let time = Date.UTC(2026, 0, 5, 12)
  // Never two requests in the same moment: a Pro 2019 would not forgive it.
  const now = () => {
    time += 50
    return time
  }
  const clock = () => new Date(now())
  const homey = stack.use(
    await startVirtualHomey({ home: 'apartment', generation, account: true, clock }),
  )
  const { account } = homey
  assert.ok(account instanceof VirtualAccount)
  const data = stack.use(temporaryDirectory())
  const cli = stack.use(temporaryDirectory())
  const warnings: string[] = []
  const errors: unknown[] = []
  const open = () =>
    openInstallation({
      ...{ data: data.path, athomCloud: account.url, now: () => time },
      onWarning: (text) => warnings.push(text),
      onError: (error) => errors.push(error),
    })
  const installation = await open()
  stack.defer(() => installation[Symbol.asyncDispose]())
  const listener = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
  const owner = ownerOf(installation)
  const key = async (...permissions: string[]) =>
    (await owner<{ key: string }>('POST', '/keys', { hub: 'Home', name: 'K', permissions })).key
  const owned = stack.move()
  return {
    ...{
      homey,
      account,
      owner,
      key,
      warnings,
      errors,
      open,
      installation,
      cli: cli.path,
      data: data.path,
    },
    pass: (ms: number) => {
      time += ms
    },
    read: (token: string, path = ZONES) => send(listener.url, 'GET', path, { key: token }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

type Ways = Awaited<ReturnType<typeof openWays>>

/** Signs in as a person does: looks at the page, fills it in, and is sent back. */
async function signIn({ owner, account }: Pick<Ways, 'owner' | 'account'>): Promise<AccountView> {
  const { clientId, clientSecret, user, password } = account
  const { url, state } = await owner<{ url: string; state: string }>('POST', '/accounts/begin', {
    ...{ clientId, clientSecret, redirectUri: 'http://localhost:8421/' },
  })
  const form = new URLSearchParams([
    ...new URL(url).searchParams,
    ['email', user],
    ['password', password],
  ])
  const page = await fetch(`${account.url}/oauth2/authorise`, {
    ...{ method: 'POST', body: form, redirect: 'manual' },
  })
  const address = page.headers.get('location')
  return owner<AccountView>('POST', '/accounts', { state, address })
}

for (const generation of GENERATIONS) {
  test(`${generation}: added through the owner's client, and renewed for days`, {
    timeout: 30_000,
  }, async () => {
    await using ways = await openWays(generation)
    await signIn(ways)
    const hub = await ways.owner<HubView>('POST', '/hubs', { name: 'Home', account: true })
    const hasKeys = generation === 'pro-2023'
    assert.deepEqual(
      [hub.id, hub.generation, hub.credential, hub.minted],
      [ways.homey.id, generation, hasKeys ? 'local-key' : 'athom-client', hasKeys],
    )
    // What Athom keeps from third parties is not offered either.
    await assert.rejects(ways.key('flow:create'), /permission_refused/)
    const key = await ways.key('zone:read', 'device:control')
    assert.equal((await ways.read(key)).status, 200)
    for (let day = 0; day < 3; day++) {
      ways.pass(DAY + 60_000)
      const [one, two] = await Promise.all([
        ways.read(key),
        ways.read(key, '/api/manager/zones/zone/none'),
      ])
      assert.deepEqual([one.status, two.status], [200, 404], one.text)
    }
    const logins = ways.homey.requests.filter(({ path }) => path.includes('/users/login'))
    assert.equal(logins.length, hasKeys ? 1 : 4, 'one login a day, however many ask')
    assert.deepEqual(ways.errors, [])
  })

  test(`${generation}: added through the Homey CLI, which stays logged in`, {
    timeout: 30_000,
  }, async () => {
    await using ways = await openWays(generation)
    const file = await ways.account.writeCliLogin(ways.cli)
    const before = readFileSync(file)
    const refresh = Object.keys(ways.account.state.refreshTokens)
    const hub = await ways.owner<HubView>('POST', '/hubs', { name: 'Home', homeyCli: ways.cli })
    const hasKeys = generation === 'pro-2023'
    assert.equal(hub.credential, hasKeys ? 'local-key' : 'homey-cli')
    const key = await ways.key('flow:create', 'zone:read')
    assert.equal((await ways.read(key)).status, 200)
    ways.pass(DAY + 60_000)
    const lapsed = await ways.read(key)
    if (hasKeys) {
      assert.equal(lapsed.status, 200)
    } else {
      assert.deepEqual(
        [lapsed.status, lapsed.json()['error']],
        [503, 'hub_credential_lapsed'],
        lapsed.text,
      )
      assert.match(lapsed.text, /run: homey login/)
    }
    assert.deepEqual(readFileSync(file), before, 'the file is as the CLI left it')
    assert.deepEqual(Object.keys(ways.account.state.refreshTokens), refresh, 'nobody used it up')
    await ways.account.writeCliLogin(ways.cli)
    const renewed = readFileSync(file)
    assert.equal((await ways.read(key)).status, 200, 'read anew')
    assert.deepEqual(readFileSync(file), renewed)
    assert.deepEqual(ways.errors, [])
  })
}

const CLI = createRequire(import.meta.url).resolve('homey/bin/homey.mjs')

for (const generation of ['pro-2019', 'cloud'] as const) {
  test(`${generation}: the Homey CLI itself, unmodified, renews what Latchkey uses`, {
    timeout: 60_000,
  }, async () => {
    await using ways = await openWays(generation)
    const file = await ways.account.writeCliLogin(ways.cli)
    await ways.owner<HubView>('POST', '/hubs', { name: 'Home', homeyCli: ways.cli })
    const key = await ways.key('zone:read')
    const { url } = ways.account
    const env = { ...process.env, HOMEY_HOME: ways.cli, ATHOM_CLOUD_API_BASEURL: url }
    const cli = async (...words: string[]) => {
      const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { env })
      return stdout
    }
    for (let day = 0; day < 2; day++) {
      ways.pass(DAY + 60_000)
      const left = readFileSync(file)
      assert.equal((await ways.read(key)).json()['error'], 'hub_credential_lapsed')
      assert.deepEqual(readFileSync(file), left)
      // It refreshes its tokens and its session, which it could not had we used its refresh token.
      const zones = JSON.parse(await cli('api', 'zones', 'get-zones', '--json'))
      assert.deepEqual(Object.keys(zones), Object.keys(ways.homey.state.zones))
      assert.equal((await ways.read(key)).status, 200)
    }
    assert.match(await cli('whoami'), /Olivia Example/)
  })
}

test('the end of the CLI login is counted down to, and said once each time', {
  timeout: 30_000,
}, async () => {
  await using ways = await openWays('pro-2019')
  await ways.account.writeCliLogin(ways.cli)
  await ways.owner<HubView>('POST', '/hubs', { name: 'Home', homeyCli: ways.cli })
  const warning = async () => {
    const { hubs } = await ways.owner<{ hubs: { warning: string | null; credential: string }[] }>(
      ...(['GET', '/doctor'] as const),
    )
    return `${hubs[0]?.credential}: ${hubs[0]?.warning}`
  }
  assert.equal(await warning(), 'good: null')
  ways.pass(DAY - 2 * 3_600_000)
  assert.match(await warning(), /^good: Home: the Homey CLI's login .* ends in 1 h 5\d min/)
  ways.pass(105 * 60_000 + 5_000)
  assert.match(await warning(), /^good: .* ends in 1[345] min/)
  ways.pass(20 * 60_000)
  assert.match(await warning(), /^lapsed: .* has ended\. Run: homey login/)
})

test('a minted key is rotated, and deleted at the Homey with the hub', {
  timeout: 30_000,
}, async () => {
  await using ways = await openWays('pro-2023')
  const minted = () =>
    Object.values(ways.homey.state.sessions).filter(({ name }) => name.startsWith('Latchkey '))
  await ways.account.writeCliLogin(ways.cli)
  const login = { homeyCli: ways.cli }
  const scopes = ['homey.flow', 'homey.zone.readonly']
  const hub = await ways.owner<HubView>('POST', '/hubs', { name: 'Home', scopes, ...login })
  assert.deepEqual([hub.scopes, minted().map((one) => one.scopes)], [scopes, [scopes]])
  assert.equal(Object.values(ways.homey.state.flowFolders).length, foldersAtFirst(ways))
  const key = await ways.key('zone:read')
  const [old] = minted()
  await ways.owner('POST', '/hubs/Home/rotate', login)
  const [fresh, ...more] = minted()
  assert.deepEqual([more, fresh?.id === old?.id], [[], false])
  assert.equal((await ways.read(key)).status, 200)
  const removed = await ways.owner<object>('DELETE', `/hubs/Home?homeyCli=${ways.cli}`)
  assert.deepEqual(removed, { id: ways.homey.id, revokedKeys: 1, keyDeleted: true })
  assert.deepEqual(minted(), [])
})

function foldersAtFirst({ homey }: Ways): number {
  const made = homey.requests.filter(
    ({ method, path }) => method === 'POST' && path.includes('/flowfolder'),
  )
  assert.equal(made.length, 1, 'the proof wrote')
  return Object.values(homey.state.flowFolders).filter(({ name }) => !name.startsWith('Latchkey '))
    .length
}

test('what an interrupted mint left behind is cleaned up at the next start', {
  timeout: 30_000,
}, async () => {
  await using ways = await openWays('pro-2023')
  await ways.account.writeCliLogin(ways.cli)
  const left = () => [
    Object.values(ways.homey.state.flowFolders).filter(({ name }) => name.startsWith('Latchkey '))
      .length,
    Object.values(ways.homey.state.sessions).filter(({ name }) => name.startsWith('Latchkey '))
      .length,
  ]
  // As a crash would: the folder and the key are made, and nothing can be deleted any more.
  ways.homey.fault = ({ method, path }) =>
    method === 'DELETE' || (method === 'GET' && path.includes('/pat'))
      ? { kind: 'drop' }
      : undefined
  await assert.rejects(ways.owner('POST', '/hubs', { name: 'Home', homeyCli: ways.cli }))
  assert.deepEqual(left(), [1, 1])
  ways.homey.fault = undefined
  await ways.installation[Symbol.asyncDispose]()
  await using again = await ways.open()
  again.takeCare()
  while (left().some((count) => count > 0)) await new Promise((done) => setTimeout(done, 20))
  assert.deepEqual([left(), ways.errors], [[0, 0], []])
})

test('a key with more than the login has is not made, and nothing is left behind', {
  timeout: 30_000,
}, async () => {
  await using ways = await openWays('pro-2023')
  await signIn(ways)
  const sessions = () => Object.values(ways.homey.state.sessions).map(({ name }) => name)
  const add = (scopes: string[]) =>
    ways.owner<HubView>('POST', '/hubs', { name: 'Home', account: true, scopes })
  await assert.rejects(add(['homey.flow']), /hub_credential_refused.*may not make a key/)
  await assert.rejects(add(['flow']), /a scope looks like/)
  assert.ok(sessions().every((name) => !name.startsWith('Latchkey ')))
  for (const user of Object.values(ways.homey.state.users)) {
    if (user.role === 'owner') user.role = 'manager'
  }
  await assert.rejects(add(['homey.zone.readonly']), /Only the owner/)
  assert.ok(sessions().every((name) => !name.startsWith('Latchkey ')))
  assert.deepEqual(await ways.owner('GET', '/hubs'), [])
})

test('an hour after homey login the hub can be added by its address', {
  timeout: 30_000,
}, async () => {
  await using ways = await openWays('pro-2019')
  await ways.account.writeCliLogin(ways.cli)
  ways.pass(2 * 3_600_000)
  const wanted = { name: 'Home', homeyCli: ways.cli }
  await assert.rejects(ways.owner('POST', '/hubs', wanted), /homey list/)
  const { address, generation } = ways.homey
  const hub = await ways.owner<HubView>('POST', '/hubs', { ...wanted, address, generation })
  assert.deepEqual([hub.credential, hub.id], ['homey-cli', ways.homey.id])
})

test('of several hubs on an account one is chosen; the login goes with the last of them', {
  timeout: 30_000,
}, async () => {
  await using old = await startVirtualHomey({
    ...{ home: 'apartment', generation: 'pro-2019', name: 'Old' },
  })
  await using fresh = await startVirtualHomey({ home: 'empty', generation: 'cloud', name: 'New' })
  await using account = await startVirtualAccount({ hubs: [old, fresh] })
  using data = temporaryDirectory()
  await using installation = await openInstallation({ data: data.path, athomCloud: account.url })
  const owner = ownerOf(installation)
  const { id } = await signIn({ owner, account })
  const add = (name: string, more = {}) =>
    owner<HubView>('POST', '/hubs', { name, account: id, ...more })
  await assert.rejects(add('Home'), /choose_hub.*Old \(.*New \(/)
  await assert.rejects(add('Home', { hub: 'Other' }), /hub_unknown/)
  assert.equal((await add('Home', { hub: 'Old' })).generation, 'pro-2019')
  await assert.rejects(add('Home', { hub: 'New' }), /name_taken/)
  assert.equal((await add('Cloud', { hub: fresh.id })).generation, 'cloud')
  const accounts = async () => (await owner<AccountView[]>('GET', '/accounts')).length
  await owner('DELETE', '/hubs/Home')
  assert.equal(await accounts(), 1)
  await owner('DELETE', '/hubs/Cloud')
  assert.equal(await accounts(), 0)
})

test('no secret of any login is in the data directory, an answer or a warning', {
  timeout: 30_000,
}, async () => {
  for (const generation of GENERATIONS) {
    await using ways = await openWays(generation)
    const { account, homey, owner, cli } = ways
    await account.writeCliLogin(cli)
    const said: unknown[] = [await signIn(ways)]
    for (const login of [{ account: true }, { homeyCli: cli }]) {
      said.push(await owner('POST', '/hubs', { name: 'Home', ...login }))
      said.push(await owner('GET', '/doctor'), await owner('GET', '/accounts'))
    }
    ways.pass(DAY + 60_000)
    said.push(await owner('GET', '/doctor'), await owner('GET', '/hubs'), ways.warnings)
    const { accessTokens, refreshTokens } = account.state
    const secrets = [
      ...[account.clientSecret, account.password],
      ...[...Object.keys(accessTokens), ...Object.keys(refreshTokens)],
      ...Object.values(homey.state.sessions).map(({ secret }) => secret),
    ]
    assert.ok(secrets.length >= 7)
    const files = readdirSync(ways.data, { withFileTypes: true })
      .filter((one) => one.isFile())
      .map(({ name }) => readFileSync(join(ways.data, name), 'latin1'))
    const everything = [...files, JSON.stringify(said)].join('\n')
    assert.deepEqual(
      secrets.filter((one) => everything.includes(one)),
      [],
    )
  }
})
