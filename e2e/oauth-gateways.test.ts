// Several gateways on one PostgreSQL: the owner says yes at one, the client gets and uses its token at the other,
// and what is revoked at either is refused by both.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listen, openInstallation } from '@latchkey/gateway'
import { Owner } from './consenting.ts'
import { newClient, redeem, refresh, request } from './oauth-client.ts'
import { bothDatabases } from './postgres.ts'
import { openWorld, send, temporaryDirectory } from './world.ts'

const SEALING_KEY = Buffer.alloc(32, 1).toString('base64')
const DATABASES = bothDatabases()
const READ = '/api/manager/devices/device'

/** How long after a revocation is a token still taken, in milliseconds; it must be less. */
const WITHIN = 5_000

test('consent at one gateway, tokens at the other, revocation at both', async () => {
  const databaseUrl = await DATABASES.PostgreSQL()
  assert.ok(databaseUrl !== undefined)
  await using stack = new AsyncDisposableStack()
  const world = stack.use(await openWorld({ databaseUrl, sealingKey: SEALING_KEY }))
  const data = stack.use(temporaryDirectory()).path
  const installation = stack.use(
    await openInstallation({ data, databaseUrl, sealingKey: SEALING_KEY }),
  )
  const listener = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
  // As behind a load balancer: both are known by one address.
  installation.reachedAt({ url: listener.url, setupRemote: false, publicUrl: world.url })
  const there = { url: listener.url, installation }
  const ann = await Owner.of(world)
  const client = await newClient(there)
  const { to, verifier } = request(world, client, 'device:read')
  const code = (await ann.consent(to)).searchParams.get('code') ?? ''
  const got = await redeem(there, client, code, verifier)
  assert.equal(got.status, 200, JSON.stringify(got.body))
  const key = String(got.body['access_token'])
  const status = async (url: string) => (await send(url, 'GET', READ, { key })).status
  assert.deepEqual([await status(world.url), await status(there.url)], [200, 200], 'at once')
  const [grant] = await world.owner<readonly { id: string }[]>('GET', '/keys')
  await world.owner('DELETE', `/keys/${grant?.id}`)
  const revoked = performance.now()
  assert.equal(await status(world.url), 401)
  while ((await status(there.url)) !== 401) {
    assert.ok(performance.now() - revoked < WITHIN, 'the other gateway heard of it in time')
  }
  const again = await refresh(there, client, String(got.body['refresh_token']))
  assert.equal(again.status, 400)
})
