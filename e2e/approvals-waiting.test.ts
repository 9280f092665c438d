// What a held call keeps from others, and who is taken to be gone: no lock of an object, no place at the hub, and
// a socket that ended has nobody at it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  answer,
  asked,
  capabilityPath,
  executions,
  lampOf,
  openAskingWorld,
  questions,
  SET,
  Wishes,
} from './asked.ts'
import { idOf, limitedKey } from './limited.ts'
import { call, openApi, WAYS } from './realtime-clients.ts'
import type { World } from './world.ts'

const CONTROL = ['device:control', 'device:read']

/** Waits until nothing of clients is in hand. */
async function idle({ installation: { load } }: World): Promise<void> {
  while (load.requests > 0) await new Promise((done) => setTimeout(done, 5))
}

for (const way of WAYS) {
  test(`a call over the socket (${way}): done after a yes, told of a no, and not done for nobody`, async () => {
    await using world = await openAskingWorld()
    const { key } = await world.fullKey('Helper', CONTROL)
    const args = { deviceId: lampOf(world), capabilityId: 'onoff', value: false }
    using client = await openApi(world.url, key, way)
    const set = () => call(client.api, 'devices', 'setCapabilityValue', args)
    const first = set()
    const [yes] = await asked(world)
    await answer(world, yes?.id ?? '', 'once')
    assert.equal((await first)[0], null)
    assert.equal(executions(world), 1)

    const second = set()
    const [no] = await asked(world)
    await answer(world, no?.id ?? '', 'no')
    const [error] = await second
    const { statusCode, error: code, approval } = { approval: '', ...error }
    assert.deepEqual([statusCode, code, approval], [403, 'approval_declined', no?.id])

    void call(client.api, 'devices', 'setCapabilityValue', {
      ...args,
      capabilityId: 'dim',
      value: 0.2,
    })
    const [late] = await asked(world)
    client.close()
    while (world.installation.realtime.size > 0) await new Promise((done) => setTimeout(done, 5))
    await answer(world, late?.id ?? '', 'once')
    await idle(world)
    const reply = await world.send('PUT', capabilityPath(lampOf(world), 'dim'), {
      ...{ key, body: { value: 0.2 } },
    })
    assert.equal(reply.status, 204, 'the same over HTTP is an identical retry')
    assert.equal(executions(world), 2, 'and was not done before')
  })
}

test('a call that is held keeps nobody from the object; what is changed meanwhile is asked anew', async () => {
  const wishes = new Wishes('flow.updateFlow')
  await using world = await openAskingWorld(wishes)
  const flow = idOf(world, 'flows', 'Good morning')
  const path = `/api/manager/flow/flow/${flow}`
  const limited = await limitedKey(world, { flows: [flow] }, ['flow:update', 'flow:read'])
  const sent = world.send('PUT', path, { key: limited.key, body: { name: 'Mine' } })
  const [question] = await asked(world)
  wishes.effects.clear()
  const other = await world.fullKey('Other', ['flow:update'])
  const begun = performance.now()
  const reply = await world.send('PUT', path, { key: other.key, body: { name: 'Theirs' } })
  assert.equal(reply.status, 200, reply.text)
  assert.ok(performance.now() - begun < 7_500, 'while the first one is held')
  wishes.ask('flow.updateFlow')
  await answer(world, question?.id ?? '', 'once')
  assert.equal((await sent).status, 403)
  assert.equal(world.homey.state.flows[flow]?.name, 'Theirs')
  const [again] = await questions(world)
  assert.equal(again?.question.en, 'May “Limited” change the Flow “Theirs”?')
})

test('a merge that was approved is done as a whole, once', async () => {
  await using world = await openAskingWorld(new Wishes('flow.updateFlow'))
  const flow = idOf(world, 'flows', 'Good morning')
  const limited = await limitedKey(world, { flows: [flow] }, ['flow:update', 'flow:read'])
  const sent = world.send('PUT', `/api/manager/flow/flow/${flow}`, {
    ...{ key: limited.key, body: { name: 'Mine' } },
  })
  const [question] = await asked(world)
  await answer(world, question?.id ?? '', 'once')
  assert.equal((await sent).status, 200)
  const { name, actions } = world.homey.state.flows[flow] ?? {}
  assert.deepEqual([name, actions?.length], ['Mine', 3])
})

test('while calls are held others of the same key go on', async () => {
  await using world = await openAskingWorld(new Wishes(SET))
  const { key } = await world.fullKey('Helper', CONTROL)
  const held = [1, 2, 3, 4].map((n) =>
    world.send('PUT', capabilityPath(lampOf(world), 'dim'), { key, body: { value: n / 10 } }),
  )
  await asked(world, 4)
  const reads = Array.from({ length: 40 }, () =>
    world.send('GET', '/api/manager/devices/device/', { key }),
  )
  for (const { status } of await Promise.all(reads)) assert.equal(status, 200)
  world.installation.hubPath.letGo()
  for (const { status } of await Promise.all(held)) assert.equal(status, 403)
})
