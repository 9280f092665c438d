// The whole story of an app that a stranger wrote, in a real Chromium: it registers, says why it asks, is reviewed, is
// let in for a part, asks for more, gets a part of that, and all of it is taken back with what it left behind. Nobody
// helps it but the owner on the pages. Skipped only where npm brings no Chromium.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { KeyView } from '@latchkey/gateway'
import * as client from 'openid-client'
import { signedIn } from './browser.ts'
import { Chromium, type Tab } from './chromium.ts'
import { noChromium } from './chromium-files.ts'
import { does, flowOf, idOf, officialClient } from './limited.ts'
import { openApi, told } from './realtime-clients.ts'
import { ask, asked, REQUESTS, status } from './requesting.ts'
import { signInOn } from './sign-in-on.ts'
import { house, over, revoke } from './traces-world.ts'
import { openWorld, type World } from './world.ts'

const skip = noChromium
const PICTURES = process.env['LATCHKEY_PICTURES']

let chromium: Chromium
before(async () => {
  if (!skip) chromium = await Chromium.start()
})
after(async () => {
  if (!skip) await chromium[Symbol.asyncDispose]()
})

const DEVICES = '/api/manager/devices/device'
const FLOWS = '/api/manager/flow/flow'
const onOff = (id: string) => `${DEVICES}/${id}/capability/onoff`

/** What the app asks for first, with its reasons. */
const WANTED: Readonly<Record<string, string>> = {
  'device:read': 'Evening shows which of your lights are on.',
  'device:control': 'Evening dims your lights when it gets dark.',
  'variable:read': 'Evening waits while your variable Holiday is on.',
  'presence:read': 'Evening switches off what you forgot when you leave.',
  'insights:read': 'Evening learns at what time you go to bed.',
}

/** A page fits a telephone, and nothing keeps people from using it; in all looks if somebody takes pictures. */
async function looked(tab: Tab, name: string): Promise<void> {
  await tab.look({ width: 390, dark: true })
  const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  assert.equal(await tab.evaluate(over), 0, name)
  for (const width of PICTURES ? [390, 1280] : []) {
    for (const dark of [false, true]) {
      await tab.look({ width, dark })
      const picture = `story-${name}-${width}-${dark ? 'dark' : 'light'}.png`
      await tab.screenshot(join(PICTURES ?? '', picture))
    }
  }
  await tab.look({ width: 1280, dark: false })
}

/** What it asks for later, as its manifest says. */
const LATER = ['flow:create', 'flow:read', 'mood:set']
const COMING_HOME = 'So that the lights come on when you come home.'

