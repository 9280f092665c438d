// What is in hand: never more than the limits, and nothing is left when all have gone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Load } from './load.ts'

const LIMITS = {
  patience: { least: 0, bytesPerSecond: 1 },
  requests: 5,
  bodies: 100,
  answers: 100,
  auditRows: 10,
}
const QUIET = { waiting: 0, failedAt: undefined }

test('however requests come and go, no limit is passed and everything is given back', () => {
  const step = fc.tuple(fc.boolean(), fc.nat(60), fc.constantFrom('a', 'b'))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const load = new Load(QUIET, LIMITS)
      const inside: (() => void)[] = []
      let bodies = 0
      for (const [comes, bytes, who] of steps) {
        if (!comes) {
          inside.shift()?.()
        } else if (load.enter()) {
          const isReceived = load.receive(who, bytes)
          const isHeld = load.hold(who, bytes, false)
          const isFor = load.enterFor(who, who, 2)
          if (isReceived) bodies += bytes
          inside.push(() => {
            load.leave()
            if (isReceived) {
              bodies -= bytes
              load.received(who, bytes)
            }
            if (isHeld) load.release(who, bytes)
            if (isFor) load.leaveFor(who, who)
          })
        }
        assert.ok(load.requests <= LIMITS.requests)
        assert.ok(bodies <= LIMITS.bodies)
        assert.ok(load.answers <= LIMITS.answers)
      }
      for (const leave of inside) leave()
      assert.deepEqual([load.requests, load.answers], [0, 0])
      assert.ok(load.receive('a', 50) && load.enterFor('a', 'a', 1) && load.hold('a', 50, false))
    }),
  )
})

test('each limit refuses by its name; a grant and a hub by themselves only', () => {
  const load = new Load(QUIET, LIMITS)
  assert.equal(load.receive('x', 51), false)
  assert.ok(load.enterFor('a', 'x', 1))
  assert.deepEqual([load.enterFor('a', 'x', 1), load.enterFor('b', 'x', 1)], [false, true])
  assert.deepEqual(
    ['x', 'x', 'y'].map((hub) => load.enterFor('c', hub, 9)),
    [true, false, true],
  )
  assert.equal(load.hold('x', 51, false), false)
  assert.ok(load.hold('x', 101, true), 'what was done is told')
  for (let at = 0; at < 6; at++) load.enter()
  const met = [...load.rejected].filter(([, times]) => times > 0)
  const expected = [
    ['requests', 1],
    ['bodies', 1],
    ['answers', 1],
    ['grant', 1],
    ['hub', 1],
  ]
  assert.deepEqual(met, expected)
})

test('rows that wait for a working disk hold requests back; those for a failing one do not', () => {
  assert.equal(new Load({ waiting: 11, failedAt: undefined }, LIMITS).enter(), false)
  assert.equal(new Load({ waiting: 10, failedAt: undefined }, LIMITS).enter(), true)
  assert.equal(new Load({ waiting: 11, failedAt: 1 }, LIMITS).enter(), true)
})
