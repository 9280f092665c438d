// What the flows of the villa do is the same on every run, and another thing when a card is another.
import assert from 'node:assert/strict'
import test from 'node:test'
import { startFlow } from '../../behaviours/flows.ts'
import { buildHub } from '../../build-hub.ts'
import { FlowEngine } from '../../flows/engine.ts'
import { HubClock } from '../../flows/hub-clock.ts'
import type { HomeyState } from '../../state/homey-state.ts'

/** Starts every flow that is on, lets two days pass, and gives back what happened. */
function effectsOf(change: (state: HomeyState) => void = () => undefined): readonly unknown[] {
  const time = new HubClock(() => new Date('2026-06-01T00:00:30Z'))
  const hub = buildHub({ home: 'villa', seed: 'effects' }, time)
  // Scripts run in a process of their own and finish in any order.
  Object.assign(hub.state.apps['com.athom.homeyscript'] ?? {}, { state: 'stopped' })
  change(hub.state)
  const engine = new FlowEngine(hub, time)
  for (const flow of [
    ...Object.values(hub.state.flows),
    ...Object.values(hub.state.advancedFlows),
  ]) {
    if (flow.enabled) startFlow(hub, flow)
  }
  time.advance(48 * 3600 * 1000)
  engine.stop()
  return hub.state.effects
}

test('the flows of the villa do the same every time', { timeout: 60_000 }, () => {
  const first = effectsOf()
  const kinds = new Map<string, number>()
  for (const { kind } of first as readonly { readonly kind: string }[]) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  console.log('effects:', first.length, JSON.stringify(Object.fromEntries(kinds)))
  assert.ok(first.length > 1000)
  assert.deepEqual(effectsOf(), first)
})

test('another card makes another thing happen', { timeout: 60_000 }, () => {
  const changed = effectsOf((state) => {
    const flow = Object.values(state.flows).find(({ name }) => name === 'Movie time')
    const [action] = flow?.actions ?? []
    const other = Object.values(state.moods).find(({ name }) => name === 'Relax')
    if (action && other) action.id = `homey:mood:${other.id}:set`
  })
  assert.notDeepEqual(changed, effectsOf())
})
