// What is equal is written in one way, and what is not in another: a leave for one call is none for another.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { canonical, hashOf } from './canonical.ts'

const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)))

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, shuffled(one)]),
  )
}

test('the order of members is no difference; everything else is', () => {
  assert.equal(
    canonical({ b: [1, { d: null, c: 'x' }], a: undefined }),
    '{"b":[1,{"c":"x","d":null}]}',
  )
  fc.assert(fc.property(json, (value) => hashOf(shuffled(value)) === hashOf(value)))
  fc.assert(
    fc.property(json, json, (one, other) => {
      assert.equal(canonical(one) === canonical(other), isDeepStrictEqual(one, other))
    }),
  )
  fc.assert(fc.property(json, (value) => isDeepStrictEqual(JSON.parse(canonical(value)), value)))
})
