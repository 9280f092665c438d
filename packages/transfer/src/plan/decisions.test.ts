// What becomes of single objects: conflicts by policy, what waits, what is selected, and whether a plan
// still fits. On homes that hold only what each test is about.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../json.ts'
import { checkFreshness } from './freshness.ts'
import { mayApply } from './guards.ts'
import { leaksIn } from './leaks.ts'
import { makePlan } from './make-plan.ts'
import type { Step } from './plan.ts'
import { parsePolicy } from './policies.ts'
import { parseWanted } from './selection.ts'
import { simulate } from './simulate.test-support.ts'
import {
  device,
  flowThatStarts,
  idOf,
  made,
  NOW,
  pairs,
  type SmallObject,
  smallHome,
} from './small-home.test-support.ts'

const zone = (id: string, name: string, parent: string): SmallObject => ({
  ...{ kind: 'zone', id, content: { name, parent, icon: 'default' } },
})
const variable = (id: string, name: string, value: string | number): SmallObject => ({
  ...{ kind: 'variable', id, content: { name, type: typeof value, value } },
})
const [ROOT_A, ROOT_B] = [idOf(0), idOf(0, 'b')]

test('zones become one after their names are cleaned, and two of one name are a question', () => {
  const source = smallHome('a', [
    zone(idOf(1), 'Kitchen', ROOT_A),
    zone(idOf(2), 'Lamp', ROOT_A),
    device(idOf(3), 'Spot', idOf(2)),
  ])
  const target = smallHome('b', [
    zone(idOf(1, 'b'), 'kitchen ', ROOT_B),
    zone(idOf(2, 'b'), 'Lamp', ROOT_B),
    zone(idOf(4, 'b'), 'Lamp', ROOT_B),
    device(idOf(3, 'b'), 'Spot', ROOT_B),
  ])
  const plan = makePlan(source, target, pairs([idOf(3), idOf(3, 'b')]), NOW)
  assert.deepEqual(
    plan.kept.filter(({ how }) => how === 'merged').map(({ object, target }) => [object, target]),
    [[`zone:${idOf(1)}`, idOf(1, 'b')]],
  )
  assert.deepEqual(
    plan.undecided.map(({ object, choices }) => [object, choices]),
    [[`zone:${idOf(2)}`, [idOf(2, 'b'), idOf(4, 'b')]]],
  )
  assert.equal(mayApply(plan).may, false)
  assert.deepEqual(made(plan.steps), [])
  assert.deepEqual(leaksIn(plan, source), [], 'the lamp is not put into a zone that is not there')
  const chosen = makePlan(source, target, pairs([idOf(3), idOf(3, 'b')]), {
    ...NOW,
    policies: Object.fromEntries([parsePolicy('zones=rename')]),
  })
  assert.deepEqual(chosen.undecided, [])
  assert.equal(mayApply(chosen).may, true)
})

test('a variable of another type is made under another name, and its value is otherwise left', () => {
  const source = smallHome('a', [variable(idOf(1), 'Mode', 'home'), variable(idOf(2), 'Count', 1)])
  const target = smallHome('b', [
    variable(idOf(1, 'b'), 'Mode', 3),
    variable(idOf(2, 'b'), 'Count', 7),
  ])
  const plan = makePlan(source, target, pairs(), NOW)
  assert.deepEqual(
    made(plan.steps).map(({ body }) => body),
    [{ name: 'Mode (from Old)', type: 'string', value: 'home' }],
  )
  assert.deepEqual(plan.names, { [`variable:${idOf(1)}`]: 'Mode (from Old)' })
  assert.match(
    plan.kept.find(({ object }) => object.includes(idOf(2)))?.because ?? '',
    /stays 7.*has 1/,
  )
  const over = makePlan(source, target, pairs(), { ...NOW, policies: { variable: 'overwrite' } })
  const [step] = over.steps.filter(({ verb }) => verb === 'update')
  assert.deepEqual(
    [step?.body, step?.before, step?.target],
    [{ value: 1 }, { value: 7 }, idOf(2, 'b')],
  )
  assert.equal(over.guards.overwrites, 1)
  const guarded = makePlan(source, target, pairs(), {
    ...NOW,
    policies: { variable: 'overwrite' },
    maxOverwrite: 0,
  })
  assert.deepEqual(mayApply(guarded), {
    ...{ may: false, why: 'guard' },
    reasons: [
      '1 objects of the target would be written over; 0 may be. Allow it with --max-overwrite 1.',
    ],
  })
})

