// Several gateways on one PostgreSQL: the owner says yes at one, the client gets and uses its token at the other,
// and what is revoked at either is refused by both.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type KeyView, listen, openInstallation } from '@latchkey/gateway'
import pg from 'pg'
import { Owner } from './consenting.ts'
import { BACK, newClient, post, redeem, refresh, request } from './oauth-client.ts'
import { bothDatabases } from './postgres.ts'
import { Prover } from './proving.ts'
import { openWorld, send, temporaryDirectory, type World } from './world.ts'

const SEALING_KEY = Buffer.alloc(32, 1).toString('base64')
const DATABASES = bothDatabases()
const READ = '/api/manager/devices/device'

/** How long after a revocation is a token still taken at another gateway, in milliseconds; it must be less. */
const WITHIN = 250
/** How many grants are revoked one after the other: the machine may be elsewhere for a while in one of them. */
const ROUNDS = 3

/** Two gateways on one database, known by one address, as behind a load balancer. */
async function openTwo(stack: AsyncDisposableStack, now: () => number = Date.now) {
  const databaseUrl = await DATABASES.PostgreSQL()
  assert.ok(databaseUrl !== undefined)
  const world = stack.use(await openWorld({ databaseUrl, sealingKey: SEALING_KEY, now }))
  const data = stack.use(temporaryDirectory()).path
  const installation = stack.use(
    await openInstallation({ data, databaseUrl, sealingKey: SEALING_KEY, now }),
  )
  const listener = stack.use(await listen(installation, { host: '127.0.0.1', port: 0 }))
  installation.reachedAt({ url: listener.url, setupRemote: false, publicUrl: world.url })
  return { world, there: { url: listener.url, installation } }
}

/** A client with a code that was not redeemed. */
async function withCode(world: World) {
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const { to, verifier } = request(world, client, 'device:read')
  const code = (await ann.consent(to)).searchParams.get('code') ?? ''
  return { client, code, verifier }
}

test('consent at one gateway, tokens at the other, revocation at both within 250 ms', async (t) => {
  await using stack = new AsyncDisposableStack()
  const { world, there } = await openTwo(stack)
  const ann = await Owner.of(world)
  const client = await newClient(there)
  const status = async (url: string, key: string) => (await send(url, 'GET', READ, { key })).status
  const took: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { to, verifier } = request(world, client, 'device:read')
    const code = (await ann.consent(to)).searchParams.get('code') ?? ''
    const got = await redeem(there, client, code, verifier)
    assert.equal(got.status, 200, JSON.stringify(got.body))
    const key = String(got.body['access_token'])
    assert.deepEqual([await status(world.url, key), await status(there.url, key)], [200, 200])
    const keys = await world.owner<readonly KeyView[]>('GET', '/keys')
    const grant = keys.find(({ state }) => state === 'live')
    await world.owner('DELETE', `/keys/${grant?.id}`)
    const revoked = performance.now()
    assert.equal(await status(world.url, key), 401)
    while ((await status(there.url, key)) !== 401) {
      assert.ok(performance.now() - revoked < 20 * WITHIN, 'the other gateway heard of it')
    }
    took.push(performance.now() - revoked)
    const again = await refresh(there, client, String(got.body['refresh_token']))
    assert.equal(again.status, 400)
  }
  t.diagnostic(
    `refused at the other gateway ${took.map((ms) => ms.toFixed(0)).join(', ')} ms later`,
  )
  assert.ok(Math.min(...took) < WITHIN, `${took} ms`)
})

