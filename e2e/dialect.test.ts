// The unmodified official client, which speaks V3, at a Pro 2019 through the gateway: every stored
// kind, and Flows that the hub then runs. Sent to the hub itself, the same Flows never run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VirtualHomey } from '@latchkey/virtual-homey'
import { connect } from './official.ts'
import { openWorld, send, type World } from './world.ts'

type Api = Awaited<ReturnType<typeof connect>>
type Item = { readonly id: string } & Record<string, unknown>

async function oldHome(...permissions: string[]): Promise<World<VirtualHomey> & { api: Api }> {
  const world = await openWorld({ readsFromHub: true, generation: 'pro-2019' })
  return { ...world, api: await connect(world.url, await world.key(...permissions)) }
}

const device = (world: World<VirtualHomey>, name: string) => {
  const found = Object.values(world.homey.state.devices).find((one) => one.name === name)
  assert.ok(found, name)
  return found
}

const UUID = (last: number) => `0b0e4c9e-3c0f-4f3a-8b4e-2f1f3a0c1d0${last}`

/** A Flow in V3's form, as the official client's users write it. */
const flowOf = (lamp: string, bulb: string, mood: string) => ({
  name: 'Evening',
  trigger: { id: `homey:device:${lamp}:dim_changed`, args: {} },
  conditions: [
    {
      ...{ id: 'homey:manager:logic:gt', args: { comparator: 0.2 } },
      ...{ droptoken: `homey:device:${lamp}|dim`, group: 'group1', inverted: false },
    },
    {
      ...{ id: `homey:device:${bulb}:on`, args: {} },
      ...{ group: 'group1', inverted: true },
    },
  ],
  actions: [
    { id: `homey:device:${bulb}:on`, args: {}, group: 'then', delay: null, duration: null },
    {
      id: 'homey:manager:notifications:create_notification',
      args: { text: `dimmed to [[dim]], lamp at [[homey:device:${lamp}|dim]]` },
      group: 'then',
    },
    { id: `homey:mood:${mood}:set`, args: {}, group: 'else' },
  ],
})

/** The same on a canvas, with a delay and a note beside the cards. */
const canvasOf = (lamp: string, bulb: string) => ({
  name: 'Evening, drawn',
  cards: {
    [UUID(1)]: {
      ...{ type: 'trigger', id: `homey:device:${lamp}:onoff_true`, args: {}, x: 0, y: 0 },
      outputSuccess: [UUID(2)],
    },
    [UUID(2)]: {
      ...{ type: 'condition', id: 'homey:manager:logic:lt', args: { comparator: 0.9 } },
      ...{ droptoken: `homey:device:${lamp}|dim`, inverted: false, x: 1, y: 0 },
      ...{ outputTrue: [UUID(3)], outputFalse: [], outputError: [] },
    },
    [UUID(3)]: {
      ...{ type: 'action', id: `homey:device:${bulb}:dim`, args: { dim: 0.4 }, x: 2, y: 0 },
      ...{ ownerUri: `homey:device:${bulb}`, outputSuccess: [UUID(4)], outputError: [] },
    },
    [UUID(4)]: {
      ...{ type: 'action', id: 'homey:manager:notifications:create_notification', x: 3, y: 0 },
      ...{ args: { text: `drawn [[homey:device:${bulb}|dim]]` } },
      ...{ outputSuccess: [], outputError: [] },
    },
    [UUID(5)]: { type: 'note', x: 0, y: 9, value: 'a note', color: 'yellow', width: 9, height: 9 },
  },
})

const said = (homey: VirtualHomey) =>
  homey.state.effects
    .filter((one) => one.kind === 'notification-created')
    .map((one) => one['excerpt'])
const started = (homey: VirtualHomey) =>
  homey.state.effects.filter((one) => one.kind === 'flow-started').map((one) => one['name'])