const usingLamp = (id: string, lamp: string): SmallObject => ({
  ...{ kind: 'flow', id },
  content: {
    ...flowThatStarts(id, 'Lamp on', []).content,
    actions: [{ id: `homey:device:${lamp}:on`, args: {}, group: 'then' }],
  },
})
const offers = (...ids: readonly string[]) =>
  [
    ...ids.map((id) => ['action', id] as const),
    ['trigger', 'homey:manager:flow:programmatic_trigger'] as const,
  ].map(([role, id]) => ({ role, id, ownerUri: null, args: {} }) as const)

test('a flow of a device that is not there is held with its id declared, or left out if that is wanted', () => {
  const source = smallHome('a', [
    device(idOf(1), 'Lamp', ROOT_A),
    usingLamp(idOf(2), idOf(1)),
    flowThatStarts(idOf(3), 'Caller', [idOf(2)]),
  ])
  const target = smallHome('b', [], offers('homey:manager:flow:programmatic_trigger'))
  const plan = makePlan(source, target, pairs(), NOW)
  assert.deepEqual(
    plan.held.map(({ object, waitsFor }) => [object, waitsFor]),
    [[`flow:${idOf(2)}`, [`device:${idOf(1)}`]]],
  )
  const [create] = made(plan.steps).filter(({ source: id }) => id === idOf(2))
  assert.deepEqual(create?.placeholders, [`device:${idOf(1)}`])
  const bodies = plan.steps.filter(({ source: id, phase }) => id === idOf(2) && phase === 'cutover')
  assert.deepEqual(
    bodies.map(({ body }) => body),
    [{ name: 'Lamp on' }],
  )
  const without = makePlan(source, target, pairs(), { ...NOW, waiting: 'skip' })
  assert.deepEqual(made(without.steps), [], 'and with it what starts it')
  assert.equal(without.kept.filter(({ because }) => /left out/.test(because)).length, 2)
})

test('what was held is completed once its device is there, and what a person changed is left', () => {
  const source = smallHome('a', [device(idOf(1), 'Lamp', ROOT_A), usingLamp(idOf(2), idOf(1))])
  const bare = smallHome('b', [], offers())
  const first = simulate(makePlan(source, bare, pairs(), NOW), {
    source,
    target: bare,
    mapping: pairs(),
  })
  const lamp = smallHome(
    'b',
    [device(idOf(1, 'b'), 'Lamp', ROOT_B)],
    offers(`homey:device:${idOf(1, 'b')}:on`),
  )
  const target = {
    ...first.target,
    cards: lamp.cards,
    objects: { ...first.target.objects, device: lamp.objects.device },
  }
  const paired = pairs([idOf(1), idOf(1, 'b')])
  const mapping = { ...paired, bindings: [...paired.bindings, ...first.mapping.bindings] }
  const plan = makePlan(source, target, mapping, NOW)
  assert.deepEqual(
    plan.steps.map(({ verb, phase, body }) => [verb, phase, Object(body)['enabled']]),
    [
      ['update', 'build', false],
      ['activate', 'cutover', true],
    ],
  )
  assert.deepEqual(plan.held, [])
  const second = simulate(plan, { source, target, mapping })
  assert.deepEqual(makePlan(source, second.target, second.mapping, NOW).steps, [])
  const [flow] = [...second.target.objects.flow.values()]
  assert.ok(flow?.content['enabled'])
  const edited = { ...flow, content: { ...flow.content, actions: [] }, sha256: '0'.repeat(64) }
  const changed = {
    ...second.target,
    objects: { ...second.target.objects, flow: new Map([[flow.id, edited]]) },
  }
  const third = makePlan(source, changed, second.mapping, NOW)
  assert.deepEqual(third.steps, [])
  assert.match(
    third.kept.find(({ object }) => object.startsWith('flow:'))?.because ?? '',
    /changed there since/,
  )
})

