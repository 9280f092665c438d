// Backup and restore, on both databases and from one to the other: nothing is lost, nobody else can
// read it, and no key that was revoked since is good again.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import {
  backUp,
  type HubView,
  type KeyView,
  listen,
  openInstallation,
  restore,
} from '@latchkey/gateway'
import { bothDatabases } from './postgres.ts'
import { openWorld, ownerOf, send, temporaryDirectory, type World } from './world.ts'

const FLOWS = '/api/manager/flow/flow'
const PASSPHRASE = 'correct horse battery staple'

const DATABASES = bothDatabases()

/** Backs a running world up into a directory. */
async function backedUp(world: World, directory: string): Promise<string> {
  const out = join(directory, 'home.latchkey')
  const { data, databaseUrl } = world
  await backUp({ data, databaseUrl, out, passphrase: PASSPHRASE, effort: 8, now: Date.now })
  return out
}

for (const [from, source] of Object.entries(DATABASES)) {
  for (const [to, target] of Object.entries(DATABASES)) {
    test(`from ${from} to ${to}: all is there, and every key waits for the owner`, async () => {
      await using world = await openWorld({ databaseUrl: await source() })
      using directory = temporaryDirectory()
      const good = await world.fullKey('Good', ['flow:read'])
      const bad = await world.fullKey('Bad', ['flow:read'])
      assert.equal((await world.send('GET', FLOWS, { key: good.key })).status, 200)
      const rows = await world.audit()
      const file = await backedUp(world, directory.path)
      await world.owner('DELETE', `/keys/${bad.id}`)

      const place = { data: join(directory.path, 'new'), databaseUrl: await target() }
      const restored = await restore({ file, passphrase: PASSPHRASE, ...place, now: Date.now })
      assert.equal(restored.suspended, 2)
      await using again = await openInstallation(place)
      await using listener = await listen(again, { host: '127.0.0.1', port: 0 })
      const owner = ownerOf(again)
      for (const { key } of [good, bad]) {
        const refused = await send(listener.url, 'GET', FLOWS, { key })
        assert.equal(refused.status, 401)
        assert.match(refused.text, /waits for its owner/)
      }
      const keys = await owner<KeyView[]>('GET', '/keys')
      assert.deepEqual(
        keys.map((key) => [key.name, key.state]),
        [
          ['Good', 'suspended'],
          ['Bad', 'suspended'],
        ],
      )
      assert.deepEqual(await owner<HubView[]>('GET', '/hubs'), await world.owner('GET', '/hubs'))
      const told = await owner<{ reason: string; id: number }[]>('GET', '/audit?limit=1000')
      const ofClients = told.filter((event) => event.reason !== 'owner')
      assert.deepEqual(ofClients.slice(0, rows.length), rows)
      assert.ok(ofClients.slice(rows.length).every((row) => row.reason === 'token-suspended'))
      await owner('POST', `/keys/${good.id}/resume`)
      assert.equal((await send(listener.url, 'GET', FLOWS, { key: good.key })).status, 200)
      assert.equal((await send(listener.url, 'GET', FLOWS, { key: bad.key })).status, 401)
    })
  }
}

describe('the file', () => {
  test('is closed to others, holds no secret in the clear, and is not made twice', async () => {
    await using world = await openWorld()
    using directory = temporaryDirectory()
    const file = await backedUp(world, directory.path)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const bytes = readFileSync(file)
    const sealingKey = readFileSync(join(world.data, 'sealing.key'), 'utf8').trim()
    for (const secret of [sealingKey, world.homey.key]) assert.ok(!bytes.includes(secret))
    await assert.rejects(backedUp(world, directory.path), /is there already/)
    assert.deepEqual(readdirSync(directory.path), ['home.latchkey'])
  })

  test('with a wrong passphrase, damaged, cut off or no backup at all leaves nothing behind', async () => {
    await using world = await openWorld()
    using directory = temporaryDirectory()
    const whole = readFileSync(await backedUp(world, directory.path))
    const changed = Buffer.from(whole)
    changed.writeUInt8(changed.readUInt8(changed.length - 40) ^ 1, changed.length - 40)
    const cases: readonly [Buffer, string, RegExp][] = [
      [whole, 'another passphrase', /not the passphrase/],
      [changed, PASSPHRASE, /damaged or cut off/],
      [whole.subarray(0, -1), PASSPHRASE, /damaged or cut off/],
      [Buffer.from('hello'), PASSPHRASE, /is not a backup, or is damaged/],
    ]
    const data = join(directory.path, 'new')
    const databaseUrl = await DATABASES.PostgreSQL()
    for (const [bytes, passphrase, problem] of cases) {
      const file = join(directory.path, 'case')
      writeFileSync(file, bytes)
      await assert.rejects(restore({ file, passphrase, data, now: Date.now }), problem)
      assert.ok(!existsSync(data) || readdirSync(data).length === 0)
    }
    const file = join(directory.path, 'home.latchkey')
    const cut = join(directory.path, 'cut')
    writeFileSync(cut, whole.subarray(0, -1))
    const onServer = { passphrase: PASSPHRASE, data, databaseUrl, now: Date.now }
    await assert.rejects(restore({ ...onServer, file: cut }), /damaged or cut off/)
    const { suspended } = await restore({ ...onServer, file })
    assert.equal(suspended, 0)
    const taken = { file, passphrase: PASSPHRASE, now: Date.now }
    await assert.rejects(restore({ ...taken, data }), /not empty/)
    const other = join(directory.path, 'other')
    await assert.rejects(
      restore({ ...taken, data: other, databaseUrl }),
      /Latchkey in this database/,
    )
    assert.ok(existsSync(join(data, 'sealing.key')))
  })
})
