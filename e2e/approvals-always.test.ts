// The story of "always", with the real restrictions: the owner is asked about everything that a key does, and
// about one kind of call no more.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, asked, capabilityPath, executions, lampOf, questions } from './asked.ts'
import { openWorld } from './world.ts'

const IN_TIME = { timeout: 60_000 }

test(
  '“always” ends the questions about one kind of call, and about nothing else',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { id, key } = await world.owner<{ id: string; key: string }>('POST', '/keys', {
      ...{ hub: 'Home', name: 'Helper', permissions: ['device:control'] },
      restrictions: { askFirst: [{}] },
    })
    const lamp = lampOf(world)
    const set = (device: string, value: unknown) =>
      world.send('PUT', capabilityPath(device), { key, body: { value } })
    const first = set(lamp, true)
    const [question] = await asked(world)
    assert.deepEqual(question?.answers, ['once', 'task', 'always', 'no'])
    await answer(world, question?.id ?? '', 'always')
    assert.equal((await first).status, 204)
    assert.equal((await set(lamp, false)).status, 204)
    assert.equal((await set(lamp, true)).status, 204)
    assert.equal(executions(world), 3)
    const other = Object.values(world.homey.state.devices).find(
      (one) => one.id !== lamp && one.class === 'light' && one.capabilities.includes('onoff'),
    )
    const held = set(other?.id ?? '', true)
    const [next] = await asked(world)
    assert.notEqual(next?.id, question?.id)
    await answer(world, next?.id ?? '', 'no')
    assert.equal((await held).status, 403)
    assert.equal(executions(world), 3)
    // Who says anew what is to be asked about is asked about all of it.
    await world.owner('PUT', `/keys/${id}`, { restrictions: { askFirst: [{}] } })
    const again = set(lamp, false)
    const [last] = await asked(world)
    await answer(world, last?.id ?? '', 'no')
    assert.equal((await again).status, 403)
  },
)

test('a house rule asks each time, and “always” is not offered', IN_TIME, async () => {
  await using world = await openWorld()
  await world.owner('POST', '/hubs/Home/rules', { kind: 'locks', effect: 'ask' })
  const { key } = await world.owner<{ key: string }>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Helper' },
    permissions: ['device:control', 'security-device:control'],
  })
  const lock = Object.values(world.homey.state.devices).find((one) =>
    one.capabilities.includes('locked'),
  )
  const open = () =>
    world.send('PUT', capabilityPath(lock?.id ?? '', 'locked'), { key, body: { value: false } })
  for (let time = 1; time <= 2; time++) {
    const held = open()
    const [question] = await asked(world)
    assert.deepEqual(question?.answers, ['once', 'task', 'no'])
    await answer(world, question?.id ?? '', 'once')
    assert.equal((await held).status, 204)
    assert.equal(executions(world), time)
  }
  assert.deepEqual(await questions(world), [])
})
