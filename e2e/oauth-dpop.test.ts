// Tokens that are bound to a key (DPoP, RFC 9449): whoever has the token alone has nothing, over HTTP and on sockets,
// and whoever saw a proof cannot show it again. The proofs are made by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Owner } from './consenting.ts'
import { newClient, post, request } from './oauth-client.ts'
import { type Claims, Prover } from './proving.ts'
import { ask, call, openRoot, told } from './realtime-clients.ts'
import { openWorld, type World } from './world.ts'

const VARIABLES = '/api/manager/logic/variable'

/** A client with tokens that are bound to its key. */
async function bound(world: World, prover: Prover) {
  const { client, code, verifier } = await withCode(world)
  const dpop = prover.proof('POST', `${world.url}/token`)
  const got = await post(world, '/token', codeFields(client, code, verifier), { dpop })
  assert.equal(got.status, 200, JSON.stringify(got.body))
  assert.equal(got.body['token_type'], 'DPoP')
  const { access_token: token, refresh_token: refreshToken } = got.body
  return { client, token: String(token), refreshToken: String(refreshToken) }
}

/** A client with a code that was not redeemed. */
async function withCode(world: World) {
  const ann = await Owner.of(world)
  const client = await newClient(world)
  const { to, verifier } = request(world, client, 'variable:read')
  const code = (await ann.consent(to)).searchParams.get('code') ?? ''
  return { client, code, verifier }
}

const codeFields = (client: string, code: string, verifier: string) => ({
  ...{ grant_type: 'authorization_code', client_id: client, code, code_verifier: verifier },
  redirect_uri: 'https://app.example.org/back',
})

/** Reads with a token and a proof, or without one. */
async function read(world: World, token: string, proof?: string, path = VARIABLES) {
  const headers = { authorization: `DPoP ${token}`, ...(proof !== undefined && { dpop: proof }) }
  const reply = await world.send('GET', path, { headers })
  const { error } = reply.status === 200 ? {} : reply.json<{ error?: string }>()
  return { status: reply.status, error, headers: reply.headers }
}

test('case 18: a bound token opens nothing without a proof for this very request, by its key, once', async () => {
  const clock = { ahead: 0 }
  const now = () => Date.now() + clock.ahead
  await using world = await openWorld({ now })
  const prover = new Prover(now)
  const thief = new Prover(now)
  const { token } = await bound(world, prover)
  const url = `${world.url}${VARIABLES}`
  const good = (more: Claims = {}, header: Claims = {}) =>
    prover.proof('GET', url, token, more, header)
  const first = good()
  assert.equal((await read(world, token, first)).status, 200)
  const replayed = await read(world, token, first)
  assert.deepEqual([replayed.status, replayed.error], [401, 'invalid_dpop_proof'])
  const bearer = await world.send('GET', VARIABLES, { key: token })
  assert.deepEqual([bearer.status, bearer.json()['error']], [401, 'invalid_token'])
  assert.match(String(bearer.headers['www-authenticate']), /^DPoP .*algs="ES256 /)
  const iat = Math.floor(now() / 1_000)
  const wrong: Readonly<Record<string, string | undefined>> = {
    none: undefined,
    empty: '',
    'no JWT': 'x.y.z',
    'two proofs': `${good()}, ${good()}`,
    'another method': good({ htm: 'POST' }),
    'another path': good({ htu: `${url}/x` }),
    'another host': good({ htu: `https://evil.example${VARIABLES}` }),
    'no address': good({ htu: undefined }),
    'another token': good({ ath: 'x' }),
    'no token': good({ ath: undefined }),
    'no id': good({ jti: undefined }),
    'an id without end': good({ jti: 'x'.repeat(1_000) }),
    'no time': good({ iat: undefined }),
    'a time in words': good({ iat: String(iat) }),
    'another type': good({}, { typ: 'jwt' }),
    'no algorithm': good({}, { alg: 'none' }),
    'a secret as a key': good({}, { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } }),
    'a private key': good({}, { jwk: prover.privateJwk }),
    "the thief's key": thief.proof('GET', url, token),
    "the client's key, signed by the thief": thief.proof(
      'GET',
      url,
      token,
      {},
      { jwk: prover.jwk },
    ),
    'a nonce of nobody': good({ nonce: 'x' }),
    'of an hour ago': good({ iat: iat - 3_600 }),
    'of an hour ahead': good({ iat: iat + 3_600 }),
  }
  for (const [what, proof] of Object.entries(wrong)) {
    const { status, headers } = await read(world, token, proof)
    assert.equal(status, 401, what)
    assert.match(String(headers['www-authenticate']), /^DPoP /, what)
  }
  assert.equal((await read(world, token, good({ htu: `${url}?x=1#y` }))).status, 200, 'query apart')
  const key = await world.key('variable:read')
  const unbound = await read(world, key, prover.proof('GET', url, key))
  assert.deepEqual(
    [unbound.status, unbound.error],
    [401, 'invalid_token'],
    'a key is no bound token',
  )
  clock.ahead = 3_601_000
  assert.equal((await read(world, token, good())).error, 'invalid_token', 'expired all the same')
  const reasons = new Set<string>((await world.audit()).map(({ reason }) => reason))
  for (const one of ['proof-missing', 'proof-invalid', 'proof-replayed', 'token-not-bound']) {
    assert.ok(reasons.has(one), one)
  }
  assert.deepEqual(world.errors, [])
})

