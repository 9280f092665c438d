// The model of a hub against the virtual Homey, over real sockets.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GENERATIONS } from '@latchkey/catalogue'
import { HOME_KINDS } from '../limits/home.ts'
import { until, World } from './live.test-support.ts'
import type { ModelChange } from './model.ts'
import type { After } from './timers.ts'

const LONG = { timeout: 60_000 }

for (const generation of GENERATIONS) {
  test(
    `${generation}: the model holds what the hub holds, and is told what happens`,
    LONG,
    async () => {
      await using world = await World.open({ generation })
      const { model } = world.live
      const held = () => world.live.model.present
      assert.equal(held(), undefined)
      const state = await model.known(20_000)
      assert.ok(state)
      const { devices, zones, flows } = world.homey.state
      assert.deepEqual([...state.items.device.keys()], Object.keys(devices))
      assert.deepEqual([...state.items.zone.keys()], Object.keys(zones))
      assert.deepEqual([...state.items.flow.keys()], Object.keys(flows))
      for (const kind of HOME_KINDS) assert.equal(model.stateOf(kind), 'live', kind)
      const told: string[] = []
      model.listen({ onChange: ({ kind, change, id }) => told.push(`${kind} ${change} ${id}`) })
      const [zone = ''] = Object.keys(zones)
      await world.behind({
        operation: 'zones.updateZone',
        parameters: { id: zone, zone: { name: 'House' } },
      })
      await until('the zone', () => told.length > 0)
      assert.deepEqual(told, [`zone update ${zone}`])
      assert.equal(held()?.items.zone.get(zone)?.['name'], 'House')
      assert.notEqual(state.items.zone.get(zone)?.['name'], 'House', 'a state never changes')
      assert.equal(held()?.items.device, state.items.device, 'the rest is shared')
    },
  )
}

/** A clock that is moved by hand. */
function handClock(): { readonly after: After; readonly pass: (ms: number) => void } {
  let time = 0
  const plans = new Set<{ at: number; run: () => void }>()
  return {
    after: (ms, run) => {
      const plan = { at: time + ms, run }
      plans.add(plan)
      return () => void plans.delete(plan)
    },
    pass: (ms) => {
      time += ms
      for (const plan of [...plans]) {
        if (plan.at > time || !plans.delete(plan)) continue
        plan.run()
      }
    },
  }
}

test('what a credential may not read is absent, and the rest is not spoiled', LONG, async () => {
  const scopes = ['homey.zone.readonly', 'homey.device.readonly']
  await using world = await World.open({ scopes })
  const { model } = world.live
  const state = await model.known(20_000)
  assert.ok(state)
  const states = Object.fromEntries(HOME_KINDS.map((kind) => [kind, model.stateOf(kind)]))
  const absent = { flow: 'absent', 'advanced-flow': 'absent', 'flow-folder': 'absent' }
  assert.deepEqual(states, {
    ...{ zone: 'live', device: 'live', ...absent, variable: 'absent', mood: 'absent' },
    ...{ dashboard: 'absent', user: 'absent' },
  })
  assert.equal(state.items.flow.size, 0)
  assert.equal(await world.model('flow.getFlows', 'flow'), 'not-here')
  assert.notEqual(await world.model('zones.getZones', 'zone'), 'not-here')
})

test(
  'after a cut nothing counts until all is read anew, and what was missed is told',
  LONG,
  async () => {
    await using world = await World.open()
    const { model } = world.live
    await model.known(20_000)
    const told: (string | ModelChange)[] = []
    model.listen({
      onChange: ({ kind, change }) => told.push(`${kind} ${change}`),
      onState: (state) => {
        told.push(state)
        if (state === 'down') assert.equal(model.present, undefined)
      },
    })
    const [variable] = Object.values(world.homey.state.variables)
    world.homey.restart()
    await world.behind({ operation: 'logic.deleteVariable', parameters: { id: variable?.id } })
    await until('up', () => told.includes('up'))
    assert.deepEqual(told, ['down', 'variable delete', 'up'])
    const device = Object.values(world.homey.state.devices).find(
      ({ capabilitiesObj }) => capabilitiesObj['measure_power'],
    )
    world.homey.sense(device?.id ?? '', 'measure_power', 123)
    await until('the device is heard again', () => told.includes('device update'))
  },
)

