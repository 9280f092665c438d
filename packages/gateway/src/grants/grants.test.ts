// Grants in the database and in memory, on SQLite and on PostgreSQL: limits, what was created, changes.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { ChangeFeed } from '../storage/changes.ts'
import { dump } from '../storage/dump.ts'
import { load } from '../storage/load.ts'
import { openWithHub } from '../storage/open-for-test.test-support.ts'
import { openPostgres } from '../storage/postgres.ts'
import { Grants } from './grants.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

const WANTED = { hubId: 'hub', client: 'Panel', permissions: ['device:read'], expiresAt: null }
const LIMITS = { zones: ['z1'], except: { devices: ['d1'] }, own: true } as const

const DATABASES = bothDatabases()

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('limits are kept as they were given, and none is null', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const { grant, key } = await grants.create({ ...WANTED, limits: LIMITS })
      const { grant: free } = await grants.create({ ...WANTED, limits: null })
      assert.deepEqual([grant.limits, free.limits], [LIMITS, null])
      const loaded = await Grants.load(database, () => NOW)
      assert.deepEqual(loaded.byKey(key), grant)
    })

    test('what was created is in memory at once, in the next process, and in another gateway', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const { grant, key } = await grants.create({ ...WANTED, limits: LIMITS })
      const other = await Grants.load(database, () => NOW)
      await grants.creations.record(grant.id, 'flow', 'f1')
      await grants.creations.record(grant.id, 'mood', 'f1')
      await grants.creations.record(grant.id, 'flow', 'f1')
      const now = grants.byKey(key)
      assert.deepEqual([...(now?.created ?? [])].sort(), ['flow:f1', 'mood:f1'])
      assert.equal(now?.generation, 3, 'each change is one generation, the same again is none')
      assert.equal(grant.created.size, 0, 'a grant that was read before is as it was')
      assert.equal(other.byKey(key)?.created.size, 0)
      await other.rereadAll()
      assert.deepEqual(other.byKey(key), now)
      await grants.creations.forget(grant.id, 'flow', 'f1')
      await grants.creations.forget(grant.id, 'flow', 'never')
      await other.reread(grant.id)
      assert.deepEqual([...(other.byKey(key)?.created ?? [])], ['mood:f1'])
      assert.equal(other.byKey(key)?.generation, 4)
      const [row] = await database.selectFrom('created_object').selectAll().execute()
      assert.deepEqual([row?.hub_id, row?.created_at], ['hub', NOW])
    })

    test('creations at the same time are all kept, each of its own grant', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const one = await grants.create({ ...WANTED, limits: LIMITS })
      const two = await grants.create({ ...WANTED, limits: LIMITS })
      const ids = Array.from({ length: 20 }, (_, at) => `f${at}`)
      await Promise.all(
        ids.flatMap((id) =>
          [one, two].map(({ grant }) => grants.creations.record(grant.id, 'flow', id)),
        ),
      )
      await grants.creations.record('no such grant', 'flow', 'f1')
      for (const { key } of [one, two]) {
        assert.equal(grants.byKey(key)?.created.size, 20)
        assert.equal(grants.byKey(key)?.generation, 21)
      }
      const rows = await database.selectFrom('created_object').selectAll().execute()
      assert.equal(rows.length, 40)
    })

    test('a change takes effect in memory, keeps the rest, and raises the generation', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const { grant, key } = await grants.create({ ...WANTED, limits: LIMITS })
      await grants.creations.record(grant.id, 'flow', 'f1')
      const changed = await grants.update(grant.id, { limits: { devices: ['d2'] } })
      assert.deepEqual(grants.byKey(key), changed)
      assert.deepEqual(changed?.limits, { devices: ['d2'] })
      assert.deepEqual([...(changed?.created ?? [])], ['flow:f1'])
      assert.deepEqual([changed?.client, changed?.expiresAt], ['Panel', null])
      const more = { client: 'Wall', permissions: ['zone:read'], expiresAt: NOW + 1, limits: null }
      const again = await grants.update(grant.id, more)
      assert.deepEqual(
        [again?.client, [...(again?.permissions ?? [])], again?.expiresAt, again?.limits],
        ['Wall', ['zone:read'], NOW + 1, null],
      )
      assert.equal(again?.generation, 4)
    })

    test('what is revoked or not there is not changed', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const { grant, key } = await grants.create({ ...WANTED, limits: LIMITS })
      await grants.revoke(grant.id)
      const before = grants.byKey(key)
      assert.equal(await grants.update(grant.id, { limits: null }), undefined)
      assert.equal(await grants.update('no such grant', { limits: null }), undefined)
      assert.deepEqual(grants.byKey(key), before)
      assert.deepEqual(await grants.byId(grant.id), before)
    })
  })
}

for (const [from, source] of Object.entries(DATABASES)) {
  for (const [to, target] of Object.entries(DATABASES)) {
    test(`a backup of ${from} in ${to} has limits and what was created`, async () => {
      await using database = await openWithHub(await source())
      const grants = await Grants.load(database, () => NOW)
      const { grant, key } = await grants.create({ ...WANTED, limits: LIMITS })
      await grants.creations.record(grant.id, 'flow', 'f1')
      await grants.creations.record(grant.id, 'script', 'example-lights')
      await using other = await openWithHub(await target())
      await load(other, dump(database))
      const restored = await Grants.load(other, () => NOW)
      assert.deepEqual(restored.byKey(key), grants.byKey(key))
      assert.equal(restored.byKey(key)?.created.size, 2)
    })
  }
}

test('another gateway hears of a creation and of its end', async () => {
  const url = await DATABASES.PostgreSQL()
  assert.ok(url !== undefined)
  await using database = await openWithHub(url)
  const grants = await Grants.load(database, () => NOW)
  const { grant, key } = await grants.create({ ...WANTED, limits: LIMITS })
  await using elsewhere = openPostgres(url)
  const other = await Grants.load(elsewhere, () => NOW)
  let heard = Promise.withResolvers<void>()
  await using _ = await ChangeFeed.start({
    url,
    changed: async ({ table, id }) => {
      if (table !== 'grant') return
      await other.reread(id)
      heard.resolve()
    },
    rereadAll: () => other.rereadAll(),
    onError: (error) => heard.reject(error),
  })
  await grants.creations.record(grant.id, 'mood', 'm1')
  await heard.promise
  assert.deepEqual([...(other.byKey(key)?.created ?? [])], ['mood:m1'])
  heard = Promise.withResolvers<void>()
  await grants.creations.forget(grant.id, 'mood', 'm1')
  await heard.promise
  assert.equal(other.byKey(key)?.created.size, 0)
})
