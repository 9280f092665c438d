// When names are the same, nearly so, or only look like it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { edits, jaroWinkler, type Likeness, likeness } from './names.ts'

const NONE: ReadonlySet<string> = new Set()

const ROWS: readonly (readonly [string, string, Likeness, (readonly string[])?])[] = [
  ['Kitchen', 'kitchen ', 'equal'],
  ['Cafe\u0301', 'Café', 'equal'],
  ['Living room lamp', 'Livingroom lamp', 'close'],
  ['Stehlampe', 'Stehlmape', 'close'],
  ['bulb 12', 'bulb 13', 'other'],
  ['Spot 1', 'Spot 11', 'other'],
  ['Spot 01', 'Spot 1', 'close'],
  ['Window A', 'Window B', 'other'],
  ['Window left', 'Window right', 'other'],
  ['Licht oben', 'Licht ober', 'close'],
  ['Licht oben', 'Licht ober', 'other', ['licht', 'oben', 'ober']],
  ['Ceiling', 'Siren', 'other'],
]

test('names are told apart as people mean them', () => {
  const found = ROWS.map(([a, b, , words]) => [a, b, likeness(a, b, words ? new Set(words) : NONE)])
  assert.deepEqual(
    found,
    ROWS.map(([a, b, wanted]) => [a, b, wanted]),
  )
})

test('likeness is between 0 and 1, 1 for the same, and does not care for direction', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const one = jaroWinkler(a, b)
      assert.ok(one >= 0 && one <= 1)
      assert.equal(jaroWinkler(a, a), 1)
      assert.ok(Math.abs(one - jaroWinkler(b, a)) < 1e-9)
      assert.equal(edits(a, b), edits(b, a))
      assert.equal(edits(a, b) === 0, a === b)
    }),
  )
})
