// The whole way of the official client, unmodified: sign in at the cloud, find the hub, log in, use it,
// and renew the session, on each of the three generations.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { GENERATIONS, type Generation } from '../generations/generation.ts'
import { startVirtualAccount, startVirtualHomey } from '../index.ts'
import { THIRD_PARTY_SCOPES } from './clients.ts'

const { AthomCloudAPI } = createRequire(import.meta.url)('homey-api')

/** A hub with an account, on a clock on which no two requests come quickly after each other. */
async function world(generation: Generation) {
  let time = Date.UTC(2026, 0, 5, 12)
  const clock = () => {
    time += 100
    return new Date(time)
  }
  const homey = await startVirtualHomey({ home: 'apartment', generation, clock })
  const account = await startVirtualAccount({ hubs: [homey], clock })
  const wait = (ms: number) => {
    time += ms
  }
  const close = async () => {
    await account.close()
    await homey.close()
  }
  return { homey, account, wait, [Symbol.asyncDispose]: close }
}

type World = Awaited<ReturnType<typeof world>>

async function logIn({ account }: World, clientId: string, clientSecret: string) {
  const cloud = new AthomCloudAPI({ baseUrl: account.url, clientId, clientSecret })
  await cloud.authenticateWithPassword(account.user, account.password)
  const user = await cloud.getAuthenticatedUser()
  return { cloud, user, api: await user.getFirstHomey().authenticate({ reconnect: false }) }
}

const CLASSES: Readonly<Record<Generation, string>> = {
  'pro-2019': 'HomeyAPIV2',
  'pro-2023': 'HomeyAPIV3Local',
  cloud: 'HomeyAPIV3Cloud',
}

const WAYS = GENERATIONS.flatMap((generation) => [
  { generation, transport: 'HTTP' },
  { generation, transport: 'socket' },
])

for (const { generation, transport } of WAYS) {
  test(`${generation}: every stored kind is created, read, updated and deleted by ${transport}`, {
    timeout: 20_000,
  }, async () => {
    await using here = await world(generation)
    const { api } = await logIn(here, here.account.cliClientId, 'any')
    assert.equal(api.constructor.name, CLASSES[generation])
    assert.deepEqual((await api.sessions.getSessionMe()).intersectedScopes, ['resource', 'homey'])
    const overSocket = transport === 'socket'
    if (overSocket) await api.zones.connect()
    const asked = here.homey.requests.length
    const done = []
    for (const kind of kindsOf(here, generation)) {
      const { manager, item, create, update } = kind
      const name = item.toLowerCase()
      const on = { $socket: overSocket, $cache: false }
      const made = await api[manager][`create${item}`]({ ...on, [name]: create })
      assert.match(made.id, /^[0-9a-f-]{36}$/, item)
      const read = await api[manager][`get${item}`]({ ...on, id: made.id })
      for (const [member, value] of Object.entries(create)) {
        assert.deepEqual(read[member], value, `${item}.${member}`)
      }
      const listed = await api[manager][`get${plural(item)}`](on)
      assert.ok(listed[made.id], item)
      const changed = await api[manager][`update${item}`]({ ...on, id: made.id, [name]: update })
      for (const [member, value] of Object.entries(update)) {
        assert.deepEqual(changed[member], value, `${item}.${member}`)
      }
      await api[manager][`delete${item}`]({ ...on, id: made.id })
      const gone = api[manager][`get${item}`]({ ...on, id: made.id })
      await assert.rejects(gone, { statusCode: 404 }, item)
      done.push(item)
    }
    const methods = new Set(here.homey.requests.slice(asked).map(({ method }) => method))
    assert.equal(methods.has('SOCKET'), overSocket)
    assert.equal(methods.has('POST'), !overSocket)
    if (overSocket) await api.zones.disconnect()
    await api.disconnect?.()
    console.log(generation, transport, 'created, read, updated and deleted:', done.join(', '))
  })
}

