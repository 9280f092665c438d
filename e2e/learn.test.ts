// Learn, lock, run again, with the unmodified official client, over HTTP and over the socket, on both
// databases: nothing is refused; and with any one permission fewer something is.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ChangedKeyView, NarrowView, UsageView } from '@latchkey/gateway'
import { ACTS, NEEDED, refusals, tickedKey } from './learn.ts'
import { type AnyWorld, BY } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { openWorld } from './world.ts'

const IN_TIME = { timeout: 30_000 }

const DATABASES = bothDatabases()

const learn = (world: AnyWorld, id: string) =>
  world.owner<UsageView>('POST', `/keys/${id}/learn`, { for: '24h' })
const narrow = (world: AnyWorld, id: string, query = '') =>
  world.owner<NarrowView>('GET', `/keys/${id}/narrow${query}`)
const lock = async (world: AnyWorld, id: string, found: NarrowView) => {
  assert.ok(found.change)
  return change(world, id, found.change)
}
const change = (world: AnyWorld, id: string, body: object) =>
  world.owner<ChangedKeyView>('PUT', `/keys/${id}`, body)

for (const [name, database] of Object.entries(DATABASES)) {
  describe(name, () => {
    // What is refused for want of one does not hang on the database, and takes dozens of rounds.
    const isAll = name === 'SQLite'
    for (const by of isAll ? BY : BY.slice(0, 1)) {
      test(
        `over ${by}: learned and locked, nothing is refused; one fewer, something is`,
        IN_TIME,
        async () => {
          await using world = await openWorld({ databaseUrl: await database() })
          const { id, key } = await tickedKey(world)
          await learn(world, id)
          assert.deepEqual(await refusals(world, key, by), [])
          const found = await narrow(world, id)
          const listened = by === 'socket' ? ['device:read'] : []
          assert.deepEqual(found.permissions, [...new Set([...NEEDED, ...listened])].sort())
          assert.deepEqual(found.added, [])
          assert.ok(found.change)
          assert.deepEqual((await change(world, id, found.change)).permissions, found.permissions)
          assert.deepEqual(await refusals(world, key, by), [])
          for (const one of isAll ? found.permissions : found.permissions.slice(0, 1)) {
            const rest = found.permissions.filter((other) => other !== one)
            await change(world, id, { permissions: rest })
            const refused = await refusals(world, key, by)
            assert.ok(refused.length > 0, `without ${one}`)
          }
          assert.deepEqual(world.errors, [])
        },
      )

      test(`over ${by}: locked to the objects as well`, IN_TIME, async () => {
        await using world = await openWorld({ databaseUrl: await database() })
        const { id, key } = await tickedKey(world)
        await learn(world, id)
        const acts = Object.keys(ACTS).filter((act) => !act.includes('scripts'))
        assert.deepEqual(await refusals(world, key, by, acts), [])
        const found = await narrow(world, id, '?objects=true')
        const names = found.objects.map((one) => `${one.list} ${one.name}`)
        assert.deepEqual(names, [
          ...['devices Counter light', 'devices Front door', 'flows Lights out'],
          ...['moods Cooking', 'variables Message'],
        ])
        await lock(world, id, found)
        assert.deepEqual(await refusals(world, key, by, acts), [])
        for (const { list, id: object } of isAll ? found.objects : found.objects.slice(0, 1)) {
          const lists = found.limits?.[list] ?? []
          const left = lists.filter((one) => one !== object)
          const instead = left.length > 0 ? left : NOTHING[list]
          await change(world, id, { limits: { [list]: instead } })
          const refused = await refusals(world, key, by, acts)
          assert.ok(refused.length > 0, `without ${list} ${object}`)
          await change(world, id, { limits: { [list]: lists } })
        }
        assert.deepEqual(await refusals(world, key, by, acts), [])
        assert.deepEqual(world.errors, [])
      })
    }
  })
}

for (const generation of ['pro-2019', 'cloud'] as const) {
  test(
    `${generation}: learned and locked, to the objects as well, nothing is refused`,
    IN_TIME,
    async () => {
      await using world = await openWorld({ generation })
      const { id, key } = await tickedKey(world)
      await learn(world, id)
      const acts = Object.keys(ACTS).filter((act) => !act.includes('scripts'))
      assert.deepEqual(await refusals(world, key, 'HTTP', acts), [])
      const found = await narrow(world, id, '?objects=true')
      const needed = NEEDED.filter(
        (one) => !['app-settings:read', 'homeyscript:read'].includes(one),
      )
      assert.deepEqual(found.permissions, needed)
      assert.equal(found.objects.length, 5)
      await lock(world, id, found)
      assert.deepEqual(await refusals(world, key, 'HTTP', acts), [])
      assert.deepEqual(world.errors, [])
    },
  )
}

// Another object of each list, as no list may be empty.
const NOTHING: Readonly<Record<string, readonly string[]>> = {
  flows: ['Good morning'],
  moods: ['Movie'],
  variables: ['Guests'],
}
