// An app that was written for Athom's cloud, with the unmodified official client, and nothing of it changed but the
// base URL, the client id and the secret. What its way leaves out of OAuth opens nothing to anybody else.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { mock, test } from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { Owner } from './consenting.ts'
import {
  BACK,
  ledTo,
  newClient,
  post,
  redeem as redeemWithPkce,
  refresh,
  register,
  request,
} from './oauth-client.ts'
import { openApi } from './realtime-clients.ts'
import { typed } from './typed.ts'
import { openWorld, temporaryDirectory, type World } from './world.ts'

const { AthomCloudAPI } = createRequire(import.meta.url)('homey-api')

const LOGIN = '/api/manager/users/login'
const FLOW = {
  name: 'Made by an app',
  trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
  conditions: [],
  actions: [],
}

interface Added {
  readonly id: string
  readonly secret: string
}

/** A client of an owner's that was written for Athom's cloud. */
const added = async (owner: Owner, more: object = {}): Promise<Added> => {
  const body = { name: 'Old app', redirectUris: [BACK], confidential: true, athomCompatible: true }
  const reply = await owner.browser.send(
    'POST',
    '/owner/v1/clients',
    JSON.stringify({ ...body, ...more }),
    {
      ...{ 'content-type': 'application/json', 'x-latchkey': '1', 'sec-fetch-site': 'same-origin' },
      origin: owner.url,
    },
  )
  assert.equal(reply.status, 200, reply.text)
  return JSON.parse(reply.text)
}

/** The app's own client. */
const cloudOf = ({ url }: Pick<World, 'url'>, { id, secret }: Added) =>
  new AthomCloudAPI({ baseUrl: url, clientId: id, clientSecret: secret, redirectUrl: BACK })

const codeOf = (back: URL): string => back.searchParams.get('code') ?? ''
const basic = ({ id, secret }: Added) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

/** Redeems a code as the official client does. */
const redeem = (world: World, client: Added, code: string) =>
  post(world, '/oauth2/token', { grant_type: 'authorization_code', code }, basic(client))

const ask = (world: World, method: string, path: string, token: string) =>
  world.send(method, path, { key: token, ...(method === 'POST' && { body: {} }) })

const delegated = async (world: World, account: string): Promise<string> =>
  JSON.parse((await ask(world, 'POST', '/delegation/token?audience=homey', account)).text)

const login = (world: World, token: unknown, hub?: string) =>
  world.send('POST', LOGIN, { body: { token }, ...(hub && { headers: { 'x-homey-id': hub } }) })

test('AthomCloudAPI: signs in, finds the Homey at us, lists, controls, writes a Flow, and no more', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await added(ann)
  const cloud = cloudOf(world, client)
  const athoms = ['account.homeys.readonly', 'homey.device.readonly', 'homey.device.control']
  const scopes = [...athoms, 'flow:create', 'flow:read']
  // Flows that run whatever they like can do everything, so that is asked twice.
  const full = { fields: { stage: 'full', typed: 'full control', life: '7d' } }
  const back = await ann.consent(cloud.getLoginUrl({ state: 'mine', scopes }), full)
  assert.equal(back.searchParams.get('state'), 'mine')
  assert.equal(`${back.origin}${back.pathname}`, BACK)
  await cloud.authenticateWithAuthorizationCode({ code: codeOf(back) })
  const user = await cloud.getAuthenticatedUser()
  assert.equal(user.firstname, 'Ann')
  const homey = await user.getFirstHomey()
  assert.deepEqual([homey.id, homey.name], [world.homey.id, 'Home'])
  const { hostname, port } = new URL(world.url)
  assert.deepEqual([homey.localUrl, homey.remoteUrl], [world.url, world.url])
  assert.deepEqual([homey.mdnsFqdn, homey.portHttp], [hostname, Number(port)], 'not homey-….local')
  const api = await homey.authenticate()
  assert.equal(await api.baseUrl, world.url)
  assert.equal(api.hasScope('homey.device.readonly'), true)
  const devices: { id: string; capabilities: string[] }[] = Object.values(
    await api.devices.getDevices(),
  )
  const lamp = devices.find((one) => one.capabilities.includes('dim'))
  const set = (value: number) =>
    api.devices.setCapabilityValue({ deviceId: lamp?.id, capabilityId: 'dim', value })
  await set(0.25)
  const valueAtHub = () => world.homey.state.devices[lamp?.id ?? '']?.capabilitiesObj['dim']?.value
  assert.equal(valueAtHub(), 0.25)
  const flow = await api.flow.createFlow({ flow: FLOW })
  assert.ok(world.homey.state.flows[flow.id], 'the Homey has the Flow that Athom would withhold')
  await assert.rejects(api.flow.deleteFlow({ id: flow.id }), { statusCode: 403 })
  await assert.rejects(api.zones.getZones(), { statusCode: 403 })
  // The same over the socket: calls, events, and the end of both when it is taken back.
  await api.devices.connect()
  const heard = Promise.withResolvers<unknown>()
  const instance = await api.devices.getDevice({ id: lamp?.id })
  instance.makeCapabilityInstance('dim', heard.resolve)
  await set(0.5)
  assert.equal(await heard.promise, 0.5)
  assert.equal(valueAtHub(), 0.5)
  const gone = new Promise((resolve) => api.once('disconnect', resolve))
  await world.owner('DELETE', `/keys/${(await grantIds(world))[0]}`)
  await gone
  await assert.rejects(set(0.75))
  await assert.rejects(cloud.getAuthenticatedUser({ $cache: false }))
  assert.equal(valueAtHub(), 0.5)
  api.destroy()
  assert.deepEqual(world.errors, [])
})

