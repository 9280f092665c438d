// The line in front of a hub: how many at once, how far apart, in which order, and who may leave.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { Deadline } from './deadline.ts'
import { Line, PACES, type Pace } from './pace.ts'

const never = new Deadline()

function pace(parallel: number, waiting = 1000, gap = 0): Pace {
  return { parallel, gap, waiting }
}

/** Work that ends when it is told to. */
function held<T>(value: T) {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  return { work: () => promise, done: () => resolve(value), fail: reject }
}

test('100 interleaved tasks: never more than allowed at once, in the order of arrival', {
  timeout: 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 9 }),
      async (scheduler, parallel) => {
        const line = new Line(pace(parallel))
        const started: number[] = []
        const running = { now: 0, most: 0 }
        const tasks = Array.from({ length: 100 }, (_, task) =>
          line.run(async () => {
            started.push(task)
            running.most = Math.max(running.most, ++running.now)
            await scheduler.schedule(Promise.resolve())
            running.now--
            if (task % 7 === 0) throw new Error(`task ${task}`)
            return task
          }, never),
        )
        const ended = await scheduler.waitFor(Promise.allSettled(tasks))
        assert.equal(running.most, parallel)
        assert.deepEqual(
          started,
          Array.from({ length: 100 }, (_, task) => task),
        )
        assert.equal(ended.filter((one) => one.status === 'rejected').length, 15)
      },
    ),
    { numRuns: 25 },
  )
})

test('whoever leaves never starts, and nobody else loses the place', {
  timeout: 10_000,
}, async () => {
  const leavers = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), leavers, async (scheduler, leaving) => {
      const line = new Line(pace(2))
      const started: number[] = []
      const deadlines = Array.from({ length: 40 }, () => new Deadline())
      const tasks = deadlines.map((deadline, task) =>
        line.run(async () => {
          started.push(task)
          await scheduler.schedule(Promise.resolve())
        }, deadline),
      )
      const left = leaving.map((task) =>
        scheduler.schedule(Promise.resolve()).then(() => {
          const waits = !started.includes(task)
          deadlines[task]?.expire(new Error('left'))
          return waits ? task : -1
        }),
      )
      const ended = await scheduler.waitFor(Promise.allSettled(tasks))
      const gone = (await scheduler.waitFor(Promise.all(left))).filter((task) => task >= 0)
      const expected = [...tasks.keys()].filter((task) => !gone.includes(task))
      assert.deepEqual(started, expected)
      const rejected = ended.flatMap((one, task) => (one.status === 'rejected' ? [task] : []))
      assert.deepEqual(
        rejected,
        gone.sort((a, b) => a - b),
      )
    }),
    { numRuns: 100 },
  )
})

test('a deadline that is over takes no place, and one that ends later ends no work', {
  timeout: 10_000,
}, async () => {
  const line = new Line(pace(1))
  const reason = new Error('too late')
  const over = new Deadline()
  over.expire(reason)
  await assert.rejects(
    line.run(async () => 1, over),
    reason,
  )
  const deadline = new Deadline()
  const first = held('first')
  const running = line.run(first.work, deadline)
  deadline.expire()
  first.done()
  assert.equal(await running, 'first')
  assert.equal(await line.run(async () => 'second', never), 'second')
})

test('a full line is busy, and takes people again when it is shorter', {
  timeout: 10_000,
}, async () => {
  const line = new Line(pace(1, 2))
  const first = held(1)
  const tasks = [line.run(first.work, never), line.run(async () => 2, never)]
  tasks.push(line.run(async () => 3, never))
  await assert.rejects(
    line.run(async () => 4, never),
    { name: 'HubError', code: 'hub_busy', retryAfter: 1, mayHaveHappened: false },
  )
  first.done()
  assert.deepEqual(await Promise.all(tasks), [1, 2, 3])
  assert.equal(await line.run(async () => 5, never), 5)
})

test('work that fails, at once or later, frees its place', { timeout: 10_000 }, async () => {
  const line = new Line(pace(1))
  const thrown = () => {
    throw new Error('at once')
  }
  const later = held(0)
  const tasks = [line.run(thrown, never), line.run(later.work, never)]
  later.fail(new Error('later'))
  await assert.rejects(Promise.resolve(tasks[0]), /at once/)
  await assert.rejects(Promise.resolve(tasks[1]), /later/)
  assert.equal(await line.run(async () => 'after', never), 'after')
})

test('two starts are as far apart as the pace says', { timeout: 10_000 }, async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let clock = 1000
  const line = new Line(pace(3, 10, 150), () => clock)
  const pass = async (milliseconds: number): Promise<void> => {
    clock += milliseconds
    t.mock.timers.tick(milliseconds)
    await Promise.resolve()
  }
  const started: number[] = []
  const tasks = [1, 2, 3].map((task) => line.run(async () => started.push(task), never))
  await pass(0)
  assert.deepEqual(started, [1])
  await pass(149)
  assert.deepEqual(started, [1])
  await pass(1)
  assert.deepEqual(started, [1, 2])
  await pass(150)
  assert.deepEqual(started, [1, 2, 3])
  await Promise.all(tasks)
  await pass(1000)
  const after = line.run(async () => started.push(4), never)
  await pass(0)
  assert.deepEqual(started, [1, 2, 3, 4])
  await after
})

test('a closed line sends everybody away who waits or comes, and lets the running end', {
  timeout: 10_000,
}, async () => {
  const line = new Line(pace(1, 10, 50))
  const first = held('first')
  const running = line.run(first.work, never)
  const waiting = line.run(async () => 'waiting', never)
  line.close()
  const away = { code: 'hub_offline', mayHaveHappened: false }
  await assert.rejects(waiting, away)
  await assert.rejects(
    line.run(async () => 'late', never),
    away,
  )
  first.done()
  assert.equal(await running, 'first')
})

test('a Pro 2019 is asked gently', () => {
  assert.deepEqual(PACES['pro-2019'], { parallel: 2, gap: 150, waiting: 64 })
  for (const one of Object.values(PACES)) assert.ok(one.parallel >= 1 && one.waiting >= 1)
})
