// Which answers are kept for tools, and how much of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ReadAnswers } from './read-answers.ts'

const ROOM = { entries: 4, bytes: 100 }

test('however large answers are, what is kept is the newest of them, whole, and within its room', () => {
  const step = fc.record({
    question: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    size: fc.option(fc.nat(60), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const answers = new ReadAnswers(ROOM)
      let number = 0
      // By the last use, the newest first.
      let known: { question: string; etag: string; size: number }[] = []
      for (const { question, size } of steps) {
        const before = known.find((one) => one.question === question)
        known = known.filter((one) => one !== before)
        if (size === undefined) {
          const kept = answers.of(question)
          assert.equal(kept?.etag, before?.etag)
          assert.equal(kept?.value, before?.etag)
          if (before) known.unshift(before)
        } else {
          const etag = `${number++}`
          answers.keep(question, etag, etag, size)
          if (size <= ROOM.bytes / 2) known.unshift({ question, etag, size })
        }
        const sum = () => known.reduce((all, one) => all + one.size, 0)
        while (known.length > ROOM.entries || sum() > ROOM.bytes) known.pop()
        assert.equal(answers.bytes, sum())
      }
      for (const { question, etag } of known) assert.equal(answers.of(question)?.etag, etag)
    }),
    { numRuns: 300 },
  )
})
