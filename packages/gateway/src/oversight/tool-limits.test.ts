// Limits of tools: what holds where an owner says nothing, the stricter of two, and how many objects a call changes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withItem } from '../limits/home.ts'
import * as home from '../limits/small-home.test-support.ts'
import { Counts } from './counts.ts'
import { objectsChanged } from './spread.ts'
import { takeToolCall } from './tool-calls.ts'
import { bothToolLimits, TOOL_LIMIT_NAMES, toolLimit } from './tool-limits.ts'

const GRANT = { id: 'g', client: 'Agent', restrictions: null }

test('where an owner says nothing sixty calls a minute do something, and the next waits for the first', () => {
  const counts = new Counts()
  for (let call = 0; call < 60; call++) {
    assert.equal(takeToolCall(GRANT, 'writes', counts, call * 500), undefined)
  }
  assert.equal(takeToolCall(GRANT, 'writes', counts, 30_000)?.wait, 30)
  // Reads, and other grants, are counted by themselves.
  assert.equal(takeToolCall(GRANT, 'reads', counts, 30_000), undefined)
  assert.equal(takeToolCall({ ...GRANT, id: 'h' }, 'writes', counts, 30_000), undefined)
  assert.equal(takeToolCall(GRANT, 'writes', counts, 60_000), undefined)
  assert.deepEqual([toolLimit(null, 'at-once'), toolLimit(null, 'removals')], [20, 10])
})

const MOST = fc.nat(10_000)
const LIMITS = fc.option(
  fc.record(
    { reads: MOST, writes: MOST, 'at-once': MOST, changes: MOST, removals: MOST },
    { requiredKeys: [] },
  ),
  { nil: undefined },
)

test('of two neither allows more than both', () => {
  fc.assert(
    fc.property(LIMITS, LIMITS, (one, other) => {
      const both = bothToolLimits(one, other)
      for (const name of TOOL_LIMIT_NAMES) {
        const said = [one?.[name], other?.[name]].filter((most) => most !== undefined)
        assert.equal(both?.[name], said.length === 0 ? undefined : Math.min(...said))
      }
    }),
    { numRuns: 200 },
  )
})

const call = (id: string, ids: Readonly<Record<string, string>>, body?: unknown) => {
  const { matched } = home.callOf(id, ids)
  return { operation: matched.operation, ids, body }
}

const sets = (deviceId: string) =>
  call('devices.setCapabilityValue', { deviceId, capabilityId: 'onoff' })

const changed = (...calls: readonly ReturnType<typeof call>[]) => objectsChanged(calls, home.HOME)

test('a call changes what it names, the members of a group, what a mood sets, and what a Flow acts on', () => {
  assert.equal(changed(sets(home.LAMP)), 1)
  // The group itself and its two members, each counted once however often it is set.
  assert.equal(changed(sets(home.MIXED)), 3)
  assert.equal(changed(sets(home.MIXED), sets(home.LAMP), sets(home.BED)), 3)
  assert.equal(changed(call('moods.setMood', { id: home.MOOD })), 1)
  assert.equal(changed(call('flow.triggerFlow', { id: home.COOK })), 1)
  assert.equal(changed(call('flow.triggerAdvancedFlow', { id: home.CANVAS })), 1)
  // What is started by what is started, and in a circle once.
  const both = home.flow([home.does(home.BED), home.starts(home.COOK), home.starts(home.STARTER)])
  const round = withItem(home.HOME, 'flow', home.STARTER, both)
  assert.equal(objectsChanged([call('flow.triggerFlow', { id: home.STARTER })], round), 2)
  // What is made has no id, and what is not there counts as one.
  const made = (name: string) => call('logic.createVariable', {}, { name })
  assert.equal(changed(made('a'), made('b'), made('a')), 2)
  assert.equal(changed(call('flow.triggerFlow', { id: home.NOBODY })), 1)
})
