// Deadlines in one list: each ends in its time, whichever of the others ended before.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Deadline, Deadlines } from './deadline.ts'

test('each of many deadlines ends when its own time is over, and none that was let go of', {
  timeout: 10_000,
}, async () => {
  const deadlines = new Deadlines(60)
  const ends = new Map<number, number>()
  const begun = performance.now()
  const late = [0, 20, 40].map(async (after, at) => {
    await new Promise((done) => setTimeout(done, after))
    const from = performance.now() - begun
    const { promise, resolve } = Promise.withResolvers<void>()
    deadlines.begin().waiting = {
      expired: (reason) => {
        assert.equal(reason.name, 'TimeoutError')
        ends.set(at, performance.now() - begun - from)
        resolve()
      },
    }
    await promise
  })
  const ended = [1, 2, 3].map(() => deadlines.begin())
  for (const one of [ended[1], ended[0], ended[2]]) if (one) deadlines.end(one)
  await Promise.all(late)
  for (const one of ended) assert.equal(one.reason, undefined)
  for (const [at, took] of ends) assert.ok(took >= 59, `${at} ended after ${took} ms`)
  assert.equal(ends.size, 3)
})

test('a deadline tells whoever waits last, and its signal, once', () => {
  const deadline = new Deadline()
  const { signal } = deadline
  const told: Error[] = []
  deadline.waiting = { expired: (reason) => told.push(reason) }
  const reason = new Error('over')
  deadline.expire(reason)
  deadline.expire(new Error('again'))
  assert.deepEqual(told, [reason])
  assert.equal(signal.reason, reason)
  assert.equal(deadline.signal, signal)
})

test('a deadline by a signal is over with it, also if it was before', () => {
  const controller = new AbortController()
  const deadline = Deadline.by(controller.signal)
  assert.equal(deadline.signal.aborted, false)
  controller.abort(new Error('left'))
  assert.equal(deadline.reason?.message, 'left')
  const after = Deadline.by(controller.signal)
  assert.equal(after.reason?.message, 'left')
  assert.equal(after.signal.aborted, true)
})
