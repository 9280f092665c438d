// A kitchen tablet with the unmodified official client, over HTTP and over the socket: it has the kitchen and
// nothing else, whatever it writes, and what moves in or out is its own or not from that moment on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AnyWorld,
  BY,
  behindItsBack,
  card,
  does,
  everything,
  FRESH,
  flowOf,
  idOf,
  limitedKey,
  officialClient,
  ownersHand,
} from './limited.ts'
import { ask, hear, openApi, told, until } from './realtime-clients.ts'
import { openWorld } from './world.ts'

const IN_TIME = { timeout: 120_000 }

type Named = { readonly id: string; readonly name: string }

const namesOf = (all: Record<string, Named>): string[] =>
  Object.values(all)
    .map((one) => one.name)
    .sort()

const NOT_FOUND = { statusCode: 404, message: /within the limits of this key/ }

const IN_KITCHEN = [
  ...['Counter light', 'Kitchen lights', 'Kitchen speaker', 'Kitchen table light'],
  'Smoke alarm',
]

for (const generation of ['pro-2023', 'pro-2019'] as const) {
  for (const by of BY) {
    test(`case 9: ${generation} over ${by}: the kitchen is all there is`, IN_TIME, async () => {
      await using world = await openWorld({ generation })
      const { key } = await limitedKey(world, { zones: ['Kitchen'] })
      await using client = await officialClient(world, key, by)
      const { api } = client
      assert.deepEqual(namesOf(await api.devices.getDevices(FRESH)), IN_KITCHEN)
      assert.deepEqual(namesOf(await api.zones.getZones(FRESH)), ['Kitchen'])
      assert.deepEqual(namesOf(await api.moods.getMoods(FRESH)), ['Cooking'])
      assert.deepEqual(namesOf(await api.flow.getFlows(FRESH)), [])
      assert.deepEqual(await api.logic.getVariables(FRESH), {})
      const id = idOf(world, 'devices', 'Counter light')
      const bedside = idOf(world, 'devices', 'Bedside lamp')
      await api.devices.setCapabilityValue({ deviceId: id, capabilityId: 'dim', value: 0.25 })
      assert.equal(world.homey.state.devices[id]?.capabilitiesObj['dim']?.value, 0.25)
      const before = everything(world)
      await assert.rejects(
        api.devices.setCapabilityValue({ deviceId: bedside, capabilityId: 'dim', value: 0.9 }),
        NOT_FOUND,
      )
      await assert.rejects(api.devices.getDevice({ id: bedside, ...FRESH }), NOT_FOUND)
      const movie = idOf(world, 'moods', 'Movie')
      await assert.rejects(api.moods.setMood({ id: movie }), NOT_FOUND)
      await assert.rejects(api.energy.getLiveReport(), { statusCode: 403 })
      assert.equal(everything(world), before, 'the hub is as it was')
      assert.deepEqual(world.errors, [])
    })

    test(`case 9: ${generation} over ${by}: Flows name the kitchen only`, IN_TIME, async () => {
      await using world = await openWorld({ generation })
      const limits = { zones: ['Kitchen'], variables: ['Message'] }
      const { key } = await limitedKey(world, limits)
      await using client = await officialClient(world, key, by)
      const { api } = client
      const flow = await api.flow.createFlow({ flow: await allowed(world) })
      assert.ok(world.homey.state.flows[flow.id])
      const canvas = await api.flow.createAdvancedFlow({
        advancedflow: canvasOf(does(light(world))),
      })
      assert.ok(world.homey.state.advancedFlows[canvas.id])
      const refused = await elsewhere(world)
      const before = everything(world)
      for (const [what, written] of refused) {
        const no = { statusCode: 403, message: /the limits of this key/ }
        await assert.rejects(api.flow.createFlow({ flow: written }), no, `created by ${what}`)
        await assert.rejects(
          api.flow.updateFlow({ id: flow.id, flow: { ...written } }),
          no,
          `updated by ${what}`,
        )
        const [first] = [...written.conditions, ...written.actions]
        assert.ok(first)
        const { group: _, delay: __, duration: ___, inverted: ____, ...one } = first
        const type = written.conditions.length > 0 ? 'condition' : 'action'
        await assert.rejects(
          api.flow.createAdvancedFlow({ advancedflow: canvasOf(one, type) }),
          no,
          `drawn by ${what}`,
        )
      }
      assert.equal(everything(world), before, 'the hub is as it was')
      await api.flow.updateFlow({ id: flow.id, flow: { name: 'Renamed' } })
      assert.equal(world.homey.state.flows[flow.id]?.name, 'Renamed')
      assert.deepEqual(namesOf(await api.flow.getFlows(FRESH)), ['Renamed'])
      assert.deepEqual(world.errors, [])
    })
  }
}

