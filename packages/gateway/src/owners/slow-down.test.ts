// Guessing is slowed: how long, for whom, and that tries at one moment count one by one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST, SlowDown } from './slow-down.ts'

function world() {
  let now = 0
  const slow = new SlowDown(() => now)
  return {
    slow,
    later: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('the wait doubles from the third failure on, up to the longest', () => {
  for (const [zone, expected] of [
    ['near', [0, 0, 1_000, 2_000, 2_000, 2_000]],
    ['far', [0, 0, 1_000, 2_000, 4_000, 8_000]],
  ] as const) {
    const { slow, later } = world()
    const counted = [{ key: zone, longest: LONGEST[zone] }]
    for (const wait of expected) {
      assert.equal(slow.attempt(counted), 0)
      if (wait === 0) continue
      assert.equal(slow.attempt(counted), wait)
      later(wait)
    }
  }
})

test('tries at one moment count one by one, before any has failed', () => {
  const { slow } = world()
  const counted = [{ key: 'x', longest: LONGEST.far }]
  assert.deepEqual(
    Array.from({ length: 5 }, () => slow.attempt(counted)),
    [0, 0, 0, 1_000, 1_000],
  )
})

test('a success begins anew, and so does an hour of quiet', () => {
  const { slow, later } = world()
  const counted = [{ key: 'x', longest: LONGEST.far }]
  for (let at = 0; at < 4; at++) slow.attempt(counted)
  slow.succeeded(counted)
  assert.equal(slow.attempt(counted), 0)
  for (let at = 0; at < 3; at++) slow.attempt(counted)
  later(3_600_000)
  assert.equal(slow.attempt(counted), 0)
  assert.equal(slow.attempt(counted), 0)
})

test('what one is slowed for does not slow another', () => {
  const { slow } = world()
  for (let at = 0; at < 9; at++) slow.attempt([{ key: 'far', longest: LONGEST.far }])
  assert.equal(slow.attempt([{ key: 'near', longest: LONGEST.near }]), 0)
})
