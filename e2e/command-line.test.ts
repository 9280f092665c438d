// The command line, as sessions at a terminal: what is typed, what is printed, how it ends.
import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { connect } from './official.ts'
import { latchkey, type Running, running } from './terminal.ts'
import { typed } from './typed.ts'
import { send, temporaryDirectory } from './world.ts'

interface Ready {
  url: string
}

interface Started extends Ready {
  demo: {
    key: string
    hubs: { id: string; name: string; generation: string; address: string; key: string | null }[]
  }
}

const json = <T>(text: string): T => JSON.parse(text) as T

test('start --demo --json: one line, and its key works with the official client', async () => {
  using data = temporaryDirectory()
  await using demo = await running<Started>([
    'start',
    '--demo',
    '--data',
    data.path,
    '--port',
    '0',
    '--json',
  ])
  const { url, demo: made } = demo.ready
  assert.deepEqual(
    made.hubs.map(({ name, generation, key }) => [name, generation, key !== null]),
    [
      ['Villa', 'pro-2019', false],
      ['New home', 'pro-2023', true],
    ],
  )
  const hub = made.hubs[1]
  const api = await connect(url, made.key)
  await api.moods.createMood({ mood: { name: 'Reading', devices: {} } })
  await assert.rejects(api.system.reboot(), { statusCode: 403 })
  const direct = await connect(hub?.address ?? '', hub?.key ?? '')
  assert.ok(Object.keys(await direct.devices.getDevices()).length > 100)

  const audit = await latchkey(['audit', '--data', data.path, '--json'])
  assert.equal(audit.code, 0, audit.err)
  const events = json<Record<string, unknown>[]>(audit.out)
  assert.deepEqual(
    events.map((event) => event['operation']),
    [
      ...['owner.addHub', 'owner.addHub', 'owner.createKey', 'owner.addClient', 'owner.makeLink'],
      ...['moods.createMood', 'moods.createMood', 'system.reboot'],
    ],
  )
  assert.deepEqual(Object.keys(events[0] ?? {}).sort(), [
    'client',
    'grant',
    'hub',
    'id',
    'method',
    'ms',
    'operation',
    'owner',
    'path',
    'reason',
    'status',
    'time',
    'tool',
    'verdict',
  ])
  assert.deepEqual(demo.lines().length, 1)
  assert.ok(!demo.log().includes(made.key) && !demo.log().includes(hub?.key ?? '-'))
  assert.equal(statSync(join(data.path, 'control.sock')).mode & 0o777, 0o600)
  assert.equal(await demo.kill('SIGTERM'), 0)
  assert.ok(!readdirSync(data.path).includes('control.sock'), 'the socket is gone')
})

describe('a demonstration that runs', () => {
  const data = temporaryDirectory()
  let demo: Running<Started>
  before(async () => {
    demo = await running(['start', '--demo', '--data', data.path, '--port', '0', '--json'])
  })
  after(async () => {
    await demo[Symbol.asyncDispose]()
    data[Symbol.dispose]()
  })

  test('refuses real hubs', async () => {
    const words = ['hub', 'add', '--data', data.path, '--name', 'Real', '--key', '-']
    const added = await typed([...words, '--address', '192.168.1.20'], 'key')
    assert.deepEqual([added.code, added.out], [77, ''])
    assert.match(added.err, /made-up homes on this machine only/)
  })

  test('audit --follow goes on with what happens', { timeout: 30_000 }, async () => {
    const { url, demo: made } = demo.ready
    await send(url, 'GET', '/api/manager/moods/mood', { key: made.key })
    const words = ['audit', '--follow', '--client', 'Demo', '--data', data.path, '--json']
    await using follow = await running<{ operation: string }>(words)
    assert.equal(follow.ready.operation, 'moods.getMoods')
    await send(url, 'GET', '/api/manager/flow/flow', { key: made.key })
    await follow.until((line) => json<{ operation: string }>(line).operation === 'flow.getFlows')
    assert.equal(follow.lines().length, 2)
    assert.equal(await follow.kill('SIGINT'), 0)
  })
})

