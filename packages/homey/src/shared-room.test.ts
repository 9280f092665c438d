// Shared room: never more than there is, and whatever some have, there is as much for one who has nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SharedRoom } from './shared-room.ts'

test('however many take as much as they can, a newcomer finds as much room as each of them has', () => {
  const greedy = fc.integer({ min: 1, max: 12 })
  fc.assert(
    fc.property(greedy, fc.integer({ min: 1, max: 3 }), (count, share) => {
      const room = new SharedRoom<number>(1_000, share)
      const has = Array.from({ length: count }, () => 0)
      for (let took = true; took; ) {
        took = false
        for (const who of has.keys()) {
          if (!room.take(who, 1)) continue
          has[who] = (has[who] ?? 0) + 1
          took = true
        }
      }
      const left = 1_000 - room.taken
      assert.equal(
        room.taken,
        has.reduce((sum, one) => sum + one, 0),
      )
      assert.ok(left * share + share + 1 >= Math.max(...has), `${left} ${has}`)
      assert.ok(left >= Math.floor(1_000 / (1 + count * share)), `${left}`)
      for (const [who, own] of has.entries()) room.give(who, own)
      assert.equal(room.taken, 0)
    }),
  )
})

test('what must be taken is taken, and counts', () => {
  const room = new SharedRoom<string>(10, 1)
  assert.deepEqual([room.take('a', 6), room.take('a', 20, true), room.taken], [false, true, 20])
  assert.equal(room.take('b', 1), false)
  room.give('a', 20)
  assert.ok(room.take('b', 5))
})
