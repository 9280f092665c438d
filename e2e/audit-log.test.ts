// What an owner does with the audit log: search, export, verify, prune, keep; and what owners did is
// in it themselves. As sessions at a terminal, and through the owner API.
import assert from 'node:assert/strict'
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { EventView, Verification } from '@latchkey/gateway'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { latchkey } from './terminal.ts'
import { typed } from './typed.ts'
import { openWorld, temporaryDirectory, type World } from './world.ts'

const ZONES = '/api/manager/zones/zone'
const MOODS = '/api/manager/moods/mood'

const find = (world: World, query: string) =>
  world.owner<readonly EventView[]>('GET', `/audit?${query}`)

test('what owners do is in the log: who is nobody, what is owner.…, why is owner', async () => {
  await using world = await openWorld()
  const { id } = await world.fullKey('Agent', ['zone:read'])
  await world.owner('DELETE', `/keys/${id}`)
  await world.owner('POST', '/audit/retention', { days: 90 })
  await world.owner('DELETE', '/hubs/Home')
  await assert.rejects(world.fullKey('No', ['zone:read']), /404/)
  const events = await find(world, 'reason=owner')
  const hub = world.homey.id
  assert.deepEqual(
    events.map((one) => [one.operation, one.hub, one.grant, one.method, one.path, one.status]),
    [
      ['owner.addHub', hub, null, 'POST', '/hubs', 200],
      ['owner.createKey', hub, id, 'POST', '/keys', 200],
      ['owner.revokeKey', hub, id, 'DELETE', `/keys/${id}`, 200],
      ['owner.setRetention', null, null, 'POST', '/audit/retention', 200],
      ['owner.removeHub', hub, null, 'DELETE', '/hubs/Home', 200],
    ],
  )
  assert.ok(events.every((one) => one.client === null && one.verdict === 'allow'))
})

test('search: by key, hub, name, operation, verdict, reason and time, together', async () => {
  let now = Date.parse('2026-03-01T10:00:00Z')
  await using world = await openWorld({ now: () => now })
  const agent = await world.fullKey('Agent', ['zone:read'])
  const other = await world.fullKey('Other', ['zone:read', 'mood:read'])
  await world.send('GET', ZONES, { key: agent.key })
  now += 3 * 3_600_000
  await world.send('GET', MOODS, { key: agent.key })
  await world.send('GET', MOODS, { key: other.key })
  const rows: readonly (readonly [query: string, operations: readonly string[]])[] = [
    ['client=Agent', ['zones.getZones', 'moods.getMoods']],
    [`key=${other.id}`, ['owner.createKey', 'moods.getMoods']],
    ['operation=moods.*', ['moods.getMoods', 'moods.getMoods']],
    ['operation=*.get*&client=Other', ['moods.getMoods']],
    ['operation=moods.get_oods*', []],
    ['verdict=deny', ['moods.getMoods']],
    ['reason=granted', ['zones.getZones', 'moods.getMoods']],
    ['since=2h&client=Agent', ['moods.getMoods']],
    ['until=2026-03-01T12:00Z&client=Agent', ['zones.getZones']],
    ['since=2026-03-01T09:00Z&until=4h', []],
    ['hub=Home&client=Agent&limit=1', ['moods.getMoods']],
    ['after=0&limit=1', ['owner.addHub']],
  ]
  for (const [query, operations] of rows) {
    const found = await find(world, query)
    assert.deepEqual(
      found.map((one) => one.operation),
      operations,
      query,
    )
  }
  for (const wrong of ['since=yesterday', 'verdict=maybe', 'operation=a%27b', 'limit=0']) {
    await assert.rejects(find(world, wrong), /^Error: 400/, wrong)
  }
})

