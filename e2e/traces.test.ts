// What a client left behind is taken back: the house is as before the key was made, on every kind of hub
// and on both databases.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { card, FRESH, flowOf, idOf } from './limited.ts'
import { connect } from './official.ts'
import { bothDatabases } from './postgres.ts'
import { BUILDER, house, revoked, tracesOf } from './traces-world.ts'
import { openWorld } from './world.ts'

const IN_TIME = { timeout: 60_000 }

for (const [name, address] of Object.entries(bothDatabases())) {
  describe(name, () => {
    test('restore: a Pro 2023 is as before', IN_TIME, async () => {
      await using world = await openWorld({ home: 'villa', databaseUrl: await address() })
      const before = house(world)
      const made = await world.fullKey('Builder', BUILDER)
      const api = await connect(world.url, made.key)
      try {
        await build(api, world)
      } finally {
        api.destroy()
      }
      assert.notEqual(house(world), before)
      const undo = await revoked(world, made.id, 'restore')
      assert.deepEqual(undo.left, [])
      assert.equal(house(world), before)
      assert.deepEqual(world.errors, [])
    })
  })
}
void [card, flowOf, FRESH, idOf, tracesOf]

// biome-ignore lint/suspicious/noExplicitAny: the official client is taken as it runs
async function build(api: any, world: Parameters<typeof house>[0]): Promise<void> {
  const folder = await api.flow.createFlowFolder({ flowfolder: { name: 'Mine' } })
  const flow = await api.flow.createFlow({ flow: { ...flowOf([]), folder: folder.id } })
  await api.flow.updateFlow({ id: flow.id, flow: { name: 'Mine too' } })
  const old = Object.values(world.homey.state.flows)
  await api.flow.updateFlow({ id: old[0]?.id, flow: { name: 'Changed', enabled: false } })
  await api.flow.deleteFlow({ id: old[1]?.id })
}