test('case 18: a proof counts once at all gateways, however many are shown it at once', async () => {
  let now = Date.now()
  await using stack = new AsyncDisposableStack()
  const { world, there } = await openTwo(stack, () => now)
  const { client, code, verifier } = await withCode(world)
  const prover = new Prover(() => now)
  const fields = { grant_type: 'authorization_code', client_id: client, code, redirect_uri: BACK }
  const dpop = prover.proof('POST', `${world.url}/token`)
  const got = await post(there, '/token', { ...fields, code_verifier: verifier }, { dpop })
  const token = String(got.body['access_token'])
  const statuses = (proof: string) => {
    const headers = { authorization: `DPoP ${token}`, dpop: proof }
    const shown = async (at: number) =>
      (await send(at % 2 === 0 ? world.url : there.url, 'GET', READ, { headers })).status
    return Promise.all(Array.from({ length: 10 }, (_, at) => shown(at)))
  }
  const fresh = () => prover.proof('GET', `${world.url}${READ}`, token)
  const rest = Array.from({ length: 9 }, () => 401)
  for (let round = 0; round < ROUNDS; round++) {
    const proof = fresh()
    assert.deepEqual((await statuses(proof)).toSorted(), [200, ...rest])
    assert.deepEqual(await statuses(proof), [401, ...rest])
  }
  const database = new pg.Client({ connectionString: world.databaseUrl })
  await database.connect()
  stack.defer(() => database.end())
  const count = async () =>
    (await database.query<{ count: number }>('SELECT count(*)::int FROM seen_proof')).rows[0]?.count
  assert.equal(await count(), ROUNDS)
  now += 200_000
  assert.deepEqual((await statuses(fresh())).toSorted(), [200, ...rest])
  assert.equal(await count(), 1, 'what is over is not kept')
  assert.deepEqual(world.errors, [])
  await database.query('DROP TABLE seen_proof')
  const unknown = (await statuses(fresh())).filter((status) => status !== 401)
  assert.deepEqual(unknown, [503, 503], 'what cannot be looked up does not count')
})

test('case 17: 50 at once at two gateways use one code, and then one refresh token; a replay later ends all', async () => {
  let now = Date.now()
  await using stack = new AsyncDisposableStack()
  const { world, there } = await openTwo(stack, () => now)
  const { client, code, verifier } = await withCode(world)
  const fifty = <T>(use: (at: typeof there) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 50 }, (_, at) => use(at % 2 === 0 ? world : there)))
  const redeemed = await fifty((at) => redeem(at, client, code, verifier))
  const [won, ...more] = redeemed.filter(({ status }) => status === 200)
  assert.deepEqual(more, [])
  const refreshToken = String(won?.body['refresh_token'])
  const refreshed = await fifty((at) => refresh(at, client, refreshToken))
  const good = refreshed.filter(({ status }) => status === 200)
  assert.equal(good.length, 3, 'as often as an honest client may lose an answer')
  const all = [...redeemed, ...refreshed]
  assert.ok(all.every(({ status, body }) => status === 200 || body['error'] === 'invalid_grant'))
  const tokens = [won, ...good].map((one) => String(one?.body['access_token']))
  const statuses = (url: string) =>
    Promise.all(tokens.map(async (key) => (await send(url, 'GET', READ, { key })).status))
  assert.deepEqual(await statuses(world.url), [200, 200, 200, 200])
  assert.deepEqual(await statuses(there.url), [200, 200, 200, 200])
  const dpop = new Prover().proof('POST', `${world.url}/token`)
  const next = String(good[0]?.body['refresh_token'])
  const fields = { grant_type: 'refresh_token', client_id: client, refresh_token: next }
  const proven = await fifty((at) => post(at, '/token', fields, { dpop }))
  assert.equal(proven.filter(({ status }) => status === 200).length, 1, 'a proof counts once')
  now += 11_000
  assert.equal((await refresh(there, client, refreshToken)).status, 400)
  assert.deepEqual(await statuses(there.url), [401, 401, 401, 401])
  const heard = performance.now()
  while ((await statuses(world.url)).some((status) => status !== 401)) {
    assert.ok(performance.now() - heard < 10_000, 'the other gateway heard of it')
  }
  for (const { body } of good) {
    assert.equal((await refresh(world, client, String(body['refresh_token']))).status, 400)
  }
  assert.deepEqual(world.errors, [])
})
