// Who may answer and how: a signed-in owner of that hub, at the owner API, on the pages without scripts, as live
// events and at the command line; and which answers there are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ApprovalView, openControlSocket } from '@latchkey/gateway'
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
import { PASSWORD, signedIn } from './browser.ts'
import { flowOf } from './limited.ts'
import { live } from './live.ts'
import { PageVisitor } from './page-visitor.ts'
import { running } from './terminal.ts'
import { typed as latchkey } from './typed.ts'
import type { World } from './world.ts'

const CONTROL = ['device:control', 'device:read']
const OFF = { value: false }

/** A question in a world; whoever asked has gone. */
async function questionIn(world: World, name = 'Helper'): Promise<ApprovalView & { key: string }> {
  const { key } = await world.fullKey(name, CONTROL)
  return { ...(await knock(world, key, 'PUT', capabilityPath(lampOf(world)), OFF)), key }
}

test('“always” is offered where a restriction asks and can be changed, and nowhere else', async () => {
  const wishes = new Wishes(SET)
  const changed: string[] = []
  const always = async ({ grantId, operation }: { grantId: string; operation: string }) => {
    changed.push(`${grantId} ${operation}`)
    wishes.effects.delete(operation)
  }
  const oversight = Object.assign(wishes, { always })
  await using world = await openAskingWorld(oversight)
  const helper = await world.fullKey('Helper', CONTROL)
  const sent = world.send('PUT', capabilityPath(lampOf(world)), { key: helper.key, body: OFF })
  const [question] = await asked(world)
  assert.deepEqual(question?.answers, ['once', 'task', 'always', 'no'])
  await answer(world, question?.id ?? '', 'always')
  assert.equal((await sent).status, 204)
  assert.deepEqual(changed, [`${helper.id} ${SET}`])
  assert.equal(executions(world), 1)

  wishes.ask(SET, 'house-rule')
  const rule = await questionIn(world)
  assert.deepEqual(rule.answers, ['once', 'task', 'no'])
  await assert.rejects(answer(world, rule.id, 'always'), /approval_refused/)

  wishes.ask('flow.createFlow')
  const { key } = await world.fullKey('Writer', ['flow:create'])
  const full = await knock(world, key, 'POST', '/api/manager/flow/flow', flowOf([]))
  assert.deepEqual([full.danger, full.answers], ['full', ['once', 'task', 'no']])
})

test('what is written is shown with real names, what it was and what it will be', async () => {
  await using world = await openAskingWorld(new Wishes('flow.updateFlow'))
  const { key } = await world.fullKey('Writer', ['flow:update'])
  const flow = Object.values(world.homey.state.flows).find(({ name }) => name === 'Good morning')
  const lamp = lampOf(world)
  const body = { name: 'Night\u202e', actions: [{ id: `homey:device:${lamp}:on`, args: {} }] }
  const path = `/api/manager/flow/flow/${flow?.id}`
  const { question, written, about } = await knock(world, key, 'PUT', path, body)
  assert.equal(question.en, 'May “Writer” change the Flow “Good morning”?')
  assert.deepEqual(
    about.map(({ kind, name }) => [kind, name]),
    [['flow', 'Good morning']],
  )
  assert.deepEqual(written[0], { member: 'name', before: 'Good morning', after: 'Night\ufffd' })
  assert.match(written[1]?.after ?? '', /homey:device:“Ceiling light” \(Living room\):on/)
})

test('another owner’s questions do not exist, at the owner API and on the pages', async () => {
  await using world = await openAskingWorld()
  const ann = await signedIn(world, 'Ann')
  const { id } = await questionIn(world)
  const bob = await signedIn(world, 'Bob')
  assert.deepEqual((await bob.ask('GET', '/approvals')).json(), [])
  for (const [method, path, body] of [
    ['GET', `/approvals/${id}`, undefined],
    ['POST', `/approvals/${id}/answer`, { answer: 'once' }],
    ['GET', '/hubs/Home/asking', undefined],
  ] as const) {
    assert.equal((await bob.ask(method, path, body)).status, 404, path)
  }
  const visitor = new PageVisitor(world.url)
  await visitor.get('/sign-in')
  await visitor.post('/sign-in', { name: 'Bob', password: PASSWORD })
  assert.ok(!(await visitor.get('/approvals')).text.includes(id))
  assert.equal((await visitor.get(`/approvals/${id}`)).status, 404)
  const tried = await visitor.post(`/approvals/${id}`, { answer: 'once' })
  assert.equal(tried.status, 404)
  const [question] = await questions(world)
  assert.equal(question?.state, 'open')
  const said = await ann.ask('POST', `/approvals/${id}/answer`, { answer: 'once' })
  assert.equal(said.status, 200, said.text)
  const [owner] = await world.owner<readonly { id: string; name: string }[]>('GET', '/owners')
  assert.equal(said.json<ApprovalView>().answeredBy, owner?.id)
  const rows = (await world.audit()).filter(({ reason }) => reason === 'approved-once')
  assert.deepEqual(
    rows.map((row) => row.owner),
    [owner?.id],
    'who said yes is in the audit log',
  )
})

