// Rewriting: one pass, nothing but what is certain, and back again. The objects are drawn at random
// from every form that holds an id, with texts around it that could mislead.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { references } from './references.ts'
import { type Mapping, rewrite } from './rewrite.ts'
import type { ObjectKind } from './shapes.ts'

const OURS = Array.from({ length: 6 }, (_, at) => `${at}afebabe-0000-4000-8000-00000000000${at}`)
const id = fc.constantFrom(...OURS)

const PIECES = [
  '',
  ' ',
  '|',
  '||',
  '[[',
  ']]',
  '[',
  '"',
  ',',
  '$&',
  '\\',
  '{{',
  '🦁',
  '\n',
  'homey:',
]
const between = fc.constantFrom(...PIECES)

const FORMS: readonly ((one: string) => string)[] = [
  (one) => one,
  (one) => `homey:device:${one}`,
  (one) => `homey:zone:${one}:lights_on`,
  (one) => `[[homey:device:${one}|dim]]`,
  (one) => `[[homey:manager:logic|${one}]]`,
  (one) => `[[homey:zone:${one}]]`,
  (one) => `[[${one}]]`,
  (one) => `[[trigger::${one}::x]]`,
  (one) => `homey:flowcardaction:homey:device:${one}:on`,
  (one) => `${one}0`,
  (one) => `{"a":["${one}"]}`,
]
const form = fc.constantFrom(...FORMS)
const piece = fc.tuple(form, id).map(([write, one]) => write(one))
const text = fc
  .array(fc.tuple(between, piece), { maxLength: 4 })
  .map((parts) => parts.flat().join(''))

const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.constantFrom(null, true, 5, ''),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(id, fc.constantFrom('device', 'id', 'name', 'x', '__proto__')),
      tie('data'),
      {
        maxKeys: 4,
      },
    ),
  ),
}))

const card = fc.record({
  id: fc.oneof(piece, fc.constantFrom('on', 'homey:app:com.athom.homeyscript:runCode')),
  uri: fc.option(piece, { nil: undefined }),
  droptoken: fc.oneof(piece, fc.constant(null)),
  args: fc.dictionary(fc.constantFrom('text', 'device', 'flow', 'code', 'map'), data, {
    maxKeys: 4,
  }),
})
const code = fc
  .array(fc.tuple(fc.constantFrom("'", '"', '`', '/', '// '), piece), { maxLength: 4 })
  .map((parts) => parts.map(([quote, one]) => `${quote}${one}${quote}\n`).join(';'))

const object: fc.Arbitrary<readonly [ObjectKind, unknown]> = fc.oneof(
  fc
    .record({ folder: id, name: text, trigger: card, actions: fc.array(card, { maxLength: 3 }) })
    .map((flow) => ['flow', flow] as const),
  fc.dictionary(id, card, { maxKeys: 3 }).map((cards) => ['advanced-flow', { cards }] as const),
  data.map((one) => ['app-settings', one] as const),
  fc
    .record({ id, zone: id, devices: fc.dictionary(id, data) })
    .map((mood) => ['mood', mood] as const),
  data.map((widget) => ['dashboard', { columns: [{ id: OURS[0], widgets: [widget] }] }] as const),
  code.map((written) => ['script', { code: written }] as const),
  data.map((owners) => ['notification-owners', owners] as const),
)

const to = (pairs: readonly (readonly [string | undefined, string | undefined])[]): Mapping =>
  Object.fromEntries(pairs.map(([from = '', now = '']) => [from, { id: now }]))

const FRESH = OURS.map((one) => one.replace('afebabe', 'd15ea5e'))
const FORTH = to(OURS.map((one, at) => [one, FRESH[at]]))
const BACK = to(OURS.map((one, at) => [FRESH[at], one]))
const IDENTITY = to(OURS.map((one) => [one, one]))
const ROUND = to(OURS.map((one, at) => [one, OURS[(at + 1) % OURS.length]]))

const RUNS = { numRuns: 3000 }
const bytes = (value: unknown): string => JSON.stringify(value)

test('what maps to itself changes nothing, and is the same object', () => {
  fc.assert(
    fc.property(object, ([kind, one]) => {
      const before = bytes(one)
      assert.equal(rewrite(kind, one, IDENTITY), one)
      assert.equal(rewrite(kind, one, {}), one)
      assert.equal(bytes(one), before)
    }),
    RUNS,
  )
})

test('there and back again is where it began', () => {
  let changed = 0
  fc.assert(
    fc.property(object, ([kind, one]) => {
      const before = bytes(one)
      const there = rewrite(kind, one, FORTH)
      if (there !== one) changed += 1
      assert.equal(bytes(one), before, 'the object itself stays')
      assert.equal(bytes(rewrite(kind, there, BACK)), before)
    }),
    RUNS,
  )
  console.log(`${changed} of ${RUNS.numRuns} objects were changed and restored`)
  assert.ok(changed > RUNS.numRuns / 2)
})

