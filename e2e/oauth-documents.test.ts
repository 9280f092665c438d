// Clients whose id is the address of their metadata document: known by their host, asked about each time, and never
// a way into the network at home.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listen, openInstallation } from '@latchkey/gateway'
import * as client from 'openid-client'
import { Owner } from './consenting.ts'
import { BACK, newClient, post, redeem, refresh, request } from './oauth-client.ts'
import { json, type Outside, openOutside, openTrap } from './outside.ts'
import { openWorld, send, type World } from './world.ts'

const READ = '/api/manager/devices/device'
const HOUR = 3_600_000

/** What a client says of itself in its document. */
const saying = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ client_id: id, client_name: 'Panel', redirect_uris: [BACK] },
  ...{ token_endpoint_auth_method: 'none', ...more },
})

/** Puts a document somewhere and gives its address. */
function publish(
  outside: Outside,
  path: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const id = outside.at('app', path)
  outside.pages.set(path, json(saying(id, more)))
  return id
}

/** Asks for access as a browser does; the page, or where it is sent. */
async function asks(world: World, ann: Owner, id: string) {
  const { to } = request(world, id, 'device:read')
  return ann.browser.get(to.replace(world.url, ''))
}

test('openid-client: a client that is only a document, from consent to a refresh', async () => {
  await using outside = await openOutside()
  await using world = await openWorld({ outgoing: outside.outgoing })
  const ann = await Owner.of(world)
  const id = publish(outside, '/panel.json', { client_name: 'Homey Official' })
  const config = await client.discovery(new URL(world.url), id, undefined, client.None(), {
    ...{ algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
  })
  assert.equal(config.serverMetadata()['client_id_metadata_document_supported'], true)
  const verifier = client.randomPKCECodeVerifier()
  const to = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: BACK, scope: 'device:read', state: 'x', code_challenge_method: 'S256' },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
  })
  const opened = await ann.open(to)
  const host = `app.example.org:${outside.port}`
  assert.ok(opened.page.text.includes(`<strong>${host} (“Homey Official”)</strong>`), 'by its host')
  assert.match(opened.page.text, /Nobody has reviewed this app/)
  assert.ok(opened.page.text.includes(id))
  const end = await ann.decide(opened)
  const checks = { pkceCodeVerifier: verifier, expectedState: 'x' }
  const tokens = await client.authorizationCodeGrant(config, new URL(end.to ?? ''), checks)
  assert.equal((await world.send('GET', READ, { key: tokens.access_token })).status, 200)
  const again = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  assert.equal((await world.send('GET', READ, { key: again.access_token })).status, 200)
  assert.deepEqual(outside.asked, ['app.example.org/panel.json'], 'fetched once, and kept')
  const [grant] = await world.owner<readonly { id: string; name: string }[]>('GET', '/keys')
  assert.ok(grant?.name.includes(host), grant?.name)
  const next = await asks(world, ann, id)
  assert.match(String(next.headers['location']), /^\/consent\//, 'case 19: asked again')
  await world.owner('DELETE', `/keys/${grant?.id}`)
  await assert.rejects(client.refreshTokenGrant(config, again.refresh_token ?? ''))
  assert.deepEqual(world.errors, [])
})

