// Which proofs are remembered, for how long, and how many.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SeenProofs } from './seen-proofs.ts'

test('no proof counts twice while it is good, and no grant takes the room of others', () => {
  const step = fc.record({
    grant: fc.constantFrom('one', 'two', 'three'),
    id: fc.nat(9),
    ahead: fc.nat(40),
    life: fc.constantFrom(100, 250),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let now = 0
      const seen = new SeenProofs(() => now, { all: 12, grant: 6 })
      const good = new Map<string, number>()
      for (const { grant, id, ahead, life } of steps) {
        now += ahead
        const key = `${grant} ${id}`
        const before = good.get(key) ?? 0
        const taken = seen.take(grant, String(id), now + life)
        if (before > now) assert.equal(taken, 'seen', 'it is still good')
        if (taken === 'new') good.set(key, now + life)
        assert.ok(seen.size <= 12)
      }
      now += 1_000
      assert.equal(seen.take('four', 'x', now + 1), 'new')
      assert.equal(seen.size, 1, 'all the others are over')
    }),
    { numRuns: 200 },
  )
})

test('what does not fit is refused, and forgets nothing', () => {
  let now = 0
  const seen = new SeenProofs(() => now, { all: 3, grant: 2 })
  assert.deepEqual(
    ['a', 'b', 'c'].map((id) => seen.take('one', id, 100)),
    ['new', 'new', 'full'],
  )
  assert.equal(seen.take('two', 'a', 100), 'new', 'of another grant')
  assert.equal(seen.take('two', 'b', 100), 'full')
  assert.equal(seen.take('one', 'a', 100), 'seen')
  now = 100
  assert.equal(seen.take('one', 'c', 200), 'new')
})
