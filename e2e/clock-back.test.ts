// The clock is set back by a day in the midst of work, on both databases: what was decided keeps its
// order, what was revoked stays revoked, and everything verifies and goes on, after a restart as well.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KeyView, Verification } from '@latchkey/gateway'
import { listen, openInstallation } from '@latchkey/gateway'
import { bothDatabases } from './postgres.ts'
import { openWorld, ownerOf, send, temporaryDirectory } from './world.ts'

const ZONES = '/api/manager/zones/zone'
const DAY = 86_400_000
const KEYS = {
  auditKey: Buffer.alloc(32, 4).toString('base64'),
  sealingKey: Buffer.alloc(32, 3).toString('base64'),
}

const DATABASES = bothDatabases()

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('a clock set back by a day changes no order and wakes no key', async () => {
      let now = Date.parse('2026-03-02T10:00:00Z')
      using directory = temporaryDirectory()
      const databaseUrl = await address()
      const place = { data: directory.path, databaseUrl, ...KEYS, now: () => now }
      const times: string[] = []
      let [live, gone] = ['', '']
      {
        await using world = await openWorld(place)
        live = await world.key('zone:read')
        const revoked = await world.fullKey('Gone', ['zone:read'])
        gone = revoked.key
        await world.owner<KeyView>('DELETE', `/keys/${revoked.id}`)
        await world.send('GET', ZONES, { key: live })
        await world.audit()
        now -= DAY
        assert.equal((await world.send('GET', ZONES, { key: live })).status, 200)
        assert.equal((await world.send('GET', ZONES, { key: gone })).status, 401)
        // A key that is made now ends by the clock as it is now.
        const short = await world.fullKey('Short', ['zone:read'], '30m')
        now += 31 * 60_000
        assert.equal((await world.send('GET', ZONES, { key: short.key })).status, 401)
        times.push(...(await world.audit()).map((event) => event.time))
        assert.equal((await world.owner<Verification>('GET', '/audit/verify')).ok, true)
        assert.deepEqual(world.errors, [])
      }
      assert.deepEqual(
        times.map((time) => time.slice(0, 10)),
        ['2026-03-02', '2026-03-01', '2026-03-01', '2026-03-01'],
      )
      await using again = await openInstallation(place)
      await using listener = await listen(again, { host: '127.0.0.1', port: 0 })
      assert.equal((await send(listener.url, 'GET', ZONES, { key: gone })).status, 401)
      const { ok, rows } = await ownerOf(again)<Verification>('GET', '/audit/verify')
      assert.ok(ok && rows > times.length)
    })
  })
}
