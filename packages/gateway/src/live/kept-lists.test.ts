// The lists of cards that are kept: until the hub tells of a change, something is written, or the minute is over.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { HubAnswer } from '@latchkey/homey'
import { KEPT_FOR, KeptLists } from './kept-lists.ts'
import { until, World } from './live.test-support.ts'

const TRIGGERS = 'flow.getFlowCardTriggers'
const said: HubAnswer = {
  ...{ status: 200, contentType: 'application/json', version: undefined },
  body: Buffer.from('{}'),
}

let world: World
let lists: KeptLists
/** What is to happen later, and after how many milliseconds. */
let later: { ms: number; run: () => void }[] = []

before(async () => {
  world = await World.open()
})
beforeEach(async () => {
  lists?.[Symbol.dispose]()
  later = []
  lists = new KeptLists(world.live.feed, (ms, run) => {
    const one = { ms, run }
    later.push(one)
    return () => {
      later = later.filter((other) => other !== one)
    }
  })
  lists.reading(TRIGGERS)(said)
  await until('it listens', () => world.live.feed.uris.length === 3)
})
after(async () => {
  lists[Symbol.dispose]()
  await world[Symbol.asyncDispose]()
})

test('a list is kept, and only a whole one', () => {
  assert.equal(lists.of(TRIGGERS)?.answer, said)
  assert.ok(!lists.has('flow.getFlows') && !lists.has('devices.getDevices'))
  lists.reading('flow.getFlowCardActions')({ ...said, status: 503 })
  assert.equal(lists.of('flow.getFlowCardActions'), undefined)
  const { number } = lists.of(TRIGGERS) ?? {}
  lists.reading(TRIGGERS)(said)
  assert.notEqual(lists.of(TRIGGERS)?.number, number)
})

test('it is kept until the hub tells of an app or a device', async () => {
  const [device] = Object.values(world.homey.state.devices)
  const [app] = Object.values(world.homey.state.apps)
  assert.ok(device && app)
  const changes = [
    {
      operation: 'devices.updateDevice',
      parameters: { id: device.id, device: { name: 'Lamp 2' } },
    },
    { operation: 'apps.updateApp', parameters: { id: app.id, app: { autoupdate: false } } },
  ]
  for (const change of changes) {
    const keep = lists.reading(TRIGGERS)
    keep(said)
    // Whether the hub has taken a place cannot be seen from here, so it is told until it is heard.
    while (lists.of(TRIGGERS)) {
      await world.behind(change)
      await new Promise(setImmediate)
    }
    keep(said)
    assert.equal(lists.of(TRIGGERS), undefined, 'what was read across a change is not kept')
  }
})

test('it is kept until something is written that may change it', () => {
  lists.wrote('flow', 'flow.createFlow')
  lists.wrote('devices', 'devices.setCapabilityValue')
  assert.ok(lists.of(TRIGGERS))
  lists.wrote('apps', 'apps.installFromAppStore')
  assert.equal(lists.of(TRIGGERS), undefined)
})

test('it is kept for a minute, and then nothing is listened to', () => {
  assert.deepEqual(
    later.map(({ ms }) => ms),
    [KEPT_FOR],
  )
  later[0]?.run()
  assert.equal(lists.of(TRIGGERS), undefined)
  assert.deepEqual(world.live.feed.uris, [])
})
