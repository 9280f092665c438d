// House rules in the database and in memory, on SQLite and on PostgreSQL, and how other gateways hear of them; what
// was counted of a day.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { ChangeFeed } from '../storage/changes.ts'
import { openMigrated } from '../storage/open-for-test.test-support.ts'
import { openPostgres } from '../storage/postgres.ts'
import { DayCounts } from './day-counts.ts'
import { HouseRules, type NewRule } from './house-rules.ts'
import { WrittenFlows } from './written-flows.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const DATABASES = bothDatabases()

const LOCKS: NewRule = {
  ...{ hubId: 'hub', kind: 'locks', name: null, effect: 'ask', about: {}, hours: null },
  ...{ keys: ['Panel'], cap: { calls: 3, per: 'day' } },
}

const onError = (error: unknown) => {
  throw error
}

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('a rule is kept as it was made, and counts unless it is paused', async () => {
      await using database = await openMigrated(await address())
      const rules = await HouseRules.load(database, () => NOW)
      const rule = await rules.create(LOCKS)
      const ids = (of: HouseRules) => of.of('hub').map((one) => one.rule.id)
      assert.deepEqual(ids(rules), [rule.id])
      assert.deepEqual(rules.of('other'), [])
      const other = await HouseRules.load(database, () => NOW)
      assert.deepEqual(other.of('hub')[0]?.rule, {
        ...LOCKS,
        id: rule.id,
        paused: false,
        createdAt: NOW,
      })
      await rules.update(rule.id, { paused: true, effect: 'deny', cap: null })
      assert.deepEqual(ids(rules), [])
      assert.deepEqual(ids(other), [rule.id])
      await other.rereadAll()
      assert.deepEqual(ids(other), [])
      const [listed] = await other.list('hub')
      assert.deepEqual(
        [listed?.paused, listed?.effect, listed?.cap, listed?.keys],
        [true, 'deny', null, ['Panel']],
      )
      await rules.remove(rule.id)
      await other.reread(rule.id)
      assert.deepEqual(await other.list('hub'), [])
      assert.equal(await rules.update(rule.id, { paused: false }), undefined)
    })

    test('days are added up by all gateways, and known to the next process', async () => {
      await using database = await openMigrated(await address())
      const parts = { database, now: () => NOW, onError }
      await using one = await DayCounts.load(parts)
      await using two = await DayCounts.load(parts)
      const at = { now: NOW, date: '2026-11-23' }
      const tally = {
        key: 'rule r',
        per: 'day',
        units: 2,
        most: 7,
        effect: 'deny',
        what: '',
      } as const
      assert.equal(one.counts.take([tally], at), true)
      await one.flush()
      assert.equal(two.counts.take([tally], at), true)
      await two.flush()
      assert.equal(two.counts.used(tally, at), 4, 'what the other counted is known')
      assert.equal(one.counts.take([tally], at), true)
      await one.flush()
      assert.equal(one.counts.used(tally, at), 6)
      assert.equal(one.counts.take([tally], at), false, 'one too many')
      await using next = await DayCounts.load(parts)
      assert.equal(next.counts.used(tally, at), 6)
      assert.equal(next.counts.used(tally, { ...at, date: '2026-11-24' }), 0)
      await using later = await DayCounts.load({ ...parts, now: () => NOW + 5 * 86_400_000 })
      assert.equal(later.counts.used(tally, at), 0)
    })

    test('which Flows a grant changed is known to the next process', async () => {
      await using database = await openMigrated(await address())
      const grant = { id: 'g', created: new Set(['flow:mine', 'mood:m'] as const) }
      {
        await using flows = await WrittenFlows.load(database, onError)
        for (const one of ['flow:mine', 'flow:other', 'flow:other']) flows.wrote(grant, one)
      }
      await using flows = await WrittenFlows.load(database, onError)
      assert.deepEqual([...flows.of(grant)], ['flow:mine', 'flow:other'])
      const rows = await database.selectFrom('written_flow').selectAll().execute()
      assert.deepEqual(
        rows.map((row) => [row.grant_id, row.flow]),
        [['g', 'flow:other']],
      )
    })
  })
}

test('another gateway hears of a rule, of its change and of its end', async () => {
  const url = await DATABASES.PostgreSQL()
  assert.ok(url !== undefined)
  await using database = await openMigrated(url)
  const rules = await HouseRules.load(database, () => NOW)
  await using elsewhere = openPostgres(url)
  const other = await HouseRules.load(elsewhere, () => NOW)
  let heard = Promise.withResolvers<void>()
  await using _ = await ChangeFeed.start({
    url,
    changed: async ({ table, id }) => {
      if (table !== 'house_rule') return
      await other.reread(id)
      heard.resolve()
    },
    rereadAll: () => other.rereadAll(),
    onError: (error) => heard.reject(error),
  })
  const hears = async (work: () => Promise<unknown>, count: number) => {
    heard = Promise.withResolvers<void>()
    await work()
    await heard.promise
    assert.equal(other.of('hub').length, count)
  }
  let id = ''
  await hears(async () => {
    id = (await rules.create(LOCKS)).id
  }, 1)
  await hears(() => rules.update(id, { paused: true }), 0)
  await hears(() => rules.update(id, { paused: false }), 1)
  await hears(() => rules.remove(id), 0)
})
