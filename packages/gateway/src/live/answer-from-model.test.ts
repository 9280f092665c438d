// Answers from the model: what is covered, what is cut, what has a tag, and what is left to the hub.
import assert from 'node:assert/strict'
import test from 'node:test'
import { DeviceSecrets } from '../hub-path/device-secrets.ts'
import type { ModelQuestion } from './answer-from-model.ts'
import { until, World } from './live.test-support.ts'

const LONG = { timeout: 60_000 }

const LIST: ModelQuestion = {
  ...{ operation: 'devices.getDevices', ids: {}, query: '', suffix: 'grant.1' },
  ...{ covers: () => true, form: 'without-secrets' },
}

async function opened(home: string) {
  const world = await World.open({ home })
  const state = await world.live.model.known(30_000)
  assert.ok(state)
  return {
    world,
    state,
    ask: (question: Partial<ModelQuestion> = {}) =>
      world.live.answer(state, { ...LIST, ...question }),
  }
}

test('secrets are withheld exactly as from an answer of the hub', LONG, async () => {
  const { world, state, ask } = await opened('villa')
  await using _world = world
  const early = ask()
  assert.ok(
    typeof early === 'object' && !early.body.includes('SECRET-'),
    'before drivers are known',
  )
  const devices = () => state.items.device.values()
  await world.live.secrets.learn(devices)
  const secrets = new DeviceSecrets(world.connection)
  const cut = await Promise.all([...devices()].map((device) => secrets.cut(device)))
  const answer = ask()
  assert.ok(typeof answer === 'object')
  assert.deepEqual(Object.values(JSON.parse(String(answer.body))), cut)
  assert.ok(!answer.body.includes('SECRET-'))
  assert.notEqual(answer.etag, early.etag, 'what is withheld belongs to the tag')
  const whole = ask({ form: 'whole' })
  assert.ok(typeof whole === 'object' && whole.body.includes('SECRET-'))
})

test('only what is covered is there, and of it what the cut leaves', LONG, async () => {
  const { world, state, ask } = await opened('apartment')
  await using _world = world
  const [first = '', second = ''] = [...state.items.device.keys()]
  const covers = (_: string, id: string) => id === first
  const list = ask({ covers, cut: (_, { id, name }) => ({ id, name }) })
  assert.ok(typeof list === 'object')
  const name = state.items.device.get(first)?.['name']
  assert.deepEqual(JSON.parse(String(list.body)), { [first]: { id: first, name } })
  const one = (id: string) => ask({ covers, operation: 'devices.getDevice', ids: { id } })
  assert.ok(typeof one(first) === 'object')
  assert.equal(one(second), 'not-found')
  assert.equal(one('nothing'), 'not-found')
  const none = ask({ covers: () => false, suffix: 'grant.2' })
  assert.ok(typeof none === 'object' && String(none.body) === '{}')
  const value = (capabilityId: string, isCovered = true) =>
    ask({
      ...{ operation: 'devices.getCapabilityValue', ids: { deviceId: first, capabilityId } },
      coversCapability: () => isCovered,
    })
  const [capability = ''] = Object.keys(world.homey.state.devices[first]?.capabilitiesObj ?? {})
  assert.ok(typeof value(capability) === 'object')
  assert.equal(value(capability, false), 'not-found')
  assert.equal(value('constructor'), 'not-found')
})

test('what the model cannot answer is left to the hub', LONG, async () => {
  const { world, ask } = await opened('apartment')
  await using _world = world
  assert.equal(ask({ query: 'x=1' }), 'not-here')
  assert.equal(ask({ operation: 'devices.getState' }), 'not-here')
  assert.equal(ask({ operation: 'constructor' }), 'not-here')
  assert.equal(ask({ operation: 'devices.getDevice', ids: {} }), 'not-here')
  world.homey.restart()
  await until('down', () => world.live.model.present === undefined)
  assert.equal(ask(), 'not-here', 'nor what is not known any more')
})

test('a tag stands for the state, the grant and the run of the gateway', LONG, async () => {
  const { world, ask } = await opened('apartment')
  await using _world = world
  const flows = { operation: 'flow.getFlows' }
  const first = ask(flows)
  assert.ok(typeof first === 'object' && first.status === 200)
  const { etag } = first
  assert.match(etag, /^"boot-[\w.-]+"$/)
  const same = { status: 304, etag, body: Buffer.alloc(0) }
  for (const ifNoneMatch of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    assert.deepEqual(ask({ ...flows, ifNoneMatch }), same)
  }
  assert.deepEqual(ask({ ...flows, ifNoneMatch: '"x"' }), first)
  const other = ask({ ...flows, suffix: 'grant.2', ifNoneMatch: etag })
  assert.ok(typeof other === 'object' && other.status === 200)
  const [flow] = Object.values(world.homey.state.flows)
  const flowAct = { id: flow?.id, flow: { name: 'New' } }
  await world.through({ operation: 'flow.updateFlow', parameters: flowAct })
  const state = world.live.model.present
  assert.ok(state)
  const changed = world.live.answer(state, { ...LIST, ...flows, ifNoneMatch: etag })
  assert.ok(typeof changed === 'object' && changed.status === 200)
  const devices = ask()
  const later = world.live.answer(state, { ...LIST })
  assert.deepEqual(later, devices, 'another kind keeps its tag')
  const involved = world.live.answer(state, { ...LIST, involved: ['flow'] })
  assert.ok(typeof involved === 'object' && typeof devices === 'object')
  assert.notEqual(involved.etag, devices.etag)
})

test('invitations are cut from users', LONG, async () => {
  const { world } = await opened('apartment')
  await using _world = world
  await world.through({ operation: 'users.createUser', parameters: { user: { role: 'guest' } } })
  const answer = await world.model('users.getUsers', 'user')
  assert.ok(typeof answer === 'object')
  assert.ok(JSON.stringify(world.homey.state.users).includes('/invite/'))
  assert.ok(!answer.body.includes('invite'))
})