test('the repair finds what no event told of', LONG, async () => {
  const { after, pass } = handClock()
  await using world = await World.open({ after, repairEvery: 1_000, idleAfter: 1e9 })
  const { model } = world.live
  const lease = model.need()
  await until('known', () => model.present !== undefined)
  const changes: ModelChange[] = []
  model.listen({ onChange: (change) => changes.push(change) })
  const [zone] = Object.values(world.homey.state.zones)
  assert.ok(zone)
  // Nobody is told of this.
  zone.name = 'Behind the back'
  pass(1_000)
  assert.ok(model.present, 'the model goes on answering')
  await until('the zone', () => changes.length > 0)
  assert.deepEqual(
    changes.map(({ kind, change, after: now, event }) => [kind, change, now?.['name'], event]),
    [['zone', 'update', 'Behind the back', undefined]],
  )
  lease[Symbol.dispose]()
})

test('a model that nobody asks for is let go, and begins again', LONG, async () => {
  const { after, pass } = handClock()
  await using world = await World.open({ after, idleAfter: 1_000 })
  const { model, feed } = world.live
  assert.equal(model.isRunning, false, 'it starts with the first need')
  const lease = model.need()
  await until('known', () => model.present !== undefined)
  pass(1_000)
  assert.ok(model.isRunning, 'a lease holds it')
  lease[Symbol.dispose]()
  assert.ok(model.isRunning, 'for a while')
  pass(1_000)
  assert.equal(model.isRunning, false)
  assert.deepEqual(feed.uris, [])
  const again = model.need()
  await until('known again', () => model.present !== undefined)
  const device = Object.values(world.homey.state.devices).find(
    ({ capabilitiesObj }) => capabilitiesObj['measure_power'],
  )
  const id = device?.id ?? ''
  world.homey.sense(id, 'measure_power', 77)
  const told = () => JSON.stringify(model.present?.items.device.get(id)?.['capabilitiesObj'])
  await until('devices are heard again', () => told()?.includes('"value":77') === true)
  again[Symbol.dispose]()
})

test('the model knows of an event before whoever else listens, and came first', LONG, async () => {
  await using world = await World.open()
  const { feed, model } = world.live
  const known: boolean[] = []
  const early = feed.subscribe('homey:manager:logic', {
    onEvent: ({ data }) => {
      const { id } = data as { id: string }
      known.push(model.present?.items.variable.has(id) ?? false)
    },
  })
  await early.taken
  assert.ok(await model.known(5_000), 'the model starts after the other listener')
  const variable = { name: 'A', type: 'number', value: 1 }
  await world.behind({ operation: 'logic.createVariable', parameters: { variable } })
  await until('heard', () => known.length > 0)
  assert.deepEqual(known, [true])
})

test(
  'a feed has one subscription for many listeners, and ends it with the last',
  LONG,
  async () => {
    await using world = await World.open()
    const { feed } = world.live
    const uri = 'homey:manager:logic'
    const heard: string[] = []
    const listen = (name: string) =>
      feed.subscribe(uri, { onEvent: ({ event }) => heard.push(`${name} ${event}`) })
    const [one, other] = [listen('one'), listen('other')]
    await Promise.all([one.taken, other.taken])
    const create = (name: string) =>
      world.behind({
        operation: 'logic.createVariable',
        parameters: { variable: { name, type: 'number', value: 1 } },
      })
    await create('A')
    await until('both', () => heard.length === 2)
    one[Symbol.dispose]()
    await create('B')
    await until('the other', () => heard.length === 3)
    assert.deepEqual(heard, [
      'one variable.create',
      'other variable.create',
      'other variable.create',
    ])
    other[Symbol.dispose]()
    const back = listen('back')
    await back.taken
    await create('C')
    await until('back', () => heard.length === 4)
    assert.equal(heard.at(-1), 'back variable.create')
    let why = ''
    const refused = feed.subscribe('homey:manager:nothing', {
      onEvent: () => {},
      onRefused: ({ code }) => {
        why = code
      },
    })
    await assert.rejects(refused.taken, { code: 'hub_refused' })
    assert.equal(why, 'hub_refused')
  },
)