test('a client whose clock is wrong gets a nonce, which counts at both ends, for minutes', async () => {
  const clock = { ahead: 0 }
  const now = () => Date.now() + clock.ahead
  await using world = await openWorld({ now })
  const slow = new Prover(() => now() - 3_600_000)
  const { client, code, verifier } = await withCode(world)
  const fields = codeFields(client, code, verifier)
  const send = (claims: Claims) =>
    post(world, '/token', fields, {
      dpop: slow.proof('POST', `${world.url}/token`, undefined, claims),
    })
  const refused = await send({})
  assert.deepEqual([refused.status, refused.body['error']], [400, 'use_dpop_nonce'])
  const given = { nonce: refused.headers.get('dpop-nonce') ?? '' }
  const token = String((await send(given)).body['access_token'])
  const proof = (claims: Claims) => slow.proof('GET', `${world.url}${VARIABLES}`, token, claims)
  const late = await read(world, token, proof({}))
  assert.deepEqual([late.status, late.error], [401, 'use_dpop_nonce'])
  const nonce = String(late.headers['dpop-nonce'])
  assert.equal((await read(world, token, proof({ nonce }))).status, 200)
  assert.equal((await read(world, token, proof(given))).status, 200, "the token endpoint's")
  clock.ahead = 10 * 60_000
  assert.equal((await read(world, token, proof({ nonce }))).error, 'use_dpop_nonce')
})

test('case 17, 27: refresh tokens of a client without a secret are bound as well, and a socket is let in only by a proof for it', async () => {
  await using world = await openWorld()
  const [prover, thief] = [new Prover(), new Prover()]
  const { client, refreshToken } = await bound(world, prover)
  const at = `${world.url}/token`
  const fields = { grant_type: 'refresh_token', client_id: client, refresh_token: refreshToken }
  const tries: readonly Readonly<Record<string, string>>[] = [
    {},
    { dpop: thief.proof('POST', at) },
    { dpop: prover.proof('GET', at) },
    { dpop: prover.proof('POST', `${world.url}/token/revoke`) },
  ]
  for (const headers of tries) {
    assert.equal((await post(world, '/token', fields, headers)).status, 400)
  }
  const dpop = prover.proof('POST', at)
  const all = await Promise.all(
    Array.from({ length: 10 }, () => post(world, '/token', fields, { dpop })),
  )
  assert.equal(all.filter(({ status }) => status === 200).length, 1, 'one proof counts once')
  const again = await post(world, '/token', fields, { dpop: prover.proof('POST', at) })
  assert.equal(again.status, 200, JSON.stringify(again.body))
  assert.equal(again.body['token_type'], 'DPoP')
  await onSockets(world, prover, String(again.body['access_token']))
  assert.deepEqual(world.errors, [])
})

/** A socket takes a bound token with a proof for the connection, once, and ends with its grant. */
async function onSockets(world: World, prover: Prover, token: string): Promise<void> {
  const proof = (more: Claims = {}) => prover.proof('GET', `${world.url}/socket.io/`, token, more)
  const once = proof()
  const shake = async (dpop: unknown, shown = token) => {
    using root = openRoot(world.url)
    const [error] = await ask(root, 'handshakeClient', { token: shown, dpop })
    return error?.error
  }
  assert.equal(await shake(undefined), 'invalid_token')
  assert.equal(await shake('x'), 'invalid_dpop_proof')
  assert.equal(await shake(proof({ htu: `${world.url}${VARIABLES}` })), 'invalid_dpop_proof')
  assert.equal(
    await shake(new Prover().proof('GET', `${world.url}/socket.io/`, token)),
    'invalid_dpop_proof',
  )
  assert.equal(await shake(proof(), await world.key('variable:read')), 'invalid_token', 'a key')
  using root = openRoot(world.url)
  const [refused] = await ask(root, 'handshakeClient', { token, dpop: once })
  assert.equal(refused, null)
  const api = root.io.socket('/api')
  await told(api, 'connect')
  assert.equal((await call(api, 'logic', 'getVariables'))[0], null, 'its calls need no more')
  assert.equal(await shake(once), 'invalid_dpop_proof', 'seen')
  const all = await world.owner<readonly { id: string; name: string }[]>('GET', '/keys')
  const grant = all.find(({ name }) => name === 'Panel')
  const gone = told(api, 'disconnect')
  await world.owner('DELETE', `/keys/${grant?.id}`)
  await gone
}