const grantIds = async (world: World): Promise<readonly string[]> =>
  (await world.owner<readonly { id: string }[]>('GET', '/keys')).map(({ id }) => id)

test('a session that expired makes the app log in again, an account token that expired refreshes it', async () => {
  const clock = { ahead: 0 }
  // A Pro 2016-2019: it is spoken to in V3 like all.
  const generation = 'pro-2019'
  await using world = await openWorld({ generation, now: () => Date.now() + clock.ahead })
  const ann = await Owner.of(world)
  const client = await added(ann, { scopes: ['account', 'device:read'] })
  const cloud = cloudOf(world, client)
  // It does not say what it asks for: what was said when it was added counts.
  const back = await ann.consent(cloud.getLoginUrl(), { fields: { life: '30d' } })
  const first = await cloud.authenticateWithAuthorizationCode({ code: codeOf(back) })
  const api = await (await cloud.getAuthenticatedUser()).getFirstHomey().authenticate()
  const logins = async () =>
    (await world.audit()).filter(({ operation }) => operation === 'users.login').length
  assert.equal(await logins(), 1)
  clock.ahead = 25 * 3_600_000
  assert.ok(Object.keys(await api.devices.getDevices()).length > 0)
  assert.equal(await logins(), 2, 'it logged in again by itself')
  assert.notEqual(cloud.__token.access_token, first.access_token, 'and refreshed its account token')
  assert.deepEqual(world.errors, [])
  api.destroy()
})

test('its account token opens no Homey, a token of a Homey is no account, and both end with the grant', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const client = await added(ann)
  const back = await ann.consent(cloudOf(world, client).getLoginUrl({ scopes: ['preset:control'] }))
  const { body } = await redeem(world, client, codeOf(back))
  const account = String(body['access_token'])
  for (const path of ['/api/manager/devices/device', '/api/manager/sessions/session/me']) {
    assert.equal((await ask(world, 'GET', path, account)).status, 401, path)
  }
  await assert.rejects(openApi(world.url, account), /unknown/)
  const session = JSON.parse((await login(world, await delegated(world, account))).text)
  assert.equal((await ask(world, 'GET', '/api/manager/devices/device', session)).status, 200)
  const key = await world.key('device:read')
  for (const token of [session, key, 'lk_no', await delegated(world, account)]) {
    const me = await ask(world, 'GET', '/user/me', token)
    assert.deepEqual([me.status, me.json()['error']], [401, 'invalid_token'])
    assert.equal((await ask(world, 'POST', '/delegation/token', token)).status, 401)
  }
  const waiting = await delegated(world, account)
  await post(world, '/token/revoke', { token: String(body['refresh_token']) }, basic(client))
  assert.equal((await ask(world, 'GET', '/api/manager/devices/device', session)).status, 401)
  assert.equal((await ask(world, 'GET', '/user/me', account)).status, 401)
  assert.equal((await login(world, waiting)).status, 401)
})

