// Flows run: what starts them, what they ask, what they do, and that they come to an end.
import assert from 'node:assert/strict'
import test from 'node:test'
import { action, all, any, condition, start, trigger, wait } from '../homes/advanced-cards.ts'
import { at, byHand, card, equals, notify, of, setTo, start as starting } from '../homes/cards.ts'
import type { House } from '../homes/house.ts'
import { startVirtualHomey, type VirtualHomey } from '../index.ts'
import type { Device } from '../state/items.ts'

const NEXT = { timeout: 10_000 }
/** A quarter to seven on a Thursday morning in Amsterdam. */
const clock = () => new Date('2026-01-01T05:45:00Z')

/** A hub with a lamp, a sensor and whatever flows a test describes. */
async function homeWith<T>(describe: (house: House, things: Things) => T) {
  let made: T | undefined
  const things: Partial<Things> = {}
  const homey = await startVirtualHomey({
    clock,
    home: {
      name: 'test',
      describe: (house) => {
        house.user('Olivia', 'owner')
        const zone = house.zone('Home', { icon: 'home' })
        const app = house.app('nl.example.lights', 'Bright Lights')
        const plan = { in: zone, class: 'light', driver: [app, 'white'] as const }
        things.lamp = house.device('Lamp', { ...plan, has: { onoff: false, dim: 0.5 } })
        things.sensor = house.device('Sensor', { ...plan, has: { measure_temperature: 20 } })
        made = describe(house, things as Things)
      },
    },
  })
  const put = async (path: string, value: unknown) => {
    const response = await fetch(`${homey.address}/api/manager/${path}`, {
      method: path.endsWith('trigger') ? 'POST' : 'PUT',
      headers: { authorization: `Bearer ${homey.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(value),
    })
    assert.ok(response.ok, await response.text())
  }
  return {
    homey,
    put,
    ...(things as Things),
    made: made as T,
    set: (device: Device, id: string, value: unknown) =>
      put(`devices/device/${device.id}/capability/${id}`, { value }),
    start: (flow: { id: string; cards?: unknown }) =>
      put(`flow/${flow.cards ? 'advancedflow' : 'flow'}/${flow.id}/trigger`, {}),
    [Symbol.asyncDispose]: () => homey.close(),
  }
}

interface Things {
  lamp: Device
  sensor: Device
}

function texts(homey: VirtualHomey): unknown[] {
  return homey.state.effects
    .filter((effect) => effect.kind === 'notification-created')
    .map((effect) => effect['excerpt'])
}

test('a capability that changes starts flows with its value', NEXT, async () => {
  await using world = await homeWith((house, { lamp }) => {
    house.flow('On', { when: of(lamp, 'onoff_true'), do: [notify('on')] })
    house.flow('Dim', { when: of(lamp, 'dim_changed'), do: [notify('now [[dim]]')] })
    house.flow('Off', { off: true, when: of(lamp, 'onoff_true'), do: [notify('never')] })
  })
  await world.set(world.lamp, 'onoff', true)
  await world.set(world.lamp, 'onoff', true)
  await world.set(world.lamp, 'dim', 0.7)
  assert.deepEqual(texts(world.homey), ['on', 'now 0.7'])
  const [notification] = Object.values(world.homey.state.notifications)
  assert.equal(notification?.excerpt, 'on')
})

test('variables and presence start flows', NEXT, async () => {
  await using world = await homeWith((house) => {
    const mode = house.variable('Mode', 'day')
    const when = card('homey:manager:logic:variable_changed', { variable: { id: mode.id } })
    house.variable('Other', 1)
    house.flow('Mode', { when, do: [notify('mode [[variable]]')] })
    const left = card('homey:manager:presence:last_user_left')
    house.flow('Gone', { when: left, do: [setTo(mode, 'away')] })
    const came = card('homey:manager:presence:user_enter')
    house.flow('Back', { when: came, do: [notify('hello [[user]]')] })
  })
  const { homey, put } = world
  const variables = Object.values(homey.state.variables)
  await put(`logic/variable/${variables[1]?.id}`, { variable: { value: 2 } })
  await put('presence/me/present', { value: false })
  await put('presence/me/present', { value: true })
  assert.deepEqual(texts(homey), ['mode away', 'hello Olivia'])
})

test('groups are and inside, or between; else is the rest', NEXT, async () => {
  const rows: [groups: [group: string, value: string, inverted: boolean][], branch: string][] = [
    [[], 'then'],
    [[['group1', '1', false]], 'then'],
    [[['group1', '2', false]], 'else'],
    [[['group1', '2', true]], 'then'],
    [
      [
        ['group1', '1', false],
        ['group1', '2', false],
      ],
      'else',
    ],
    [
      [
        ['group1', '2', false],
        ['group2', '1', false],
      ],
      'then',
    ],
    [
      [
        ['group1', '1', false],
        ['group2', '1', true],
      ],
      'then',
    ],
  ]
  for (const [conditions, branch] of rows) {
    await using world = await homeWith((house) => {
      const one = house.variable('One', 1)
      const and = conditions.map(([group, value, inverted]) => {
        return { ...equals(one, value), group, inverted }
      })
      const plan = { when: byHand(), and, do: [notify('then')], otherwise: [notify('else')] }
      return house.flow('Ask', plan)
    })
    await world.start(world.made)
    assert.deepEqual(texts(world.homey), [branch], JSON.stringify(conditions))
  }
})

test('the clock starts flows, ends delays and rings alarms', NEXT, async () => {
  await using world = await homeWith((house) => {
    const later = { delay: { number: '5', multiplier: 60 } }
    house.flow('Seven', { when: at('07:00'), do: [{ ...notify('late'), ...later }, notify('7')] })
    const every = card('homey:manager:cron:every', { minutes: 10 })
    house.flow('Often', { when: every, do: [notify('[[homey:manager:cron|time]]')] })
    const alarm = house.alarm('Wake', '07:02', [])
    const when = card('homey:manager:alarms:alarm_rings', { alarm: { id: alarm.id } })
    house.flow('Ring', { when, do: [notify('ring')] })
    house.flow('Sun', { when: card('homey:manager:cron:sunrise'), do: [notify('sun')] })
    return alarm
  })
  world.homey.advance(22 * 60_000)
  assert.deepEqual(texts(world.homey), ['06:50', '7', '07:00', 'ring', 'late'])
  assert.equal(world.homey.state.alarms[world.made.id]?.enabled, false, 'it rings once')
  const times = world.homey.state.effects.map((effect) => effect.time)
  assert.ok(times.includes('2026-01-01T06:05:00.000Z'))
  world.homey.advance(24 * 3_600_000)
  assert.equal(texts(world.homey).filter((text) => text === 'sun').length, 1)
})

test('flows that start each other come to an end', NEXT, async () => {
  await using world = await homeWith((house, { lamp }) => {
    house.flow('On', { when: of(lamp, 'onoff_true'), do: [of(lamp, 'off')] })
    house.flow('Off', { when: of(lamp, 'onoff_false'), do: [of(lamp, 'on'), of(lamp, 'on')] })
    const round = house.advancedFlow('Round', {
      begin: start([0, 0], ['again']),
      again: any([1, 0], ['once']),
      once: action([2, 0], notify('round'), ['again']),
    })
    return round
  })
  await world.set(world.lamp, 'onoff', true)
  const kinds = () => world.homey.state.effects.map((effect) => effect.kind)
  assert.equal(kinds().filter((kind) => kind === 'flow-started').length, 200)
  assert.equal(kinds().filter((kind) => kind === 'run-limit').length, 1)
  await world.start(world.made)
  assert.equal(kinds().filter((kind) => kind === 'run-limit').length, 2)
})

test('what is not there neither starts nor does anything', NEXT, async () => {
  await using world = await homeWith((house, { lamp }) => {
    house.flow('On', { when: of(lamp, 'onoff_true'), do: [notify('on')] })
    const gone = card('homey:device:00000000-0000-4000-8000-000000000000:on')
    const short = card('noone_athome')
    const plan = {
      when: byHand(),
      do: [gone, card('homey:app:x:y'), of(lamp, 'on'), notify('end')],
    }
    return [house.flow('Act', plan), house.flow('Short', { ...plan, and: [short] })] as const
  })
  const { homey, made, lamp, put } = world
  const names = async (kind: string) => {
    const response = await fetch(`${homey.address}/api/manager/${kind}`, {
      headers: { authorization: `Bearer ${homey.key}` },
    })
    return Object.keys((await response.json()) as object).length
  }
  const before = await names('flowtoken/flowtoken')
  await put('apps/app/nl.example.lights/disable', {})
  assert.equal(before - (await names('flowtoken/flowtoken')), 3)
  await put(`devices/device/${lamp.id}/capability/onoff`, { value: true })
  await world.start(made[0])
  assert.deepEqual(texts(homey), ['end'])
  const failed = homey.state.effects.filter((effect) => effect.kind === 'card-failed')
  assert.equal(failed.length, 3)
  assert.match(String(failed[0]?.['error']), /^Not Found: FlowCardAction with ID homey:device/)
  await world.start(made[1])
  assert.deepEqual(texts(homey), ['end'], 'a condition that fails does not hold')
  await put('apps/app/nl.example.lights/enable', {})
  await world.start(made[0])
  assert.equal(lamp.capabilitiesObj['onoff']?.value, true)
})

test('advanced flows branch, wait, join and recover', NEXT, async () => {
  await using world = await homeWith((house, { lamp, sensor }) => {
    const one = house.variable('One', 1)
    const gone = card('homey:app:com.example.gone:act')
    const branches = house.advancedFlow('Branches', {
      begin: start([0, 0], ['ask', 'no']),
      ask: condition([1, 0], equals(one, '1'), ['yes'], ['never']),
      no: { ...condition([1, 1], equals(one, '1'), ['never'], ['broken']), inverted: true },
      yes: action([2, 0], of(lamp, 'on'), ['both']),
      broken: action([2, 1], gone, ['never'], ['sorry']),
      sorry: action([3, 1], notify('[[card::broken::error]]'), ['both']),
      never: action([3, 2], notify('never')),
      both: all([4, 0], ['yes', 'sorry'], ['pause']),
      pause: wait([5, 0], 1, ['done']),
      done: action([6, 0], notify('done')),
    })
    house.advancedFlow('Warm', {
      warm: trigger([0, 0], of(sensor, 'measure_temperature_changed'), ['tell']),
      tell: action([1, 0], notify('[[trigger::warm::measure_temperature]] °')),
    })
    return branches
  })
  await world.start(world.made)
  const error = 'Not Found: FlowCardAction with ID homey:app:com.example.gone:act'
  assert.deepEqual(texts(world.homey), [error])
  world.homey.advance(59_999)
  assert.equal(texts(world.homey).length, 1)
  world.homey.advance(1)
  assert.deepEqual(texts(world.homey), [error, 'done'])
})

test('a flow starts another one', NEXT, async () => {
  await using world = await homeWith((house) => {
    const second = house.flow('Second', { when: byHand(), do: [notify('second')] })
    return house.flow('First', { when: byHand(), do: [starting(second), notify('first')] })
  })
  await world.start(world.made)
  assert.deepEqual(texts(world.homey), ['first', 'second'])
})

test('the same seed and clock have the same effects', NEXT, async () => {
  const day = async () => {
    await using homey = await startVirtualHomey({ home: 'apartment', seed: 1, clock })
    homey.advance(24 * 3_600_000)
    return homey.state.effects
  }
  const [first, second] = [await day(), await day()]
  assert.ok(first.length > 10)
  assert.deepEqual(first, second)
})