const light = (world: AnyWorld): string => idOf(world, 'devices', 'Counter light')

interface Written {
  readonly conditions: readonly Readonly<Record<string, unknown>>[]
  readonly actions: readonly Readonly<Record<string, unknown>>[]
}

const lessThan = (droptoken: string) =>
  card(
    'homey:manager:logic:lt',
    { comparator: 0.5 },
    { droptoken, group: 'group1', inverted: false },
  )

const writes = (world: AnyWorld, value: string) => {
  const variable = { id: idOf(world, 'variables', 'Message'), name: 'Message', type: 'string' }
  return card('homey:manager:logic:variable_set', { variable, value }, { group: 'then' })
}

/** A Flow of all the forms of naming, each about the kitchen: what is refused below is not the form. */
async function allowed(world: AnyWorld): Promise<Written> {
  const id = light(world)
  return flowOf(
    [
      does(id),
      does(id, 'dim', { dim: 0.3 }),
      writes(world, `Now [[homey:device:${id}|dim]]`),
      card(`homey:mood:${idOf(world, 'moods', 'Cooking')}:set`, {}, { group: 'then' }),
    ],
    { conditions: [lessThan(`homey:device:${id}|dim`)] },
  ) as Written
}

/** Flows that name another room, each in another way. */
async function elsewhere(world: AnyWorld): Promise<readonly (readonly [string, Written])[]> {
  const id = idOf(world, 'devices', 'Bedside lamp')
  const start = { flow: { id: idOf(world, 'flows', 'Lights out'), name: 'Lights out' } }
  const then = { group: 'then' }
  const rows: (readonly [string, object])[] = [
    ['a card', flowOf([does(id)])],
    ['a zone', flowOf([card(`homey:zone:${idOf(world, 'zones', 'Bedroom')}:off`, {}, then)])],
    ['a token in a text', flowOf([writes(world, `Now [[homey:device:${id}|dim]]`)])],
    ['a droptoken', flowOf([], { conditions: [lessThan(`homey:device:${id}|dim`)] })],
    ['a picked object', flowOf([does(light(world), 'dim', { dim: { id, name: 'Lamp' } })])],
    ['a mood', flowOf([card(`homey:mood:${idOf(world, 'moods', 'Movie')}:set`, {}, then)])],
    ['a start', flowOf([card('homey:manager:flow:programmatic_trigger', start, then)])],
    ['nothing that is there', flowOf([does('00000000-0000-4000-8000-000000000000')])],
    ['an app', flowOf([card('homey:app:com.example.echo:say', { text: 'x' }, then)])],
    ['a notification', flowOf([card('homey:manager:notifications:create_notification', {}, then)])],
  ]
  const script = { script: { id: 'count-lights', name: 'Count lights' } }
  rows.push(['a script', flowOf([card('homey:app:com.athom.homeyscript:run', script, then)])])
  if (world.homey.generation !== 'pro-2019') {
    const body = { name: 'Both', class: 'light', zoneId: idOf(world, 'zones', 'Kitchen') }
    const path = '/api/manager/devices/group'
    const members = { deviceIds: [idOf(world, 'devices', 'Kitchen speaker'), id] }
    const made = await behindItsBack(world, 'POST', path, { ...body, ...members })
    rows.push(['a group', flowOf([does(made.json<Named>().id)])])
  }
  return rows as (readonly [string, Written])[]
}

const KEYS = ['5f0a7a52-6d52-4c8e-9d6a-3f6f3c1b7d10', '0a4f1f0e-58a3-4a52-8a39-4e3c5b8f2a11']

