// Questions when several gateways stand on one database, and when a gateway is started anew: an answer that is
// given anywhere counts everywhere, and of all retries anywhere one is done.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openInstallation } from '@latchkey/gateway'
import { another, KEYS } from './another-gateway.ts'
import {
  answer,
  asked,
  capabilityPath,
  executions,
  knock,
  lampOf,
  openAskingWorld,
  questions,
  SET,
  Wishes,
} from './asked.ts'
import { postgresOfRun } from './postgres.ts'
import { openWorld, ownerOf, send, temporaryDirectory } from './world.ts'

const CONTROL = ['device:control', 'device:read']
const OFF = { value: false }

test('two gateways: an answer at one lets go on what the other one holds', async () => {
  await using postgres = await postgresOfRun()
  await using world = await openAskingWorld(undefined, {
    ...{ databaseUrl: await postgres.database(), ...KEYS },
  })
  await using second = await another(world, { oversight: new Wishes(SET) })
  const { key } = await world.fullKey('Helper', CONTROL)
  const path = capabilityPath(lampOf(world))
  const sent = world.send('PUT', path, { key, body: OFF })
  const elsewhere = send(second.url, 'PUT', path, { key, body: OFF })
  const [question] = await asked(second)
  const held = () => [world, second].map(({ installation }) => installation.hubPath.heldCalls)
  while (held().includes(0)) await new Promise((done) => setTimeout(done, 5))
  const begun = performance.now()
  await answer(second, question?.id ?? '', 'once')
  // Of the two identical calls one has the leave, and the other asks once more.
  const statuses = (await Promise.all([sent, elsewhere])).map(({ status }) => status)
  assert.ok(performance.now() - begun < 7_500, 'long before the hold is over')
  const [again] = await asked(world)
  assert.notEqual(again?.id, question?.id)
  assert.deepEqual(statuses.sort(), [204, 403])
  assert.equal(executions(world), 1)

  await answer(world, again?.id ?? '', 'once')
  const retries = Array.from({ length: 50 }, (_, n) =>
    send(n % 2 === 0 ? world.url : second.url, 'PUT', path, { key, body: OFF }),
  )
  const [third] = await asked(second)
  await answer(second, third?.id ?? '', 'no')
  const replies = await Promise.all(retries)
  assert.equal(replies.filter(({ status }) => status === 204).length, 1)
  assert.equal(executions(world), 2)
})

test('a gateway that is started anew still has its questions, and holds no call', async () => {
  using directory = temporaryDirectory()
  let id = ''
  {
    await using world = await openAskingWorld(undefined, { data: directory.path })
    const { key } = await world.fullKey('Helper', CONTROL)
    const sent = world.send('PUT', capabilityPath(lampOf(world)), { key, body: OFF })
    id = (await asked(world))[0]?.id ?? ''
    await world[Symbol.asyncDispose]()
    const reply = await sent
    assert.equal(reply.status, 403, 'whoever stops says so')
    assert.equal(executions(world), 0)
  }
  await using installation = await openInstallation({ data: directory.path })
  const owner = ownerOf(installation)
  assert.deepEqual(
    (await questions({ owner })).map((one) => one.id),
    [id],
  )
  assert.equal((await answer({ owner }, id, 'once')).state, 'once')
})

test('a hub that is removed takes its questions along', async () => {
  await using world = await openAskingWorld()
  const { key } = await world.fullKey('Helper', CONTROL)
  const { id } = await knock(world, key, 'PUT', capabilityPath(lampOf(world)), OFF)
  await world.owner('DELETE', '/hubs/Home')
  await assert.rejects(world.owner('GET', `/approvals/${id}`), /approval_unknown/)
})

test('nobody is asked where nothing is to be asked', async () => {
  await using world = await openWorld()
  const { key } = await world.fullKey('Helper', CONTROL)
  const reply = await world.send('PUT', capabilityPath(lampOf(world)), { key, body: OFF })
  assert.equal(reply.status, 204)
  assert.deepEqual(await questions(world), [])
})
