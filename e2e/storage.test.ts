// What an installation keeps, on both databases: the same tests, the same code.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import { bothDatabases } from './postgres.ts'
import { openWorld } from './world.ts'

const FLOWS = '/api/manager/flow/flow'

const DATABASES = bothDatabases()

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('a key opens what was granted until it is revoked, and both are on record', async () => {
      await using world = await openWorld({ databaseUrl: await address() })
      const { key, id } = await world.fullKey('Reader', ['flow:read'], '30d')
      const status = async () => (await world.send('GET', FLOWS, { key })).status
      assert.equal(await status(), 200)
      assert.equal((await world.send('POST', FLOWS, { key, body: {} })).status, 403)
      const revoked = await world.owner<KeyView>('DELETE', `/keys/${id}`)
      assert.equal(revoked.state, 'revoked')
      assert.equal(await status(), 401)
      const rows = (await world.audit()).filter((row) => row.grant === id)
      assert.deepEqual(
        rows.map((row) => [row.verdict, row.reason, row.status]),
        [
          ['allow', 'granted', 200],
          ['deny', 'permission-missing', 403],
          ['deny', 'token-revoked', 401],
        ],
      )
      assert.ok(rows.every((row) => typeof row.id === 'number' && typeof row.ms === 'number'))
      assert.deepEqual(world.errors, [])
    })

    test('a write has its two rows, and times are the milliseconds that they were', async () => {
      const now = Date.UTC(2031, 4, 5, 6, 7, 8, 9)
      await using world = await openWorld({ databaseUrl: await address(), now: () => now })
      const key = await world.key('mood:create')
      const made = await world.send('POST', '/api/manager/moods/mood', {
        key,
        body: { name: 'Reading', devices: {} },
      })
      assert.equal(made.status, 200, made.text)
      const rows = (await world.audit()).map((row) => [row.reason, row.time])
      assert.deepEqual(rows.slice(-2), [
        ['sent', '2031-05-05T06:07:08.009Z'],
        ['answered', '2031-05-05T06:07:08.009Z'],
      ])
    })

    test('a hub is replaced by itself, keeps its keys, and takes them along when it goes', async () => {
      await using world = await openWorld({ databaseUrl: await address() })
      const { homey, owner } = world
      const key = await world.key('flow:read')
      const again = { name: 'House', address: homey.address, key: homey.key }
      await owner('POST', '/hubs', again)
      assert.equal((await world.send('GET', FLOWS, { key })).status, 200)
      await owner('DELETE', '/hubs/House')
      assert.equal((await world.send('GET', FLOWS, { key })).status, 401)
      assert.deepEqual(await owner('GET', '/keys'), [])
      assert.deepEqual(await owner('GET', '/hubs'), [])
    })
  })
}
