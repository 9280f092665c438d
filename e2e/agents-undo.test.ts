// What a client changed by tools it can take back after the gateway was restarted, and at another gateway of the same
// database; once, however many try; and what is kept for that is sealed, bounded, and goes with its grant.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { type Installation, listen, openInstallation } from '@latchkey/gateway'
import { type Agent, agent, textOf } from './agents.ts'
import { bothDatabases } from './postgres.ts'
import { openWorld, type World } from './world.ts'

const DATABASES = bothDatabases()
const DAY = 86_400_000

const KEYS = {
  sealingKey: Buffer.alloc(32, 3).toString('base64'),
  auditKey: Buffer.alloc(32, 4).toString('base64'),
}

const PERMISSIONS = ['variable:read', 'variable:create', 'variable:update', 'variable:delete']

/** Something that nobody is to find in the clear. */
const PRIVATE = 'Grandmother takes her pills'

let now = Date.now()

async function agentOn(world: World, url = world.url) {
  const { id, key } = await world.fullKey('Assistant', PERMISSIONS)
  return { id, key, one: await agent({ url }, key) }
}

/** Another gateway on what the world has: in its place, or beside it where the database can be shared. */
async function openOther(world: World, stack: AsyncDisposableStack): Promise<{ url: string }> {
  const { databaseUrl } = world
  // A data directory is one gateway's.
  if (databaseUrl === undefined) await world.installation[Symbol.asyncDispose]()
  const data = databaseUrl === undefined ? world.data : join(world.data, 'other')
  const options = { data, databaseUrl, now: () => now, ...KEYS }
  const installation: Installation = stack.use(await openInstallation(options))
  const { url } = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
  installation.reachedAt({ url, setupRemote: false })
  return { url }
}

interface Change {
  readonly undo: string
  readonly did: string
  readonly name: string
}

const history = async (one: Agent, page = 1) =>
  (await one.ask<{ changes: Change[] }>('history', { page })).changes

const make = (one: Agent, name: string) =>
  one.ask<{ id: string; undo: string }>('variable_create', { name, type: 'string', value: PRIVATE })

/** Everything that lies in a directory. */
const bytesIn = (path: string): string =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

for (const [name, open] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('undone elsewhere, byte for byte, and once', async () => {
      await using stack = new AsyncDisposableStack()
      const databaseUrl = await open()
      const world = stack.use(await openWorld({ databaseUrl, now: () => now, ...KEYS }))
      const state = () => JSON.stringify(world.homey.state.variables)
      const { one: first, key } = await agentOn(world)
      const { id } = await make(first, 'Kept')
      const before = state()
      await first.ask('variable_change', { object: id, to: { name: 'Other', value: 'x' } })
      await first.ask('variable_change', { object: id, to: { value: 'y' } })
      const changes = await history(first)
      assert.deepEqual(
        changes.map(({ did }) => did),
        ['changed', 'changed', 'created'],
      )
      if (databaseUrl === undefined) assert.ok(!bytesIn(world.data).includes(PRIVATE))
      const { url } = await openOther(world, stack)
      await using second = await agent({ url }, key)
      assert.deepEqual(await history(second), changes)
      for (const { undo } of changes.slice(0, 2)) await second.ask('undo', { change: undo })
      assert.equal(state(), before)
      // Both gateways at once, or one asked twice: it is made again once.
      const { undo } = await second.ask<{ undo: string }>('remove', {
        ...{ kind: 'variable', object: id },
      })
      const rivals = databaseUrl === undefined ? [second, second, second] : [first, second, first]
      const came = await Promise.all(rivals.map((rival) => rival.call('undo', { change: undo })))
      const told = came.map((said) => (said.isError ? textOf(said) : 'done')).toSorted()
      assert.equal(told.filter((one) => one === 'done').length, 1, told.join('\n'))
      for (const one of told) assert.match(one, /^done$|undone already|no such change/)
      const again = Object.values(world.homey.state.variables).filter((one) => one.name === 'Kept')
      assert.equal(again.length, 1)
      await first.client.close()
      assert.deepEqual(world.errors, [])
    })
  })
}

test('one that could not be undone is free again; what is kept is bounded, and goes with the grant', async () => {
  await using world = await openWorld({ now: () => now, ...KEYS })
  const { one, id } = await agentOn(world)
  const { id: object, undo } = await make(one, 'Edited')
  const { one: other } = await agentOn(world)
  const edit = (value: string) => other.ask('variable_change', { object, to: { value } })
  await edit('by somebody')
  await assert.rejects(one.ask('undo', { change: undo }), /edited it since/)
  await edit(PRIVATE)
  await one.ask('undo', { change: undo })
  assert.equal(world.homey.state.variables[object], undefined)
  // Another client's is nobody's.
  const { undo: others } = await make(other, 'Theirs')
  await assert.rejects(one.ask('undo', { change: others }), /no such change/)
  // The last fifty, and no longer than thirty days.
  const { id: changed } = await make(one, 'Much')
  for (let value = 0; value < 51; value++) {
    await one.ask('variable_change', { object: changed, to: { value: String(value) } })
    now += 2_000
  }
  const pages = await Promise.all([1, 2, 3].map((page) => history(one, page)))
  assert.equal(pages.flat().length, 50)
  assert.ok(pages.flat().every(({ did }) => did === 'changed'))
  now += 30 * DAY
  assert.deepEqual(await history(one), [])
  await make(one, 'Last')
  await world.owner('DELETE', `/keys/${id}`)
  using disk = new DatabaseSync(join(world.data, 'latchkey.db'), { readOnly: true })
  const left = disk.prepare('SELECT count(*) AS rows FROM tool_change WHERE grant_id = ?')
  while (left.get(id)?.['rows'] !== 0) await new Promise((done) => setTimeout(done, 5))
  await Promise.all([one.client.close(), other.client.close()])
  assert.deepEqual(world.errors, [])
})
