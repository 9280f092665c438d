// Ask, end to end: a call that the owner wants to be asked about is done at most once, only after a yes, and
// never when the client has gone.
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
} from './asked.ts'

test('a call is held, asked about, and done once when the owner says yes', async () => {
  await using world = await openAskingWorld()
  const { key, id } = await world.fullKey('Helper', ['device:control', 'device:read'])
  const lamp = lampOf(world)
  const sent = world.send('PUT', capabilityPath(lamp), { key, body: { value: false } })
  const [question] = await asked(world)
  assert.ok(question)
  assert.equal(
    question.question.en,
    'May “Helper” set “Turned on” of “Ceiling light” (Living room) to no?',
  )
  assert.equal(executions(world), 0)
  await answer(world, question.id, 'once')
  const reply = await sent
  assert.equal(reply.status, 204, reply.text)
  assert.equal(executions(world), 1)
  assert.deepEqual(await questions(world), [])
  const rows = (await world.audit()).map(({ reason, operation, grant, owner }) => [
    reason,
    operation,
    grant,
    owner,
  ])
  assert.deepEqual(rows, [
    ['approval-asked', SET, id, null],
    ['approved-once', SET, id, 'local'],
    ['approval-used', SET, id, 'local'],
    ['sent', SET, id, null],
    ['answered', SET, id, null],
  ])
})