test('no mapped id is left where a reference was certain, and no reference is lost', () => {
  fc.assert(
    fc.property(object, ([kind, one]) => {
      const before = references(kind, one)
      const after = references(kind, rewrite(kind, one, FORTH))
      const expected = before.map(({ sure, id, ...rest }) => ({
        ...{ ...rest, sure, path: rest.path.length },
        id: sure === 'certain' ? (FORTH[id]?.id ?? id) : id,
      }))
      assert.deepEqual(
        after.map(({ path, ...rest }) => ({ ...rest, path: path.length })),
        expected,
      )
    }),
    RUNS,
  )
})

test('things change places in one pass', () => {
  fc.assert(
    fc.property(object, ([kind, one]) => {
      const turned = rewrite(kind, one, ROUND)
      // By way of ids that nothing else has, in two passes.
      const after = to(OURS.map((_, at) => [FRESH[at], OURS[(at + 1) % OURS.length]]))
      assert.equal(bytes(turned), bytes(rewrite(kind, rewrite(kind, one, FORTH), after)))
    }),
    RUNS,
  )
})

test('of two that swap each takes the place of the other, as a name and as a value', () => {
  const [a = '', b = ''] = OURS
  const mood = { devices: { [a]: { state: { dim: 1 } }, [b]: { state: { dim: 0 } } } }
  const swapped = rewrite(
    'mood',
    mood,
    to([
      [a, b],
      [b, a],
    ]),
  )
  assert.equal(
    bytes(swapped),
    bytes({ devices: { [b]: { state: { dim: 1 } }, [a]: { state: { dim: 0 } } } }),
  )
})

test('where two things become one, the first keeps its place and its value', () => {
  const [a = '', b = '', c = ''] = OURS
  const mood = { devices: { [a]: { state: { dim: 1 } }, [b]: { state: { dim: 0 } } } }
  assert.deepEqual(rewrite('mood', mood, { [a]: { id: c }, [b]: { id: c } }), {
    devices: { [c]: { state: { dim: 1 } } },
  })
})

test('a copy of a name follows where something was picked, and nowhere else', () => {
  const [a = '', b = ''] = OURS
  const mapping = { [a]: { id: b, name: 'New' } }
  const picked = { id: a, name: 'Old', image: `/api/icon/${a}` }
  const flow = (device: unknown) => ({ name: 'Old', actions: [{ id: 'x', args: { device } }] })
  assert.deepEqual(
    rewrite('flow', flow(picked), mapping),
    flow({ id: b, name: 'New', image: `/api/icon/${b}` }),
  )
  assert.deepEqual(rewrite('app-settings', { lamp: picked }, mapping), {
    lamp: { id: b, name: 'Old', image: `/api/icon/${b}` },
  })
  assert.deepEqual(rewrite('variable', { id: a, name: 'Old' }, mapping), { id: a, name: 'Old' })
})

test('a new id cannot break out of the code that it is put into', () => {
  const [a = ''] = OURS
  const mapping = { [a]: { id: '\'`"$x\\\n🦁' } }
  const script = { code: `f('${a}', "${a}", \`${a}\`, /${a}/) // ${a}` }
  const { code } = rewrite('script', script, mapping)
  assert.match(
    code,
    /^f\('\\u0027\\u0060[^\n'`"]*', "[^\n'`"]*", `[^\n'`"]*`, \/[^\n'`"]*\/\) \/\/ 0afe/,
  )
  assert.equal(
    Function('f', code)((...all: unknown[]) => assert.equal(all[0], '\'`"$x\\\n🦁')),
    undefined,
  )
})

test('code keeps its layout, whatever it looks like', () => {
  const [a = '', b = ''] = OURS
  const code = `#!x\r\n\tawait  f( '${a}' ) ;;  // ${a}\r\n   return\u2028"é${a}"`
  const script = { name: 'S', code, version: 3 }
  const rewritten = rewrite('script', script, to([[a, b]]))
  assert.equal(rewritten.code, code.replace(`'${a}'`, `'${b}'`).replace(`"é${a}`, `"é${b}`))
})

test('what is nested without end is neither lost nor a reason to fall over', () => {
  const [a = '', b = ''] = OURS
  let deep: unknown = a
  for (let i = 0; i < 5000; i++) deep = [deep]
  const found = references('app-settings', { shallow: a, deep })
  assert.deepEqual(
    found.map(({ form, sure }) => [form, sure]),
    [
      ['id', 'certain'],
      ['too-deep', 'manual'],
    ],
  )
  assert.equal(rewrite('app-settings', { shallow: a, deep }, to([[a, b]])).shallow, b)
  const code = `${'('.repeat(20_000)}'${a}'${')'.repeat(20_000)}`
  assert.equal(references('script', { code })[0]?.form, 'code-broken')
  const sum = Array.from({ length: 1000 }, () => `'${a}'`).join('+')
  assert.equal(references('script', { code: sum }).length, 1000)
})

test('with an inventory, code is looked at more closely', () => {
  const [a = '', b = ''] = OURS
  const script = { code: `f('${a}', '${b}', 'Lamp', 'Other')` }
  const found = references('script', script, { ids: new Set([a]), names: new Set(['Lamp']) })
  assert.deepEqual(
    found.map(({ id, sure, form }) => [id, sure, form]),
    [
      [a, 'certain', 'code-literal'],
      [b, 'manual', 'code-unknown'],
      ['Lamp', 'review', 'code-name'],
    ],
  )
})