for (const generation of GENERATIONS) {
  test(`${generation}: reads every manager`, { timeout: 20_000 }, async () => {
    await using here = await world(generation)
    const { api } = await logIn(here, here.account.cliClientId, 'any')
    const devices = await api.devices.getDevices()
    assert.equal(Object.keys(devices).length, 19)
    const light = (Object.values(devices) as { name: string; driverId: string }[]).find(
      (device) => device.name === 'Ceiling light',
    )
    assert.equal(light?.driverId, 'homey:app:nl.example.lights:white')
    const flows = Object.values(await api.flow.getFlows()) as { trigger: { id: string } }[]
    const kept = Object.values(here.homey.state.flows).map((flow) => flow.trigger.id)
    assert.deepEqual(flows.map((flow) => flow.trigger.id).sort(), kept.sort())
    const advanced = Object.values(await api.flow.getAdvancedFlows()) as { cards: object }[]
    const cards = advanced.flatMap((flow) => Object.values(flow.cards))
    const keptCards = Object.values(here.homey.state.advancedFlows).flatMap(({ cards: all }) =>
      Object.values(all).map((card) => card['id']),
    )
    assert.deepEqual(
      cards.map((card) => card.id),
      keptCards,
    )
    for (const [id, driver] of Object.entries(await api.drivers.getDrivers())) {
      assert.equal((driver as { id: string }).id, id)
      // Homey Cloud lists drivers and does not give a single one.
      if (generation === 'cloud') continue
      assert.equal((await api.drivers.getDriver({ id, $cache: false })).id, id)
    }
    const [card] = Object.values(await api.flow.getFlowCardActions()) as { id: string }[]
    assert.ok(card)
    const { id } = await api.flow.getFlowCardAction({ id: card.id, $cache: false })
    assert.equal(id, card.id)
    const [log] = Object.values(await api.insights.getLogs()) as { id: string; uri: string }[]
    const entries = { id: log?.id, uri: log?.id.split(':', 3).join(':') }
    assert.equal((await api.insights.getLogEntries(entries)).values.length, 4)
    const [token] = Object.values(await api.flowtoken.getFlowTokens()) as { id: string }[]
    assert.equal((await api.flowtoken.getFlowToken({ id: token?.id, $cache: false })).id, token?.id)
    const { homeyPlatformVersion } = await api.system.getInfo()
    assert.equal(homeyPlatformVersion, generation === 'pro-2019' ? undefined : 2)
  })

  test(`${generation}: a session that ran out is renewed by the client itself`, {
    timeout: 20_000,
  }, async () => {
    await using here = await world(generation)
    const { api, user } = await logIn(here, here.account.cliClientId, 'any')
    assert.equal(user.homeys[0].id, here.homey.id)
    await api.zones.getZones({ $cache: false })
    here.wait(25 * 60 * 60 * 1000)
    // Both are old now: the hub's session and the cloud's token.
    assert.equal(Object.keys(await api.zones.getZones({ $cache: false })).length, 8)
    const paths = here.account.requests.map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(paths.slice(-3), [
      'POST /delegation/token?audience=homey',
      'POST /oauth2/token',
      'POST /delegation/token?audience=homey',
    ])
  })

  test(`${generation}: a registered program reads flows and cannot write them`, {
    timeout: 20_000,
  }, async () => {
    await using here = await world(generation)
    const { clientId, clientSecret } = here.account
    const { api } = await logIn(here, clientId, clientSecret)
    const { scopes } = await api.sessions.getSessionMe()
    assert.deepEqual(scopes, THIRD_PARTY_SCOPES)
    assert.equal(Object.keys(await api.flow.getFlows()).length, 14)
    const folder = api.flow.createFlowFolder({ flowfolder: { name: 'Mine' } })
    await assert.rejects(folder, {
      statusCode: 403,
      message: generation === 'pro-2019' ? /do not have access/ : 'Missing Scopes',
    })
  })
}

test('a Pro 2019 pairs through drivers that have two names', { timeout: 20_000 }, async () => {
  await using here = await world('pro-2019')
  const { api } = await logIn(here, here.account.cliClientId, 'any')
  const driverId = 'homey:app:nl.example.lights:white'
  const session = await api.drivers.createPairSession({ pairsession: { type: 'pair', driverId } })
  assert.equal(session.driverId, driverId)
  const sketch = { name: 'New lamp', data: { id: 'a' }, class: 'light', capabilities: ['onoff'] }
  const { id } = await api.drivers.createPairSessionDevice({ id: session.id, device: sketch })
  const device = await api.devices.getDevice({ id })
  assert.deepEqual([device.name, device.driverId], ['New lamp', driverId])
  assert.equal(here.homey.state.devices[id]?.driverId, driverId)
})

test('the client signs in by a code and checks delegation tokens with the public key', {
  timeout: 20_000,
}, async () => {
  // The client looks at the real clock when it checks a token by itself.
  await using homey = await startVirtualHomey({ home: 'empty', account: true })
  const { account } = homey
  assert.ok(account)
  const cloud = new AthomCloudAPI({
    ...{ baseUrl: account.url, clientId: account.clientId, clientSecret: account.clientSecret },
    redirectUrl: 'http://localhost/back',
  })
  const scopes = ['homey.zone.readonly', 'homey.device.control']
  const signedIn = await fetch(cloud.getLoginUrl({ state: 'here', scopes }), {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ email: account.user, password: account.password }),
  })
  const back = new URL(signedIn.headers.get('location') ?? '')
  assert.equal(back.searchParams.get('state'), 'here')
  await cloud.authenticateWithAuthorizationCode({ code: back.searchParams.get('code') })
  const token = await cloud.createDelegationToken({ audience: 'homey', meta: { for: 'a test' } })
  assert.deepEqual((await cloud.verifyDelegationToken({ token })).scopes, scopes)
  const claims = await cloud.verifyDelegationTokenCached({ token, audience: 'homey' })
  assert.deepEqual([claims.clientId, claims.meta], [account.clientId, { for: 'a test' }])
  const other = cloud.verifyDelegationTokenCached({ token, audience: 'elsewhere' })
  await assert.rejects(other, { statusCode: 401 })
  const api = await (await cloud.getAuthenticatedUser()).getFirstHomey().authenticate()
  assert.deepEqual((await api.sessions.getSessionMe()).intersectedScopes, scopes)
  await assert.rejects(api.devices.getDevices(), { statusCode: 403, message: 'Missing Scopes' })
})

