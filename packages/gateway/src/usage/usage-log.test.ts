// Counting and writing, on SQLite and on PostgreSQL: several gateways add up, what cannot be written is
// tried again, memory is bounded, days and learnings are told apart.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { grantWith } from '../grants/grant.test-support.ts'
import type { Grant } from '../grants/grant.ts'
import type { Database } from '../storage/database.ts'
import { openMigrated } from '../storage/open-for-test.test-support.ts'
import { countObject, newBucket, TOO_MANY } from './tallies.ts'
import { UsageLog } from './usage-log.ts'
import { KEPT_DAYS, readUsage } from './usage-store.ts'

const DAY = 86_400_000
const NOON = Date.UTC(2026, 10, 23, 12)

const GRANT = grantWith({ id: 'g1', hubId: 'hub', permissions: new Set(['device:read']) })

function logAt(database: Database, clock: { now: number }, errors: unknown[] = []): UsageLog {
  const onError = (error: unknown) => void errors.push(error)
  return new UsageLog({ database, now: () => clock.now, homeOf: () => undefined, onError })
}

const listen = (log: UsageLog, grant: Grant, id = 'd1') =>
  log.subscribed(grant, [['device:read']], { kind: 'device', id })

const EVER = { since: 0 } as const

for (const [name, address] of Object.entries(bothDatabases())) {
  describe(name, () => {
    test('two gateways add up: counts, first and last', async () => {
      await using database = await openMigrated(await address())
      const [one, two] = [{ now: NOON }, { now: NOON + 5_000 }]
      await using first = logAt(database, one)
      await using second = logAt(database, two)
      for (let at = 0; at < 3; at++) listen(first, GRANT)
      for (let at = 0; at < 4; at++) listen(second, GRANT)
      await Promise.all([first.flush(), second.flush()])
      one.now += 60_000
      listen(first, GRANT)
      const { needs, objects } = await first.read('g1', EVER)
      const times = { count: 8, first: NOON, last: NOON + 60_000 }
      assert.deepEqual(needs, [{ operation: 'subscribe', need: 'device:read', ...times }])
      assert.deepEqual(objects, [{ kind: 'device', id: 'd1', ...times }])
      assert.deepEqual((await first.read('g2', EVER)).needs, [])
    })

    test('a learning is told apart from the rest of its day, and ends at its time', async () => {
      await using database = await openMigrated(await address())
      const clock = { now: NOON }
      await using log = logAt(database, clock)
      const learning = { from: NOON + 1_000, until: NOON + 2_000 }
      const grant = { ...GRANT, learning }
      listen(log, GRANT)
      for (const now of [0, 999, 1_000, 1_500, 1_999, 2_000, 9_000]) {
        clock.now = NOON + now
        listen(log, grant)
      }
      const count = async (span: Parameters<UsageLog['read']>[1]) =>
        (await log.read('g1', span)).needs.map((one) => one.count)
      assert.deepEqual(await count({ learn: learning.from }), [3])
      assert.deepEqual(await count({ learn: NOON }), [])
      assert.deepEqual(await count(EVER), [8])
    })

    test('days are whole, and what is too old is taken away', async () => {
      await using database = await openMigrated(await address())
      const clock = { now: NOON }
      await using log = logAt(database, clock)
      listen(log, GRANT)
      // Within one window: whoever counts at midnight counts for the new day.
      clock.now += 40 * DAY
      listen(log, GRANT)
      const sums = async (since: number) =>
        (await log.read('g1', { since })).needs.map((one) => one.count)
      assert.deepEqual(await sums(clock.now - 30 * DAY), [1])
      assert.deepEqual(await sums(clock.now - 40 * DAY + DAY / 4), [2])
      clock.now = NOON + (KEPT_DAYS + 1) * DAY
      listen(log, GRANT)
      assert.deepEqual(await sums(0), [2])
    })

    test('what cannot be written waits, and is written with the next', async () => {
      await using database = await openMigrated(await address())
      const log = logAt(database, { now: NOON })
      listen(log, GRANT)
      await sql`ALTER TABLE usage_object RENAME TO away`.execute(database)
      await assert.rejects(log.flush(), /usage_object/)
      const rows = () => database.selectFrom('usage_permission').selectAll().execute()
      assert.deepEqual(await rows(), [], 'all or nothing')
      listen(log, GRANT)
      await sql`ALTER TABLE away RENAME TO usage_object`.execute(database)
      await log[Symbol.asyncDispose]()
      const { needs, objects } = await readUsage(database, 'g1', EVER)
      assert.deepEqual([needs[0]?.count, objects[0]?.count], [2, 2])
    })

    test('many grants and objects at once', async () => {
      await using database = await openMigrated(await address())
      await using log = logAt(database, { now: NOON })
      for (let at = 0; at < 60; at++) {
        for (let id = 0; id < 30; id++) listen(log, { ...GRANT, id: `g${at}` }, `d${id}`)
      }
      assert.equal((await log.read('g59', EVER)).objects.length, 30)
      const { count } = await database
        .selectFrom('usage_object')
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      assert.equal(Number(count), 1_800)
    })
  })
}

test('objects beyond the bound are counted together', () => {
  const bucket = newBucket('g1', 0)
  for (let id = 0; id < 1_500; id++) countObject(bucket, 'device', `d${id}`, NOON)
  countObject(bucket, 'device', 'd1', NOON)
  const devices = bucket.objects.get('device')
  assert.equal(devices?.size, 1_001)
  assert.deepEqual([devices?.get(TOO_MANY)?.count, devices?.get('d1')?.count], [500, 2])
})

test('what a grant made need not be named', async () => {
  await using database = await openMigrated(undefined)
  await using log = logAt(database, { now: NOON })
  listen(log, { ...GRANT, created: new Set(['device:d1']) }, 'd1')
  listen(log, { ...GRANT, created: new Set(['device:d1']) }, 'd2')
  const { objects } = await log.read('g1', EVER)
  assert.deepEqual(
    objects.map((one) => one.id),
    ['d2'],
  )
})