test('a delegation token is good once, for a short time, and at the Homey that was granted', async () => {
  const clock = { ahead: 0 }
  await using world = await openWorld({ now: () => Date.now() + clock.ahead })
  await using other = await startVirtualHomey({ home: 'empty', name: 'Other' })
  const ann = await Owner.of(world)
  await world.owner('POST', '/hubs', {
    ...{ name: 'Other', address: other.address, key: other.key },
  })
  const client = await added(ann)
  const to = cloudOf(world, client).getLoginUrl({ scopes: ['device:read'] })
  const opened = await ann.open(to)
  const back = await ann.decide(opened, { fields: { hub: world.homey.id } })
  const { body } = await redeem(world, client, codeOf(new URL(back.to ?? '')))
  const account = String(body['access_token'])
  const me = (await ask(world, 'GET', '/user/me', account)).json<{ homeys: { id: string }[] }>()
  assert.deepEqual(
    me.homeys.map(({ id }) => id),
    [world.homey.id],
  )
  assert.equal((await login(world, await delegated(world, account), other.id)).status, 401)
  const token = await delegated(world, account)
  const racing = Array.from({ length: 10 }, () => login(world, token, world.homey.id))
  const statuses = (await Promise.all(racing)).map(({ status }) => status)
  assert.deepEqual(statuses.sort(), [200, ...Array.from({ length: 9 }, () => 401)])
  assert.equal((await login(world, token, world.homey.id)).status, 401, 'a second time')
  const late = await delegated(world, account)
  clock.ahead = 2 * 60_000 + 1
  for (const wrong of [late, account, 'lk_no', '', 7, null]) {
    assert.equal((await login(world, wrong, world.homey.id)).status, 401, String(wrong))
  }
  const withKey = { key: await world.key('device:read'), body: { token: late } }
  assert.equal((await world.send('POST', LOGIN, withKey)).status, 403, 'a key cannot log in')
  assert.equal(other.requests.filter(({ method }) => method !== 'GET').length, 0)
})

test('what its profile leaves out is left out for nobody else', async () => {
  const clock = { ahead: 0 }
  await using world = await openWorld({ now: () => Date.now() + clock.ahead })
  const ann = await Owner.of(world)
  const client = await added(ann)
  const code = async () =>
    codeOf(await ann.consent(cloudOf(world, client).getLoginUrl({ scopes: ['device:read'] })))

  // PKCE: no client without the profile does without, at either endpoint, however it was registered.
  const none = { code_challenge: undefined, code_challenge_method: undefined }
  const confidential = await added(ann, { athomCompatible: false })
  const profile = { latchkey_profile: 'athom-compatible' }
  assert.equal((await register(world, profile)).status, 400, 'the profile is for an owner to say')
  for (const id of [confidential.id, await newClient(world)]) {
    const { to } = request(world, id, 'device:read', none)
    for (const path of ['/authorize', '/oauth2/authorise']) {
      let reply = await ann.browser.get(to.replace(`${world.url}/authorize`, path))
      while (String(reply.headers['location']).startsWith(world.url)) {
        reply = await ann.browser.get(String(reply.headers['location']).replace(world.url, ''))
      }
      const answered = ledTo(world, reply)
      assert.equal(answered.searchParams.get('error'), 'invalid_request', path)
      assert.match(answered.searchParams.get('error_description') ?? '', /PKCE|code_challenge/)
    }
  }

  // A code: not without the secret, not for another client, not late, and not twice.
  const wrong = { ...client, secret: 'x'.repeat(43) }
  assert.equal((await redeem(world, wrong, await code())).status, 401)
  const { body: bare } = await post(world, '/oauth2/token', {
    ...{ grant_type: 'authorization_code', client_id: client.id, code: await code() },
  })
  assert.match(String(bare['error']), /invalid_client|invalid_request/)
  const another = await added(ann)
  const mine = await code()
  assert.equal((await redeem(world, another, mine)).body['error'], 'invalid_grant')
  const got = await redeem(world, client, mine)
  assert.equal(got.status, 200, JSON.stringify(got.body))
  const account = String(got.body['access_token'])
  assert.equal((await ask(world, 'GET', '/user/me', account)).status, 200)
  clock.ahead += 11_000
  assert.equal((await redeem(world, client, mine)).body['error'], 'invalid_grant', 'a second time')
  assert.equal((await ask(world, 'GET', '/user/me', account)).status, 401, 'and all of it is over')
  const asOther = await redeem(world, client, await code())
  const stolen = await post(
    ...([world, '/oauth2/token'] as const),
    { grant_type: 'refresh_token', refresh_token: String(asOther.body['refresh_token']) },
    basic(another),
  )
  assert.equal(stolen.body['error'], 'invalid_grant')
  // A code: half a minute, where one with PKCE is good for a whole.
  const old = await code()
  const proving = await newClient(world)
  const { to, verifier } = request(world, proving, 'device:read')
  const proven = codeOf(await ann.consent(to))
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 })
  try {
    assert.equal((await redeem(world, client, old)).body['error'], 'invalid_grant')
    const usual = await redeemWithPkce(world, proving, proven, verifier)
    assert.equal(usual.status, 200)
    // The token of any other client opens its Homey, and is no account.
    const token = String(usual.body['access_token'])
    assert.equal((await ask(world, 'GET', '/api/manager/devices/device', token)).status, 200)
    assert.equal((await ask(world, 'GET', '/user/me', token)).status, 401)
  } finally {
    mock.timers.reset()
  }
  const unsaid = await refresh(world, client.id, String(asOther.body['refresh_token']))
  assert.equal(unsaid.status, 401, 'a refresh token takes the secret')
})

