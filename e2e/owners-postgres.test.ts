// Owners on PostgreSQL: the same code, and a second gateway knows the session of the first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listen, openInstallation } from '@latchkey/gateway'
import { Browser, PASSWORD, setupToken, signedIn } from './browser.ts'
import { postgresOfRun } from './postgres.ts'
import { openWorld, temporaryDirectory } from './world.ts'

test('set up, sign in, sign out, and come back, with two gateways on one database', async () => {
  await using postgres = await postgresOfRun()
  const databaseUrl = await postgres.database()
  const keys = { sealingKey: Buffer.alloc(32, 1).toString('base64') }
  await using world = await openWorld({ databaseUrl, ...keys })
  const ann = await signedIn(world, 'Ann')
  assert.equal((await ann.ask('GET', '/hubs')).json<unknown[]>().length, 1, 'taken over')
  using other = temporaryDirectory()
  await using second = await openInstallation({ data: other.path, databaseUrl, ...keys })
  await using listener = await listen(second, { host: '127.0.0.1', port: 0 })
  const there = new Browser(listener.url)
  there.cookie = ann.cookie
  assert.equal((await there.ask('GET', '/me')).json()['name'], 'Ann')
  assert.equal((await there.ask('GET', '/hubs')).json<unknown[]>().length, 1)
  await there.ask('POST', '/sign-out/everywhere')
  assert.equal((await ann.ask('GET', '/me')).status, 401)
  const token = await setupToken(world.installation, 'Ann')
  const next = 'another long password'
  const back = await there.ask('POST', '/setup', { token, name: 'Ann', password: next })
  assert.equal(back.status, 200, back.text)
  assert.equal((await ann.ask('POST', '/sign-in', { name: 'Ann', password: PASSWORD })).status, 401)
  const taken = await setupToken(world.installation)
  const twin = await ann.ask('POST', '/setup', { token: taken, name: 'ANN', password: next })
  assert.equal(twin.json()['error'], 'name_taken')
})
