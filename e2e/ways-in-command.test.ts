// The ways in as typed at a terminal, with a browser that comes back and one that cannot.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { type Generation, startVirtualHomey, VirtualAccount } from '@latchkey/virtual-homey'
import { running } from './terminal.ts'
import { typed as latchkey } from './typed.ts'
import { send, temporaryDirectory } from './world.ts'

const LATCHKEY = resolve(import.meta.dirname, '../packages/cli/bin/latchkey.mjs')

async function hubWithAccount(generation: Generation) {
  const homey = await startVirtualHomey({ home: 'apartment', generation, account: true })
  const { account } = homey
  assert.ok(account instanceof VirtualAccount)
  return { homey, account, [Symbol.asyncDispose]: () => homey.close() }
}

/** Fills in the page at a URL, and gives back the address that the browser is sent to. */
async function browse(url: string, { user, password }: VirtualAccount): Promise<string> {
  const { origin, pathname, searchParams } = new URL(url)
  const body = new URLSearchParams([...searchParams, ['email', user], ['password', password]])
  const page = await fetch(`${origin}${pathname}`, { method: 'POST', body, redirect: 'manual' })
  return page.headers.get('location') ?? ''
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a command that says where to sign in; `then` is told, and may write to its input. */
function withBrowser(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  then: (url: string, paste: (text: string) => void) => Promise<void>,
): Promise<Ended> {
  const child = spawn(process.execPath, [LATCHKEY, ...words], { env: { ...process.env, ...env } })
  let out = ''
  let err = ''
  let going: Promise<void> | undefined
  child.stdout.on('data', (piece) => {
    out += String(piece)
  })
  child.stderr.on('data', (piece) => {
    err += String(piece)
    const [url] = /http\S+authorise\S+/.exec(err) ?? []
    if (url && err.endsWith('\n')) {
      going ??= then(url, (text) => child.stdin.write(`${text}\n`))
    }
  })
  return new Promise((done, fail) => {
    child.on('exit', (code) => {
      Promise.resolve(going).then(() => done({ code, out, err }), fail)
    })
  })
}

const COMEBACKS = {
  'the browser comes back': async (url: string, account: VirtualAccount) => {
    const answer = await fetch(await browse(url, account))
    assert.match(await answer.text(), /You can close this page/)
  },
  'the address is pasted': async (
    url: string,
    account: VirtualAccount,
    paste: (text: string) => void,
  ) => paste(await browse(url, account)),
}

for (const [what, comeBack] of Object.entries(COMEBACKS)) {
  test(`hub add --account: ${what}, and the client is entered once`, {
    timeout: 60_000,
  }, async () => {
    await using hub = await hubWithAccount('pro-2019')
    const { account, homey } = hub
    using data = temporaryDirectory()
    const at = ['--data', data.path, '--json']
    const client = ['--client-id', account.clientId, '--client-secret-env', 'ATHOM_SECRET']
    const env = { ATHOM_CLOUD_API_BASEURL: account.url, ATHOM_SECRET: account.clientSecret }
    const words = ['hub', 'add', '--name', 'Home', '--account', '--redirect-port', '0', ...client]
    const added = await withBrowser([...words, ...at], env, (url, paste) =>
      comeBack(url, account, paste),
    )
    assert.equal(added.code, 0, added.err)
    const { id, credential } = JSON.parse(added.out) as Record<string, unknown>
    assert.deepEqual([id, credential], [homey.id, 'athom-client'])
    const said = added.out + added.err
    assert.ok(!said.includes(account.clientSecret) && !said.includes('SECRET-'))
    const again = await latchkey(['hub', 'add', '--name', 'Same', '--account', ...at], '', env)
    assert.equal(again.code, 0, again.err)
    const doctor = await latchkey(['doctor', '--data', data.path], '', env)
    assert.equal(doctor.code, 0, doctor.out + doctor.err)
    assert.match(doctor.out, /address: local, because it answer/)
    assert.match(doctor.out, /opened by the login of your Athom client/)
  })
}

test('an answer to another login is refused', { timeout: 60_000 }, async () => {
  await using hub = await hubWithAccount('cloud')
  const { account } = hub
  using data = temporaryDirectory()
  const client = ['--client-id', account.clientId, '--client-secret-env', 'ATHOM_SECRET']
  const env = { ATHOM_CLOUD_API_BASEURL: account.url, ATHOM_SECRET: account.clientSecret }
  const words = ['hub', 'add', '--name', 'Home', '--account', '--redirect-port', '0', ...client]
  const refused = await withBrowser([...words, '--data', data.path], env, async (url, paste) => {
    const address = new URL(await browse(url, account))
    address.searchParams.set('state', 'another')
    paste(address.href)
  })
  assert.deepEqual([refused.code, refused.out], [77, ''])
  assert.match(refused.err, /belongs to another login/)
})

test('hub add --homey-cli mints a key, rotate replaces it, remove takes it back', {
  timeout: 60_000,
}, async () => {
  await using hub = await hubWithAccount('pro-2023')
  const { account, homey } = hub
  using data = temporaryDirectory()
  using cli = temporaryDirectory()
  await account.writeCliLogin(cli.path)
  const env = { ATHOM_CLOUD_API_BASEURL: account.url, HOMEY_HOME: cli.path }
  const at = ['--data', data.path]
  const run = (...words: string[]) => latchkey([...words, ...at], '', env)
  const minted = () =>
    Object.values(homey.state.sessions).filter(({ name }) => name.startsWith('Latchkey '))
  const added = await run('hub', 'add', '--name', 'Home', '--homey-cli')
  assert.equal(added.code, 0, added.err)
  assert.match(added.out, /tried with a read and a write that was undone/)
  const [first] = minted()
  const rotated = await run('hub', 'rotate', 'Home')
  assert.equal(rotated.code, 0, rotated.err)
  assert.match(rotated.out, /The old key is deleted at the Homey/)
  assert.equal(minted().length, 1)
  assert.notEqual(minted()[0]?.id, first?.id)
  const removed = await run('hub', 'remove', 'Home')
  assert.match(removed.out, /The key that Latchkey made is deleted at the Homey/)
  assert.deepEqual(minted(), [])
})

const LADDER = /API key made at my\.homey\.app[\s\S]*--homey-cli[\s\S]*--account/

test('who has no key is shown the ladder', { timeout: 60_000 }, async () => {
  await using hub = await hubWithAccount('pro-2019')
  using data = temporaryDirectory()
  const at = ['--data', data.path]
  const nothing = await latchkey(['hub', 'add', '--name', 'Home', ...at])
  assert.equal(nothing.code, 64)
  assert.match(nothing.err, LADDER)
  const address = ['hub', 'add', '--name', 'Home', '--address', hub.homey.address, ...at]
  const noKey = await latchkey(address)
  assert.equal(noKey.code, 64)
  assert.match(noKey.err, LADDER)
  const wrong = await latchkey([...address, '--key', '-'], 'some-key')
  assert.equal(wrong.code, 77)
  assert.match(wrong.err, LADDER)
  const cli = await latchkey(['hub', 'add', '--name', 'Home', '--homey-cli', ...at], '', {
    ...{ HOMEY_HOME: data.path, ATHOM_CLOUD_API_BASEURL: hub.account.url },
  })
  assert.deepEqual([cli.code, cli.err.includes('Run: homey login')], [77, true])
})

for (const generation of ['pro-2019', 'pro-2023', 'cloud'] as const) {
  test(`virtual-homey --generation ${generation}: a hub with its account`, {
    timeout: 30_000,
  }, async () => {
    const words = ['virtual-homey', '--home', 'villa', '--generation', generation, '--json']
    await using homey = await running<{
      address: string
      key: string | null
      account: Record<string, string>
    }>(words)
    const { address, key, account } = homey.ready
    assert.equal(key === null, generation !== 'pro-2023')
    assert.deepEqual(Object.keys(account), ['url', 'clientId', 'clientSecret', 'user', 'password'])
    assert.equal((await send(address, 'GET', '/api/manager/system/ping')).status, 200)
    assert.equal((await send(account['url'] ?? '', 'GET', '/delegation/key')).status, 200)
  })
}

for (const generation of ['pro-2019', 'cloud', 'pro-2023'] as const) {
  test(`hub add --address with a session of a ${generation} knows what it is`, {
    timeout: 60_000,
  }, async () => {
    await using homey = await startVirtualHomey({ home: 'apartment', generation })
    using data = temporaryDirectory()
    const at = ['--data', data.path, '--json']
    const words = ['hub', 'add', '--name', 'Home', '--address', homey.address, '--key', '-', ...at]
    const added = await latchkey(words, homey.signIn())
    assert.equal(added.code, 0, added.err)
    const said: Record<string, unknown> = JSON.parse(added.out)
    assert.deepEqual([said['id'], said['generation']], [homey.id, generation])
    const doctor = await latchkey(['doctor', '--data', data.path], '')
    assert.equal(doctor.code, 0, doctor.out + doctor.err)
  })
}
