// Restrictions on live keys: hours, rates, what to be asked about; over HTTP and over sockets, at the next request
// after an edit, after a restart, on both databases.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ChangedKeyView } from '@latchkey/gateway'
import { behindItsBack, card, does, flowOf, idOf } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { ask, call, hear, openApi, told, until } from './realtime-clients.ts'
import {
  openWorld,
  type Reply,
  temporaryDirectory,
  type World,
  type WorldOptions,
} from './world.ts'

const IN_TIME = { timeout: 60_000 }
const DATABASES = bothDatabases()

/** Monday, noon in Amsterdam. */
const NOON = Date.UTC(2026, 10, 23, 11)
const HOUR = 3_600_000

/** A world whose clock stands until it is set. */
async function clockedWorld(options: WorldOptions & { generation?: 'pro-2023' } = {}) {
  const clock = { now: NOON }
  const world = await openWorld({ ...options, now: () => clock.now })
  return Object.assign(world, { clock })
}

const PERMISSIONS = [
  ...['variable:read', 'variable:update', 'flow:create', 'flow:update', 'flow:start'],
  ...['flow:read', 'device:read', 'device:control', 'flow-card:run', 'zone:read'],
]

const restricted = (world: World, restrictions: object) =>
  world.owner<ChangedKeyView & { key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel', permissions: PERMISSIONS, restrictions },
  })

function assertSaid(reply: Reply, status: number, code: string): void {
  assert.deepEqual([reply.status, reply.json()['error']], [status, code], reply.text)
}

const isDone = (reply: Reply) => assert.ok(reply.status < 300, reply.text)

const has = (heard: unknown, value: string) => JSON.stringify(heard).includes(`"${value}"`)

const VARIABLES = '/api/manager/logic/variable'
const FLOWS = '/api/manager/flow/flow'

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test(
      'a schedule counts by the clock of the hub, and an edit at the next request',
      IN_TIME,
      async () => {
        await using world = await clockedWorld({ databaseUrl: await address() })
        const made = await restricted(world, { schedule: ['mon-fri 08:00-18:00'] })
        assert.deepEqual(made.restrictions, { schedule: ['mon-fri 08:00-18:00'] })
        const read = () => world.send('GET', VARIABLES, { key: made.key })
        isDone(await read())
        world.clock.now = NOON + 6 * HOUR
        const refused = await read()
        assertSaid(refused, 403, 'outside_hours')
        assert.match(refused.text, /mon-fri 08:00-18:00/)
        await world.owner('PUT', `/keys/${made.id}`, {
          restrictions: { schedule: ['18:00-08:00'] },
        })
        isDone(await read())
        const lifted = await world.owner<ChangedKeyView>('PUT', `/keys/${made.id}`, {
          restrictions: null,
        })
        assert.equal(lifted.restrictions, null)
        world.clock.now = NOON
        isDone(await read())
      },
    )

    test('a day is a day, also after a restart', IN_TIME, async () => {
      using directory = temporaryDirectory()
      const options = { databaseUrl: await address(), data: directory.path }
      const clock = { now: NOON }
      let key = ''
      {
        await using world = await openWorld({ ...options, now: () => clock.now })
        const made = await restricted(world, { rates: ['write=3/day'] })
        key = made.key
        await world.owner('POST', '/hubs/Home/rules', {
          kind: 'calls',
          cap: { calls: 4, per: 'day' },
        })
        const id = idOf(world, 'variables', 'Message')
        for (const value of ['a', 'b']) {
          isDone(await world.send('PUT', `${VARIABLES}/${id}`, { key, body: { value } }))
        }
      }
      await using world = await restarted(options, () => clock.now)
      const { id } = world
      const write = () => world.send('PUT', `${VARIABLES}/${id}`, { key, body: { value: 'c' } })
      isDone(await write())
      const refused = await write()
      assertSaid(refused, 429, 'too_many_requests')
      assert.match(String(refused.headers['retry-after']), /^\d+$/)
      const other = (await world.world.fullKey('Other', ['variable:update'])).key
      const byOther = () =>
        world.send('PUT', `${VARIABLES}/${id}`, { key: other, body: { value: 'd' } })
      isDone(await byOther())
      assertSaid(await byOther(), 429, 'too_many_requests')
      clock.now = NOON + 13 * HOUR
      isDone(await write())
    })
  })
}

