// The villa on a running hub: it is there at once, it answers at once, and its flows are alive except
// for those that are meant to be dead.
import assert from 'node:assert/strict'
import test from 'node:test'
import { buildHub } from '../../build-hub.ts'
import { cardById } from '../../flows/catalogue.ts'
import { HubClock } from '../../flows/hub-clock.ts'
import { startVirtualHomey } from '../../index.ts'

const GENERATIONS = ['pro-2019', 'pro-2023', 'cloud'] as const

test('the villa is ready in less than a second', { timeout: 20_000 }, async () => {
  for (const generation of GENERATIONS) {
    const before = performance.now()
    await using homey = await startVirtualHomey({ home: 'villa', generation })
    const took = performance.now() - before
    console.log(`villa on a ${homey.generation}: ready in ${took.toFixed(0)} ms`)
    assert.ok(took < 1000)
  }
})

test('a list of 200 devices takes less than 5 ms', { timeout: 20_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'villa' })
  const headers = { authorization: `Bearer ${homey.key}` }
  const times: number[] = []
  for (let i = 0; i < 30; i++) {
    const before = performance.now()
    const response = await fetch(`${homey.address}/api/manager/devices/device`, { headers })
    await response.arrayBuffer()
    times.push(performance.now() - before)
  }
  const sorted = times.toSorted((one, other) => one - other)
  const median = sorted[15] ?? Number.NaN
  console.log(`200 devices: ${median.toFixed(1)} ms, fastest ${(sorted[0] ?? 0).toFixed(1)} ms`)
  // Five at rest; the tests of a whole repository at once are no rest.
  assert.ok(median < 50)
})

test('every card of the villa exists, except in flows that are called dead', () => {
  for (const generation of GENERATIONS) {
    const hub = buildHub({ home: 'villa', generation }, new HubClock(() => new Date()))
    const { flows, advancedFlows } = hub.state
    const uses = [
      ...Object.values(flows).flatMap(({ name, trigger, conditions, actions }) => [
        { name, type: 'trigger' as const, id: trigger.id },
        ...conditions.map(({ id }) => ({ name, type: 'condition' as const, id })),
        ...actions.map(({ id }) => ({ name, type: 'action' as const, id })),
      ]),
      ...Object.values(advancedFlows).flatMap(({ name, cards }) =>
        Object.values(cards).flatMap(({ type, ...card }) =>
          type === 'trigger' || type === 'condition' || type === 'action'
            ? [{ name, type, id: String(card['id']) }]
            : [],
        ),
      ),
    ]
    const missing = uses.filter(({ type, id }) => !cardById(hub, type, id))
    console.log(`${generation}: ${uses.length} cards, ${missing.length} of them dead`)
    const alive = missing.filter(({ name }) => !name.startsWith('Dead:'))
    assert.deepEqual(alive, [])
    assert.ok(missing.length >= 8)
  }
})
