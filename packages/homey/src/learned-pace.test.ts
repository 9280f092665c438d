// A pace that learns: refusals narrow it within bounds, successes widen it again to what it was, and
// in front of a hub that refuses everything gets through.
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { type Generation, operationById } from '@latchkey/catalogue'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import fc from 'fast-check'
import { localKey } from './credentials/local-key.ts'
import { Deadline } from './deadline.ts'
import { HubConnection } from './hub-connection.ts'
import { HubError } from './hub-error.ts'
import { LearnedPace } from './learned-pace.ts'
import { Line, PACES, PAUSES, type Pace } from './pace.ts'

const paces = fc.record({
  parallel: fc.integer({ min: 1, max: 16 }),
  gap: fc.integer({ min: 0, max: 500 }),
  waiting: fc.constant(1000),
})

test('whatever happens, the pace stays within its bounds, and peace brings it back', () => {
  const happenings = fc.array(
    fc.record({ refused: fc.boolean(), passed: fc.nat(500), age: fc.nat(2000) }),
    { maxLength: 200 },
  )
  fc.assert(
    fc.property(paces, happenings, (given, all) => {
      const learned = new LearnedPace(given)
      let now = 0
      for (const { refused, passed, age } of all) {
        now += passed
        const { parallel, gap } = learned
        if (refused) learned.refused(now - age, now)
        else learned.succeeded()
        assert.ok(learned.parallel >= 1 && learned.parallel <= given.parallel)
        assert.ok(learned.gap >= given.gap && learned.gap <= Math.max(2000, given.gap))
        if (refused) assert.ok(learned.parallel <= parallel && learned.gap >= gap)
        else assert.ok(learned.parallel >= parallel && learned.gap <= gap)
      }
      for (let success = 0; success < 500; success++) learned.succeeded()
      assert.deepEqual([learned.parallel, learned.gap], [given.parallel, given.gap])
    }),
    { numRuns: 300 },
  )
})

test('a volley that is refused is one refusal', () => {
  const learned = new LearnedPace(PACES['pro-2023'])
  for (let at = 0; at < 8; at++) learned.refused(100, 110 + at)
  assert.deepEqual([learned.parallel, learned.gap], [4, 10])
  learned.refused(200, 210)
  assert.deepEqual([learned.parallel, learned.gap], [2, 20])
})

test('what a hub was seen to take between two refusals is what it is asked', () => {
  const learned = new LearnedPace(PACES['pro-2023'])
  learned.refused(0, 10)
  // Twenty a second: fewer than twice as many as the gap of ten milliseconds would let through.
  for (let at = 0; at < 20; at++) learned.succeeded()
  const before = learned.gap
  learned.refused(20, 10 + 20 * 15)
  assert.ok(before < 10 && learned.gap > 15 && learned.gap < 16, `${before}, ${learned.gap}`)
  // The limit is a rate: as many at once as before, further apart.
  assert.equal(learned.parallel, 6)
})

const never = new Deadline()
const busy = (retryAfter?: number): HubError =>
  new HubError('hub_busy', 'Too many requests', {
    ...{ status: 429, retryAfterIsNamed: retryAfter !== undefined },
    ...(retryAfter !== undefined && { retryAfter }),
  })

/** Time that passes only when everybody waits for it. */
function simulated(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  return {
    now: () => now,
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 5) {
        now += 5
        t.mock.timers.tick(5)
        for (let turn = 0; turn < 12; turn++) await Promise.resolve()
      }
    },
  }
}

test('refused work runs again after the pause, in its old place', {
  timeout: 10_000,
}, async (t) => {
  const time = simulated(t)
  const line = new Line({ parallel: 1, gap: 0, waiting: 10 }, time.now)
  const log: string[] = []
  let refusals = 2
  const first = line.run(async () => {
    log.push(`first at ${time.now()}`)
    if (refusals-- > 0) throw busy()
  }, never)
  const second = line.run(async () => log.push(`second at ${time.now()}`), never)
  await time.pass(4000)
  await Promise.all([first, second])
  assert.deepEqual(log, ['first at 0', 'first at 55', 'first at 155', 'second at 175'])
})

const LONG: readonly (readonly [what: string, error: HubError, until: number, runs: number])[] = [
  ['goes on refusing', busy(), Number.POSITIVE_INFINITY, PAUSES.length + 1],
  ['asks for a long pause', busy(30), Number.POSITIVE_INFINITY, 1],
  ['asks for a pause beyond the deadline', busy(2), 1000, 1],
]