test('the profile is for clients with a secret and one address, and their words are judged', async () => {
  await using world = await openWorld()
  const ann = await Owner.of(world)
  const wrong = [
    { confidential: false },
    { redirectUris: [BACK, `${BACK}/2`] },
    { redirectUris: [], device: true },
    { device: true },
    { scopes: ['nonsense:read'] },
    { athomCompatible: false, scopes: ['device:read'] },
    { redirectUris: ['http://app.example.org/back'] },
  ]
  for (const more of wrong) await assert.rejects(added(ann, more), JSON.stringify(more))
  const client = await added(ann)
  const cloud = cloudOf(world, client)
  const refused = await ann.browser.get(
    String(
      (
        await ann.browser.get(
          cloud.getLoginUrl({ scopes: ['nonsense:read'] }).replace(world.url, ''),
        )
      ).headers['location'],
    ).replace(world.url, ''),
  )
  assert.match(String(refused.headers['location']), /error=invalid_scope/)
  const elsewhere = new AthomCloudAPI({
    ...{ baseUrl: world.url, clientId: client.id, clientSecret: client.secret },
    redirectUrl: 'https://evil.example/',
  })
  const page = await ann.browser.get(elsewhere.getLoginUrl().replace(world.url, ''))
  const judged = await ann.browser.get(String(page.headers['location']).replace(world.url, ''))
  assert.deepEqual([judged.status, judged.headers['location']], [400, undefined])
  // What of Athom's cloud is not here says so, in its own form.
  const missing = await world.send('GET', '/delegation/key')
  assert.deepEqual([missing.status, missing.json()['error']], [404, 'not_found'])
  const preflight = { origin: 'https://app.example.org', 'access-control-request-method': 'GET' }
  const allowed = await world.send('OPTIONS', '/user/me', { headers: preflight })
  assert.equal(allowed.headers['access-control-allow-origin'], '*')
  // At the command line the one word is enough.
  using directory = temporaryDirectory()
  const words = ['client', 'add', '--name', 'Old app', '--redirect', BACK, '--athom-compatible']
  const typedIn = await typed([...words, '--data', directory.path, '--json'])
  const made = JSON.parse(typedIn.out)
  assert.deepEqual([made.confidential, made.athomCompatible], [true, true], typedIn.err)
  assert.match(made.secret, /^[\w-]{43}$/)
  // Each time anew: what was granted before is no reason not to ask.
  const again = cloud.getLoginUrl({ scopes: ['device:read'] })
  await ann.consent(again)
  assert.match((await ann.open(again)).page.text, /Old app asks for access/)
})