function canvasOf(one: object, type = 'action') {
  const [start = '', then = ''] = KEYS
  const outputs = type === 'condition' ? { outputTrue: [], outputFalse: [] } : { outputSuccess: [] }
  return {
    name: 'A canvas',
    cards: {
      [start]: { type: 'start', x: 0, y: 0, outputSuccess: [then] },
      [then]: { ...one, type, x: 200, y: 0, ...outputs, outputError: [] },
    },
  }
}

test(
  'case 10: what moves in is its own within one event, and what moves out is not',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { key } = await limitedKey(world, { zones: ['Kitchen'] })
    const id = idOf(world, 'devices', 'Bedside lamp')
    const path = `/api/manager/devices/device/${id}`
    const [kitchen, bedroom] = ['Kitchen', 'Bedroom'].map((name) => idOf(world, 'zones', name))
    using limited = await openApi(world.url, key)
    using watcher = await openApi(world.url, await world.key('device:read'))
    for (const { api } of [limited, watcher]) {
      assert.deepEqual(await ask(api, 'subscribe', 'homey:manager:devices'), [null])
    }
    assert.equal((await ask(limited.api, 'subscribe', `homey:device:${id}`))[0]?.statusCode, 404)
    const heard = hear(limited.api, `homey:device:${id}`)
    const status = async () => (await world.send('GET', path, { key })).status
    assert.equal(await status(), 404)
    const moveTo = async (zone: string | undefined) => {
      const moved = told(watcher.api, 'homey:manager:devices')
      const done = behindItsBack(world, 'PUT', path, { zone })
      await moved
      return { done }
    }
    for (let round = 0; round < 10; round++) {
      const arrived = told(limited.api, 'homey:manager:devices')
      const there = await moveTo(kitchen)
      assert.equal(await status(), 200, 'in')
      assert.deepEqual((await arrived)[0], 'device.update')
      assert.deepEqual(await ask(limited.api, 'subscribe', `homey:device:${id}`), [null])
      await there.done
      const before = heard.length
      world.homey.sense(id, 'dim', 0.1 + round / 100)
      await until(() => heard.length > before)
      const away = await moveTo(bedroom)
      assert.equal(await status(), 404, 'out')
      await away.done
      // Still subscribed: the next value is not told, as one of the kitchen that comes after it is.
      const count = heard.length
      const marker = told(limited.api, `homey:device:${light(world)}`)
      assert.deepEqual(await ask(limited.api, 'subscribe', `homey:device:${light(world)}`), [null])
      world.homey.sense(id, 'dim', 0.5 + round / 100)
      world.homey.sense(light(world), 'dim', 0.3 + round / 100)
      await marker
      assert.equal(heard.length, count)
    }
    assert.deepEqual(world.errors, [])
  },
)

test('a lock in the kitchen is had by name only', IN_TIME, async () => {
  await using world = await openWorld()
  const hand = await ownersHand(world)
  const id = idOf(world, 'devices', 'Front door')
  await hand('PUT', `/api/manager/devices/device/${id}`, { zone: idOf(world, 'zones', 'Kitchen') })
  const permissions = ['device:read', 'device:control', 'security-device:control']
  const byRoom = await limitedKey(world, { zones: ['Kitchen'] }, permissions)
  const byName = await limitedKey(
    world,
    { zones: ['Kitchen'], devices: ['Front door'] },
    permissions,
  )
  for (const by of BY) {
    await using room = await officialClient(world, byRoom.key, by)
    await using named = await officialClient(world, byName.key, by)
    const unlock = { deviceId: id, capabilityId: 'locked', value: false }
    assert.ok(!namesOf(await room.api.devices.getDevices(FRESH)).includes('Front door'))
    await assert.rejects(room.api.devices.setCapabilityValue(unlock), NOT_FOUND)
    assert.ok(namesOf(await named.api.devices.getDevices(FRESH)).includes('Front door'))
    await named.api.devices.setCapabilityValue({ ...unlock, value: by === 'HTTP' })
    assert.equal(world.homey.state.devices[id]?.capabilitiesObj['locked']?.value, by === 'HTTP')
  }
  const mild = await limitedKey(world, { devices: ['Front door'] }, permissions.slice(0, 2))
  await using client = await officialClient(world, mild.key, 'HTTP')
  await assert.rejects(
    client.api.devices.setCapabilityValue({ deviceId: id, capabilityId: 'locked', value: true }),
    { statusCode: 403, message: /security-device:control/ },
  )
})
