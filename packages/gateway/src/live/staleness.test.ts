// No lies: what the model answers was written, was not overwritten through the gateway before the question,
// and is hardly older than an event takes; with slow answers, lost answers and cut sockets.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { lookForLies } from './staleness.test-support.ts'

const FAULTS = ['PUT chance 0.05 -> lose-answer', 'chance 0.1 -> slow 15ms']

test('nothing that the model answers is a lie', { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(
    fc.nat(),
    fc.constantFrom(0, 25),
    fc.boolean(),
    async (seed, eventLatency, isHard) => {
      const found = await lookForLies({
        ...{ generation: 'pro-2023', home: 'apartment', milliseconds: 2_000, eventLatency },
        ...{ faults: isHard ? FAULTS : [], cutEvery: isHard ? 700 : 0 },
        // Far more than an event takes, because the machine that runs this may be busy.
        ...{ allowed: eventLatency + 1_500, random: drawn(seed) },
      })
      assert.deepEqual(found.lies, [])
      assert.ok(found.reads > 50, `${found.reads} reads, ${found.left} left`)
    },
  )
  await fc.assert(property, { numRuns: 4, endOnFailure: true })
})

/** Numbers from 0 to 1 that a seed determines. */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
