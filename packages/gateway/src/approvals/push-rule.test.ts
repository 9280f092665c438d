// However questions come, a phone gets at most three of them and one summary within five minutes, and none is
// forgotten: what was not sent by itself is followed by a summary.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_PUSHES, onQuestion, onTime, PUSH_RULE, type Pushes } from './push-rule.ts'

/** Plays questions at these times, and a clock that rings for summaries. */
function play(times: readonly number[]) {
  let pushes: Pushes = NO_PUSHES
  const questions: number[] = []
  const summaries: number[] = []
  const waiting: number[] = []
  const ring = (until: number) => {
    const at = pushes.summaryAt
    if (at === null || at > until) return
    const after = onTime(pushes, at)
    if (!after) return
    pushes = after
    summaries.push(at)
  }
  for (const time of times) {
    ring(time)
    const told = onQuestion(pushes, time)
    pushes = told.pushes
    if (told.send === 'question') questions.push(time)
    else waiting.push(time)
  }
  ring(Number.POSITIVE_INFINITY)
  return { questions, summaries, waiting }
}

const mostWithin = (times: readonly number[]): number =>
  Math.max(
    0,
    ...times.map(
      (one) => times.filter((other) => other >= one && other < one + PUSH_RULE.window).length,
    ),
  )

test('100 questions at once make three pushes and a summary', () => {
  const { questions, summaries, waiting } = play(Array.from({ length: 100 }, (_, n) => n * 10))
  assert.equal(questions.length, 3)
  assert.deepEqual(summaries, [30 + PUSH_RULE.summaryAfter])
  assert.equal(waiting.length, 97)
})

test('never more than three and a summary within five minutes, and none is forgotten', () => {
  const gaps = fc.array(fc.oneof(fc.nat(2_000), fc.nat(120_000), fc.nat(2_000_000)), {
    maxLength: 150,
  })
  fc.assert(
    fc.property(gaps, (all) => {
      let now = 0
      const times = all.map((gap) => {
        now += gap
        return now
      })
      const { questions, summaries, waiting } = play(times)
      assert.ok(mostWithin(questions) <= PUSH_RULE.most)
      assert.ok(mostWithin(summaries) <= 1)
      for (const one of waiting)
        assert.ok(
          summaries.some((at) => at > one && at <= one + PUSH_RULE.window + PUSH_RULE.summaryAfter),
        )
    }),
    { numRuns: 500 },
  )
})

test('a summary that a stopped gateway forgot does not keep the next question silent', () => {
  const forgotten: Pushes = { sent: [], summaryAt: 1_000, lastSummary: null }
  assert.equal(onQuestion(forgotten, 1_000 + PUSH_RULE.summaryAfter).send, 'question')
})