test('what waited for a card alone is switched on once the card is there, if it was the tool that held it', () => {
  const play: SmallObject = {
    ...{ kind: 'flow', id: idOf(1) },
    content: {
      ...flowThatStarts(idOf(1), 'Play', []).content,
      actions: [{ id: 'homey:manager:audio:play', args: {} }],
    },
  }
  const source = smallHome('a', [play], offers('homey:manager:audio:play'))
  const target = smallHome('b', [], offers())
  const plan = makePlan(source, target, pairs(), NOW)
  assert.match(plan.held[0]?.because ?? '', /audio:play" is not offered here/)
  const after = simulate(plan, { source, target, mapping: pairs() })
  const now = { ...after.target, cards: offers('homey:manager:audio:play') }
  assert.deepEqual(makePlan(source, now, after.mapping, NOW).steps, [])
  const heldBefore = plan.held.map(({ object }) => object)
  const again = makePlan(source, now, after.mapping, { ...NOW, heldBefore })
  assert.deepEqual(
    again.steps.map(({ verb, body }) => [verb, body]),
    [['activate', { enabled: true }]],
  )
})

test('a capability that the new model lacks holds the flow, card by card', () => {
  const source = smallHome(
    'a',
    [device(idOf(1), 'Lamp', ROOT_A), usingLamp(idOf(2), idOf(1))],
    offers(`homey:device:${idOf(1)}:on`),
  )
  const app: SmallObject = {
    kind: 'app',
    id: 'com.example',
    content: { enabled: true },
    facts: { running: true },
  }
  const asleep: SmallObject = { ...app, facts: { running: false } }
  const there = device(idOf(1, 'b'), 'Lamp', ROOT_B)
  for (const [apps, reason] of [
    [app, /is not offered by "Lamp" here/],
    [asleep, /app of "Lamp" is not running/],
  ] as const) {
    const plan = makePlan(
      source,
      smallHome('b', [there, apps], offers()),
      pairs([idOf(1), idOf(1, 'b')]),
      NOW,
    )
    assert.match(plan.held[0]?.because ?? '', reason)
  }
})

test('a selection brings what it needs and leaves the rest alone', () => {
  const source = smallHome('a', [
    ...[
      zone(idOf(1), 'Attic', ROOT_A),
      zone(idOf(2), 'Box room', idOf(1)),
      variable(idOf(3), 'Mode', 'x'),
    ],
    ...[
      device(idOf(4), 'Lamp', idOf(2)),
      usingLamp(idOf(5), idOf(4)),
      flowThatStarts(idOf(6), 'Caller', [idOf(5)]),
    ],
  ])
  const target = smallHome(
    'b',
    [device(idOf(4, 'b'), 'Other name', ROOT_B)],
    offers(`homey:device:${idOf(4, 'b')}:on`),
  )
  const planFor = (...words: readonly string[]) =>
    makePlan(source, target, pairs([idOf(4), idOf(4, 'b')]), {
      ...NOW,
      only: words.map(parseWanted),
    })
  const ids = (steps: readonly Step[]) => [...new Set(steps.map(({ source: id }) => id))].sort()
  const caller = planFor('flow:Caller')
  assert.deepEqual(ids(caller.steps), [idOf(5), idOf(6)])
  assert.match(
    caller.steps.find(({ source: id }) => id === idOf(5))?.reason ?? '',
    /the flow "Caller" needs it/,
  )
  assert.deepEqual(ids(planFor('room:Attic').steps), [idOf(1), idOf(2), idOf(4), idOf(5)])
  assert.deepEqual(ids(planFor('variables').steps), [idOf(3)])
  assert.throws(() => planFor('flow:Nobody'), /has nothing for flow "Nobody"/)
  assert.throws(() => parseWanted('nonsense'), RangeError)
  assert.throws(() => parsePolicy('flows=merge'), /Choose one of/)
})

test('a plan knows what changed since it was made, and which steps that is about', () => {
  const lamp = (name: string) =>
    smallHome('b', [device(idOf(1, 'b'), name, ROOT_B), variable(idOf(9, 'b'), 'Own', 1)])
  const home = (name: string) =>
    smallHome('a', [device(idOf(1), 'Lamp', ROOT_A), flowThatStarts(idOf(2), name, [])])
  const [source, target] = [home('Flow'), lamp('Bulb')]
  const plan = makePlan(source, target, pairs([idOf(1), idOf(1, 'b')]), NOW)
  assert.deepEqual(checkFreshness(plan, source, target), { fresh: true, stale: [] })
  const edited = checkFreshness(plan, home('Flow 2'), target)
  assert.deepEqual(
    edited.stale.map(({ object, means, steps }) => [object, means, steps.length]),
    [[`flow:${idOf(2)}`, 'replan', 2]],
  )
  const renamed = checkFreshness(plan, source, lamp('Renamed'))
  assert.deepEqual(
    renamed.stale.map(({ object, means }) => [object, means]),
    [[`device:${idOf(1, 'b')}`, 'refuse']],
  )
  const other = smallHome('b', [device(idOf(1, 'b'), 'Bulb', ROOT_B)])
  assert.deepEqual(
    checkFreshness(plan, source, other),
    { fresh: true, stale: [] },
    'nothing has to do with what is gone',
  )
})

test('a credential that may not write something has it on the checklist', () => {
  const source = smallHome('a', [
    variable(idOf(1), 'Mode', 'x'),
    flowThatStarts(idOf(2), 'Flow', []),
  ])
  const plan = makePlan(source, smallHome('b', []), pairs(), {
    ...NOW,
    allows: (operation) => !operation.startsWith('logic.'),
  })
  const [first] = plan.byHand
  assert.match(first?.what ?? '', /may not write variables \(logic.createVariable\)/)
  assert.deepEqual(
    made(plan.steps).map(({ kind }) => kind),
    ['flow'],
  )
})

test("Homey's own drivers are the same on a Pro 2019, whatever they are called there", () => {
  const socket = (id: string, zone: string, driverId: string, settings: JsonObject) => {
    const { content, ...rest } = device(id, 'Socket', zone, { driverId })
    return { ...rest, content: { ...content, settings } }
  }
  const source = smallHome('a', [
    socket(idOf(1), ROOT_A, 'homey:manager:vdevice:socket', { delay: 5 }),
  ])
  const target = smallHome('b', [
    socket(idOf(1, 'b'), ROOT_B, 'homey:virtualdriversocket:driver', { delay: 1 }),
  ])
  const plan = makePlan(source, target, pairs([idOf(1), idOf(1, 'b')]), NOW)
  assert.deepEqual(
    plan.steps.map(({ verb, body }) => [verb, body]),
    [['update', { settings: { delay: 5 } }]],
  )
  assert.ok(!plan.byHand.some(({ what }) => what.includes('another driver')))
})

/** Which flow starts which: rings, chains and whatever comes of it. */
const homes = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 })

