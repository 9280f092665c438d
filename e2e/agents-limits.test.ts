// How much a client may do by tools: too many calls are refused with when to try again, and whoever would change much
// at once, or in an hour, or by a mood, has its owner asked first, about all of it in one question.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type Agent, agent, textOf } from './agents.ts'
import { answer, asked } from './asked.ts'
import { openWorld, type World } from './world.ts'

const MINUTE = 60_000

let world: World
let now = Date.now()

before(async () => {
  world = await openWorld({ now: () => now, patience: { held: 0, sent: 9_000 } })
})
after(() => world[Symbol.asyncDispose]())
// No test is bounded by what another did.
beforeEach(() => {
  now += 61 * MINUTE
})

const LIGHTS = ['Ceiling light', 'Reading lamp', 'Counter light', 'Kitchen table light'] as const

const device = (name: string) => {
  const found = Object.values(world.homey.state.devices).find((one) => one.name === name)
  assert.ok(found, name)
  return found
}

const isOn = (name: string): unknown => device(name).capabilitiesObj['onoff']?.value

const setting = (value: boolean, names: readonly string[] = LIGHTS) => ({
  changes: names.map((name) => ({ device: name, capability: 'onoff', value })),
})

interface Key {
  readonly id: string
  readonly key: string
}

/** An agent with limits on its tools. */
async function limited(
  name: string,
  toolLimits: Readonly<Record<string, number>>,
  permissions: readonly string[] = ['device:read', 'device:control'],
  more: object = {},
): Promise<Agent & { readonly id: string }> {
  const { id, key } = await world.owner<Key>('POST', '/keys', {
    ...{ hub: 'Home', name, permissions, restrictions: { toolLimits, ...more } },
  })
  return Object.assign(await agent(world, key), { id })
}

const questions = async (name: string) =>
  (await asked(world, 0)).filter(({ client }) => client === name)

async function refusal(one: Agent, tool: string, input: object): Promise<string> {
  const said = await one.call(tool, { ...input })
  assert.ok(said.isError, `${tool} was not refused`)
  return textOf(said)
}

test('calls of tools: so many a minute of each kind, and then it is said when to try again', async () => {
  await using one = await limited('Hurries', { reads: 2, writes: 1 })
  const look = () => one.call('devices_read', { devices: [LIGHTS[0]] })
  const set = () => one.call('devices_set', setting(true, [LIGHTS[0]]))
  assert.ok(!(await set()).isError)
  now += 20_000
  const text = await refusal(one, 'devices_set', setting(false, [LIGHTS[0]]))
  assert.match(text, /1 calls of tools that do something in a minute.*Try again in 40 s/)
  assert.equal(isOn(LIGHTS[0]), true)
  const row = (await world.audit()).at(-1)
  assert.deepEqual([row?.reason, row?.tool, row?.status], ['too-often', 'devices_set', 429])
  // Reads are counted by themselves.
  assert.ok(!(await look()).isError && !(await look()).isError)
  assert.match(await refusal(one, 'devices_read', { devices: [LIGHTS[0]] }), /that read/)
  now += 40_000
  assert.ok(!(await set()).isError, 'after as long as was said')
  // The owner changes it for a live key.
  await world.owner('PUT', `/keys/${one.id}`, { restrictions: { toolLimits: null } })
  assert.ok(!(await set()).isError)
})

test('more at once than the owner said: one question about all of it, and its yes is for just that', async () => {
  await using one = await limited('Sweeps', { 'at-once': 3 })
  for (const name of LIGHTS) world.homey.sense(device(name).id, 'onoff', false)
  const text = await refusal(one, 'devices_set', setting(true))
  const [question, ...others] = await questions('Sweeps')
  assert.equal(others.length, 0)
  assert.ok(question && text.includes(`/approvals/${question.id}`), text)
  assert.match(question.because, /4 objects at once.*more than 3/)
  assert.match(question.question.en, /4 changes at once/)
  assert.ok(!question.answers.includes('always'))
  const shown = question.written.map(({ member, after }) => [member.split(' (')[0], after])
  assert.deepEqual(
    shown,
    LIGHTS.map((name) => [name, 'true']),
  )
  assert.ok(LIGHTS.every((name) => isOn(name) === false))
  await answer(world, question.id, 'once')
  // Another value, and fewer of them than are asked about.
  assert.match(await refusal(one, 'devices_set', setting(false)), /approval/)
  await one.ask('devices_set', setting(false, LIGHTS.slice(0, 3)))
  const { done } = await one.ask<{ done: unknown[] }>('devices_set', setting(true))
  assert.equal(done.length, LIGHTS.length)
  assert.ok(LIGHTS.every((name) => isOn(name) === true))
  assert.match(await refusal(one, 'devices_set', setting(true)), /approval/, 'the yes is used up')
  for (const { id } of await questions('Sweeps')) await answer(world, id, 'no')
  assert.match(await refusal(one, 'devices_set', setting(false)), /said no/)
  assert.ok(LIGHTS.every((name) => isOn(name) === true))
})

