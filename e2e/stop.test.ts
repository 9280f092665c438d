// The red switch: every client is refused at once, over HTTP and on open sockets, at every gateway and after
// a restart; and goes on as before when the owner says so.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { listen, openInstallation, type StoppedView } from '@latchkey/gateway'
import { flowOf } from './limited.ts'
import { postgresOfRun, type TestDatabases } from './postgres.ts'
import { openApi, told } from './realtime-clients.ts'
import { BUILDER, caller, house, idIn, over, until } from './traces-world.ts'
import { openWorld, ownerOf, send, temporaryDirectory, type World } from './world.ts'

const IN_TIME = { timeout: 180_000 }
const FLOWS = '/api/manager/flow/flow'
const SEALING_KEY = Buffer.alloc(32, 5).toString('base64')
const AUDIT_KEY = Buffer.alloc(32, 6).toString('base64')

let postgres: TestDatabases
before(async () => {
  postgres = await postgresOfRun()
})
after(async () => {
  await postgres[Symbol.asyncDispose]()
})

const turn = ({ owner }: Pick<World, 'owner'>, verb: 'stop' | 'resume', body: object = {}) =>
  owner<StoppedView>('POST', `/${verb}`, body)

const DATABASES: Readonly<Record<string, () => Promise<string | undefined>>> = {
  SQLite: async () => undefined,
  PostgreSQL: () => postgres.database(),
}

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test(
      'everybody is out at once, also who comes later and after a restart',
      IN_TIME,
      async () => {
        await using stack = new AsyncDisposableStack()
        const databaseUrl = await address()
        const world = stack.use(await openWorld({ databaseUrl }))
        const key = await world.key('flow:read')
        using open = await openApi(world.url, key)
        const gone = told(open.api, 'disconnect')
        const { hubs } = await turn(world, 'stop', { hub: 'Home' })
        assert.deepEqual(
          hubs.map((hub) => [hub.name, hub.changed]),
          [['Home', true]],
        )
        await gone
        const refused = await world.send('GET', FLOWS, { key })
        assert.equal(refused.status, 403)
        assert.match(refused.text, /"stopped_by_owner".*the owner has stopped/)
        await assert.rejects(openApi(world.url, key), /the owner has stopped/)
        const later = await world.key('flow:read')
        assert.equal((await world.send('GET', FLOWS, { key: later })).status, 403)
        await world.installation[Symbol.asyncDispose]()
        const installation = stack.use(await openInstallation({ data: world.data, databaseUrl }))
        const { url } = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
        assert.equal((await send(url, 'GET', FLOWS, { key })).status, 403)
        await turn({ owner: ownerOf(installation) }, 'resume')
        for (const one of [key, later]) {
          assert.equal((await send(url, 'GET', FLOWS, { key: one })).status, 200)
        }
        const rows = await ownerOf(installation)<{ operation: string | null }[]>('GET', '/audit')
        const acts = rows.map(({ operation }) => operation)
        assert.ok(acts.includes('owner.stop') && acts.includes('owner.resume'))
      },
    )

    test(
      'off, and on again only what was switched off and not touched since',
      IN_TIME,
      async () => {
        await using world = await openWorld({ databaseUrl: await address() })
        const { key } = await world.fullKey('Helper', BUILDER)
        const call = caller(world.url, key)
        const make = async (more: object) => idIn(await call('POST', FLOWS, flowOf([], more)))
        const runs = await make({ name: 'Runs' })
        const edited = await make({ name: 'Is edited' })
        const off = await make({ name: 'Is off', enabled: false })
        const before = house(world)
        const isOn = () => [runs, edited, off].map((id) => world.homey.state.flows[id]?.enabled)
        const stopped = await turn(world, 'stop', { undo: 'off' })
        for (const { id } of stopped.undos) await over(world, id)
        assert.deepEqual(isOn(), [false, false, false])
        await turn(world, 'resume')
        const again = await turn(world, 'stop', { undo: 'off' })
        for (const { id } of again.undos) await over(world, id)
        await turn(world, 'resume')
        await until(async () => house(world) === before)
        const last = await turn(world, 'stop', { undo: 'off' })
        for (const { id } of last.undos) await over(world, id)
        const hub = caller(world.homey.address, world.homey.key ?? '')
        await hub('PUT', `${FLOWS}/${edited}`, { name: 'Edited' })
        const { undos } = await turn(world, 'resume')
        for (const { id } of undos) await over(world, id)
        assert.deepEqual(isOn(), [true, false, false])
      },
    )
  })
}

test('another gateway on the same database refuses within 250 ms', IN_TIME, async (t) => {
  const databaseUrl = await postgres.database()
  const keys = { sealingKey: SEALING_KEY, auditKey: AUDIT_KEY }
  await using world = await openWorld({ databaseUrl, ...keys })
  using directory = temporaryDirectory()
  await using other = await openInstallation({ data: directory.path, databaseUrl, ...keys })
  await using listener = await listen(other, { host: '127.0.0.1', port: 0 })
  const all: string[] = []
  for (let at = 0; at < 50; at++) all.push(await world.key('flow:read'))
  const key = all.at(-1) ?? ''
  const status = async () => (await send(listener.url, 'GET', FLOWS, { key })).status
  await until(async () => (await status()) === 200)
  const times: number[] = []
  for (const [verb, expected] of [
    ['stop', 403],
    ['resume', 200],
    ['stop', 403],
    ['resume', 200],
  ] as const) {
    await turn(world, verb)
    const begun = performance.now()
    await until(async () => (await status()) === expected)
    times.push(performance.now() - begun)
  }
  t.diagnostic(`with ${all.length} keys: ${times.map((one) => one.toFixed(0)).join(', ')} ms`)
  assert.ok(Math.min(...times) < 250, String(times))
})
