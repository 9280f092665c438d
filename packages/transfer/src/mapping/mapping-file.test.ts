// The mapping file: what is written is what is read, what somebody wrote into it counts, and a mistake is
// told with its line and what to do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KIND_NAMES } from '../kinds/kind-name.ts'
import { snapshotOf } from '../match/synthetic-home.test-support.ts'
import type { Binding, Question, TransferMapping } from './mapping.ts'
import { readMapping } from './read-mapping.ts'
import { mappingSchemas } from './schema.ts'
import { unknownIn } from './unknown-ids.ts'
import { MappingUnusable } from './unusable.ts'
import { writeMapping } from './write-mapping.ts'

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
// Ids of hubs have no space at their ends; all else may be in them.
const ids = fc.oneof(
  fc.uuid(),
  fc.constantFrom(
    'none',
    'null',
    '1e10',
    '0x1f',
    '~',
    'yes',
    '- a',
    '#b',
    'a: b',
    '"q"',
    '2026-01-01',
  ),
  fc.string({ unit: 'grapheme', minLength: 1 }),
)
const weights = fc.integer({ min: -600, max: 600 }).map((tenths) => tenths / 10)
const evidence = fc.array(
  fc.record({ what: fc.string({ unit: 'grapheme', minLength: 1 }), weight: weights }),
  { maxLength: 3 },
)
const names = fc.option(text)
const kinds = fc.constantFrom(...KIND_NAMES)
const bindings: fc.Arbitrary<Binding> = fc.record(
  {
    ...{ kind: kinds, source: ids, target: fc.option(ids), evidence, score: weights },
    by: fc.constantFrom('same', 'key', 'auto', 'user', 'paired', 'created'),
    ...{ sourceName: names, targetName: names },
  },
  { requiredKeys: ['kind', 'source', 'target', 'by', 'evidence', 'sourceName', 'targetName'] },
)
const questions: fc.Arbitrary<Question> = fc.record({
  ...{ kind: kinds, band: fc.constantFrom('likely', 'ambiguous', 'missing') },
  sources: fc.uniqueArray(fc.record({ id: ids, name: names }), {
    ...{ minLength: 1, maxLength: 4, selector: ({ id }) => id },
  }),
  candidates: fc.array(fc.record({ target: ids, targetName: names, score: weights, evidence }), {
    maxLength: 3,
  }),
})
const drawn: fc.Arbitrary<TransferMapping> = fc.record({
  ...{ format: fc.constant('homey-mapping'), version: fc.constant(1), source: ids, target: ids },
  bindings: fc.uniqueArray(bindings, { selector: ({ kind, source }) => `${kind} ${source}` }),
  questions: fc.array(questions, { maxLength: 3 }),
})
// Drawn objects have no prototype, which is not what is tested here.
const mappings = drawn.map((mapping) => structuredClone(mapping))

const unnamed = (mapping: TransferMapping) => ({
  ...mapping,
  bindings: [...mapping.bindings]
    .sort((a, b) => KIND_NAMES.indexOf(a.kind) - KIND_NAMES.indexOf(b.kind))
    .map((binding) => ({ ...binding, sourceName: null, targetName: null })),
  questions: mapping.questions.map((question) => ({
    ...question,
    sources: question.sources.map(({ id }) => ({ id, name: null })),
    candidates: question.candidates.map((one) => ({ ...one, targetName: null })),
  })),
})

test('what is written is what is read, names apart, and is written the same again', () => {
  fc.assert(
    fc.property(mappings, (mapping) => {
      const written = writeMapping(mapping)
      const read = readMapping(written)
      assert.deepEqual(read, unnamed(mapping))
      assert.equal(writeMapping(mapping), written)
      assert.deepEqual(readMapping(writeMapping(read)), read)
    }),
  )
})

test('as JSON a mapping is read with everything', () => {
  fc.assert(
    fc.property(mappings, (mapping) => {
      assert.deepEqual(readMapping(JSON.stringify(mapping)), { ...mapping })
    }),
    { numRuns: 30 },
  )
})

const ASKED = `format: homey-mapping
version: 1
source: aaa
target: bbb
questions:
  - kind: device
    band: ambiguous
    answers:
      s1: # Lamp
      s2: # Lamp
      s3: # Lamp
    candidates:
      - id: t1 # Lamp
        score: 7
        because:
          - same driver +5
bindings:
  zone:
    - from: z1 # Kitchen
      to: z2 # Kitchen
      by: key
`

test('what somebody wrote as an answer is a decision, and the rest stays a question', () => {
  const edited = ASKED.replace('s1:', 's1: t1').replace('s2:', 's2: none')
  const { bindings, questions } = readMapping(edited)
  assert.deepEqual(
    bindings.map(({ source, target, by }) => [source, target, by]),
    [
      ['z1', 'z2', 'key'],
      ['s1', 't1', 'user'],
      ['s2', null, 'user'],
    ],
  )
  assert.deepEqual(
    questions.map(({ sources }) => sources),
    [[{ id: 's3', name: null }]],
  )
  assert.deepEqual(questions[0]?.candidates[0]?.evidence, [{ what: 'same driver', weight: 5 }])
})

const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  ['format: homey-mapping', 'format: other', /^Line 1: This is no mapping.*`match`/],
  ['version: 1', 'version: 7', /^Line 2: A later version .* update Latchkey/],
  ['  zone:', '  zones:', /^Line 18: There is no kind "zones"\. Write one of user, app/],
  ['by: key', 'by: me', /^Line 21: "me" is no by\. Write one of same, key, auto, user/],
  ['      to: z2 # Kitchen\n', '', /^Line 19: entry 1 of zone has no "to"/],
  ['score: 7', 'score: much', /^Line 14: score is not a number/],
  [
    '      by: key\n',
    '      by: key\n    - {from: z1, to: z3, by: user}\n',
    /^Line 22: zone:z1 was decided in line 19/,
  ],
  ['band: ambiguous', 'band: [', /^Line \d+: This is not YAML/],
  ['from: z1', 'from: *z', /^Line \d+: /],
  ['source: aaa', 'source:', /^Line 3: source is missing/],
]

test('a mistake is told with its line and what to do', () => {
  for (const [from, to, message] of MISTAKES) {
    const edited = ASKED.replace(from, to)
    assert.notEqual(edited, ASKED)
    assert.throws(
      () => readMapping(edited),
      (error) => {
        assert.ok(error instanceof MappingUnusable)
        assert.match(error.message, message)
        return true
      },
    )
  }
  assert.throws(() => readMapping('{'), /not JSON/)
  assert.throws(() => readMapping('{"format":"homey-mapping"}'), /version/)
  assert.throws(() => readMapping(''), MappingUnusable)
})

test('ids that neither home has are named', () => {
  const mapping = readMapping(ASKED.replace('s1:', 's1: t1'))
  const home = snapshotOf('h', [{ id: 'z1', name: 'Kitchen', in: null }], [])
  const found = unknownIn(mapping, home, home)
  assert.deepEqual(
    found.map(({ kind, id, side }) => [kind, id, side]),
    [
      ['zone', 'z2', 'target'],
      ['device', 's1', 'source'],
      ['device', 't1', 'target'],
    ],
  )
  assert.match(found[0]?.message ?? '', /no zone with the id z2: correct it/)
})

test('its JSON Schema says what a mapping is', () => {
  const schema = mappingSchemas()['mapping.schema.json'] ?? {}
  assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema')
  assert.deepEqual(schema['required'], [
    ...['format', 'version', 'source', 'target', 'bindings', 'questions'],
  ])
})