test('a tool that is asked about is asked about once for each call of it', async () => {
  await using one = await limited('Asks', {}, undefined, { tools: { devices_set: 'ask' } })
  for (const name of LIGHTS) world.homey.sense(device(name).id, 'onoff', false)
  await refusal(one, 'devices_set', setting(true))
  const [question, ...others] = await questions('Asks')
  assert.deepEqual([question?.written.length, others.length], [LIGHTS.length, 0])
  assert.match(question?.because ?? '', /uses the tool devices_set/)
  await answer(world, question?.id ?? '', 'once')
  const { done } = await one.ask<{ done: unknown[] }>('devices_set', setting(true))
  assert.equal(done.length, LIGHTS.length)
  await refusal(one, 'devices_set', setting(false))
  assert.ok(LIGHTS.every((name) => isOn(name) === true))
  const [again] = await questions('Asks')
  await answer(world, again?.id ?? '', 'no')
})

test('a mood changes all that is in it', async () => {
  const needs = ['mood:read', 'mood:create', 'mood:delete', 'mood:set', 'device:read', 'zone:read']
  await using one = await limited('Moody', { 'at-once': 3 }, needs)
  const state = { state: { onoff: false } }
  const devices = Object.fromEntries(LIGHTS.map((name) => [device(name).id, state]))
  const { zone } = device(LIGHTS[0])
  const made = await one.ask<{ id: string; undo: string }>('mood_create', {
    ...{ name: 'All dark', zone, devices },
  })
  assert.match(await refusal(one, 'mood_set', { mood: made.id }), /approval/)
  const [question] = await questions('Moody')
  assert.match(question?.because ?? '', /4 objects/)
  await answer(world, question?.id ?? '', 'no')
  await one.ask('undo', { change: made.undo })
})

test('changes and removals in an hour; what a client takes back of its own is no removal', async () => {
  const needs = ['variable:read', 'variable:create', 'variable:delete', 'variable:update']
  await using one = await limited('Tidies', { removals: 1, changes: 8 }, needs)
  const make = (name: string) =>
    one.ask<{ id: string; undo: string }>('variable_create', { name, type: 'number', value: 1 })
  const [first, second, third] = [await make('One'), await make('Two'), await make('Three')]
  await one.ask('undo', { change: first.undo })
  await one.ask('remove', { kind: 'variable', object: second.id })
  const gone = { kind: 'variable', object: third.id }
  assert.match(await refusal(one, 'remove', gone), /approval/)
  const [question] = await questions('Tidies')
  assert.match(question?.because ?? '', /more than 1 objects that are removed/)
  assert.ok(world.homey.state.variables[third.id])
  // Five changes so far; three more and nobody is asked.
  const to = (value: number) => ({ object: third.id, to: { value } })
  for (const value of [2, 3, 4]) await one.ask('variable_change', to(value))
  assert.match(await refusal(one, 'variable_change', to(5)), /approval/)
  now += 61 * MINUTE
  await one.ask('variable_change', to(6))
  await one.ask('remove', gone)
  assert.equal(world.homey.state.variables[third.id], undefined)
})

test('a question about one of several changes is not one about all of them', async () => {
  const askFirst = [{ devices: [LIGHTS[0]] }]
  await using one = await limited('Careful', { 'at-once': 1 }, undefined, { askFirst })
  const two = setting(!isOn(LIGHTS[0]), LIGHTS.slice(0, 2))
  await refusal(one, 'devices_set', two)
  const [single] = await questions('Careful')
  assert.match(single?.because ?? '', /asked first/)
  await answer(world, single?.id ?? '', 'once')
  // The one was allowed. All of it never was.
  const { done, refused } = await one.ask<{ done: unknown[]; refused: unknown[] }>(
    'devices_set',
    two,
  )
  assert.deepEqual([done.length, refused.length], [1, 1])
  const [whole] = await questions('Careful')
  assert.match(whole?.because ?? '', /2 objects at once/)
})

test('limits that there are not, and what no call may do', async () => {
  await assert.rejects(limited('Wrong', { speed: 3 }), /reads, writes, at-once/)
  await assert.rejects(limited('Wrong', { writes: -1 }), /at least 0/)
  await using one = await limited('Plain', {})
  const many = Array.from({ length: 61 }, () => LIGHTS[0])
  assert.ok((await one.call('devices_set', setting(true, many))).isError)
  assert.deepEqual(world.errors, [])
})
