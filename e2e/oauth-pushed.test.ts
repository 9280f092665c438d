// What clients of today do besides: push their request (RFC 9126), prove their key at every step (RFC 9449), say who
// they are with a key (RFC 7523), and look their own tokens up (RFC 7662). The clients are unmodified.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { Owner } from './consenting.ts'
import { BACK, ledTo, newClient, post, redeem, register, request } from './oauth-client.ts'
import { openWorld, type World } from './world.ts'

const READ = '/api/manager/devices/device'

/** Registers a client with openid-client. */
const registered = (
  world: World,
  metadata: Partial<client.ClientMetadata>,
  method: client.ClientAuth,
) =>
  client.dynamicClientRegistration(
    new URL(world.url),
    { client_name: 'Panel', redirect_uris: [BACK], ...metadata },
    method,
    { execute: [client.allowInsecureRequests], algorithm: 'oauth2' },
  )

test('openid-client: a pushed request, with its own key, and tokens bound to another', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const pair = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const signing = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', signing.publicKey)
  const jwk = { kty: 'EC', crv: 'P-256', x, y }
  const metadata = {
    ...{ token_endpoint_auth_method: 'private_key_jwt', dpop_bound_access_tokens: true },
    ...{ jwks: { keys: [{ ...jwk, kid: 'one' }] } },
  }
  const method = client.PrivateKeyJwt({ key: signing.privateKey, kid: 'one' })
  const config = await registered(world, metadata, method)
  const DPoP = client.getDPoPHandle(config, pair)
  const verifier = client.randomPKCECodeVerifier()
  const asked = {
    ...{ redirect_uri: BACK, scope: 'device:read flow:read', state: 'x' },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    authorization_details: JSON.stringify([{ type: 'homey_access', permissions: ['zone:read'] }]),
  }
  const to = await client.buildAuthorizationUrlWithPAR(config, asked, { DPoP })
  assert.deepEqual([...to.searchParams.keys()].sort(), ['client_id', 'request_uri'])
  const back = await ann.consent(to, { without: ['flow:read'] })
  const checks = { pkceCodeVerifier: verifier, expectedState: 'x' }
  await assert.rejects(client.authorizationCodeGrant(config, back, checks), 'without its proof')
  const again = await ann.consent(
    await client.buildAuthorizationUrlWithPAR(config, asked, { DPoP }),
  )
  const tokens = await client.authorizationCodeGrant(config, again, checks, undefined, { DPoP })
  assert.equal(tokens.token_type, 'dpop')
  assert.equal(tokens.scope, 'device:read flow:read zone:read')
  const url = new URL(READ, world.url)
  const none = undefined
  const open = (token: string, handle = DPoP) =>
    client.fetchProtectedResource(config, token, url, 'GET', none, none, { DPoP: handle })
  assert.equal((await open(tokens.access_token)).status, 200)
  const other = client.getDPoPHandle(config, await client.randomDPoPKeyPair())
  await assert.rejects(open(tokens.access_token, other), /WWW-Authenticate|401/i)
  assert.equal((await world.send('GET', READ, { key: tokens.access_token })).status, 401)
  const later = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', none, { DPoP })
  assert.equal((await open(later.access_token)).status, 200)
  assert.deepEqual(world.errors, [])
})