test('case 23: a document is taken from the internet, whole and plain, or not at all', async () => {
  await using outside = await openOutside()
  await using trap = await openTrap('127.0.0.1', outside.port)
  await using world = await openWorld({ outgoing: outside.outgoing })
  const ann = await Owner.of(world)
  const at = (path: string) => outside.at('app', path)
  outside.names.set('home.example.org', [['127.0.0.1']])
  outside.names.set('rebind.example.org', [['127.0.0.1'], ['127.0.0.2']])
  const said = (path: string, more: Readonly<Record<string, unknown>>) => {
    outside.pages.set(path, json(saying(at(path), more)))
    return at(path)
  }
  outside.pages.set('/other', json(saying(at('/another'))))
  outside.pages.set('/away', (_request, response) => {
    response.writeHead(302, { location: `https://127.0.0.1:${trap.port}/x` }).end()
  })
  outside.pages.set('/bomb', json('['.repeat(5_000)))
  outside.pages.set('/list', json([saying(at('/list'))]))
  outside.pages.set('/page', json(saying(at('/page')), { 'content-type': 'text/html' }))
  const wrong = [
    ...[`https://127.0.0.1:${trap.port}/c`, `https://[::ffff:127.0.0.1]:${trap.port}/c`],
    ...['https://169.254.169.254/c', 'https://[::ffff:10.0.0.1]/c', 'https://2130706433/c'],
    ...[`https://localhost:${trap.port}/c`, outside.at('home', '/c'), outside.at('rebind', '/c')],
    ...[at('/away'), at('/nothing'), at('/other'), at('/bomb'), at('/list'), at('/page')],
    ...[at('/'), `https://app.example.org:${outside.port}`, at('/x#y'), at('/a/../panel')],
    ...[world.homey.address.replace('http:', 'https:'), `http://app.example.org/c`],
    said('/large', { tos_uri: `https://app.example.org/${'x'.repeat(6_000)}` }),
    said('/secret', { client_secret: 'x', token_endpoint_auth_method: 'client_secret_basic' }),
    said('/clear', { redirect_uris: [BACK, 'http://app.example.org/back'] }),
    said('/script', { redirect_uris: ['javascript:alert(1)'] }),
    said('/none', { redirect_uris: [] }),
    said('/profile', { latchkey_profile: 'athom-compatible' }),
  ]
  for (const id of wrong) {
    const page = await asks(world, ann, id)
    assert.equal(page.status, 400, id)
    assert.equal(page.headers['location'], undefined, id)
  }
  const other = request(world, publish(outside, '/panel.json'), 'device:read', {
    redirect_uri: 'https://evil.example/back',
  })
  const page = await ann.browser.get(other.to.replace(world.url, ''))
  assert.equal(page.status, 400, 'only where the document says')
  assert.equal(trap.knocks(), 0, 'no packet')
  const own = await newClient(world, { logo_uri: 'https://127.0.0.1/x.png' })
  assert.ok(own.startsWith('lr_'))
  assert.equal((await asks(world, ann, own)).status, 303)
  const unexpected = world.errors.map(String)
  assert.deepEqual(unexpected, [])
})

test('case 23: strangers make the gateway fetch only so often; what is kept is not fetched again', async () => {
  let now = Date.now()
  await using outside = await openOutside()
  await using world = await openWorld({ outgoing: outside.outgoing, now: () => now })
  const ann = await Owner.of(world)
  const known = publish(outside, '/panel.json')
  assert.equal((await asks(world, ann, known)).status, 303)
  // What is refused by its address counts as well, twice: for the request, and for telling its client.
  for (let at = 0; at < 29; at++) await asks(world, ann, `https://127.0.0.1/panel-${at}`)
  assert.equal((await asks(world, ann, publish(outside, '/last.json'))).status, 303)
  assert.equal((await asks(world, ann, publish(outside, '/late.json'))).status, 400)
  const asked = ['app.example.org/panel.json', 'app.example.org/last.json']
  assert.deepEqual(outside.asked, asked)
  assert.equal((await asks(world, ann, known)).status, 303, 'what is kept')
  now += 3_601_000
  assert.equal((await asks(world, ann, publish(outside, '/new.json'))).status, 303)
})

