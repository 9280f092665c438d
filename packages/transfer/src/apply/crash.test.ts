// Applying is killed at every so many writes, in four ways, once and twice, and finished or rolled back:
// nothing is lost, nothing is doubled. `npm run torture:transfer` does all of them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CRASHES } from './crash.test-support.ts'
import { type TwoHomes, twoHomes } from './homes.test-support.ts'
import { live } from './torture.test-support.ts'

let homes: TwoHomes
before(async () => {
  homes = await twoHomes()
})
after(() => homes[Symbol.asyncDispose]())

const CLEAN = { lost: 0, doubled: 0, wrong: [] }
/** Where it is killed, by how many writes are in flight. */
const POINTS: readonly (readonly [concurrency: number, points: readonly number[]])[] = [
  [1, [27]],
  [4, [71]],
  [8, [103]],
]

for (const how of CRASHES) {
  for (const [concurrency, points] of POINTS) {
    test(`1: killed ${how} at ${concurrency} in flight`, { timeout: 60_000 }, async () => {
      for (const at of points) {
        const { reached: _, ...lived } = await live(homes, { concurrency, crashes: [{ how, at }] })
        assert.deepEqual({ at, ...lived }, { at, ...CLEAN })
      }
    })
  }

  test(`2: killed ${how} twice`, { timeout: 60_000 }, async () => {
    for (const at of [60]) {
      const crashes = [
        { how, at },
        { how: CRASHES[at % 4] ?? how, at: 2 },
      ]
      const { reached, ...lived } = await live(homes, { concurrency: 8, crashes })
      assert.deepEqual({ at, reached, ...lived }, { at, reached: 2, ...CLEAN })
    }
  })

  test(`rolled back when it was killed ${how}, and killed in that`, {
    timeout: 60_000,
  }, async () => {
    for (const at of [30, 75]) {
      const crashes = [{ how, at }]
      const back = at === 30 ? [{ how, at: 9 }] : []
      const { reached: _, ...lived } = await live(homes, { concurrency: 4, crashes, back })
      assert.deepEqual({ at, ...lived }, { at, ...CLEAN })
    }
  })
}

test('what several requests made that nobody heard of is explained together', {
  timeout: 60_000,
}, async () => {
  // Of three zones that were announced two were made: neither is a stranger to the third.
  const crashes = [{ how: 'before-send', at: 6 }] as const
  const { reached, ...lived } = await live(homes, { concurrency: 4, crashes })
  assert.deepEqual({ reached, ...lived }, { reached: 1, ...CLEAN })
})
