// The audit log on PostgreSQL: several gateways write at once, each a chain of its own, and all of it
// verifies from either of them; what is changed behind their backs is found.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openInstallation, type Verification } from '@latchkey/gateway'
import pg from 'pg'
import { postgresOfRun } from './postgres.ts'
import { openWorld, ownerOf, temporaryDirectory } from './world.ts'

const ZONES = '/api/manager/zones/zone'
const AUDIT_KEY = Buffer.alloc(32, 4).toString('base64')
const SEALING_KEY = Buffer.alloc(32, 3).toString('base64')

test('two gateways, two chains, one log', { timeout: 120_000 }, async () => {
  await using postgres = await postgresOfRun()
  const databaseUrl = await postgres.database()
  const keys = { auditKey: AUDIT_KEY, sealingKey: SEALING_KEY }
  await using world = await openWorld({ databaseUrl, ...keys })
  using directory = temporaryDirectory()
  await using other = await openInstallation({ data: directory.path, databaseUrl, ...keys })
  const key = await world.key('zone:read')
  const make = ownerOf(other)
  await Promise.all(
    Array.from({ length: 12 }, async (_, at) => {
      await world.send('GET', ZONES, { key })
      await make('POST', '/keys', { hub: 'Home', name: `Other ${at}`, permissions: ['zone:read'] })
    }),
  )
  const verify = () => world.owner<Verification>('GET', '/audit/verify')
  const good = await verify()
  assert.deepEqual([good.ok, good.rows, good.good, good.chains], [true, 26, 26, 2])
  assert.equal((await make<Verification>('GET', '/audit/verify')).ok, true)
  const disk = new pg.Client({ connectionString: databaseUrl })
  await disk.connect()
  let rows = 26
  for (const change of [
    "UPDATE audit SET path = path || '/' WHERE id = 5",
    'UPDATE audit SET ms = ms + 0.01 WHERE id = 1',
    'DELETE FROM audit WHERE id = 3',
  ]) {
    rows -= change.startsWith('DELETE') ? 1 : 0
    await disk.query(change)
    const result = await verify()
    assert.deepEqual([result.ok, result.rows], [false, rows], change)
    assert.ok(result.good < rows)
  }
  await disk.end()
})
