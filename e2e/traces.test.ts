// What a client left behind is taken back: the house is as before the key was made, on every kind of hub
// and on both databases.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bothDatabases } from './postgres.ts'
import { buildFlows, buildReferred, buildRest, buildScripts } from './traces-build.ts'
import { BUILDER, house, revoked } from './traces-world.ts'
import { openWorld } from './world.ts'

const IN_TIME = { timeout: 180_000 }

for (const [name, address] of Object.entries(bothDatabases())) {
  describe(name, () => {
    test('restore: a Pro 2023 is as before', IN_TIME, async () => {
      await using world = await openWorld({ home: 'villa', databaseUrl: await address() })
      const before = house(world)
      const { id, key } = await world.fullKey('Builder', BUILDER)
      for (const build of [buildFlows, buildReferred, buildRest, buildScripts]) {
        const since = house(world)
        await build(world, key)
        assert.notEqual(house(world), since)
      }
      const undo = await revoked(world, id, 'restore')
      assert.deepEqual(undo.left, [])
      assert.equal(undo.problem, null)
      assert.equal(house(world), before)
      assert.deepEqual(world.errors, [])
    })

    // Which hub it is the database does not know, and the villa takes a while.
    const skip = name === 'PostgreSQL'
    test('restore: a Pro 2019 is as before', { ...IN_TIME, skip }, async () => {
      await using world = await openWorld({ home: 'villa', generation: 'pro-2019' })
      const before = house(world)
      const { id, key } = await world.fullKey('Builder', BUILDER)
      await buildFlows(world, key)
      assert.notEqual(house(world), before)
      const undo = await revoked(world, id, 'restore')
      assert.deepEqual(undo.left, [])
      assert.equal(house(world), before)
      assert.deepEqual(world.errors, [])
    })
  })
}
