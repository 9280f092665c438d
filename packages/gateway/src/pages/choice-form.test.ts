// The form says exactly the choice, so that what is shown again is what was chosen; and what would be safer is
// less, for every permission that there is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DANGERS, PERMISSIONS, permissionWords } from '@latchkey/catalogue'
import fc from 'fast-check'
import { allOf, type Choice, PICK_NAMES, PICKS } from '../authorization/choice.ts'
import { DAYS } from '../oversight/hours.ts'
import { choiceIn, fieldsOf, LIFE_NAMES, LIVES } from './choice-form.ts'
import { applied, saferParts, saferSteps, stepIn } from './safer.ts'

const IDS = ['a', 'b:c', 'ask:all', '__proto__x']
const lists = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1 })
const picks = fc.record(
  Object.fromEntries(
    PICK_NAMES.map((name) => [
      name,
      fc.record(Object.fromEntries(PICKS[name].map((list) => [list, lists])), {
        requiredKeys: [],
        noNullPrototype: true,
      }),
    ]),
  ),
  { requiredKeys: [] },
)
const span = fc
  .record({
    days: fc.subarray([...DAYS], { minLength: 1 }),
    from: fc.nat(1_439),
    until: fc.integer({ min: 1, max: 1_440 }),
  })
  .filter(({ from, until }) => from !== until)
  .map(({ days, ...times }) => (days.length < 7 ? { days, ...times } : times))
const choices: fc.Arbitrary<Choice> = fc
  .record({
    permissions: fc.subarray([...PERMISSIONS.keys()]),
    ...{ only: picks, own: fc.boolean(), drafts: fc.boolean() },
    schedule: fc.option(
      fc.oneof(
        fc.constant([]),
        span.map((one) => [one]),
      ),
    ),
    askFirst: fc.record({
      all: fc.boolean(),
      dangers: fc.subarray([...DANGERS]),
      permissions: fc.subarray([...PERMISSIONS.keys()]),
    }),
    life: fc.constantFrom(...LIFE_NAMES.map((name) => LIVES[name])),
  })
  .map((choice) => structuredClone(choice))

test('a choice that is sent again is the same choice', () => {
  fc.assert(
    fc.property(choices, (choice) => {
      const sent = Object.fromEntries(new URLSearchParams({ ...fieldsOf(choice) }))
      assert.deepEqual({ ...choiceIn(sent) }, { ...choice })
    }),
    { numRuns: 200 },
  )
})

test('who ticks or changes something and forgets to say "only" means it; who takes "only" back means that', () => {
  const days = Object.fromEntries(DAYS.map((day) => [`day:${day}`, 'on']))
  const shown = { ...days, hours: 'always', from: '08:00', until: '22:00' }
  assert.equal(choiceIn(shown).schedule, null)
  assert.deepEqual(choiceIn({ ...shown, until: '20:00' }).schedule, [{ from: 480, until: 1_200 }])
  assert.equal(choiceIn({ ...shown, until: '20:00', 'was:hours': 'some' }).schedule, null)
  assert.equal(choiceIn({ hours: 'always', from: '08:00', until: '22:00' }).schedule?.length, 0)
  assert.deepEqual(choiceIn({ where: 'all', 'z:k': 'on' }).only, { where: { zones: ['k'] } })
  assert.deepEqual(choiceIn({ where: 'all', 'z:k': 'on', 'was:where': 'some' }).only, {})
})

test('whatever stands in the fields, a choice comes of it', () => {
  const field = fc.constantFrom('hours', 'from', 'until', 'life', 'where', 'p:', 'day:mon', 'z:')
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(field, fc.string()), fc.string()), (fields) => {
      const { schedule, life } = choiceIn({ hours: 'some', ...fields })
      assert.ok(schedule === null || schedule.every(({ from, until }) => from !== until))
      assert.ok(Object.values(LIVES).includes(life as 3_600_000))
    }),
    { numRuns: 300 },
  )
})

/** What the words of a step promise. */
const PROMISES: readonly (readonly [step: RegExp, words: RegExp])[] = [
  [/^ask$/, /^ask me every time/],
  [/^own$/, /it (?:made|makes) itself/],
  [/^drafts$/, /left off until/],
  [/^hours$/, /on the days and hours/],
  [/^hour$/, /^stop after an hour$/],
  [/^no-removing$/, /not remove/],
  [/^pick:(?:flows)$/, /Flows? ?(?:folders)? that you choose/],
  [/^pick:where$/, /(?:devices|rooms|zones|groups|cameras|lights) that you choose/],
  [/^pick:moods$/, /moods that you choose/],
  [/^pick:variables$/, /variables that you choose/],
  [/^pick:dashboards$/, /dashboards that you choose/],
  [/^pick:scripts$/, /scripts that you choose/],
  [/^pick:apps$/, /apps that you choose/],
  [
    /^without$/,
    /leave this out|yourself|^install apps|without passwords|no other app comes|^switch it/,
  ],
]

test('every part of what would be safer is a step that does what it says, or advice', () => {
  for (const [name] of PERMISSIONS) {
    const parts = saferParts(permissionWords(name, 'en')?.safer ?? '')
    const steps = saferSteps(name)
    assert.equal(steps.length, parts.length, name)
    for (const [at, step] of steps.entries()) {
      if (step === null) continue
      const promise = PROMISES.find(([of]) => of.test(step))
      assert.match(parts[at] ?? '', promise?.[1] ?? /never/, `${name} ${step}`)
      assert.deepEqual(stepIn(`${name} ${at}`), { step, permission: name })
    }
  }
})

test('a step takes something away, and gives nothing', () => {
  const all = allOf([...PERMISSIONS.keys()])
  for (const [name] of PERMISSIONS) {
    for (const step of saferSteps(name)) {
      if (step === null) continue
      const less = applied(step, all, name)
      assert.notDeepEqual(less, all, `${name} ${step}`)
      assert.ok(less.permissions.every((one) => all.permissions.includes(one)))
      assert.deepEqual(applied(step, less, name), less, 'twice is once')
    }
  }
  for (const value of ['', 'x 0', 'flow:create 7', 'flow:create', '__proto__ 0']) {
    const found = stepIn(value)
    assert.ok(found === undefined || value === 'flow:create', value)
  }
})