test('a directory of real hubs refuses a demonstration', async () => {
  await using homey = await startVirtualHomey({ home: 'empty' })
  using other = temporaryDirectory()
  const home = [
    'hub',
    'add',
    '--data',
    other.path,
    '--name',
    'Home',
    '--address',
    homey.address,
    '--key',
    '-',
  ]
  assert.equal((await typed(home, homey.key)).code, 0)
  const demo = await typed(['start', '--demo', '--data', other.path, '--port', '0'])
  assert.equal(demo.code, 1)
  assert.match(demo.err, /not a demonstration's/)
})

test('add a hub, make a key, use it, see it, revoke it: with a gateway and without', async () => {
  using data = temporaryDirectory()
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const at = ['--data', data.path, '--json']
  // Nothing runs: the same code runs in the command.
  const added = await latchkey(
    ['hub', 'add', '--name', 'Home', '--address', homey.address, '--key-env', 'HUB_KEY', ...at],
    '',
    { HUB_KEY: homey.key },
  )
  assert.equal(added.code, 0, added.err)
  assert.equal(json<{ id: string }>(added.out).id, homey.id)
  const first = await latchkey([
    'key',
    'create',
    '--hub',
    'Home',
    '--name',
    'Agent',
    '--permission',
    'zone:read',
    'mood:read',
    '--expires',
    '30d',
    ...at,
  ])
  assert.equal(first.code, 0, first.err)
  const { id, key } = json<{ id: string; key: string }>(first.out)
  assert.deepEqual(Object.keys(json<object>(first.out)), ['id', 'key'])

  await using gateway = await running<{ url: string }>(['start', '--port', '0', ...at])
  const { url } = gateway.ready
  assert.deepEqual(Object.keys(gateway.ready), ['url', 'setup'])
  const zones = () => send(url, 'GET', '/api/manager/zones/zone', { key })
  assert.equal((await zones()).status, 200)
  // It runs: the command goes through its control socket.
  const second = await typed([
    'key',
    'create',
    '--hub',
    homey.id,
    '--name',
    'Other',
    '--permission',
    'zone:read,mood:read',
    ...at,
  ])
  const other = json<{ key: string }>(second.out)
  assert.equal((await send(url, 'GET', '/api/manager/moods/mood', { key: other.key })).status, 200)
  const shown = json<{ permissions: string[]; expires: string; state: string }>(
    (await typed(['key', 'show', id, ...at])).out,
  )
  assert.deepEqual([shown.permissions, shown.state], [['mood:read', 'zone:read'], 'live'])
  assert.equal(Math.round((Date.parse(shown.expires) - Date.now()) / 86_400_000), 30)
  const list = json<{ name: string }[]>((await typed(['key', 'list', ...at])).out)
  assert.deepEqual(
    list.map((one) => one.name),
    ['Agent', 'Other'],
  )
  assert.ok(!JSON.stringify(list).includes('lk_'))
  assert.equal((await typed(['key', 'revoke', id, ...at])).code, 0)
  assert.equal((await zones()).status, 401)
  const doctor = await typed(['doctor', ...at])
  assert.equal(doctor.code, 0)
  assert.deepEqual(
    json<{ hubs: { narrowerScopes: string[] }[] }>(doctor.out).hubs[0]?.narrowerScopes,
    ['homey.mood.readonly', 'homey.zone.readonly'],
  )
  await homey.close()
  assert.equal((await typed(['doctor', ...at])).code, 69)
  const removed = await typed(['hub', 'remove', 'Home', ...at])
  assert.deepEqual(json(removed.out), { id: homey.id, revokedKeys: 1 })
})

test('a gateway that was killed leaves nothing that stops the next one', async () => {
  using data = temporaryDirectory()
  const words = ['start', '--data', data.path, '--port', '0', '--json']
  {
    await using first = await running<Ready>(words)
    const second = await typed(words)
    assert.equal(second.code, 1)
    assert.match(second.err, /Another Latchkey is using/)
    assert.equal(await first.kill('SIGKILL'), 'SIGKILL')
  }
  assert.ok(readdirSync(data.path).includes('control.sock'), 'it was left behind')
  assert.equal((await typed(['key', 'list', '--data', data.path, '--json'])).code, 0)
  await using again = await running<Ready>(words)
  assert.match(again.ready.url, /^http:\/\/127\.0\.0\.1:\d+$/)
})

const WRONG: readonly (readonly [words: string, code: number, said: RegExp])[] = [
  ['nonsense', 64, /unknown command/],
  ['hub add --name x', 64, /--address/],
  ['hub add --name x --address 10.0.0.1 --key abc', 64, /can be read by others/],
  ['hub add --name x --address ftp://a --key -', 64, /http or https/],
  ['hub add --name x --address http://127.0.0.1:1 --key -', 69, /cannot be reached/],
  ['hub add --name x --address 10.0.0.1', 64, /no terminal/],
  ['hub add --name x --address 10.0.0.1 --key-env NOT_SET', 64, /NOT_SET/],
  ['hub remove x', 1, /no hub yet/],
  ['key create --hub x --name y --permission zone:read', 1, /no hub yet/],
  ['key create --hub x --name y', 64, /--permission/],
  ['key show x', 1, /no key/],
  ['key revoke x', 1, /no key/],
  ['audit --limit 0', 64, /1 to 1000/],
  ['start --port 99999', 64, /0 to 65535/],
  ['start --port 0 --public-url example', 64, /whole address/],
  ['virtual-homey --home castle', 64, /apartment/],
  ['virtual-homey --port 0 --generation pro-1999', 64, /pro-2023/],
]

for (const [words, code, said] of WRONG) {
  test(`latchkey ${words}: ends with ${code} and says what to do`, async () => {
    using data = temporaryDirectory()
    const ran = await typed(words.split(' '), 'secret-key\n', { LATCHKEY_DATA: data.path })
    assert.deepEqual([ran.code, ran.out], [code, ''], ran.err)
    assert.match(ran.err, said)
    assert.ok(!ran.err.includes('secret-key'))
  })
}

test('a wrong permission is told with the right one, and the wrong key of a hub is refused', async () => {
  using data = temporaryDirectory()
  await using homey = await startVirtualHomey({ home: 'empty' })
  const at = ['--data', data.path, '--json']
  const add = ['hub', 'add', '--name', 'Home', '--address', homey.address, '--key', '-', ...at]
  const wrong = await typed(
    add,
    homey.key.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  )
  assert.equal(wrong.code, 77, wrong.err)
  assert.equal(json<{ error: string }>(wrong.err).error, 'hub_credential_refused')
  assert.equal((await typed(add, homey.key)).code, 0)
  const typo = await typed([
    'key',
    'create',
    '--hub',
    'Home',
    '--name',
    'x',
    '--permission',
    'flow:craete',
    ...at,
  ])
  assert.equal(typo.code, 64)
  assert.match(typo.err, /Did you mean \\"flow:create\\"/)
})

test('permissions: every one in words, without data or a hub', async () => {
  const { out, code } = await typed(['permissions', '--operations', '--json'])
  assert.equal(code, 0)
  const { permissions } = json<{
    permissions: { name: string; operations: string[]; can: string }[]
  }>(out)
  const create = permissions.find((one) => one.name === 'flow:create')
  assert.deepEqual(create?.operations, ['flow.createFlow'])
  const text = await typed(['permissions'])
  assert.match(text.out, /^PERMISSION +DANGER +WHAT IT MEANS\n/)
})

test('virtual-homey --json: one line, as other tools read it', async () => {
  await using homey = await running<{ address: string; id: string; key: string; account: unknown }>(
    ['virtual-homey', '--home', 'empty', '--generation', 'pro-2023', '--json'],
  )
  assert.deepEqual(Object.keys(homey.ready), ['address', 'id', 'key', 'account'])
  const api = await connect(homey.ready.address, homey.ready.key)
  assert.equal(Object.keys(await api.zones.getZones()).length, 1)
})