test('a Flow and an Advanced Flow made by the official client run on a Pro 2019', async () => {
  await using world = await oldHome('flow:create', 'advanced-flow:create', 'device:control')
  const { api, homey } = world
  const lamp = device(world, 'Reading lamp')
  const bulb = device(world, 'Bedside lamp')
  const [mood = ''] = Object.keys(homey.state.moods)
  for (const one of [lamp, bulb]) {
    if (one.capabilitiesObj['onoff']) one.capabilitiesObj['onoff'].value = false
    if (one.capabilitiesObj['dim']) one.capabilitiesObj['dim'].value = 0.1
  }
  const flow = await api.flow.createFlow({ flow: flowOf(lamp.id, bulb.id, mood) })
  const drawn = await api.flow.createAdvancedFlow({ advancedflow: canvasOf(lamp.id, bulb.id) })
  assert.deepEqual([flow.triggerable, flow.broken], [false, false])
  assert.equal(flow.trigger.id, `homey:device:${lamp.id}:dim_changed`)
  assert.equal(drawn.cards[UUID(3)].id, `homey:device:${bulb.id}:dim`)
  const set = (capabilityId: string, value: unknown) =>
    api.devices.setCapabilityValue({ deviceId: lamp.id, capabilityId, value })

  await set('dim', 0.7)
  await set('onoff', true)
  assert.deepEqual(started(homey), ['Evening', 'Evening, drawn'])
  assert.deepEqual(said(homey), ['dimmed to 0.7, lamp at 0.7', 'drawn 0.4'])
  assert.equal(bulb.capabilitiesObj['onoff']?.value, true)
  assert.equal(bulb.capabilitiesObj['dim']?.value, 0.4)
})

test('the same Flows sent to the hub itself are stored and never run', async () => {
  await using world = await oldHome('device:control')
  const { api, homey } = world
  const lamp = device(world, 'Reading lamp')
  const bulb = device(world, 'Bedside lamp')
  if (lamp.capabilitiesObj['onoff']) lamp.capabilitiesObj['onoff'].value = false
  const [mood = ''] = Object.keys(homey.state.moods)
  const key = homey.signIn()
  const post = (kind: string, body: unknown) =>
    send(homey.address, 'POST', `/api/manager/flow/${kind}`, { key, body })
  const flow = await post('flow', flowOf(lamp.id, bulb.id, mood))
  const drawn = await post('advancedflow', canvasOf(lamp.id, bulb.id))
  assert.deepEqual([flow.status, drawn.status], [200, 200])
  const set = (capabilityId: string, value: unknown) =>
    api.devices.setCapabilityValue({ deviceId: lamp.id, capabilityId, value })
  await set('dim', 0.7)
  await set('onoff', true)
  assert.deepEqual([started(homey), said(homey)], [[], []])
})

interface Kind {
  readonly manager: string
  readonly noun: string
  readonly many: string
  readonly make: (world: World<VirtualHomey>) => object
  readonly change: object
}

const TWO = (world: World<VirtualHomey>) =>
  [device(world, 'Reading lamp').id, device(world, 'Bedside lamp').id] as const

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const WEEK = Object.fromEntries(DAYS.map((day) => [day, day === 'monday']))

/** Every kind that clients may make, change and delete. */
const KINDS: readonly Kind[] = [
  {
    ...{ manager: 'zones', noun: 'Zone', many: 'Zones', change: { name: 'Cellar' } },
    make: ({ homey }) => {
      const root = Object.values(homey.state.zones).find((zone) => zone.parent === null)
      return { name: 'Attic', icon: 'home', parent: root?.id }
    },
  },
  {
    ...{ manager: 'logic', noun: 'Variable', many: 'Variables', change: { value: 2 } },
    make: () => ({ name: 'Count', type: 'number', value: 1 }),
  },
  {
    ...{ manager: 'moods', noun: 'Mood', many: 'Moods', change: { name: 'Late' } },
    make: (world) => ({ name: 'Early', devices: { [TWO(world)[0]]: { state: { onoff: true } } } }),
  },
  {
    ...{ manager: 'dashboards', noun: 'Dashboard', many: 'Dashboards', change: { name: 'Two' } },
    make: () => ({ name: 'One', columns: [] }),
  },
  {
    ...{ manager: 'alarms', noun: 'Alarm', many: 'Alarms', change: { time: '07:30' } },
    make: () => ({ name: 'Wake', time: '07:00', enabled: true, repetition: WEEK }),
  },
  {
    ...{ manager: 'flow', noun: 'FlowFolder', many: 'FlowFolders', change: { name: 'Two' } },
    make: () => ({ name: 'One', parent: null }),
  },
  {
    ...{ manager: 'flow', noun: 'Flow', many: 'Flows', change: { enabled: false } },
    make: (world) => flowOf(...TWO(world), Object.keys(world.homey.state.moods)[0] ?? ''),
  },
  {
    ...{ manager: 'flow', noun: 'AdvancedFlow', many: 'AdvancedFlows', change: { name: 'Two' } },
    make: (world) => canvasOf(...TWO(world)),
  },
]