/** Where the app is told what the owner decided. */
async function openApp() {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Evening</title><p>Back at Evening.')
    if (request.url?.startsWith('/back')) server.emit('back', request.url)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    back: `${origin}/back`,
    told: async () => new URL(String((await once(server, 'back'))[0]), origin),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const INSECURE = { execute: [client.allowInsecureRequests], algorithm: 'oauth2' } as const

interface Standing {
  readonly state: string
  readonly versions: readonly { readonly findings: readonly string[] }[]
}

/** The app registers itself and hands in why it asks, with what it was answered. */
async function handedIn(world: World, back: string) {
  const config = await client.dynamicClientRegistration(
    new URL(world.url),
    { client_name: 'Evening', redirect_uris: [back], token_endpoint_auth_method: 'none' },
    client.None(),
    { execute: [...INSECURE.execute], algorithm: INSECURE.algorithm },
  )
  const { client_id: id, registration_access_token: token } = config.clientMetadata()
  const manifest = {
    ...{ name: 'Evening', version: '1.0.0', homepage: 'https://evening.example.org' },
    ...{ contact: 'dev@evening.example.org', redirectUris: [back] },
    permissions: [
      ...Object.entries(WANTED).map(([permission, reason]) => ({ permission, reason })),
      ...LATER.map((permission) => ({ permission, reason: COMING_HOME, optional: true })),
    ],
    limits: { choose: ['zones'] },
  }
  const path = `/register/${id}/manifest`
  const key = String(token)
  const put = await world.send('PUT', path, { key, body: manifest })
  assert.deepEqual([put.status, put.json()['state']], [200, 'submitted'], put.text)
  return {
    config,
    id,
    standing: async () => (await world.send('GET', path, { key })).json<Standing>(),
  }
}

async function signIn(tab: Tab): Promise<void> {
  await tab.says('Sign in')
  await signInOn(tab)
}

/** The owner reads what waits, writes a finding and approves. */
async function reviewed(tab: Tab, world: World, id: string): Promise<void> {
  await tab.goto(`${world.url}/`)
  await signIn(tab)
  await tab.says('An app waits for a review')
  await looked(tab, 'waits')
  await tab.click('a[href="/clients"]')
  await tab.click(`a[href="/clients/${id}"]`)
  await tab.says('Review of Evening')
  for (const reason of Object.values(WANTED)) await tab.says(reason)
  await looked(tab, 'review')
  await tab.fill('#findings', 'Reads and dims, nothing else.')
  await tab.click('[name=do][value=approve]')
  await tab.until('!document.querySelector("[value=approve]")')
  await looked(tab, 'reviewed')
}

/** The app asks for five; the owner gives two, in one room. */
async function letIn(tab: Tab, world: World, config: client.Configuration, app: App) {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const to = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: app.back, scope: Object.keys(WANTED).join(' '), state },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  await tab.goto(String(to))
  await tab.says('Evening asks for access')
  await tab.says('reviewed this app')
  for (const one of ['variable:read', 'presence:read', 'insights:read']) {
    await tab.click(`[name="p:${one}"]`)
  }
  await tab.click('#pick-where summary')
  await tab.click('[name=where][value=some]')
  await tab.click(`[name="z:${idOf(world, 'zones', 'Kitchen')}"]`)
  await looked(tab, 'consent')
  const back = app.told()
  await tab.click('button[value=allow]')
  return client.authorizationCodeGrant(config, await back, {
    ...{ pkceCodeVerifier: verifier, expectedState: state },
  })
}

type App = Awaited<ReturnType<typeof openApp>>

/** The owner gives a part of what was asked for later. */
async function givenMore(tab: Tab, world: World, id: string): Promise<void> {
  await tab.goto(`${world.url}/`)
  await tab.says('A request for more access waits')
  await looked(tab, 'home')
  await tab.click('a[href="/permission-requests"]')
  await tab.click(`a[href="/permission-requests/${id}"]`)
  await tab.says('So that the lights come on')
  const shown = String(await tab.evaluate('document.body.innerText'))
  assert.doesNotMatch(shown, /full control/i, 'in one room it cannot become that')
  await tab.click('[name="p:flow:read"]')
  await looked(tab, 'request')
  await tab.click('button[value=grant]')
  await tab.says('you gave it, or part of it')
  await looked(tab, 'given')
}

