// The sealing key changed under a running gateway, and a change that was interrupted at each of its
// moments: nothing is lost, and the old key opens nothing in the end.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openInstallation } from '@latchkey/gateway'
import { openWorld, ownerOf, type World } from './world.ts'

const FLOWS = '/api/manager/flow/flow'
const FRESH = Buffer.alloc(32, 9).toString('base64')

interface Rotated {
  readonly key: string
  readonly resealed: number
}

const keysOf = ({ data }: World): readonly string[] =>
  readFileSync(join(data, 'sealing.key'), 'utf8').trim().split('\n')

function sealedOf({ data }: World): string {
  using database = new DatabaseSync(join(data, 'latchkey.db'))
  return String(database.prepare('SELECT sealed_credential FROM hub').get()?.['sealed_credential'])
}

test('rotating seals every credential with a new key, while requests go on', async () => {
  await using world = await openWorld()
  const key = await world.key('flow:read')
  const before = { keys: keysOf(world), sealed: sealedOf(world) }
  const rotated = await world.owner<Rotated>('POST', '/seal/rotate')
  assert.equal(rotated.resealed, 1)
  const [file, ...others] = keysOf(world)
  assert.deepEqual(others, [])
  assert.notEqual(file, before.keys[0])
  assert.equal(statSync(join(world.data, 'sealing.key')).mode & 0o777, 0o600)
  assert.ok(!readdirSync(world.data).includes('sealing.key.new'))
  assert.match(before.sealed, /^v2\.[\w-]{8}\./)
  assert.ok(sealedOf(world).startsWith(`v2.${rotated.key}.`))
  assert.equal((await world.send('GET', FLOWS, { key })).status, 200)
  // What is sealed after it is sealed with the new key too.
  const { address, key: hubKey } = world.homey
  await world.owner('POST', '/hubs', { name: 'Home', address, key: hubKey })
  assert.ok(sealedOf(world).startsWith(`v2.${rotated.key}.`))
  assert.equal((await world.owner<Rotated>('POST', '/seal/rotate')).resealed, 1)
})

test('a change that was interrupted before or after sealing is finished at the next start', async () => {
  await using world = await openWorld()
  const { data } = world
  const [old = ''] = keysOf(world)
  await world.installation[Symbol.asyncDispose]()
  // Both keys are in the file and nothing is sealed anew yet; then the same with all sealed anew.
  for (const moment of ['before', 'after']) {
    writeFileSync(join(data, 'sealing.key'), `${FRESH}\n${old}\n`)
    await using again = await openInstallation({ data })
    assert.deepEqual(keysOf(world), [FRESH], moment)
    const hubs = await ownerOf(again)<{ name: string }[]>('GET', '/hubs')
    assert.deepEqual(
      hubs.map((hub) => hub.name),
      ['Home'],
    )
  }
})

test('with another key nothing opens, and what to do is said', async () => {
  await using world = await openWorld()
  const { data } = world
  await world.installation[Symbol.asyncDispose]()
  writeFileSync(join(data, 'sealing.key'), `${FRESH}\n`)
  await assert.rejects(
    openInstallation({ data }),
    /sealed with another key .*Put the right sealing.key/,
  )
})

test('a key from the environment is changed by whoever sets it: the new one in front of the old', async () => {
  const old = Buffer.alloc(32, 8).toString('base64')
  await using world = await openWorld({ sealingKey: old })
  const { data } = world
  await assert.rejects(world.owner('POST', '/seal/rotate'), /409 .*LATCHKEY_SEALING_KEY=new,old/)
  await world.installation[Symbol.asyncDispose]()
  {
    await using both = await openInstallation({ data, sealingKey: `${FRESH},${old}` })
    assert.equal((await ownerOf(both)<Rotated>('POST', '/seal/rotate')).resealed, 1)
  }
  await using fresh = await openInstallation({ data, sealingKey: FRESH })
  assert.equal((await ownerOf(fresh)<unknown[]>('GET', '/hubs')).length, 1)
  assert.ok(!readdirSync(data).includes('sealing.key'))
})