for (const { manager, noun, many, make, change } of KINDS) {
  test(`${noun} on a Pro 2019: made, read, listed, changed and deleted by the official client`, async () => {
    await using world = await oldHome('preset:full-control')
    const { api } = world
    const of = api[manager]
    const parameter = noun.toLowerCase()
    const sent = make(world)
    const made: Item = await of[`create${noun}`]({ [parameter]: sent })
    const read: Item = await of[`get${noun}`]({ id: made.id })
    const same = without(noun === 'AdvancedFlow' ? withoutOwners(sent) : sent)
    for (const one of [made, read]) assert.deepEqual(pick(one, same), same)
    assert.ok(made.id in (await of[`get${many}`]()))
    const changed: Item = await of[`update${noun}`]({ id: made.id, [parameter]: change })
    assert.deepEqual(pick(changed, change), change)
    // What was read can be sent back as it is, and is then still the same.
    if (noun.endsWith('Flow')) {
      const { trigger, conditions, actions, cards } = read as Record<string, unknown>
      const whole = cards ? { cards } : { trigger, conditions, actions }
      await of[`update${noun}`]({ id: made.id, [parameter]: whole })
      assert.deepEqual(pick(await of[`get${noun}`]({ id: made.id }), whole), whole)
    }
    await of[`delete${noun}`]({ id: made.id })
    assert.ok(!(made.id in (await of[`get${many}`]())))
    await assert.rejects(of[`get${noun}`]({ id: made.id }), { statusCode: 404 })
  })
}

const pick = (item: object, like: object) =>
  Object.fromEntries(Object.keys(like).map((name) => [name, Reflect.get(item, name)]))
// A mood's zone and the like are the hub's own to add.
const without = (sent: object) => JSON.parse(JSON.stringify(sent)) as Record<string, unknown>
// V3 does not need an owner beside a full id, so none comes back.
const withoutOwners = (sent: object): object =>
  JSON.parse(JSON.stringify(sent, (key, value) => (key === 'ownerUri' ? undefined : value)))

test('devices: paired, read, changed, set and deleted by the official client', async () => {
  await using world = await oldHome('preset:full-control')
  const { api } = world
  const drivers: Record<string, Item> = await api.drivers.getDrivers()
  const [id = ''] = Object.keys(drivers)
  assert.equal((await api.drivers.getDriver({ id })).id, id)
  const asked = { type: 'pair', driverId: id }
  const session = await api.drivers.createPairSession({ pairsession: asked })
  assert.equal(session.driverId, id)
  const device = { name: 'New', data: { id: 'x' }, class: 'light', capabilities: ['onoff'] }
  const made = await api.drivers.createPairSessionDevice({ id: session.id, device })
  assert.equal(made.driverId, id)
  assert.equal((await api.devices.getDevice({ id: made.id })).driverId, id)
  const changed = await api.devices.updateDevice({ id: made.id, device: { name: 'Newer' } })
  assert.deepEqual([changed.name, changed.driverId], ['Newer', id])
  const cards: Item[] = Object.values(await api.flow.getFlowCardActions())
  assert.ok(cards.some((card) => card.id === `homey:device:${made.id}:on`))
  await api.devices.deleteDevice({ id: made.id })
  await assert.rejects(api.devices.getDevice({ id: made.id }), { statusCode: 404 })
})

test('cards, tags and logs: by whole ids, one by one, and cards are run', async () => {
  await using world = await oldHome('preset:full-control')
  const { api } = world
  const lamp = device(world, 'Reading lamp')
  const id = `homey:device:${lamp.id}:dim`
  const card = await api.flow.getFlowCardAction({ id })
  assert.deepEqual([card.id, card.ownerUri], [id, `homey:device:${lamp.id}`])
  await api.flow.runFlowCardAction({ id, args: { dim: 0.33 } })
  assert.equal(lamp.capabilitiesObj['dim']?.value, 0.33)
  const asked = { id: 'homey:manager:flow:programmatic_trigger', type: 'flowcardaction' }
  const found = await api.flow.getFlowCardAutocomplete({ ...asked, name: 'flow', query: '' })
  assert.ok(found.length > 5)
  const token = await api.flowtoken.getFlowToken({ id })
  assert.deepEqual([token.id, token.ownerId], [id, 'dim'])
  const log = await api.insights.getLog({ id })
  assert.deepEqual([log.id, log.ownerId], [id, 'dim'])
  assert.equal((await api.insights.getLogEntries({ uri: log.ownerUri, id })).id, id)
  for (const kind of ['Trigger', 'Condition', 'Action']) {
    const all: Item[] = Object.values(await api.flow[`getFlowCard${kind}s`]())
    assert.ok(all.every((one) => one.id.startsWith(`${one['ownerUri']}:`)))
  }
})