test('private_key_jwt: a document points to its keys, which are fetched in the same way', async () => {
  await using outside = await openOutside()
  await using trap = await openTrap('127.0.0.1', outside.port)
  await using world = await openWorld({ outgoing: outside.outgoing, introspection: true })
  const ann = await Owner.of(world)
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    ...([{ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']] as const),
  )
  const jwk = await crypto.subtle.exportKey('jwk', publicKey)
  outside.pages.set('/keys', json({ keys: [{ ...jwk, kid: 'one', use: 'sig', alg: 'ES256' }] }))
  const method = { token_endpoint_auth_method: 'private_key_jwt' }
  const id = publish(outside, '/panel.json', { ...method, jwks_uri: outside.at('app', '/keys') })
  const discover = (clientId: string) =>
    client.discovery(
      ...([new URL(world.url), clientId, undefined] as const),
      client.PrivateKeyJwt({ key: privateKey, kid: 'one' }),
      { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
    )
  const config = await discover(id)
  const { to, verifier } = request(world, id, 'device:read')
  const back = await ann.consent(to)
  const code = back.searchParams.get('code') ?? ''
  assert.equal((await redeem(world, id, code, verifier)).status, 401, 'without its key')
  const checks = { pkceCodeVerifier: verifier, expectedState: 's' }
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  assert.equal((await world.send('GET', READ, { key: tokens.access_token })).status, 200)
  const looked = await client.tokenIntrospection(config, tokens.access_token)
  assert.equal(looked.active, true)
  assert.equal((await refresh(world, id, tokens.refresh_token ?? '')).status, 401)
  outside.names.set('keys.example.org', [['127.0.0.1']])
  const inside = publish(outside, '/in.json', { ...method, jwks_uri: outside.at('keys', '/keys') })
  const trying = await discover(inside)
  await assert.rejects(client.refreshTokenGrant(trying, tokens.refresh_token ?? ''))
  assert.equal(trap.knocks(), 0)
})

/** The gateway of a world once more, after it was stopped; its address stays. */
async function startedAgain(
  { data, installation, url: publicUrl }: World,
  stack: AsyncDisposableStack,
  more: { readonly outgoing: Outside['outgoing']; readonly now: () => number },
) {
  await installation[Symbol.asyncDispose]()
  const again = stack.use(await openInstallation({ data, ...more }))
  const { url } = stack.use(await listen(again, { host: '127.0.0.1', port: 0 }))
  again.reachedAt({ url, setupRemote: false, publicUrl })
  return { url }
}

/** Lets the outside answer as it does no more. */
function trouble(outside: Outside, path: string, status: number): void {
  outside.pages.set(path, (_request, response) => response.writeHead(status).end())
}

test('cut off from the internet and started again: what was granted is refreshed and given back, nothing is asked', async () => {
  let ahead = 0
  const now = () => Date.now() + ahead
  await using outside = await openOutside()
  await using world = await openWorld({ outgoing: outside.outgoing, now })
  const ann = await Owner.of(world)
  const granted = async (path: string, more: Readonly<Record<string, unknown>> = {}) => {
    const id = publish(outside, path, more)
    const { to, verifier } = request(world, id, 'device:read')
    const code =
      (await ann.consent(to, { fields: { life: 'ever' } })).searchParams.get('code') ?? ''
    const { body } = await redeem(world, id, code, verifier)
    return { id, refresh: String(body['refresh_token']) }
  }
  const [panel, gone] = [await granted('/panel.json'), await granted('/gone.json')]
  const keyed = await granted('/keyed.json', { jwks: { keys: [await publicKey()] } })
  const refreshed = async (at: { readonly url: string }, one: typeof panel) => {
    const { status, body } = await refresh(at, one.id, one.refresh)
    if (status === 200) one.refresh = String(body['refresh_token'])
    return String(body[status === 200 ? 'access_token' : 'error'])
  }
  const never = { id: publish(outside, '/never.json'), refresh: 'x' }
  ahead = 25 * HOUR
  for (const one of [panel, keyed]) assert.match(await refreshed(world, one), /^lk_/)
  assert.equal(await refreshed(world, never), 'invalid_grant')
  for (const path of ['/panel.json', '/keyed.json', '/never.json']) trouble(outside, path, 503)
  trouble(outside, '/gone.json', 404)
  await using stack = new AsyncDisposableStack()
  const gateway = await startedAgain(world, stack, { outgoing: outside.outgoing, now })
  const unknown = 'invalid_client'
  const key = await refreshed(gateway, panel)
  assert.equal((await send(gateway.url, 'GET', READ, { key })).status, 200, key)
  assert.match(await refreshed(gateway, keyed), /^lk_/)
  assert.equal(await refreshed(gateway, gone), unknown, 'it was taken back')
  assert.equal(await refreshed(gateway, never), unknown, 'nothing was granted to it')
  const anew = new URL(request(gateway, panel.id, 'device:read').to).searchParams
  const asked = await post(gateway, '/par', Object.fromEntries(anew))
  assert.equal(asked.body['error'], unknown)
  ahead = 50 * HOUR
  assert.equal(await refreshed(gateway, keyed), unknown, 'keys count for a day')
  ahead = (25 + 29 * 24) * HOUR
  assert.match(await refreshed(gateway, panel), /^lk_/)
  ahead = (26 + 30 * 24) * HOUR
  assert.equal(await refreshed(gateway, panel), unknown, 'nobody has seen it for a month')
})

const publicKey = async (): Promise<object> => {
  const pair = await crypto.subtle.generateKey(
    ...([{ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']] as const),
  )
  return crypto.subtle.exportKey('jwk', pair.publicKey)
}
