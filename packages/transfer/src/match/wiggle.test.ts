// The wiggle test in a virtual home: twelve bulbs that nothing tells apart, and things that nobody
// touches unasked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Home, openHome } from '../homes.test-support.ts'
import { movable } from './movable.ts'
import { type Watch, wiggle } from './wiggle.ts'

const timeout = 30_000

const withDriver = ({ homey }: Home, driver: string): readonly string[] =>
  Object.values(homey.state.devices)
    .filter(({ driverId }) => driverId.endsWith(driver))
    .map(({ id }) => id)

const named = (ids: readonly string[]) => ids.map((id) => ({ id, name: id }))

const never: Watch = {
  allow: async () => assert.fail('asked'),
  saw: async () => assert.fail('switched'),
  move: async () => assert.fail('moved'),
}

test('twelve bulbs take eleven tests, and are as they were afterwards', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-begun' })
  const targets = withDriver(home, 'lights:bulb').slice(0, 12)
  const isOn = () =>
    targets.map((id) => home.homey.state.devices[id]?.capabilitiesObj['onoff']?.value)
  const before = isOn()
  // The things themselves know which device they are now.
  const sources = named(targets.map((id) => `old-${id}`).reverse())
  let tests = 0
  const found = await wiggle(
    home.hub,
    { sources, targets },
    {
      ...never,
      saw: async (device) => {
        tests++
        const changed = isOn().flatMap((value, at) => (value === before[at] ? [] : [targets[at]]))
        assert.deepEqual(changed, [device.id], 'one and only one is different')
        return `old-${device.id}`
      },
    },
  )
  assert.equal(tests, 11)
  assert.equal(found.length, 12)
  assert.ok(found.every(({ source, target }) => source === `old-${target}`))
  assert.deepEqual(isOn(), before)
})

test('no lock, socket or boiler is switched unless it is allowed', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-begun' })
  const targets = ['fjord:siren', 'plugs:plug', 'climate:boiler', 'casa:charger'].flatMap(
    (driver) => withDriver(home, driver).slice(0, 1),
  )
  assert.equal(targets.length, 4)
  const before = home.homey.requests.length
  const asked: string[] = []
  const found = await wiggle(
    home.hub,
    { sources: named(['a', 'b', 'c', 'd']), targets },
    {
      ...never,
      allow: async (_device, reason) => {
        asked.push(reason)
        return false
      },
      move: async () => false,
    },
  )
  assert.deepEqual(found, [])
  assert.match(asked.join(' '), /alarm.*socket.*heating.*car/)
  const sent = home.homey.requests.slice(before).map(({ method }) => method)
  assert.ok(sent.every((method) => method === 'GET'))
})

test('a button is known by what it does when it is pressed', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-begun' })
  const targets = withDriver(home, 'klik:button')
  assert.ok(targets.length >= 3)
  const found = await wiggle(
    home.hub,
    { sources: named(targets.map((id) => `old-${id}`)), targets },
    {
      ...never,
      allow: async () => false,
      move: async ({ id }) => {
        const device = home.homey.state.devices[id.slice('old-'.length)]
        const state = device?.capabilitiesObj['alarm_generic']
        assert.ok(device && state)
        const pressed = { ...state, value: true, lastUpdated: new Date().toISOString() }
        device.capabilitiesObj = { ...device.capabilitiesObj, alarm_generic: pressed }
        return true
      },
    },
  )
  assert.equal(found.length, targets.length)
  assert.ok(found.every(({ source, target }) => source === `old-${target}`))
})

test('what was switched is switched back when nobody looks any more', { timeout }, async () => {
  await using home = await openHome({ home: 'villa-begun' })
  const targets = withDriver(home, 'lights:bulb').slice(0, 2)
  const value = () => home.homey.state.devices[targets[0] ?? '']?.capabilitiesObj['onoff']?.value
  const before = value()
  const gone = new Error('gone')
  const watch = { ...never, saw: async () => Promise.reject(gone) }
  const group = { sources: named(['a', 'b']), targets }
  await assert.rejects(wiggle(home.hub, group, watch), gone)
  assert.equal(value(), before)
})

const states = (values: Readonly<Record<string, boolean | number>>) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { id, value }]))

const ROWS: readonly (readonly [
  string,
  string | null,
  Record<string, boolean | number>,
  RegExp | null | 'not',
])[] = [
  ['light', null, { onoff: true }, null],
  ['light', 'heater', { onoff: true }, /heating/],
  ['light', null, { dim: 0.2 }, null],
  ['socket', null, { onoff: true, measure_power: 0 }, null],
  ['socket', null, { onoff: true, measure_power: 60 }, /socket/],
  ['socket', null, { onoff: false, measure_power: 0 }, /socket/],
  ['socket', 'light', { onoff: true, measure_power: 0 }, /socket/],
  ['socket', null, { onoff: true }, /socket/],
  ['lock', null, { locked: true }, 'not'],
  ['lock', null, { locked: true, onoff: true }, /lock/],
  ['garagedoor', null, { onoff: true }, /door/],
  ['homealarm', null, { onoff: false }, /alarm/],
  ['thermostat', null, { onoff: true }, /heating/],
  ['other', null, { onoff: true }, /Nobody knows/],
  ['sensor', null, { alarm_motion: true }, 'not'],
]

test('only lights, and sockets without a load, are moved unasked', () => {
  for (const [deviceClass, virtualClass, values, wanted] of ROWS) {
    const how = movable({ class: deviceClass, virtualClass, capabilitiesObj: states(values) })
    const said = how === 'not' ? how : how.ask
    const what = `${deviceClass} ${JSON.stringify(values)}`
    if (wanted instanceof RegExp) assert.match(said ?? '', wanted, what)
    else assert.equal(said, wanted, what)
  }
})
