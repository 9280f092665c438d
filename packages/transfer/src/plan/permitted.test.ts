// What the credential of the target may not write is left to a person, and nothing else is; what a mood
// cannot set is told.
import assert from 'node:assert/strict'
import test from 'node:test'
import { makePlan } from './make-plan.ts'
import {
  device,
  flowThatStarts,
  idOf,
  pairs,
  type SmallObject,
  smallHome,
} from './small-home.test-support.ts'

const NOW = { madeAt: '2026-05-01T12:00:00.000Z' }
const [ROOT_A, ROOT_B] = [idOf(0), idOf(0, 'b')]
const REFUSED = 'What the key for the target may not do'

const set = (object: SmallObject, settings: Record<string, number>): SmallObject => ({
  ...object,
  content: { ...object.content, settings },
})

test('of a device that part is written that may be', () => {
  const source = smallHome('a', [set(device(idOf(1), 'Lamp', ROOT_A), { delay: 5 })])
  const target = smallHome('b', [set(device(idOf(1, 'b'), 'New lamp', ROOT_B), { delay: 1 })])
  const bound = pairs([idOf(1), idOf(1, 'b')])
  const may = (...refused: string[]) =>
    makePlan(source, target, bound, { ...NOW, allows: (one) => !refused.includes(one) })
  assert.deepEqual(
    may().steps.map(({ body }) => body),
    [{ name: 'Lamp' }, { settings: { delay: 5 } }],
  )
  const some = may('devices.setDeviceSettings')
  assert.deepEqual(
    some.steps.map(({ body }) => body),
    [{ name: 'Lamp' }],
  )
  assert.deepEqual(
    some.byHand.filter(({ group }) => group === REFUSED).map(({ instead }) => instead),
    [false],
  )
  const none = may('devices.setDeviceSettings', 'devices.updateDevice')
  assert.deepEqual(none.steps, [])
  assert.match(
    none.byHand.find(({ group }) => group === REFUSED)?.what ?? '',
    /may not write devices/,
  )
})

test('what could not be given its name is not made', () => {
  const source = smallHome('a', [flowThatStarts(idOf(1), 'Flow', [])])
  const allows = (one: string): boolean => one !== 'flow.updateFlow'
  const plan = makePlan(source, smallHome('b', []), pairs(), { ...NOW, allows })
  assert.deepEqual(plan.steps, [])
  assert.match(plan.byHand[0]?.what ?? '', /flow\.updateFlow/)
})

test('a key that changes only its own makes things, and changes none', () => {
  const source = smallHome('a', [
    set(device(idOf(1), 'Lamp', ROOT_A), { delay: 5 }),
    flowThatStarts(idOf(2), 'Flow', []),
  ])
  const target = smallHome('b', [set(device(idOf(1, 'b'), 'Lamp', ROOT_B), { delay: 1 })])
  const bound = pairs([idOf(1), idOf(1, 'b')])
  const plan = makePlan(source, target, bound, { ...NOW, limits: ['own'] })
  assert.deepEqual(new Set(plan.steps.map(({ kind }) => kind)), new Set(['flow']))
  const said = plan.byHand.filter(({ group }) => group === REFUSED).map(({ what }) => what)
  assert.equal(said.length, 2)
  assert.ok(said.some((what) => /only what it made itself/.test(what)))
  assert.ok(said.some((what) => /has limits \(own\)/.test(what)))
})

test('what a mood sets and its device cannot is told', () => {
  const mood: SmallObject = {
    ...{ kind: 'mood', id: idOf(4) },
    content: {
      ...{ name: 'Evening', preset: null, zone: ROOT_A },
      devices: { [idOf(1)]: { state: { onoff: true, dim: 0.4 } } },
    },
  }
  const plan = (capabilities: string[]) =>
    makePlan(
      smallHome('a', [device(idOf(1), 'Lamp', ROOT_A), mood]),
      smallHome('b', [device(idOf(1, 'b'), 'Plug', ROOT_B, { capabilities })]),
      pairs([idOf(1), idOf(1, 'b')]),
      NOW,
    )
  const told = (capabilities: string[]) =>
    plan(capabilities).byHand.filter(({ object }) => object === `mood:${idOf(4)}`)
  assert.deepEqual(told(['onoff', 'dim']), [])
  assert.match(told(['onoff'])[0]?.what ?? '', /sets dim of "Lamp", which "Plug" does not have/)
})
