// The model of a hub against the virtual Homey, over real sockets.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS } from '@latchkey/catalogue'
import { HOME_KINDS } from '../limits/home.ts'
import { until, World } from './live.test-support.ts'

const LONG = { timeout: 60_000 }

for (const generation of GENERATIONS) {
  test(
    `${generation}: the model holds what the hub holds, and is told what happens`,
    LONG,
    async () => {
      await using world = await World.open({ generation })
      const { model } = world.live
      const held = () => world.live.model.present
      assert.equal(held(), undefined)
      const state = await model.known(20_000)
      assert.ok(state)
      const { devices, zones, flows } = world.homey.state
      assert.deepEqual([...state.items.device.keys()], Object.keys(devices))
      assert.deepEqual([...state.items.zone.keys()], Object.keys(zones))
      assert.deepEqual([...state.items.flow.keys()], Object.keys(flows))
      for (const kind of HOME_KINDS) assert.equal(model.stateOf(kind), 'live', kind)
      const told: string[] = []
      model.listen({ onChange: ({ kind, change, id }) => told.push(`${kind} ${change} ${id}`) })
      const [zone = ''] = Object.keys(zones)
      await world.behind({
        operation: 'zones.updateZone',
        parameters: { id: zone, zone: { name: 'House' } },
      })
      await until('the zone', () => told.length > 0)
      assert.deepEqual(told, [`zone update ${zone}`])
      assert.equal(held()?.items.zone.get(zone)?.['name'], 'House')
      assert.notEqual(state.items.zone.get(zone)?.['name'], 'House', 'a state never changes')
      assert.equal(held()?.items.device, state.items.device, 'the rest is shared')
    },
  )
}