test('flows that start each other in any way arrive pointing at each other', () => {
  fc.assert(
    fc.property(homes, (starts) => {
      const others = (which: readonly number[]) =>
        which.filter((at) => at < starts.length).map((at) => idOf(at + 1))
      const flows = starts.map((which, at) =>
        flowThatStarts(idOf(at + 1), `Flow ${at}`, others(which)),
      )
      const [source, target] = [smallHome('a', flows), smallHome('b', [])]
      const plan = makePlan(source, target, pairs(), NOW)
      assert.deepEqual(leaksIn(plan, source), [])
      const after = simulate(plan, { source, target, mapping: pairs() })
      const ids = new Map(after.mapping.bindings.map(({ source: id, target: to }) => [id, to]))
      for (const { id, content } of flows) {
        const there = after.target.objects.flow.get(ids.get(id) ?? '')
        const started = (value: JsonObject | undefined) =>
          [...JSON.stringify(value?.['actions']).matchAll(/"flow":\{"id":"([^"]+)"/g)].map(
            ([, one]) => one,
          )
        assert.deepEqual(
          started(there?.content),
          started(content).map((one) => ids.get(one ?? '')),
        )
        assert.equal(there?.content['enabled'], true)
      }
      assert.deepEqual(makePlan(source, after.target, after.mapping, NOW).steps, [])
      assert.deepEqual(
        makePlan(source, after.target, pairs(), NOW).steps,
        [],
        'also without the notes',
      )
    }),
    { numRuns: 60 },
  )
})

test('a chain of 5 000 flows is planned, and none of them is patched', () => {
  const length = 5000
  const flows = Array.from({ length }, (_, at) =>
    flowThatStarts(idOf(at + 1), `Flow ${at}`, at + 1 < length ? [idOf(at + 2)] : []),
  )
  const started = performance.now()
  const plan = makePlan(smallHome('a', flows), smallHome('b', []), pairs(), NOW)
  console.log(`5 000 flows in a chain: ${Math.round(performance.now() - started)} ms`)
  assert.equal(plan.steps.filter(({ verb }) => verb === 'patch').length, 0)
  assert.equal(made(plan.steps)[0]?.source, idOf(length))
})