test('the whole story: registered, reviewed, let in for two of five and one room, given more, taken back', {
  skip,
  timeout: 180_000,
}, async (t) => {
  await using world = await openWorld()
  await using app = await openApp()
  await signedIn(world, 'Ann')
  const { config, id, standing } = await handedIn(world, app.back)
  const tab = await chromium.open()
  await reviewed(tab, world, id)
  const { state, versions } = await standing()
  assert.equal(state, 'reviewed')
  assert.deepEqual(versions[0]?.findings, ['Reads and dims, nothing else.'])
  const {
    access_token: key,
    refresh_token: refresh = '',
    scope,
  } = await letIn(tab, world, config, app)
  assert.equal(scope, 'device:control device:read')
  const before = house(world)

  // It uses what it has where it has it, over HTTP and over the socket of the official client.
  const counter = idOf(world, 'devices', 'Counter light')
  const bedside = idOf(world, 'devices', 'Bedside lamp')
  await using official = await officialClient(world, key, 'socket')
  const listed = await world.send('GET', DEVICES, { key })
  const inKitchen = Object.keys(listed.json())
  assert.ok(inKitchen.includes(counter) && !inKitchen.includes(bedside))
  assert.deepEqual(Object.keys(await official.api.devices.getDevices()), inKitchen)
  const isOn = () => world.homey.state.devices[counter]?.capabilitiesObj['onoff']?.value
  const switchTo = (value: boolean) =>
    official.api.devices.setCapabilityValue({ deviceId: counter, capabilityId: 'onoff', value })
  for (const value of [!isOn(), isOn()]) {
    await switchTo(value === true)
    assert.equal(isOn(), value)
  }

  // In another room there is nothing, and for what it lacks it is told where to ask.
  assert.equal(
    (await world.send('PUT', onOff(bedside), { key, body: { value: true } })).status,
    404,
  )
  await assert.rejects(
    official.api.devices.setCapabilityValue({
      ...{ deviceId: bedside, capabilityId: 'onoff', value: true },
    }),
    { statusCode: 404 },
  )
  const lacking = await world.send('POST', FLOWS, { key, body: flowOf([does(counter)]) })
  assert.equal(lacking.status, 403)
  assert.deepEqual(lacking.json()['request'], { url: REQUESTS, permissions: ['flow:create'] })
  await assert.rejects(official.api.flow.getFlows(), { statusCode: 403 })

  // It asks, the owner gives a part, and it has that at once on the token that it has.
  const { id: request } = await asked(world, key, {
    permissions: LATER,
    reason: COMING_HOME,
  })
  await givenMore(tab, world, request)
  const answer = await status(world, key, request)
  assert.deepEqual(
    [answer.granted?.permissions, answer.refused],
    [['flow:create', 'mood:set'], ['flow:read']],
  )
  const made = await official.api.flow.createFlow({ flow: flowOf([does(counter)]) })
  assert.ok(world.homey.state.flows[made.id])
  const elsewhere = await world.send('POST', FLOWS, { key, body: flowOf([does(bedside)]) })
  assert.equal(elsewhere.status, 403, 'what it got later stays within the room')
  await assert.rejects(official.api.flow.getFlows(), { statusCode: 403 })

  // The owner takes it back with what it left behind.
  const [grant] = await world.owner<readonly KeyView[]>('GET', '/keys')
  assert.ok(grant)
  const { undo, times } = await ended(world, { id: grant.id, key })
  assert.ok(undo)
  assert.equal((await over(world, undo.id)).state, 'done')
  assert.equal(world.homey.state.flows[made.id], undefined)
  assert.equal(house(world), before)
  await assert.rejects(client.refreshTokenGrant(config, refresh), { error: 'invalid_grant' })
  await assert.rejects(official.api.devices.getDevices({ $cache: false }), { statusCode: 401 })
  assert.equal((await ask(world, key, { permissions: ['flow:read'] })).status, 401)
  assert.deepEqual(tab.complaints, [])
  assert.deepEqual(world.errors, [])

  // How soon: of its own end and of some that are like it, the one that the machine disturbed least.
  for (let round = 0; round < MOST_ROUNDS && Math.min(...times) >= WITHIN; round++) {
    times.push(
      ...(await ended(world, await world.fullKey(`Round ${round}`, ['device:read']))).times,
    )
  }
  t.diagnostic(`refused and closed after, in ms: ${times.map((one) => one.toFixed(2)).join(' ')}`)
  assert.ok(Math.min(...times) < WITHIN)
})

/** How often it is tried on a machine that is busy with something else. */
const MOST_ROUNDS = 60

/** Within this a grant that was taken back is refused everywhere, in milliseconds. */
const WITHIN = 5

/** Takes a grant back, with its undo, while it is used: what begins after the owner was told is refused, always. */
async function ended(world: World, { id, key }: { readonly id: string; readonly key: string }) {
  using open = await openApi(world.url, key)
  const closed = told(open.api, 'disconnect')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const read = () => statusOf(world, key, agent)
  assert.equal(await read(), 200)
  const { undo } = await revoke(world, id, 'restore')
  const begun = performance.now()
  assert.equal(world.installation.realtime.size, 0, 'the sockets had gone when the owner was told')
  assert.equal(await read(), 401)
  const refused = performance.now() - begun
  await closed
  const times = [Math.max(refused, performance.now() - begun)]
  agent.destroy()
  return { undo, times }
}

/** What a client is answered over a connection that it has. */
async function statusOf({ url }: World, key: string, agent: Agent): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${key}` }
  const sent = get(`${url}${DEVICES}`, { agent, headers })
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer.statusCode
}