test('oauth4webapi: the same by itself, for a client without a secret', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const insecure = { [oauth.allowInsecureRequests]: true }
  const issuer = new URL(world.url)
  const server = await oauth
    .discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
    .then((answer) => oauth.processDiscoveryResponse(issuer, answer))
  assert.equal(server.pushed_authorization_request_endpoint, `${world.url}/par`)
  assert.deepEqual(server.dpop_signing_alg_values_supported, ['ES256', 'Ed25519', 'EdDSA'])
  const known: oauth.Client = { client_id: await newClient(world) }
  const DPoP = oauth.DPoP(known, await oauth.generateKeyPair('ES256'))
  const verifier = oauth.generateRandomCodeVerifier()
  const fields = new URLSearchParams({
    ...{ redirect_uri: BACK, response_type: 'code', state: 'x', scope: 'device:read' },
    ...{ client_id: known.client_id, code_challenge_method: 'S256' },
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  })
  const options = { DPoP, ...insecure }
  const pushed = await oauth
    .pushedAuthorizationRequest(server, known, oauth.None(), fields, options)
    .then((answer) => oauth.processPushedAuthorizationResponse(server, known, answer))
  const to = new URL(server.authorization_endpoint ?? '')
  to.searchParams.set('client_id', known.client_id)
  to.searchParams.set('request_uri', pushed.request_uri)
  const back = oauth.validateAuthResponse(server, known, await ann.consent(to), 'x')
  const tokens = await oauth
    .authorizationCodeGrantRequest(
      ...([server, known, oauth.None(), back, BACK, verifier, options] as const),
    )
    .then((answer) => oauth.processAuthorizationCodeResponse(server, known, answer))
  const resource = new URL(READ, world.url)
  const none = [undefined, undefined] as const
  const answer = await oauth.protectedResourceRequest(
    ...([tokens.access_token, 'GET', resource, ...none, options] as const),
  )
  assert.equal(answer.status, 200)
  assert.deepEqual(world.errors, [])
})

test('case 15: what was pushed is judged like any request, is for its client alone, and counts once', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const known = await newClient(world)
  const other = await newClient(world, { redirect_uris: ['https://other.example.org/back'] })
  const push = async (scope: string, more: Record<string, string | undefined> = {}) => {
    const { to } = request(world, known, scope, more)
    return post(world, '/par', Object.fromEntries(new URL(to).searchParams))
  }
  const wrong: readonly (readonly [string, Record<string, string | undefined>, string])[] = [
    ['device:read', { redirect_uri: 'https://evil.example/back' }, 'invalid_request'],
    ['device:read', { code_challenge: undefined }, 'invalid_request'],
    ['device:read', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['nonsense:read', {}, 'invalid_scope'],
    ['device:read', { resource: 'https://other.example/' }, 'invalid_target'],
    ['device:read', { request_uri: 'urn:x' }, 'request_uri_not_supported'],
    ['device:read', { client_id: 'nobody' }, 'invalid_client'],
  ]
  for (const [scope, more, error] of wrong) {
    const { status, body } = await push(scope, more)
    assert.ok(status === 400 || status === 401, `${status}`)
    assert.equal(body['error'], error, JSON.stringify([more, body]))
  }
  const good = await push('device:read')
  assert.deepEqual([good.status, good.body['expires_in']], [201, 60])
  const uri = String(good.body['request_uri'])
  const at = (client_id: string, more: Record<string, string> = {}) =>
    `/authorize?${new URLSearchParams({ client_id, request_uri: uri, ...more })}`
  const stolen = await ann.browser.get(at(other))
  const sent = ledTo(world, stolen)
  assert.equal(sent.host, 'other.example.org', 'told to nobody but who asked')
  assert.equal(sent.searchParams.get('error'), 'invalid_request_object')
  // What stands beside it says nothing.
  const widened = at(known, { scope: 'preset:full-control', redirect_uri: 'https://evil.example/' })
  const opened = await ann.open(widened)
  assert.doesNotMatch(opened.page.text, /Full control|evil\.example/)
  const end = await ann.decide(opened)
  assert.match(end.to ?? '', /^https:\/\/app\.example\.org\/back\?code=/)
  const errorAt = async (path: string) =>
    ledTo(world, await ann.browser.get(path)).searchParams.get('error')
  assert.equal(await errorAt(at(known)), 'invalid_request_uri', 'it counts once')
  const fresh = String((await push('device:read')).body['request_uri'])
  const unknown = new URLSearchParams({ client_id: known, request_uri: `${fresh}x` })
  assert.equal(await errorAt(`/authorize?${unknown}`), 'invalid_request_uri')
  assert.deepEqual(world.errors, [])
})