test('the link of a push: sign in, and the question is there; an answer needs our own form', async () => {
  await using world = await openAskingWorld()
  await signedIn(world, 'Ann')
  const { id, key } = await questionIn(world, '<b>Helper</b>')
  const visitor = new PageVisitor(world.url)
  const path = `/approvals/${id}`
  const sentAway = await visitor.get(path)
  assert.equal(sentAway.headers['location'], `/sign-in?to=${encodeURIComponent(path)}`)
  await visitor.get(sentAway.headers['location'] ?? '')
  const wrong = await visitor.post('/sign-in', { name: 'Ann', password: 'not it', to: path })
  assert.match(wrong.text, /name="to" value="\/approvals\//, 'a wrong password does not lose it')
  const back = await visitor.post('/sign-in', { name: 'Ann', password: PASSWORD, to: path })
  assert.equal(back.headers['location'], path)
  const page = await visitor.get(path)
  assert.match(page.text, /May “&lt;b&gt;Helper&lt;\/b&gt;” set “Turned on” of “Ceiling light”/)
  const forged = await visitor.post(path, { answer: 'once', form: 'A'.repeat(43) })
  assert.equal(forged.status, 403)
  assert.equal((await questions(world)).length, 1)
  const given = await visitor.post(path, { answer: 'once' })
  assert.deepEqual([given.status, given.headers['location']], [303, path])
  assert.match((await visitor.get(path)).text, /you said yes, this once/)
  const late = await visitor.post(path, { answer: 'no' })
  assert.equal(late.headers['location'], path, 'the page shows what was answered')
  const reply = await world.send('PUT', capabilityPath(lampOf(world)), { key, body: OFF })
  assert.equal(reply.status, 204)
  assert.match((await visitor.get(path)).text, /it was let through/)
})

test('after signing in nobody is sent anywhere else', async () => {
  await using world = await openAskingWorld()
  await signedIn(world, 'Ann')
  for (const to of ['//evil.example', 'https://evil.example', '/approvals/../x', '/setup']) {
    const visitor = new PageVisitor(world.url)
    const page = await visitor.get(`/sign-in?to=${encodeURIComponent(to)}`)
    assert.ok(!page.text.includes('name="to"'), to)
    const signed = await visitor.post('/sign-in', { name: 'Ann', password: PASSWORD, to })
    assert.equal(signed.headers['location'], '/', to)
  }
})

test('a question and its answer are live events of the owner', async () => {
  await using world = await openAskingWorld()
  const ann = await signedIn(world, 'Ann')
  using stream = live(world, ann)
  await stream.until(': begun')
  const { id } = await questionIn(world)
  await stream.until('event: approval')
  await stream.until(`"id":"${id}"`)
  await answer(world, id, 'no')
  await stream.until('"state":"no"')
})

test('latchkey approvals: list, show, yes, watch', async () => {
  await using world = await openAskingWorld()
  await openControlSocket(world.installation)
  const { id, key } = await questionIn(world)
  const place = ['--data', world.data]
  const list = await latchkey(['approvals', 'list', ...place])
  assert.match(list.out, new RegExp(`${id} +open +Home +May “Helper” set “Turned on” of`))
  await using watching = await running<ApprovalView>(['approvals', 'watch', '--json', ...place])
  assert.equal(watching.ready.id, id)
  const show = await latchkey(['approvals', 'show', id, ...place])
  assert.match(show.out, /then: false/)
  assert.match(show.out, new RegExp(`latchkey approvals task ${id}`))
  assert.ok(!show.out.includes('approvals always'))
  const yes = await latchkey(['approvals', 'yes', id, '--json', ...place])
  assert.equal((JSON.parse(yes.out) as ApprovalView).state, 'once')
  const reply = await world.send('PUT', capabilityPath(lampOf(world)), { key, body: OFF })
  assert.equal(reply.status, 204)
  const again = await latchkey(['approvals', 'no', id, ...place])
  assert.match(again.err, /answered before/)
})