test('two hubs of one account know the same user', { timeout: 20_000 }, async () => {
  await using older = await startVirtualHomey({ home: 'empty', name: 'A', generation: 'pro-2019' })
  await using newer = await startVirtualHomey({ home: 'empty', name: 'B' })
  await using account = await startVirtualAccount({ hubs: [older, newer] })
  const { cliClientId, user, password } = account
  const cloud = new AthomCloudAPI({
    ...{ baseUrl: account.url, clientId: cliClientId, clientSecret: 'any' },
  })
  await cloud.authenticateWithPassword(user, password)
  const { homeys } = await cloud.getAuthenticatedUser()
  assert.deepEqual(
    homeys.map((homey: { name: string }) => homey.name),
    ['A', 'B'],
  )
  const names = []
  for (const homey of homeys) names.push((await homey.authenticate()).constructor.name)
  assert.deepEqual(names, ['HomeyAPIV2', 'HomeyAPIV3Local'])
})

function plural(item: string): string {
  return `${item}s`
}

interface Kind {
  readonly manager: string
  readonly item: string
  readonly create: Readonly<Record<string, unknown>>
  readonly update: Readonly<Record<string, unknown>>
}

const KEY = '0b0e4c9e-3c0f-4f3a-8b4e-2f1f3a0c1d2e'
const WEEK = {
  ...{ monday: true, tuesday: false, wednesday: true, thursday: false },
  ...{ friday: true, saturday: false, sunday: false },
}

function kindsOf({ homey }: World, generation: Generation): Kind[] {
  const { zones, devices } = homey.state
  const root = Object.values(zones).find((zone) => zone.parent === null)?.id
  const lamp = Object.values(devices).find((device) => device.name === 'Bedside lamp')?.id ?? ''
  const on = { id: `homey:device:${lamp}:on`, args: {}, group: 'then' }
  const trigger = { id: 'homey:manager:cron:time_exactly', args: { time: '07:00' } }
  // The client for an older hub leaves the owner on the cards of a canvas; later hubs keep it.
  const ownerUri = `homey:device:${lamp}`
  const canvas = { type: 'action', id: on.id, ownerUri, args: {}, x: 10, y: 20 }
  const states = { [lamp]: { state: { onoff: true } } }
  const alarm: Kind = {
    ...{ manager: 'alarms', item: 'Alarm' },
    create: { name: 'Up', time: '07:30', enabled: true, repetition: WEEK },
    update: { time: '08:00' },
  }
  return [
    {
      ...{ manager: 'zones', item: 'Zone', update: { name: 'Attic' } },
      create: { name: 'Loft', icon: 'home', parent: root },
    },
    {
      ...{ manager: 'logic', item: 'Variable', update: { value: 2 } },
      create: { name: 'Count', type: 'number', value: 1 },
    },
    {
      ...{ manager: 'flow', item: 'FlowFolder', update: { name: 'Night' } },
      create: { name: 'Evening', parent: null },
    },
    {
      ...{ manager: 'flow', item: 'Flow', update: { enabled: false, actions: [on, on] } },
      create: { name: 'Wake', folder: null, trigger, conditions: [], actions: [on] },
    },
    {
      ...{ manager: 'flow', item: 'AdvancedFlow', update: { name: 'Other' } },
      create: { name: 'Canvas' },
    },
    {
      ...{ manager: 'moods', item: 'Mood', update: { name: 'Brighter' } },
      create: { name: 'Bright', devices: states, preset: null },
    },
    {
      ...{ manager: 'dashboards', item: 'Dashboard', update: { name: 'Office' } },
      create: { name: 'Wall', columns: [{ id: KEY, widgets: [] }] },
    },
    {
      ...{ manager: 'users', item: 'User', update: { role: 'guest' } },
      create: { role: 'user' },
    },
    ...(generation === 'cloud' ? [] : [alarm]),
  ].map((kind) =>
    kind.item === 'AdvancedFlow'
      ? { ...kind, create: { ...kind.create, cards: { [KEY]: canvas } } }
      : kind,
  )
}