test('case 18: tokens are looked up by clients with a secret, their own only, where it is allowed', async () => {
  await using off = await openWorld()
  const there = await post(off, '/token/introspect', {
    token: 'x',
    client_id: await newClient(off),
  })
  assert.equal(there.status, 404, 'off unless the owner says so')
  await using world = await openWorld({ introspection: true })
  const ann = await Owner.of(world)
  const secret = { token_endpoint_auth_method: 'client_secret_post' }
  const config = await registered(world, secret, client.ClientSecretPost())
  const other = (await register(world, secret)).body
  const bare = await newClient(world)
  const clientId = config.clientMetadata().client_id
  const { to, verifier } = request(world, clientId, 'device:read zone:read')
  const back = await ann.consent(to)
  const checks = { pkceCodeVerifier: verifier, expectedState: 's' }
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  for (const token of [tokens.access_token, tokens.refresh_token ?? '']) {
    const looked = await client.tokenIntrospection(config, token)
    assert.deepEqual([looked.active, looked.client_id], [true, clientId])
  }
  const theirs = {
    client_id: String(other['client_id']),
    client_secret: String(other['client_secret']),
  }
  const key = await world.key('device:read')
  const asked = request(world, bare, 'device:read')
  const code = (await ann.consent(asked.to)).searchParams.get('code') ?? ''
  const own = String((await redeem(world, bare, code, asked.verifier)).body['access_token'])
  const tries: readonly (readonly [Record<string, string>, string])[] = [
    [theirs, tokens.access_token],
    [{ client_id: bare }, tokens.access_token],
    // Whoever has found it knows whose it is.
    [{ client_id: bare }, own],
    [theirs, key],
    [theirs, 'x'],
  ]
  for (const [by, token] of tries) {
    const { status, body } = await post(world, '/token/introspect', { ...by, token })
    assert.deepEqual([status, body], [200, { active: false }], `${by['client_id']} ${token.length}`)
  }
  const nobody = await post(world, '/token/introspect', { token: tokens.access_token })
  assert.equal(nobody.status, 400)
  const wrong = await post(world, '/token/introspect', {
    ...{ client_id: clientId, client_secret: 'guessed', token: tokens.access_token },
  })
  assert.equal(wrong.status, 401)
  const looked = async (token: string | undefined) => {
    const { active, scope } = await client.tokenIntrospection(config, token ?? '')
    return active ? scope : active
  }
  const keys = await world.owner<readonly KeyView[]>('GET', '/keys')
  const { id = '' } = keys.find(({ permissions }) => permissions.includes('zone:read')) ?? {}
  await world.owner('PUT', `/keys/${id}`, { dropPermissions: ['zone:read'] })
  const both = [tokens.access_token, tokens.refresh_token]
  assert.deepEqual(await Promise.all(both.map(looked)), ['device:read', 'device:read'])
  const again = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  assert.equal(again.scope, 'device:read', 'what the owner left')
  await world.owner('POST', '/stop', { hub: 'Home' })
  assert.equal(await looked(again.access_token), false, 'it opens nothing now')
  assert.equal(await looked(again.refresh_token), 'device:read', 'it can be refreshed')
  await world.owner('POST', '/resume', { hub: 'Home' })
  assert.equal(await looked(again.access_token), 'device:read')
  await world.owner('POST', `/clients/${clientId}/suspend`)
  const ofSuspended = async () => await looked(again.access_token)
  await assert.rejects(ofSuspended, { error: 'unauthorized_client' }, 'it is told why')
  await world.owner('POST', `/clients/${clientId}/resume`)
  assert.equal(await looked(again.access_token), 'device:read')
  for (const one of keys) await world.owner('DELETE', `/keys/${one.id}`)
  assert.equal(await looked(again.access_token), false)
})