test('settings and the rest are as on any Homey; what is not there is said to be absent', async () => {
  await using world = await oldHome('preset:full-control')
  const { api, homey } = world
  const [app = ''] = Object.keys(homey.state.appSettings)
  await api.apps.setAppSetting({ id: app, name: 'colour', value: { a: [1] } })
  assert.deepEqual(await api.apps.getAppSetting({ id: app, name: 'colour' }), { a: [1] })
  await api.ledring.setOptionScreensaver({ value: { uri: 'homey:manager:ledring', id: 'off' } })
  await api.geolocation.setOptionLocation({ value: { latitude: 1, longitude: 2, accuracy: 3 } })
  const before = homey.requests.length
  const absent = { statusCode: 404, message: /^Latchkey: this kind of Homey does not have this/ }
  const group = { name: 'Both', class: 'light', zoneId: 'z', deviceIds: [...TWO(world)] }
  await assert.rejects(api.devices.createGroup({ group }), absent)
  await assert.rejects(api.flowtoken.getFlowTokenValue({ id: 'homey:device:x:dim' }), absent)
  assert.equal(homey.requests.length, before)
  const last = (await world.audit()).at(-1)
  assert.deepEqual([last?.verdict, last?.reason, last?.status], ['deny', 'not-on-this-hub', 404])
})

test("requests in V2's own spelling need the same permissions and mean the same", async () => {
  await using world = await openWorld({ generation: 'pro-2019' })
  const lamp = device(world, 'Reading lamp')
  const uri = `homey:device:${lamp.id}`
  const rows: readonly (readonly [
    permission: string,
    method: string,
    path: string,
    body?: object,
  ])[] = [
    ['device:read', 'GET', '/api/manager/devices/device/'],
    ['audio:read', 'GET', '/api/manager/audio/option/volume'],
    ['audio:update', 'PUT', '/api/manager/audio/option/volume', { value: 0.2 }],
    ['flow-token:read', 'GET', `/api/manager/flowtoken/flowtoken/${uri}/dim`],
    ['flow-token:read', 'GET', `/api/manager/flowtoken/flowtoken/${uri}:dim`],
    ['insights:read', 'GET', `/api/manager/insights/log/${uri}/dim`],
    [
      'flow-card:run',
      'POST',
      `/api/manager/flow/flowcardaction/${uri}/dim/run`,
      { args: { dim: 1 } },
    ],
    [
      'flow:create',
      'POST',
      '/api/manager/flow/flow',
      {
        ...{ name: 'Raw', conditions: [], actions: [{ uri, id: 'on', group: 'then' }] },
        trigger: { uri: 'homey:manager:flow', id: 'programmatic_trigger' },
      },
    ],
  ]
  const without = await world.key('zone:read')
  for (const [permission, method, path, body] of rows) {
    const refused = await world.send(method, path, { key: without, body })
    assert.equal(refused.headers['x-latchkey-accepted-permissions'], permission, path)
    const done = await world.send(method, path, { key: await world.key(permission), body })
    assert.equal(done.status, path.endsWith('/run') ? done.status : 200, done.text)
  }
  const flow = Object.values(world.homey.state.flows).find((one) => one.name === 'Raw')
  assert.equal(flow?.actions[0]?.id, `${uri}:on`)
})

test('the settings of devices show no secret on a Pro 2019 either', async () => {
  await using world = await openWorld({ generation: 'pro-2019', home: 'villa' })
  const key = await world.key('device:read')
  const answer = await world.send('GET', '/api/manager/devices/device', { key })
  assert.equal(answer.status, 200, answer.text.slice(0, 200))
  assert.doesNotMatch(answer.text, /SECRET-/)
})
