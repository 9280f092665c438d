// All flows of the villa, each started once: the same seed does the same, and a card that is changed
// does something else.
import assert from 'node:assert/strict'
import test from 'node:test'
import { startVirtualHomey } from '../index.ts'
import type { Effect, HomeyState } from '../state/homey-state.ts'

const clock = () => new Date('2026-01-01T05:45:00Z')

async function effectsOfAll(arrange: (state: HomeyState) => void): Promise<Effect[]> {
  await using homey = await startVirtualHomey({ home: 'villa', seed: 1, clock })
  const { state } = homey
  arrange(state)
  const headers = { authorization: `Bearer ${homey.key}` }
  for (const [kind, flows] of [
    ['flow', state.flows],
    ['advancedflow', state.advancedFlows],
  ] as const) {
    for (const { id, enabled } of Object.values(flows)) {
      const path = `/api/manager/flow/${kind}/${id}/trigger`
      const response = await fetch(`${homey.address}${path}`, { method: 'POST', headers })
      assert.equal(response.ok, enabled)
      await response.body?.cancel()
      await homey.settled()
    }
  }
  homey.advance(3_600_000)
  await homey.settled()
  return state.effects
}

test('the effects of the villa follow from its seed and its cards', {
  timeout: 120_000,
}, async () => {
  const same = () => undefined
  const first = await effectsOfAll(same)
  const kinds = new Set(first.map((effect) => effect.kind))
  for (const kind of ['capability-set', 'pushed', 'mood-set', 'script-run', 'card-failed']) {
    assert.ok(kinds.has(kind), kind)
  }
  assert.deepEqual(await effectsOfAll(same), first)
  const changed = await effectsOfAll((state) => {
    const flow = Object.values(state.flows).find(
      ({ enabled, conditions }) => enabled && conditions.length === 0,
    )
    const [action] = flow?.actions ?? []
    assert.ok(action)
    action.id = 'homey:manager:notifications:create_notification'
    action['args'] = { text: 'Another card' }
  })
  assert.notDeepEqual(changed, first)
  assert.match(JSON.stringify(changed), /Another card/)
})
