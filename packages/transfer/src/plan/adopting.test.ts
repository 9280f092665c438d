// When two objects are the same, and what is written of those that can do without a part.
import assert from 'node:assert/strict'
import test from 'node:test'
import { leaksIn } from './leaks.ts'
import { makePlan } from './make-plan.ts'
import { beforeOf, expectationOf, isSame } from './same.ts'
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

const [ROOT_A, ROOT_B] = [idOf(0), idOf(0, 'b')]

test('two flows that start different ones are not the same, however alike they look', () => {
  const home = (side: 'a' | 'b', started: number) =>
    smallHome(side, [
      flowThatStarts(idOf(1, side), 'Caller', [idOf(started, side)]),
      flowThatStarts(idOf(2, side), 'One', []),
      flowThatStarts(idOf(3, side), 'Two', []),
    ])
  const same = makePlan(home('a', 2), home('b', 2), pairs(), NOW)
  assert.deepEqual(same.steps, [])
  const other = makePlan(home('a', 2), home('b', 3), pairs(), NOW)
  assert.deepEqual(
    made(other.steps).map(({ body }) => Object(body)['name']),
    ['Caller (from Old)'],
  )
})

test('twins are taken one for one', () => {
  const twins = (side: 'a' | 'b', count: number) =>
    smallHome(
      side,
      Array.from({ length: count }, (_, at) => flowThatStarts(idOf(at + 1, side), 'Twin', [])),
    )
  const plan = makePlan(twins('a', 3), twins('b', 2), pairs(), NOW)
  assert.equal(made(plan.steps).length, 1)
  assert.equal(new Set(Object.values(plan.bound)).size, 3, 'two twins and the root')
})

test('a mood and a group do without what is not there, and wait for it', () => {
  const mood: SmallObject = {
    ...{ kind: 'mood', id: idOf(4) },
    content: {
      ...{ name: 'Evening', preset: null, zone: ROOT_A },
      devices: { [idOf(1)]: { state: {} }, [idOf(2)]: { state: {} }, [idOf(9)]: { state: {} } },
    },
  }
  const group = (id: string, members: readonly string[]): SmallObject => ({
    ...{ kind: 'group', id },
    content: { name: `Group ${members.length}`, zone: ROOT_A, class: 'light', deviceIds: members },
  })
  const source = smallHome('a', [
    ...[device(idOf(1), 'Here', ROOT_A), device(idOf(2), 'Gone', ROOT_A), mood],
    ...[group(idOf(5), [idOf(1), idOf(2)]), group(idOf(6), [idOf(2)])],
  ])
  const target = smallHome('b', [device(idOf(1, 'b'), 'Here', ROOT_B)])
  const plan = makePlan(source, target, pairs([idOf(1), idOf(1, 'b')]), NOW)
  const bodies = new Map(made(plan.steps).map(({ source: id, body }) => [id, Object(body)]))
  assert.deepEqual(Object.keys(bodies.get(idOf(4))['devices']), [idOf(1)])
  assert.deepEqual(bodies.get(idOf(5))['deviceIds'], [idOf(1)])
  assert.equal(bodies.has(idOf(6)), false, 'a group of nothing is not made')
  assert.deepEqual(
    plan.held.map(({ object, waitsFor }) => [object, waitsFor]),
    [
      [`group:${idOf(5)}`, [`device:${idOf(2)}`]],
      [`group:${idOf(6)}`, [`device:${idOf(2)}`]],
      [`mood:${idOf(4)}`, [`device:${idOf(2)}`]],
    ],
  )
  assert.ok(plan.byHand.some(({ what }) => what.includes('the old Homey does not have either')))
  assert.deepEqual(leaksIn(plan, source), [])
})

test('what a hub makes of a text and of empty members is no difference; a value is', () => {
  const of = (content: Parameters<typeof isSame>[0]['content']) => ({ content, secrets: undefined })
  assert.ok(isSame(of({ name: 'Lamp ', note: null, args: {} }), of({ name: 'Lamp' })))
  assert.ok(isSame(of({ name: 'Cafe\u0301' }), of({ name: 'Café' })))
  assert.ok(!isSame(of({ name: 'Lamp' }), of({ name: 'lamp' })))
  assert.ok(!isSame(of({ on: false }), of({})))
})

test('secrets are compared where both are known, and never stand in a plan', () => {
  const stub = (hmac: string) => ({ $secret: 'secret-1', hmac })
  const of = (hmac: string, value?: string) => ({
    content: { key: stub(hmac) },
    secrets: value === undefined ? undefined : new Map([['secret-1', value]]),
  })
  assert.ok(isSame(of('x', 'same'), of('y', 'same')))
  assert.ok(!isSame(of('x', 'one'), of('y', 'other')))
  assert.ok(isSame(of('x', 'one'), of('y')), 'what is not known makes no difference')
  assert.equal(expectationOf({ key: stub('x') }), expectationOf({ key: stub('y') }))
  const setting: SmallObject = {
    ...{ kind: 'app-setting', id: 'com.example/key' },
    content: { app: 'com.example', name: 'key', value: stub('x') },
    facts: { copy: 'yes' },
  }
  const app: SmallObject = {
    ...{ kind: 'app', id: 'com.example', content: { enabled: true } },
    facts: { origin: 'appstore', running: true },
  }
  const source = smallHome('a', [app, setting])
  const target = smallHome('b', [app])
  const plan = makePlan(source, target, pairs(), NOW)
  assert.deepEqual(plan.steps, [])
  assert.match(plan.byHand[0]?.what ?? '', /secret that is not in the snapshot/)
  const known = { ...source, secrets: new Map([['secret-1', 'CANARY']]) }
  const written = makePlan(known, target, pairs(), NOW)
  assert.deepEqual(
    written.steps.map(({ verb, undo }) => [verb, undo.how]),
    [['set', 'unset']],
  )
  assert.ok(!JSON.stringify(written).includes('CANARY'))
})

test('a step expects what the target has of what it writes, and nothing else', () => {
  const now = { name: 'a', zone: 'z', settings: { one: 1, two: 2 } }
  assert.deepEqual(beforeOf(now, { name: 'b' }), { name: 'a' })
  assert.deepEqual(beforeOf(now, { settings: { two: 3 } }), { settings: { two: 2 } })
  assert.deepEqual(beforeOf(now, { note: 'x' }), { note: null })
})

test('settings of a device are written where they differ, unless the driver is another', () => {
  const lamp = (side: 'a' | 'b', value: number, driverId: string): SmallObject => ({
    ...device(idOf(1, side), 'Lamp', idOf(0, side), { driverId }),
    content: { name: 'Lamp', zone: idOf(0, side), settings: { speed: value, same: 1 } },
  })
  const source = smallHome('a', [lamp('a', 2, 'homey:app:x:lamp')])
  const planFor = (driver: string) =>
    makePlan(source, smallHome('b', [lamp('b', 1, driver)]), pairs([idOf(1), idOf(1, 'b')]), NOW)
  const [step] = planFor('homey:app:x:lamp').steps
  assert.deepEqual(
    [step?.body, step?.before],
    [{ settings: { speed: 2 } }, { settings: { speed: 1 } }],
  )
  const other = planFor('homey:app:y:lamp')
  assert.deepEqual(other.steps, [])
  assert.ok(other.byHand.some(({ what }) => /another driver here/.test(what)))
})
