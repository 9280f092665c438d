// Plans between the virtual homes: nothing is forgotten, nothing leaks, and whoever does what a plan says
// has nothing left to plan.
import assert from 'node:assert/strict'
import test from 'node:test'
import { KIND_NAMES, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { mappingOf, snapshotOf } from './homes.test-support.ts'
import { leaksIn } from './leaks.ts'
import { makePlan } from './make-plan.ts'
import type { TransferPlan } from './plan.ts'
import { simulate } from './simulate.test-support.ts'

const MADE_AT = { madeAt: '2026-05-01T12:00:00Z' }

const old = await snapshotOf('villa', 'pro-2019')
const villa = await snapshotOf('villa')
const moved = await snapshotOf('villa-moved')
const begun = await snapshotOf('villa-begun')
const empty = await snapshotOf('empty')
const apartment = await snapshotOf('apartment')

const PAIRS: readonly (readonly [string, Snapshot, Snapshot])[] = [
  ['an old villa to the moved one', old, moved],
  ['a villa to the moved one', villa, moved],
  ['an old villa to an empty home', old, empty],
  ['an old villa to one where somebody has begun', old, begun],
  ['an apartment to an empty home', apartment, empty],
  ['an apartment to an old Homey', apartment, await snapshotOf('empty', 'pro-2019')],
]

/** How often each object of the source is accounted for. A step and a word that it waits are one. */
function accounts(plan: TransferPlan, source: Snapshot): ReadonlyMap<ObjectKey, number> {
  const count = new Map<ObjectKey, number>()
  const add = (keys: Iterable<ObjectKey>): void => {
    for (const key of new Set(keys)) count.set(key, (count.get(key) ?? 0) + 1)
  }
  const held = new Set(plan.held.map(({ object }) => object))
  const kept = new Set(plan.kept.map(({ object }) => object))
  add(held)
  // What is only cut over is kept and has a step; what waits may have steps.
  add(
    plan.steps
      .map(({ kind, source }) => keyOf({ kind, id: source }))
      .filter((key) => !held.has(key) && !kept.has(key)),
  )
  for (const { object } of plan.kept) add([object])
  for (const { object, instead } of plan.byHand) if (instead && object !== null) add([object])
  for (const { object } of plan.undecided) add([object])
  for (const kind of KIND_NAMES) {
    for (const id of source.objects[kind].keys()) {
      const key = keyOf({ kind, id })
      if (!count.has(key)) count.set(key, 0)
    }
  }
  return count
}

for (const [what, source, target] of PAIRS) {
  test(`${what}: every object is accounted for exactly once, and no id leaks`, () => {
    const mapping = mappingOf(source, target)
    const plan = makePlan(source, target, mapping, MADE_AT)
    const wrong = [...accounts(plan, source)].filter(([, count]) => count !== 1)
    assert.deepEqual(wrong, [])
    assert.deepEqual(leaksIn(plan, source), [])
    assert.deepEqual(makePlan(source, target, mapping, MADE_AT), plan, 'it is a pure function')
    assert.deepEqual(source.manifest.stable, true)
  })

  test(`${what}: after the steps nothing is left to plan`, () => {
    const mapping = mappingOf(source, target)
    const plan = makePlan(source, target, mapping, MADE_AT)
    const after = simulate(plan, { source, target, mapping })
    const again = makePlan(source, after.target, after.mapping, MADE_AT)
    assert.deepEqual(again.steps, [])
    assert.equal(again.held.length, plan.held.length)
    // Nothing but renamed objects is found only by what was noted when they were made.
    const unnoted = makePlan(source, after.target, mapping, MADE_AT)
    const renamed = new Set(Object.keys(plan.names))
    const unexpected = unnoted.steps.filter(
      ({ kind, source: id, verb }) =>
        verb === 'create' && !renamed.has(keyOf({ kind, id })) && renamed.size === 0,
    )
    assert.deepEqual(unexpected, [])
  })

  test(`${what}: nothing is switched on before the barrier, and nothing that waits ever`, () => {
    const plan = makePlan(source, target, mappingOf(source, target), MADE_AT)
    const held = new Set(plan.held.map(({ object }) => object))
    const flows = plan.steps.filter(({ kind }) => kind === 'flow' || kind === 'advanced-flow')
    for (const step of flows) {
      const on = JSON.stringify(step.body).includes('"enabled":true')
      if (step.phase === 'build') assert.equal(on, false, step.id)
      if (held.has(keyOf({ kind: step.kind, id: step.source }))) assert.equal(on, false, step.id)
    }
  })
}
