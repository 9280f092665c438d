// The histogram in the text of Prometheus, beside the one that prom-client writes of the same numbers.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { Histogram, Registry } from 'prom-client'
import { Durations } from './durations.ts'

const BOUNDS = [0.005, 0.1, 1, 20]

/** Lines without their order; a sum may differ in its last digits. */
const linesOf = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .filter((line) => line !== '' && !line.includes('_sum{'))
    .sort()

test('it says the same as the one of prom-client', async () => {
  const seconds = fc.oneof(
    fc.constantFrom(0, ...BOUNDS),
    fc.double({ min: 0, max: 60, noNaN: true }),
  )
  const observed = fc.tuple(fc.constantFrom('read', 'effect'), seconds)
  await fc.assert(
    fc.asyncProperty(fc.array(observed, { maxLength: 30 }), async (all) => {
      const registry = new Registry()
      const theirs = new Histogram({
        ...{ name: 'took', help: 'How long.', labelNames: ['class'], buckets: BOUNDS },
        registers: [registry],
      })
      const ours = new Durations('took', 'How long.', BOUNDS)
      for (const [kind, took] of all) {
        theirs.observe({ class: kind }, took)
        ours.observe(`class="${kind}"`, took)
      }
      assert.deepEqual(linesOf(ours.text()), linesOf(await registry.metrics()))
      const sums = [...ours.text().matchAll(/_sum\{.*\} (.*)/g)].map(([, one]) => Number(one))
      const sum = sums.reduce((sum, one) => sum + one, 0)
      assert.ok(Math.abs(sum - all.reduce((sum, [, took]) => sum + took, 0)) < 1e-9)
    }),
  )
})
