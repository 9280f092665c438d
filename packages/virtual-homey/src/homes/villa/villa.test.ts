// The villa has what was promised of it on every generation of hub, and the villa after the move is
// the same hardware under other ids. The counts are printed, so that a change of the home is seen.
import assert from 'node:assert/strict'
import test from 'node:test'
import { seededRandom } from '../../random.ts'
import { blankState } from '../../state/homey-state.ts'
import { newHub } from '../../state/hub.ts'
import { censusOf } from '../census.ts'
import type { Home, HomeGeneration } from '../home.ts'
import { houseOn } from '../house.ts'
import { villa } from './villa.ts'
import { villaMoved } from './villa-moved.ts'

function stateOf(home: Home, generation: HomeGeneration = 'pro-2023', seed = 'seed') {
  const clock = () => new Date('2026-01-01T00:00:00Z')
  const state = blankState({
    ...{ id: '5'.repeat(24), name: 'Test', version: '12.4.5', timezone: 'Europe/Amsterdam' },
    ...{ bootedAt: clock().toISOString(), externalAddress: null },
  })
  home.describe(houseOn(newHub(state, clock, seededRandom(`${seed}/${home.name}`)), generation))
  return state
}

const GENERATIONS = ['pro-2019', 'pro-2023', 'cloud'] as const

test('the villa has its numbers on every generation', () => {
  for (const generation of GENERATIONS) {
    const state = stateOf(villa, generation)
    const { kinds } = censusOf(state)
    console.log(generation, JSON.stringify(kinds))
    const { zones, devices, flows = 0, advancedFlows = 0, variables } = kinds
    assert.deepEqual([zones, devices, flows + advancedFlows, variables], [40, 200, 400, 60])
    assert.ok(advancedFlows > 30)
    assert.deepEqual(state, JSON.parse(JSON.stringify(state)), 'state is plain JSON')
  }
})

test('the villa has every form of reference', () => {
  const censuses = GENERATIONS.map((generation) => censusOf(stateOf(villa, generation)).forms)
  const [old = {}, local = {}, cloud = {}] = censuses
  const rows = Object.keys(local).map(
    (form) => [form, old[form], local[form], cloud[form]] as const,
  )
  console.table(Object.fromEntries(rows.map(([form, ...counts]) => [form, counts])))
  const missing = rows.filter(([, ...counts]) => counts.slice(0, 2).includes(0))
  assert.deepEqual(missing, [])
  const notOnCloud = rows.filter(([, , , count]) => count === 0).map(([form]) => form)
  assert.deepEqual(
    notOnCloud.filter((form) => !/script|code|alarm|ring|Better|dropped: app|answer/i.test(form)),
    [],
    'a cloud hub lacks scripts, alarms and the ring, and nothing else',
  )
})

test('what a generation cannot have is not there', () => {
  const drivers = (generation: HomeGeneration) =>
    Object.values(stateOf(villa, generation).devices).map((device) => device.driverId)
  const some = (ids: string[], part: string) => ids.filter((id) => id.includes(part)).length
  const counts = GENERATIONS.map((generation) => {
    const ids = drivers(generation)
    return ['virtualdrivermatter', 'virtualdrivergroup', 'com.sdn.group'].map((part) =>
      some(ids, part),
    )
  })
  assert.deepEqual(counts, [
    [0, 0, 4],
    [4, 4, 0],
    [0, 4, 0],
  ])
  const cloud = stateOf(villa, 'cloud')
  assert.deepEqual([cloud.alarms, cloud.options['ledring.screensaver']], [{}, undefined])
  const text = JSON.stringify([cloud.flows, cloud.advancedFlows, cloud.apps])
  assert.deepEqual(text.match(/homeyscript|manager:alarms|betterlogic/g), null)
})

test('fifty secrets can be recognised', () => {
  const found = JSON.stringify(stateOf(villa)).match(/SECRET-[\w-]+/g) ?? []
  console.log('secrets:', found.length, 'of which different:', new Set(found).size)
  assert.ok(found.length >= 50)
})

test('every id of the villa is new after the move', () => {
  const ids = (state: ReturnType<typeof stateOf>) => [
    ...[state.devices, state.zones, state.users].flatMap((items) => Object.keys(items)),
  ]
  const before = new Set(ids(stateOf(villa, 'pro-2019')))
  assert.deepEqual(
    ids(stateOf(villaMoved)).filter((id) => before.has(id)),
    [],
  )
})

test('after the move it is the same hardware: three missing, two strange, a third unnamed', () => {
  const before = Object.values(stateOf(villa, 'pro-2019').devices)
  const state = stateOf(villaMoved)
  const after = Object.values(state.devices)
  const keys = (devices: typeof after) =>
    new Set(devices.flatMap((device) => keyIn(device.settings) ?? []))
  const [old, moved] = [keys(before), keys(after)]
  const root = Object.values(state.zones).find((zone) => zone.parent === null)
  const unnamed = after.filter((device) => device.zone === root?.id)
  console.log(
    ...['devices', before.length, '→', after.length, 'with a key', old.size, '→', moved.size],
    ...['same key', [...moved].filter((key) => old.has(key)).length, 'unnamed', unnamed.length],
  )
  assert.equal(after.length, 200 - 4 - 3 + 2, 'groups are not hardware')
  assert.deepEqual([...moved].filter((key) => !old.has(key)).length, 1, 'a strange plug')
  assert.equal([...old].filter((key) => !moved.has(key)).length, 2, 'a plug and a weather station')
  assert.ok(unnamed.length > 60 && unnamed.length < 75)
  const nothing = [state.flows, state.advancedFlows, state.moods, state.variables, state.dashboards]
  assert.deepEqual(nothing, [{}, {}, {}, {}, {}])
})

function keyIn(values: Readonly<Record<string, unknown>>): string | undefined {
  const names = ['zb_ieee_address', 'uniqueid', 'mac', 'serial', 'address']
  const [key] = names.map((name) => values[name]).filter((value) => typeof value === 'string')
  return typeof key === 'string' ? key : undefined
}

test('the villa has flows that start each other, in rings and by themselves', () => {
  const { flows, advancedFlows } = stateOf(villa)
  const starts = new Map(
    Object.values({ ...flows, ...advancedFlows }).map((flow) => [
      flow.id,
      [...JSON.stringify(flow).matchAll(/"flow":\{"id":"([^"]+)"/g)].map(([, id = '']) => id),
    ]),
  )
  const reached = (id: string, seen = new Set<string>()): Set<string> => {
    for (const next of starts.get(id) ?? []) {
      if (!seen.has(next)) reached(next, seen.add(next))
    }
    return seen
  }
  const looping = [...starts.keys()].filter((id) => reached(id).has(id))
  assert.equal(looping.length, 17)
})
