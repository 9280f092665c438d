// The disk of the database is full, really: what cannot be recorded is not sent, owners are told so in
// words, reads go on, and when there is room again so does all the rest, with nothing lost.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Verification } from '@latchkey/gateway'
import { startPostgres } from './postgres.ts'
import { sentPaths } from './sent-paths.ts'
import { noSmallDisk, type SmallDisk, smallDisk } from './small-disk.ts'
import { openWorld, type World } from './world.ts'

const VARIABLES = '/api/manager/logic/variable'
const OPTIONS = { timeout: 180_000, skip: noSmallDisk }

/** A write that leaves a trace of its own at the hub. */
const write = async (world: World, key: string) => {
  const path = `${VARIABLES}/${randomUUID()}`
  return { path, ...(await world.send('DELETE', path, { key })) }
}

const reached = (world: World) =>
  world.homey.requests.filter((one) => one.method === 'DELETE').map((one) => one.path)

async function fillUp(world: World, disk: SmallDisk): Promise<void> {
  const key = await world.key('variable:delete', 'variable:read')
  const spare = await world.fullKey('Spare', ['variable:read'])
  const reads = async (one: string) => (await world.send('GET', VARIABLES, { key: one })).status
  assert.equal((await write(world, key)).status, 404, 'it reached the hub, which has no such thing')
  disk.fill()
  // What is written into room that the database had already is kept still.
  let refused = await write(world, key)
  for (let tries = 0; refused.status !== 503; tries++) {
    assert.ok(tries < 3_000, 'the disk is never full')
    disk.fill()
    refused = await write(world, key)
  }
  assert.equal(refused.json()['error'], 'audit_unavailable')
  assert.ok(!reached(world).includes(refused.path))
  assert.equal(await reads(key), 200)
  const revoked = await world.owner('DELETE', `/keys/${spare.id}`).then(
    () => true,
    (error) => {
      assert.match(String(error), /503.*disk_full.*Make room/)
      return false
    },
  )
  assert.equal(await reads(spare.key), revoked ? 401 : 200, 'as the owner was told')
  disk.free()
  assert.equal((await write(world, key)).status, 404, 'it goes on by itself')
  const rows = await sentPaths(world)
  assert.deepEqual(
    reached(world).filter((path) => !rows.has(path)),
    [],
  )
  const { ok, problems } = await world.owner<Verification>('GET', '/audit/verify')
  assert.ok(ok, JSON.stringify(problems))
  await world.owner('DELETE', `/keys/${spare.id}`)
  assert.equal(await reads(spare.key), 401)
}

test('SQLite, with the whole data directory on the full disk', OPTIONS, async () => {
  using disk = smallDisk(16)
  await using world = await openWorld({ data: disk.path })
  await fillUp(world, disk)
})

test('PostgreSQL, with its data on the full disk', OPTIONS, async () => {
  using disk = smallDisk(160)
  const data = join(disk.path, 'data')
  mkdirSync(data)
  const settings = ['min_wal_size=32MB', 'max_wal_size=32MB']
  await using postgres = await startPostgres({ data, settings })
  await using world = await openWorld({ databaseUrl: await postgres.database() })
  await fillUp(world, disk)
})
