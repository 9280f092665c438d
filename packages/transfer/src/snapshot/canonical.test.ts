// Canonical JSON against another implementation of RFC 8785, and what it refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { canonical } from './canonical.ts'

const WELL_FORMED = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 })

test('it says what another implementation says', () => {
  fc.assert(fc.property(WELL_FORMED, (value) => canonical(value) === canonicalize(value)))
})

test('the order of members makes no difference, and nothing is lost', () => {
  const shuffled = fc.dictionary(fc.string({ unit: 'grapheme' }), WELL_FORMED)
  fc.assert(
    fc.property(shuffled, (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      assert.equal(canonical(turned), canonical(value))
      assert.deepEqual(JSON.parse(canonical(value)), JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('the numbers and letters of the standard', () => {
  const value = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0],
    '€': '$\u000f\nA\'"\\/',
  }
  assert.equal(
    canonical(value),
    '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"€":"$\\u000f\\nA\'\\"\\\\/"}',
  )
  // Sorted by UTF-16 units: the smiley, of two high ones, before the ligature.
  assert.equal(canonical({ '\ufb33': 1, '\u{1f600}': 2 }), '{"\u{1f600}":2,"\ufb33":1}')
})

test('what is no JSON is refused', () => {
  for (const value of [undefined, Number.NaN, 1 / 0, -1 / 0, 1n, () => 1, Symbol('x'), '\ud800']) {
    assert.throws(() => canonical(value), TypeError)
    assert.throws(() => canonical([value]), TypeError)
    assert.throws(() => canonical({ a: { b: value } }), TypeError)
  }
  assert.throws(() => canonical(new Array(2)), TypeError)
  assert.throws(() => canonical({ '\udc00': 1 }), TypeError)
})
