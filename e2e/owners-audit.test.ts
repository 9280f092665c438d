// Which owner acted: in a column of the audit log, for every act over the owner API; at the control socket
// it is `local`. Searched, exported, and seen by nobody else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventView } from '@latchkey/gateway'
import { type Browser, PASSWORD, signedIn } from './browser.ts'
import { bothDatabases } from './postgres.ts'
import { typed as latchkey } from './typed.ts'
import { openWorld } from './world.ts'

const idOf = async (browser: Browser) => String((await browser.ask('GET', '/me')).json()['id'])

for (const [name, open] of Object.entries(bothDatabases())) {
  test(`each act names its owner, and each owner finds their own (${name})`, async () => {
    await using world = await openWorld({ databaseUrl: await open() })
    const { id: revoked } = await world.fullKey('Local', ['device:read'])
    const ann = await signedIn(world, 'Ann')
    const annId = await idOf(ann)
    const made = await ann.ask('POST', '/keys', {
      ...{ hub: 'Home', name: 'Display', permissions: ['device:read'] },
    })
    assert.equal(made.status, 200, made.text)
    await ann.ask('DELETE', `/keys/${revoked}`)
    await ann.ask('DELETE', `/hubs/${world.homey.id}`)
    const ben = await signedIn(world, 'Ben')
    const benId = await idOf(ben)
    await ben.ask('POST', '/sign-in', { name: 'ann', password: 'not the password' })
    await ben.ask('POST', '/sign-in', { name: 'nobody', password: 'not the password' })
    await ben.ask('POST', '/sign-out')
    await world.owner('POST', '/audit/retention', { days: 90 })
    const read = async (query = '') =>
      (await world.owner<readonly EventView[]>('GET', `/audit?limit=1000${query}`)).map(
        (one) => [one.operation, one.reason, one.owner] as const,
      )
    const [by, unproven] = ['owner', 'owner-unproven']
    assert.deepEqual(await read(), [
      ['owner.addHub', by, 'local'],
      ['owner.createKey', by, 'local'],
      ['owner.makeLink', by, 'local'],
      ['owner.setUp', by, annId],
      ['owner.createKey', by, annId],
      ['owner.revokeKey', by, annId],
      ['owner.removeHub', by, annId],
      ['owner.makeLink', by, 'local'],
      ['owner.setUp', by, benId],
      ['owner.signIn', unproven, annId],
      ['owner.signIn', unproven, null],
      ['owner.signOut', by, benId],
      ['owner.setRetention', by, 'local'],
    ])
    assert.equal((await read('&owner=ANN')).length, 5)
    assert.equal((await read(`&owner=${benId}&reason=owner`)).length, 2)
    assert.equal((await read('&owner=local')).length, 5)
    await assert.rejects(read('&owner=Eve'), /owner_unknown/)
    const own = (await ann.ask('GET', '/audit?owner=Ann')).json<readonly EventView[]>()
    assert.equal(own.length, 5, 'also what was done to a hub that is gone, and at no hub')
    for (const word of ['Ben', benId, 'local', 'Eve']) {
      const reply = await ann.ask('GET', `/audit?owner=${word}`)
      assert.deepEqual([reply.status, reply.json()['error']], [404, 'owner_unknown'], word)
    }
    const verified = await world.owner<{ ok: boolean }>('GET', '/audit/verify')
    assert.equal(verified.ok, true)
  })
}

test('latchkey audit --owner, and the owner in an export', async () => {
  await using world = await openWorld()
  const ann = await signedIn(world, 'Ann')
  await ann.ask('DELETE', `/hubs/${world.homey.id}`)
  await ann.ask('POST', '/sign-in', { name: 'Ann', password: `${PASSWORD}?` })
  const id = await idOf(ann)
  await world.installation[Symbol.asyncDispose]()
  const at = ['--data', world.data]
  const shown = await latchkey(['audit', '--owner', 'Ann', ...at])
  const lines = shown.out.trim().split('\n')
  assert.match(lines[1] ?? '', /allow 200 \(owner Ann\): owner\.removeHub/)
  assert.match(lines[2] ?? '', /DENY {2}401 \(owner Ann\?\): owner\.signIn/)
  assert.equal(lines.length, 3, shown.out)
  const local = await latchkey(['audit', '--owner', 'local', ...at])
  assert.match(local.out, /\(local owner\): owner\.addHub/)
  const csv = await latchkey(['audit', 'export', '--format', 'csv', '--owner', 'Ann', ...at])
  assert.match(csv.out.split('\r\n')[1] ?? '', new RegExp(`,${id},$`))
  const unknown = await latchkey(['audit', '--owner', 'Eve', '--json', ...at])
  assert.equal(JSON.parse(unknown.err).error, 'owner_unknown')
})
