// Access tokens on SQLite and on PostgreSQL: known at once, by their grant, until they expire; and at
// another gateway as soon as they are used there.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bothDatabases } from '../../../../e2e/postgres.ts'
import { identify } from '../hub-path/identify.ts'
import { openWithHub } from '../storage/open-for-test.test-support.ts'
import { Grants } from './grants.ts'
import { hashOfKey, newApiKey } from './key.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const WANTED = {
  ...{ hubId: 'hub', client: 'Panel', permissions: ['device:read'] },
  ...{ limits: null, expiresAt: null },
}

/** What a request with a token comes to at a time. */
const reason = (grants: Grants, token: string, now: number) =>
  identify(`Bearer ${token}`, (one) => grants.held(one), now).reason

const DATABASES = bothDatabases()

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('of too many the oldest are over, of this grant and of no other', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const [mine, other] = [await grants.createKeyless(WANTED), await grants.createKeyless(WANTED)]
      const tokens = Array.from({ length: 4 }, () => newApiKey())
      for (const [at, token] of tokens.entries()) {
        await grants.tokens.add(hashOfKey(token), { grantId: mine.id, expiresAt: NOW + 10 + at })
      }
      const theirs = newApiKey()
      await grants.tokens.add(hashOfKey(theirs), { grantId: other.id, expiresAt: NOW + 1 })
      await grants.tokens.keepLatest(mine.id, 2)
      for (const known of [grants, await Grants.load(database, () => NOW)]) {
        const alive = [...tokens, theirs].map((one) => reason(known, one, NOW) === undefined)
        assert.deepEqual(alive, [false, false, true, true, true])
      }
    })

    test('several tokens stand for one grant, each until it expires; revoking ends all', async () => {
      await using database = await openWithHub(await address())
      const grants = await Grants.load(database, () => NOW)
      const grant = await grants.createKeyless(WANTED)
      const [one, two] = [newApiKey(), newApiKey()]
      await grants.tokens.add(hashOfKey(one), { grantId: grant.id, expiresAt: NOW + 10 })
      await grants.tokens.add(hashOfKey(two), { grantId: grant.id, expiresAt: NOW + 20 })
      assert.deepEqual(grants.held(one), {
        ...{ grant, expiresAt: NOW + 10 },
        ...{ boundTo: null, audience: 'hub' },
      })
      assert.equal(grants.byKey(one), undefined, 'a token is no key')
      const at = [NOW, NOW + 9, NOW + 10, NOW + 19, NOW + 20]
      assert.deepEqual(
        at.map((now) => [reason(grants, one, now), reason(grants, two, now)]),
        [
          [undefined, undefined],
          [undefined, undefined],
          ['token-expired', undefined],
          ['token-expired', undefined],
          ['token-expired', 'token-expired'],
        ],
      )
      await grants.tokens.remove(hashOfKey(one))
      assert.equal(reason(grants, one, NOW), 'token-unknown')
      await grants.revoke(grant.id)
      assert.equal(reason(grants, two, NOW), 'token-revoked')
      const loaded = await Grants.load(database, () => NOW)
      assert.equal(reason(loaded, two, NOW), 'token-revoked')
      const bound = newApiKey()
      const token = { grantId: grant.id, expiresAt: NOW + 30, boundTo: 'thumbprint' }
      await grants.tokens.add(hashOfKey(bound), token)
      const later = await Grants.load(database, () => NOW)
      assert.equal(later.held(bound)?.boundTo, 'thumbprint', 'a bound token stays bound')
      assert.equal(reason(later, bound, NOW), 'proof-missing')
      await loaded.tokens.removeOf(grant.id)
      assert.equal(reason(loaded, two, NOW), 'token-unknown')
    })

    test('tokens that expired long ago are forgotten when others are made', async () => {
      await using database = await openWithHub(await address())
      let now = NOW
      const grants = await Grants.load(database, () => now)
      const { id: grantId } = await grants.createKeyless(WANTED)
      const [old, later] = [newApiKey(), newApiKey()]
      await grants.tokens.add(hashOfKey(old), { grantId, expiresAt: NOW + 1 })
      now += 3 * 3_600_000
      await grants.tokens.add(hashOfKey(later), { grantId, expiresAt: now + 1 })
      assert.equal(reason(grants, old, now), 'token-unknown')
      assert.equal(reason(grants, later, now), undefined)
      const rows = await database.selectFrom('grant_token').selectAll().execute()
      assert.equal(rows.length, 1)
    })
  })
}

test('a token and a key that another gateway made are looked up when they are first used', async () => {
  const url = await DATABASES.PostgreSQL()
  assert.ok(url !== undefined)
  await using database = await openWithHub(url)
  const here = await Grants.load(database, () => NOW)
  const there = await Grants.load(database, () => NOW)
  const grant = await here.createKeyless(WANTED)
  const token = newApiKey()
  await here.tokens.add(hashOfKey(token), { grantId: grant.id, expiresAt: NOW + 10 })
  const { key } = await here.create(WANTED)
  assert.equal(there.held(token), undefined)
  assert.equal(await there.lookUp(token), true)
  assert.equal(await there.lookUp(key), true)
  assert.deepEqual(there.held(token)?.grant, here.present(grant.id))
  assert.equal(await there.lookUp(newApiKey()), false)
})
