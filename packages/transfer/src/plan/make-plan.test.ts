// Plans between the virtual homes: nothing is forgotten, nothing leaks, and whoever does what a plan says
// has nothing left to plan.
import assert from 'node:assert/strict'
import { loadavg } from 'node:os'
import test from 'node:test'
import { KIND_NAMES, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { mappingOf, snapshotOf } from './homes.test-support.ts'
import { leaksIn } from './leaks.ts'
import { makePlan } from './make-plan.ts'
import type { TransferPlan } from './plan.ts'
import { countsOf, countsTable } from './show/counts.ts'
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
    // What was not renamed is found again even if nobody noted that it was made.
    if (Object.keys(plan.names).length > 0) return
    assert.deepEqual(makePlan(source, after.target, mapping, MADE_AT).steps, [])
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

test('an old villa to the moved one: where everything goes', () => {
  const plan = makePlan(old, moved, mappingOf(old, moved), MADE_AT)
  console.log(countsTable(plan, old))
  for (const [kind, { source, ...to }] of countsOf(plan, old)) {
    assert.equal(
      Object.values(to).reduce((sum, one) => sum + one, 0),
      source,
      kind,
    )
    assert.equal(to.undecided, 0, kind)
  }
  const { steps, byHand } = plan
  const patched = steps.filter(({ verb }) => verb === 'patch').map(({ name }) => name)
  const rings = ['Ring 1', 'Ring 2', 'Ring 3', 'Ring 4', 'Shared', 'Left 1', 'Left 2', 'Right 1']
  assert.deepEqual(
    patched.toSorted(),
    [
      ...[...rings, 'Right 2', 'Starts itself', 'Restarts itself', 'Ping', 'Pong'],
      ...['Standard of the pair', 'Advanced of the pair'],
      ...['Switches its partner off', 'Switches its partner on'],
    ].toSorted(),
    'members of circles and nobody else',
  )
  const words = byHand.filter(({ instead }) => instead).map(({ what }) => what)
  for (const wanted of [
    /^Volume: 0.35/,
    /^Brightness of the LED ring/,
    /^Price of a kilowatt/,
    /^Voice/,
  ]) {
    assert.ok(
      words.some((what) => wanted.test(what)),
      'what only the old Homey has is told',
    )
  }
  const held = new Map(plan.held.map(({ name, because }) => [name, because]))
  assert.match(held.get('Say the mode') ?? '', /speech-output:say" is not offered here/)
  assert.match(held.get('Dead: starting app') ?? '', /app com.example.slow is not running/)
  assert.match(held.get('Dead: device') ?? '', /not there on the old Homey either/)
  const pond = plan.held.filter(
    ({ name, object }) =>
      (object.startsWith('flow:') && name?.startsWith('Pond at')) || name?.startsWith('Pond power'),
  )
  assert.equal(pond.length, 18, 'the flows of the dimmer that was left behind')
  assert.ok(!JSON.stringify(plan).includes('SECRET-'), 'no secret is in a plan')
})

test('an old villa where somebody has begun: what clashes gets a name beside it', () => {
  const plan = makePlan(old, begun, mappingOf(old, begun), MADE_AT)
  const from = old.manifest.hub.name
  assert.deepEqual(Object.values(plan.names).toSorted(), [
    `Good morning (from ${from})`,
    `Mode (from ${from})`,
    `Wall tablet (from ${from})`,
  ])
  const washes = plan.kept.find(({ name }) => name === 'Washes')
  assert.deepEqual(washes?.how, 'skipped')
  assert.equal(plan.guards.overwrites, 0)
})

test('a plan of the villa takes no longer than a second, and not much memory', () => {
  const mapping = mappingOf(old, moved)
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    makePlan(old, moved, mapping, MADE_AT)
    return Math.round(performance.now() - started)
  }).toSorted((a, b) => a - b)
  const [memory, load] = [Math.round(process.memoryUsage().rss / 1e6), loadavg()[0]?.toFixed(1)]
  console.log(
    `plan of the villa: ${times.join(', ')} ms, ${memory} MB with six homes, load ${load}`,
  )
  assert.ok((times[0] ?? 0) <= 1000)
})
