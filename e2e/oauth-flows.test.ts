// Clients of today, unmodified, get access by OAuth and use the hub with what they got, and nothing more; what is
// taken back is refused at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { Owner } from './consenting.ts'
import { connect } from './official.ts'
import { openWorld, type World } from './world.ts'

const BACK = 'https://app.example.org/back'

/** Registers a client that keeps no secret, with openid-client. */
async function registered(world: World, more: Partial<client.ClientMetadata> = {}) {
  const metadata = { client_name: 'Panel', redirect_uris: [BACK], ...more }
  return client.dynamicClientRegistration(
    new URL(world.url),
    { token_endpoint_auth_method: 'none', ...metadata },
    client.None(),
    { execute: [client.allowInsecureRequests], algorithm: 'oauth2' },
  )
}

/** Where the owner's browser is sent, and what the client must remember. */
async function begun(
  config: client.Configuration,
  scope: string,
  more: Record<string, string> = {},
) {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const to = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: BACK, scope, state, code_challenge_method: 'S256' },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    ...more,
  })
  return { to, checks: { pkceCodeVerifier: verifier, expectedState: state } }
}

const refused = async (call: Promise<unknown>) => {
  const error: { statusCode?: number } = await call.then(
    () => ({}),
    (failure) => failure,
  )
  return error.statusCode
}

test('openid-client: registration, code with PKCE, refresh, revocation; and the official client with the token', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const config = await registered(world)
  const { to, checks } = await begun(config, 'device:read zone:read flow:read')
  const back = await ann.consent(to, { without: ['flow:read'] })
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  assert.equal(tokens.scope, 'device:read zone:read', 'what was unticked is not in the token')
  assert.equal(tokens.token_type, 'bearer')
  assert.ok((tokens.expires_in ?? 0) > 3_500 && (tokens.expires_in ?? 0) <= 3_600)
  const api = await connect(world.url, tokens.access_token)
  assert.ok(Object.keys(await api.devices.getDevices()).length > 0)
  assert.ok(Object.keys(await api.zones.getZones()).length > 0)
  assert.equal(await refused(api.flow.getFlows()), 403)
  const again = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  assert.notEqual(again.refresh_token, tokens.refresh_token, 'refresh tokens rotate')
  const newer = await connect(world.url, again.access_token)
  assert.ok(Object.keys(await newer.devices.getDevices()).length > 0)
  await client.tokenRevocation(config, again.refresh_token ?? '')
  for (const token of [tokens.access_token, again.access_token]) {
    assert.equal(
      (await world.send('GET', '/api/manager/devices/device', { key: token })).status,
      401,
    )
  }
  await assert.rejects(
    client.refreshTokenGrant(config, again.refresh_token ?? ''),
    /invalid_grant|server responded/,
  )
  assert.deepEqual(world.errors, [])
})

test('oauth4webapi: the same by itself, with the metadata of both sides', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const insecure = { [oauth.allowInsecureRequests]: true }
  const issuer = new URL(world.url)
  const resource = await oauth
    .resourceDiscoveryRequest(issuer, insecure)
    .then((answer) => oauth.processResourceDiscoveryResponse(issuer, answer))
  const at = new URL(resource.authorization_servers?.[0] ?? '')
  const server = await oauth
    .discoveryRequest(at, { algorithm: 'oauth2', ...insecure })
    .then((answer) => oauth.processDiscoveryResponse(at, answer))
  const made = await oauth
    .dynamicClientRegistrationRequest(
      server,
      {
        client_name: 'Tool',
        redirect_uris: [BACK],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      insecure,
    )
    .then(oauth.processDynamicClientRegistrationResponse)
  const known = { client_id: made.client_id }
  const secret = oauth.ClientSecretBasic(String(made['client_secret']))
  const verifier = oauth.generateRandomCodeVerifier()
  const to = new URL(server.authorization_endpoint ?? '')
  to.search = String(
    new URLSearchParams({
      ...{ client_id: made.client_id, redirect_uri: BACK, response_type: 'code', state: 'x' },
      ...{ scope: 'homey.device.readonly', code_challenge_method: 'S256' },
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    }),
  )
  const back = oauth.validateAuthResponse(server, known, await ann.consent(to), 'x')
  const answer = await oauth.authorizationCodeGrantRequest(
    ...([server, known, secret, back, BACK, verifier, insecure] as const),
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, known, answer)
  assert.match(tokens.scope ?? '', /(?:^| )device:read(?: |$)/, "Athom's names become permissions")
  const read = { key: tokens.access_token }
  assert.equal((await world.send('GET', '/api/manager/devices/device', read)).status, 200)
  assert.equal((await world.send('GET', '/api/manager/flow/flow', read)).status, 403)
  const wrong = oauth.ClientSecretBasic('not the secret')
  const bad = await oauth.refreshTokenGrantRequest(
    ...([server, known, wrong, tokens.refresh_token ?? '', insecure] as const),
  )
  assert.equal(bad.status, 401)
  const gone = await oauth.revocationRequest(server, known, secret, tokens.access_token, insecure)
  await oauth.processRevocationResponse(gone)
  assert.equal((await world.send('GET', '/api/manager/devices/device', read)).status, 401)
})