for (const [what, error, until, runs] of LONG) {
  test(`a hub that ${what} is given up`, { timeout: 10_000 }, async (t) => {
    const time = simulated(t)
    const line = new Line({ parallel: 2, gap: 0, waiting: 10 }, time.now)
    let count = 0
    const refused = assert.rejects(
      line.run(
        async () => {
          count++
          throw error
        },
        never,
        until,
      ),
      { code: 'hub_busy' },
    )
    await time.pass(5000)
    await refused
    assert.equal(count, runs)
  })
}

/** A hub that takes `capacity` at once and one more each `refill` milliseconds. */
function strictHub(now: () => number, capacity: number, refill: number) {
  let left = capacity
  let at = now()
  const hub = {
    refusals: 0,
    async ask(): Promise<void> {
      left = Math.min(capacity, left + (now() - at) / refill)
      at = now()
      if (left < 1) {
        hub.refusals++
        throw busy()
      }
      left -= 1
    },
  }
  return hub
}

test('a hub that takes so many a second is asked hardly less often, and hardly ever too often', {
  timeout: 30_000,
}, async (t) => {
  const time = simulated(t)
  for (const [capacity, refill] of [
    [5, 20],
    [5, 50],
    [10, 20],
  ] as const) {
    const line = new Line(PACES['pro-2023'], time.now)
    const hub = strictHub(time.now, capacity, refill)
    const count = 250
    const begun = time.now()
    let took = 0
    const all = Array.from({ length: count }, () => line.run(() => hub.ask(), never))
    void Promise.all(all).then(() => {
      took = time.now() - begun
    })
    for (let wait = 0; wait < 40 && took === 0; wait++) await time.pass(500)
    await Promise.all(all)
    const floor = (count - capacity) * refill
    const said = `${took} ms, floor ${floor}, ${hub.refusals} refusals`
    assert.ok(took < floor * 1.08 && hub.refusals < count / 8, said)
  }
})

test('in front of hubs of any strictness everything gets through, ever more gently', {
  timeout: 60_000,
}, async (t) => {
  const time = simulated(t)
  const rows: readonly Pace[] = [PACES['pro-2019'], PACES['pro-2023'], PACES.cloud]
  const hubs = fc.record({
    pace: fc.constantFrom(...rows),
    capacity: fc.integer({ min: 1, max: 8 }),
    refill: fc.integer({ min: 10, max: 120 }),
  })
  await fc.assert(
    fc.asyncProperty(hubs, async ({ pace, capacity, refill }) => {
      const line = new Line(pace, time.now)
      const hub = strictHub(time.now, capacity, refill)
      const all = Promise.allSettled(
        Array.from({ length: 40 }, () => line.run(() => hub.ask(), never)),
      )
      let ended = false
      void all.then(() => {
        ended = true
      })
      for (let wait = 0; wait < 40 && !ended; wait++) await time.pass(1000)
      assert.ok(ended, `${hub.refusals} refusals, ${JSON.stringify(line.pace)}`)
      const failed = (await all).filter((one) => one.status === 'rejected').length
      assert.equal(failed, 0, `${hub.refusals} refusals`)
    }),
    { numRuns: 40 },
  )
})

async function reads(generation: Generation, count: number, thought = generation) {
  await using homey = await startVirtualHomey({ home: 'apartment', generation })
  const { address, id } = homey
  const credential = localKey(homey.signIn())
  await using hub = new HubConnection({ address, id, generation: thought, credential })
  const operation = operationById(generation, 'zones.getZones')
  assert.ok(operation)
  const started = performance.now()
  const all = await Promise.allSettled(Array.from({ length: count }, () => hub.call(operation)))
  const refused = homey.requests.filter(({ status }) => status === 429).length
  const succeeded = all.filter((one) => one.status === 'fulfilled').length
  return { succeeded, refused, ms: Math.round(performance.now() - started) }
}

test('50 reads of a Pro 2019 that are asked for at once all succeed', {
  timeout: 30_000,
}, async () => {
  const { succeeded, refused, ms } = await reads('pro-2019', 50)
  console.log(`50 reads of a Pro 2019: ${ms} ms, ${refused} refused on the way`)
  assert.equal(succeeded, 50)
})

test('a hub that is stricter than was thought is learned: all succeed', {
  timeout: 30_000,
}, async () => {
  // Asked as quickly as Homey Cloud may be, four at once and without a gap.
  const { succeeded, refused, ms } = await reads('pro-2019', 20, 'cloud')
  console.log(`20 reads of a Pro 2019 taken for another: ${ms} ms, ${refused} refused on the way`)
  assert.equal(succeeded, 20)
  assert.ok(refused > 0)
})
