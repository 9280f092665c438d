// Ask, end to end, on both databases: a call that the owner wants to be asked about is done at most once for a
// yes, only as it was asked about, and everything is decided again when it is done.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MadeKeyView } from '@latchkey/gateway'
import {
  answer,
  asked,
  Clock,
  capabilityPath,
  executions,
  knock,
  lampOf,
  MINUTE,
  openAskingWorld,
  questions,
  SET,
  Wishes,
} from './asked.ts'
import { flowOf, idOf } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import type { World } from './world.ts'

const CONTROL = ['device:control', 'device:read']
const OFF = { value: false }

const put = (world: World, { key }: Pick<MadeKeyView, 'key'>, path: string, body: unknown = OFF) =>
  world.send('PUT', path, { key, body })

const refusal = (text: string) => JSON.parse(text) as { error: string; approval?: string }

for (const [name, open] of Object.entries(bothDatabases())) {
  const openHere = async (wishes = new Wishes(SET), clock = new Clock()) =>
    openAskingWorld(wishes, { databaseUrl: await open(), now: clock.now })

  test(`a call is held, asked about, and done once when the owner says yes (${name})`, async () => {
    await using world = await openHere()
    const helper = await world.fullKey('Helper', CONTROL)
    const sent = put(world, helper, capabilityPath(lampOf(world)))
    const [question] = await asked(world)
    const sentence = 'May “Helper” set “Turned on” of “Ceiling light” (Living room) to no?'
    assert.equal(question?.question.en, sentence)
    const zin = 'Mag “Helper” “Turned on” van “Ceiling light” (Living room) op nee zetten?'
    assert.equal(question?.question.nl, zin)
    assert.equal(executions(world), 0)
    await answer(world, question?.id ?? '', 'once')
    assert.equal((await sent).status, 204)
    assert.equal(executions(world), 1)
    assert.deepEqual(await questions(world), [])
    const rows = (await world.audit()).map((row) => [
      row.reason,
      row.operation,
      row.grant,
      row.owner,
    ])
    assert.deepEqual(rows, [
      ['approval-asked', SET, helper.id, null],
      ['approved-once', SET, helper.id, 'local'],
      ['approval-used', SET, helper.id, 'local'],
      ['sent', SET, helper.id, null],
      ['answered', SET, helper.id, null],
    ])
  })

  test(`a client that went away is not served; a later yes admits one identical retry (${name})`, async () => {
    const clock = new Clock()
    await using world = await openHere(new Wishes(SET), clock)
    const helper = await world.fullKey('Helper', CONTROL)
    const path = capabilityPath(lampOf(world))
    const { id } = await knock(world, helper.key, 'PUT', path, OFF)
    const same = await knock(world, helper.key, 'PUT', capabilityPath(lampOf(world), 'dim'), {
      value: 0.3,
    })
    assert.notEqual(same.id, id, 'another call is another question')
    await answer(world, id, 'once')
    assert.equal(executions(world), 0, 'nobody was there')
    clock.pass(9 * MINUTE)
    // Written otherwise, it is the same.
    const body = { $validate: undefined, ...OFF }
    assert.equal((await put(world, helper, path, body)).status, 204)
    assert.equal(executions(world), 1)
    const other = await knock(world, helper.key, 'PUT', path, OFF)
    assert.notEqual(other.id, id, 'the leave is used')
    await answer(world, other.id, 'once')
    clock.pass(10 * MINUTE)
    await knock(world, helper.key, 'PUT', path, OFF)
    assert.equal(executions(world), 1, 'a leave lasts 10 minutes')
  })

  test(`50 retries at once after a yes: one is done (${name})`, async () => {
    await using world = await openHere()
    const helper = await world.fullKey('Helper', CONTROL)
    const path = capabilityPath(lampOf(world))
    const { id } = await knock(world, helper.key, 'PUT', path, OFF)
    await answer(world, id, 'once')
    const retries = Array.from({ length: 50 }, () => put(world, helper, path))
    // All others ask once more, in one question.
    const [again] = await asked(world)
    await answer(world, again?.id ?? '', 'no')
    const replies = await Promise.all(retries)
    assert.equal(replies.filter(({ status }) => status === 204).length, 1)
    assert.ok(replies.every(({ status }) => status === 204 || status === 403))
    assert.equal(executions(world), 1)
  })

  test(`no is no for identical calls, and for a while (${name})`, async () => {
    const clock = new Clock()
    await using world = await openHere(new Wishes(SET), clock)
    const helper = await world.fullKey('Helper', CONTROL)
    const path = capabilityPath(lampOf(world))
    const sent = put(world, helper, path)
    const [question] = await asked(world)
    await answer(world, question?.id ?? '', 'no')
    for (const reply of [await sent, await put(world, helper, path)]) {
      assert.equal(reply.status, 403)
      const { error, approval } = refusal(reply.text)
      assert.deepEqual([error, approval], ['approval_declined', question?.id])
      assert.equal(reply.headers['x-latchkey-approval'], question?.id)
    }
    await assert.rejects(answer(world, question?.id ?? '', 'once'), /approval_over/)
    clock.pass(5 * MINUTE)
    await knock(world, helper.key, 'PUT', path, OFF)
    assert.equal(executions(world), 0)
  })

  test(`a task is this kind of call on this object for 30 minutes (${name})`, async () => {
    const clock = new Clock()
    await using world = await openHere(new Wishes(SET), clock)
    const helper = await world.fullKey('Helper', CONTROL)
    const other = await world.fullKey('Other', CONTROL)
    const path = capabilityPath(lampOf(world), 'dim')
    const { id } = await knock(world, helper.key, 'PUT', path, { value: 0.1 })
    await answer(world, id, 'task')
    for (const value of [0.1, 0.2, 0.1]) {
      assert.equal((await put(world, helper, path, { value })).status, 204)
    }
    assert.equal(executions(world), 3)
    await knock(world, helper.key, 'PUT', capabilityPath(lampOf(world)), OFF)
    await knock(world, other.key, 'PUT', path, { value: 0.4 })
    clock.pass(30 * MINUTE)
    await knock(world, helper.key, 'PUT', path, { value: 0.2 })
    assert.equal(executions(world), 3)
  })

  test(`what is decided at execution counts, whatever was answered (${name})`, async () => {
    const wishes = new Wishes(SET)
    await using world = await openHere(wishes)
    const helper = await world.fullKey('Helper', CONTROL)
    const path = capabilityPath(lampOf(world))
    const sent = put(world, helper, path)
    const [question] = await asked(world)
    wishes.effects.set(SET, { effect: 'deny', reason: 'forbidden' })
    await answer(world, question?.id ?? '', 'task')
    assert.equal(refusal((await sent).text).error, 'forbidden_by_owner')
    wishes.ask(SET)
    // Forbidden while it was looked up what was answered.
    const { judge } = wishes
    let judged = 0
    wishes.judge = (passed) =>
      judged++ === 0 ? judge(passed) : { effect: 'deny', reason: 'outside-hours' }
    assert.equal(refusal((await put(world, helper, path)).text).error, 'outside_hours')
    wishes.judge = judge
    wishes.left = 0
    assert.equal(
      (await put(world, helper, path)).status,
      429,
      'the cap holds for what was approved',
    )
    wishes.left = 10
    await world.owner('DELETE', `/keys/${helper.id}`)
    assert.equal((await put(world, helper, path)).status, 401)
    assert.equal(executions(world), 0)
  })

  test(`a key that is revoked while its call is held does nothing (${name})`, async () => {
    await using world = await openHere()
    const helper = await world.fullKey('Helper', CONTROL)
    const sent = put(world, helper, capabilityPath(lampOf(world)))
    const [question] = await asked(world)
    await world.owner('DELETE', `/keys/${helper.id}`)
    await answer(world, question?.id ?? '', 'once')
    assert.equal((await sent).status, 401)
    assert.equal(executions(world), 0)
  })

  test(`a leave is for the object as the owner saw it (${name})`, async () => {
    await using world = await openHere(new Wishes('flow.triggerFlow'))
    const helper = await world.fullKey('Helper', ['flow:start', 'flow:read'])
    const hand = await world.fullKey('Hand', ['flow:update', 'flow:read'])
    const flow = idOf(world, 'flows', 'Good morning')
    const start = `/api/manager/flow/flow/${flow}/trigger`
    const asks = () => knock(world, helper.key, 'POST', start, {})
    const seen = await asks()
    assert.equal(seen.question.en, 'May “Helper” start the Flow “Good morning”?')
    await answer(world, seen.id, 'once')
    const change = { actions: flowOf([]).actions }
    const changed = await world.send('PUT', `/api/manager/flow/flow/${flow}`, {
      ...{ key: hand.key, body: change },
    })
    assert.equal(changed.status, 200, changed.text)
    const again = await asks()
    assert.notEqual(again.id, seen.id, 'it is another Flow now')
    assert.equal(world.homey.requests.filter(({ path }) => path.endsWith('/trigger')).length, 0)
  })

  test(`at most 4 calls of a key are held and 20 of its questions wait (${name})`, async () => {
    await using world = await openHere()
    const helper = await world.fullKey('Helper', CONTROL)
    const path = capabilityPath(lampOf(world), 'dim')
    const held = [1, 2, 3, 4].map((n) => put(world, helper, path, { value: n / 100 }))
    const four = await asked(world, 4)
    for (let n = 5; n <= 20; n++) {
      const reply = await put(world, helper, path, { value: n / 100 })
      assert.equal(refusal(reply.text).error, 'approval_pending', 'at once')
      assert.ok(refusal(reply.text).approval)
    }
    const crowded = await put(world, helper, path, { value: 0.5 })
    assert.deepEqual([crowded.status, refusal(crowded.text).error], [429, 'too_many_questions'])
    assert.equal((await questions(world)).length, 20)
    for (const { id } of four) await answer(world, id, 'no')
    for (const reply of await Promise.all(held)) {
      assert.equal(refusal(reply.text).error, 'approval_declined')
    }
    const free = put(world, helper, path, { value: 0.5 })
    const newest = (await asked(world, 17)).find(({ written }) => written[0]?.after === '0.5')
    await answer(world, newest?.id ?? '', 'once')
    assert.equal((await free).status, 204, 'there is room again')
  })
}