test('verify, search, export and prune at the command line', async () => {
  using data = temporaryDirectory()
  await using homey = await startVirtualHomey({ home: 'empty' })
  const at = ['--data', data.path]
  const run = async (code: number, ...words: string[]) => {
    const ran = await typed([...words, ...at], homey.key)
    assert.equal(ran.code, code, `${words.join(' ')}: ${ran.out}${ran.err}`)
    return ran.out + ran.err
  }
  await run(0, 'hub', 'add', '--name', '=HYPER"LINK', '--address', homey.address, '--key', '-')
  assert.match(await run(0, 'audit', 'verify'), /^All is as it was written: 1 event\.\n$/)
  // A name that no owner could give, as somebody might put it into the database.
  const disk = new DatabaseSync(join(data.path, 'latchkey.db'))
  disk.exec("UPDATE audit SET client = '=1+1\r\nforged,line', path = '@a\"b' WHERE id = 1")
  const bad = JSON.parse(await run(1, 'audit', 'verify', '--json')) as Verification
  assert.deepEqual([bad.ok, bad.rows, bad.good, bad.first], [false, 1, 0, 1])
  assert.match(await run(1, 'audit', 'verify'), /NOT as it was written: 0 of 1 event.*bad one is 1/)
  const csv = await run(0, 'audit', 'export', '--format', 'csv')
  assert.deepEqual(csv.split('\r\n').length, 3)
  assert.match(
    csv,
    /^id,time,client,grant,hub,operation,method,path,verdict,reason,status,ms,owner,tool\r\n1,/,
  )
  assert.match(csv, /,"'=1\+1 {2}forged,line",.*,"'@a""b",/)
  const out = join(data.path, 'events.jsonl')
  await run(0, 'audit', 'export', '--out', out, '--operation', 'owner.*')
  assert.equal(statSync(out).mode & 0o777, 0o600)
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n')
  assert.deepEqual([lines.length, JSON.parse(lines[0] ?? '').client], [1, '=1+1\r\nforged,line'])
  assert.match(await run(1, 'audit', 'export', '--out', out), /is there already/)
  assert.equal((await run(0, 'audit')).split('\n').length, 2, 'one line')
  disk.exec('DELETE FROM audit WHERE id = 1')
  assert.match(await run(1, 'audit', 'verify'), /1 row is missing/)
  disk.close()
  assert.match(await run(64, 'audit', 'prune', '--older-than', 'long'), /a life is a number/)
  assert.match(await run(0, 'audit', 'keep'), /for ever/)
  assert.match(await run(0, 'audit', 'keep', '90d'), /90 days/)
  assert.match(await run(0, 'audit', 'prune', '--older-than', '1d'), /0 events removed/)
  assert.match(await run(0, 'audit', '--reason', 'owner'), /\(local owner\): owner.setRetention/)
})

test('once a day, on the injected clock, what is older than the owner says is pruned', async () => {
  let now = Date.parse('2026-03-01T10:00:00Z')
  const day = 86_400_000
  await using world = await openWorld({ now: () => now })
  const key = await world.key('zone:read')
  await world.send('GET', ZONES, { key })
  await world.audit()
  await world.owner('POST', '/audit/retention', { days: 30 })
  now += 31 * day
  await world.send('GET', ZONES, { key })
  await world.audit()
  world.installation.takeCare()
  const operations = async () => (await find(world, 'limit=99')).map((one) => one.operation)
  while ((await operations()).length !== 2) await new Promise((done) => setTimeout(done, 20))
  assert.deepEqual(await operations(), ['zones.getZones', 'owner.pruneAudit'])
  const pruned = (await find(world, 'operation=owner.pruneAudit'))[0]
  assert.equal(pruned?.path, '/audit/prune?before=2026-03-02T10:00:00.000Z&rows=4')
  const { ok, rows, pruned: gone } = await world.owner<Verification>('GET', '/audit/verify')
  assert.deepEqual([ok, rows, gone], [true, 2, 4])
  // By hand, of what does not verify: refused, unless it is said.
  const disk = new DatabaseSync(join(world.data, 'latchkey.db'))
  disk.exec("UPDATE audit SET status = 500 WHERE operation = 'zones.getZones'")
  disk.close()
  now += 2 * day
  const prune = (broken: boolean) =>
    world.owner<{ rows: number }>('POST', '/audit/prune', { olderThan: '1d', broken })
  await assert.rejects(prune(false), /409.*does not verify/)
  assert.equal((await prune(true)).rows, 2)
})

test('a damaged last page of the database is told, not passed over', async () => {
  using data = temporaryDirectory()
  const verify = ['audit', 'verify', '--data', data.path]
  // Rows from before there were chains: the next start signs them.
  assert.equal((await typed(verify)).code, 0)
  const file = join(data.path, 'latchkey.db')
  const rows = new DatabaseSync(file)
  const row = rows.prepare(
    "INSERT INTO audit (time, method, path, verdict, reason) VALUES (1, 'GET', ?, 'deny', 'x')",
  )
  for (let at = 0; at < 30; at++) row.run('/'.repeat(3000))
  rows.close()
  assert.match((await typed(verify)).out, /30 events/)
  const disk = openSync(file, 'r+')
  const { size } = fstatSync(disk)
  writeSync(disk, Buffer.alloc(4096, 0xff), 0, 4096, size - 4096)
  closeSync(disk)
  const ran = await typed(verify)
  assert.deepEqual([ran.code, ran.out], [1, ''])
  assert.match(ran.err, /database file is damaged.*restore/)
})

test('a damaged database keeps the gateway from starting, and that is told as well', async () => {
  using data = temporaryDirectory()
  const place = ['--data', data.path]
  assert.equal((await typed(['audit', 'verify', ...place])).code, 0)
  const file = join(data.path, 'latchkey.db')
  const whole = readFileSync(file)
  const start = async (bytes: Buffer, command: typeof latchkey) => {
    writeFileSync(file, bytes)
    return command(['start', '--port', '0', ...place])
  }
  // All but the first page; and something that never was a database.
  const torn = Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0xff)])
  for (const [bytes, command] of [
    [torn, latchkey],
    [Buffer.alloc(8192, 'no database'), typed],
  ] as const) {
    const { code, out, err } = await start(bytes, command)
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /^The database file is damaged.*latchkey restore\n$/)
  }
  writeFileSync(file, whole)
  assert.equal((await typed(['audit', 'verify', ...place])).code, 0)
})