/** The same data directory, opened again, with the same hub behind a new address. */
async function restarted(options: WorldOptions, now: () => number) {
  const world = await openWorld({ ...options, now, generation: 'pro-2023' })
  const id = idOf(world, 'variables', 'Message')
  return {
    ...{ world, id, send: world.send },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

test(
  'case 29: a rate counts what cards and Flows do, and comes back with the minute',
  IN_TIME,
  async () => {
    await using world = await clockedWorld()
    const { key } = await restricted(world, { rates: ['timeline=2/min'] })
    const note = card('homey:manager:notifications:create_notification', { text: 'x' })
    const run = () =>
      world.send(
        'POST',
        '/api/manager/flow/flowcardaction/homey:manager:notifications/homey:manager:notifications:create_notification/run',
        {
          ...{ key, body: { args: { text: 'x' } } },
        },
      )
    const made = await world.send('POST', FLOWS, {
      key,
      body: flowOf([{ ...note, group: 'then' }]),
    })
    isDone(made)
    const { id } = made.json<{ id: string }>()
    isDone(await run())
    isDone(await world.send('POST', `${FLOWS}/${id}/trigger`, { key }))
    const before = world.homey.state.effects.length
    assertSaid(await run(), 429, 'too_many_requests')
    assertSaid(
      await world.send('POST', `${FLOWS}/${id}/trigger`, { key }),
      429,
      'too_many_requests',
    )
    assert.equal(world.homey.state.effects.length, before, 'nothing was done')
    world.clock.now += 61_000
    isDone(await run())
  },
)

test('a Flow that does it every minute counts for what it does', IN_TIME, async () => {
  await using world = await clockedWorld()
  const { key } = await restricted(world, { rates: ['timeline=90/hour'] })
  const note = card(
    'homey:manager:notifications:create_notification',
    { text: 'x' },
    { group: 'then' },
  )
  const every = (minutes: number) =>
    flowOf([note], { trigger: card('homey:manager:cron:every', { minutes }) })
  const post = (body: object) => world.send('POST', FLOWS, { key, body })
  const first = await post(every(1))
  isDone(first)
  const flows = Object.keys(world.homey.state.flows).length
  const second = await post(every(1))
  assertSaid(second, 429, 'too_many_requests')
  assert.match(second.text, /90 times in an hour.*would come to 120: let it run less often/)
  assert.equal(Object.keys(world.homey.state.flows).length, flows)
  isDone(await post(every(2)))
  const { id } = first.json<{ id: string }>()
  const put = (body: object) => world.send('PUT', `${FLOWS}/${id}`, { key, body })
  assertSaid(await put({ actions: [note, note] }), 429, 'too_many_requests')
  isDone(await put({ enabled: false }))
  isDone(await post(every(1)))
  assertSaid(await put({ enabled: true }), 429, 'too_many_requests')
  const self = card(
    'homey:manager:flow:programmatic_trigger',
    { flow: { id, name: 'x' } },
    { group: 'then' },
  )
  const round = await put({
    enabled: true,
    trigger: card('homey:manager:flow:programmatic_trigger'),
    actions: [note, self],
  })
  assertSaid(round, 429, 'too_many_requests')
  assert.match(round.text, /goes round by itself/)
})

test('what is to be asked about is not done, and all else is', IN_TIME, async () => {
  await using world = await clockedWorld()
  // Nobody answers here, so no call has to wait for that.
  world.installation.hubPath.letGo()
  const lamp = idOf(world, 'devices', 'Counter light')
  const other = idOf(world, 'devices', 'Ceiling light')
  const made = await restricted(world, { askFirst: [{ devices: ['Counter light'] }] })
  const set = (id: string) =>
    world.send('PUT', `/api/manager/devices/device/${id}/capability/onoff`, {
      ...{ key: made.key, body: { value: true } },
    })
  assertSaid(await set(lamp), 403, 'approval_pending')
  assertSaid(
    await world.send('POST', FLOWS, { key: made.key, body: flowOf([does(lamp)]) }),
    403,
    'approval_pending',
  )
  isDone(await set(other))
  await world.owner('PUT', `/keys/${made.id}`, { restrictions: { askFirst: [{}] } })
  assertSaid(await set(other), 403, 'approval_pending')
  isDone(await world.send('GET', VARIABLES, { key: made.key }))
})

test(
  'outside its hours a socket is told nothing, calls are refused, and it begins anew when they begin',
  IN_TIME,
  async () => {
    await using world = await clockedWorld()
    const made = await restricted(world, { schedule: ['08:00-18:00'] })
    const free = await world.key('variable:read')
    const id = idOf(world, 'variables', 'Message')
    const uri = 'homey:manager:logic'
    using mine = await openApi(world.url, made.key)
    using others = await openApi(world.url, free)
    for (const { api } of [mine, others]) assert.deepEqual(await ask(api, 'subscribe', uri), [null])
    const heard = { mine: hear(mine.api, uri), others: hear(others.api, uri) }
    const write = (value: string) => behindItsBack(world, 'PUT', `${VARIABLES}/${id}`, { value })
    await write('one')
    await until(() => has(heard.mine, 'one') && has(heard.others, 'one'))
    world.clock.now = NOON + 8 * HOUR
    await write('two')
    await until(() => has(heard.others, 'two'))
    const [error] = await call(mine.api, 'logic', 'getVariables')
    assert.equal(error?.error, 'outside_hours')
    const [refused] = await ask(mine.api, 'subscribe', `homey:variable:${id}`)
    assert.equal(refused?.error, 'outside_hours')
    assert.equal(has(heard.mine, 'two'), false, 'nothing is told outside the hours')
    const gone = told(mine.api, 'disconnect')
    world.clock.now = NOON + 22 * HOUR
    await write('three')
    await gone
    assert.equal(others.api.connected, true)
    using again = await openApi(world.url, made.key)
    const [none, variables] = await call(again.api, 'logic', 'getVariables')
    assert.equal(none, null)
    assert.match(JSON.stringify(variables), /three/)
  },
)

test('a socket whose hours are lifted while it waits begins anew at once', IN_TIME, async () => {
  await using world = await clockedWorld()
  const made = await restricted(world, { schedule: ['08:00-18:00'] })
  const id = idOf(world, 'variables', 'Message')
  using mine = await openApi(world.url, made.key)
  using others = await openApi(world.url, await world.key('variable:read'))
  const uri = 'homey:manager:logic'
  for (const { api } of [mine, others]) assert.deepEqual(await ask(api, 'subscribe', uri), [null])
  const heard = hear(others.api, uri)
  world.clock.now = NOON + 8 * HOUR
  await behindItsBack(world, 'PUT', `${VARIABLES}/${id}`, { value: 'missed' })
  await until(() => has(heard, 'missed'))
  const gone = told(mine.api, 'disconnect')
  await world.owner('PUT', `/keys/${made.id}`, { restrictions: { schedule: null } })
  await gone
})

test('bad restrictions are refused with what to do', async () => {
  await using world = await clockedWorld()
  const refused = async (restrictions: object) =>
    restricted(world, restrictions).then(
      () => assert.fail('it was taken'),
      (error: Error) => error.message.replaceAll('\\', ''),
    )
  assert.match(await refused({ schedule: ['weekdays'] }), /"weekdays" is no hours: write days/)
  assert.match(
    await refused({ rates: ['push 5'] }),
    /"push 5" is no rate: write a rate as push=5\/min/,
  )
  assert.match(await refused({ rates: ['shout=5/min'] }), /one of timeline, speech, push/)
  assert.match(await refused({ askFirst: [{ devices: ['Nobody'] }] }), /has no device "Nobody"/)
  assert.match(await refused({ askFirst: [{ permissions: ['device:fly'] }] }), /no permission/)
})
