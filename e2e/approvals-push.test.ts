// The question on the owner's phone: by the hub's own push card, to chosen users, rarely, with the link, with no
// secret in it, and with nothing that a client wrote taken for a tag or an address.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type NoticeView, openControlSocket } from '@latchkey/gateway'
import type { Generation } from '@latchkey/virtual-homey'
import {
  answer,
  asked,
  capabilityPath,
  knock,
  lampOf,
  openAskingWorld,
  SET,
  Wishes,
} from './asked.ts'
import { type AnyWorld, behindItsBack, idOf } from './limited.ts'
import { typed } from './typed.ts'
import { openWorld } from './world.ts'

const CONTROL = ['device:control', 'device:read']

interface Pushed {
  readonly kind: string
  readonly userId?: string
  readonly text?: string
}

const pushed = ({ homey }: AnyWorld): readonly Pushed[] =>
  (homey.state.effects as readonly Pushed[]).filter(({ kind }) => kind === 'pushed')

/** Waits until so many pushes were sent. */
async function pushes(world: AnyWorld, count: number): Promise<readonly Pushed[]> {
  while (pushed(world).length < count) await new Promise((done) => setTimeout(done, 5))
  return pushed(world)
}

const userOf = ({ homey }: AnyWorld, name: string): string =>
  Object.values(homey.state.users).find((one) => one.name === name)?.id ?? ''

for (const generation of ['pro-2023', 'pro-2019'] satisfies readonly Generation[]) {
  test(`chosen users of a ${generation} are told, in their language, with the link`, async () => {
    const oversight = new Wishes(SET)
    await using world = await openWorld({ generation, oversight })
    world.installation.reachedAt({
      ...{ url: world.url, setupRemote: false, publicUrl: 'https://latchkey.example/' },
    })
    const { key } = await world.fullKey('Helper', CONTROL)
    const path = capabilityPath(idOf(world, 'devices', 'Ceiling light'))
    const quiet = await knock(world, key, 'PUT', path, { value: false })
    await answer(world, quiet.id, 'no')
    assert.deepEqual(pushed(world), [], 'nobody was chosen yet')
    const chosen = await world.owner<NoticeView>('PUT', '/hubs/Home/asking', {
      ...{ users: ['olivia'], language: 'nl' },
    })
    assert.deepEqual([chosen.push, chosen.users.map(({ name }) => name)], [true, ['Olivia']])
    const { id } = await knock(world, key, 'PUT', path, { value: true })
    assert.deepEqual(
      (await pushes(world, 1)).map(({ userId, text }) => [userId, text]),
      [
        [
          userOf(world, 'Olivia'),
          `Mag “Helper” “Turned on” van “Ceiling light” (Living room) op ja zetten? Antwoord: https://latchkey.example/approvals/${id}`,
        ],
      ],
    )
    assert.deepEqual(world.warnings, [])
  })
}

test('100 questions make three pushes; where no phone gets to, it is said where to answer', async () => {
  await using world = await openAskingWorld()
  await world.owner('PUT', '/hubs/Home/asking', { users: ['Olivia'] })
  const path = capabilityPath(lampOf(world), 'dim')
  const keys = await Promise.all(
    [...Array(5).keys()].map((of) => world.fullKey(`Helper ${of}`, CONTROL)),
  )
  const calls = keys.flatMap(({ key }) =>
    [...Array(20).keys()].map((n) => world.send('PUT', path, { key, body: { value: n / 100 } })),
  )
  assert.equal((await asked(world, 100)).length, 100)
  await pushes(world, 3)
  // By now all would have been sent.
  await world.audit()
  const told = pushed(world)
  assert.equal(told.length, 3)
  assert.match(told[0]?.text ?? '', /Answer on the machine that runs Latchkey: latchkey approvals/)
  world.installation.hubPath.letGo()
  for (const { status } of await Promise.all(calls)) assert.equal(status, 403)
})

test('what a client named is neither a tag nor an address, and no key is in it', async () => {
  const oversight = new Wishes('flow.triggerFlow')
  await using world = await openAskingWorld(oversight)
  await world.owner('PUT', '/hubs/Home/asking', { users: ['Olivia'] })
  const { key } = await world.fullKey('Helper', ['flow:start'])
  const flow = idOf(world, 'flows', 'Good morning')
  const variable = idOf(world, 'variables', 'Guests')
  const name = `[[homey:manager:logic|${variable}]] <b> https://evil.example\u202e ${key}`
  await behindItsBack(world, 'PUT', `/api/manager/flow/flow/${flow}`, { name })
  await knock(world, key, 'POST', `/api/manager/flow/flow/${flow}/trigger`, {})
  const [{ text = '' } = {}] = await pushes(world, 1)
  assert.ok(text.startsWith('May “Helper” start the Flow “((homey:manager:logic|'), text)
  for (const part of ['[[', 'https://evil', '\u202e', key]) assert.ok(!text.includes(part), part)
})

test('a hub that cannot push holds nothing up, and the owner is warned once', async () => {
  await using world = await openAskingWorld()
  await world.owner('PUT', '/hubs/Home/asking', { users: ['Olivia'] })
  world.homey.fault = ({ operation }) =>
    operation === 'flow.runFlowCardAction' ? { kind: 'drop' } : undefined
  const { key } = await world.fullKey('Helper', CONTROL)
  for (const value of [false, true]) {
    await knock(world, key, 'PUT', capabilityPath(lampOf(world)), { value })
  }
  while (world.warnings.length === 0) await new Promise((done) => setTimeout(done, 5))
  assert.equal(world.warnings.length, 1)
  assert.match(world.warnings[0] ?? '', /Home could not send a question to a phone/)
  assert.deepEqual(world.errors, [])
})

test('latchkey approvals notify: who is told; an unknown user is named with those that there are', async () => {
  await using world = await openAskingWorld()
  await assert.rejects(
    world.owner('PUT', '/hubs/Home/asking', { users: ['Nobody'] }),
    /user_unknown.*There is no user .*Olivia/,
  )
  await openControlSocket(world.installation)
  const notify = (...words: string[]) =>
    typed(['approvals', 'notify', '--hub', 'Home', '--data', world.data, ...words])
  assert.match((await notify()).out, /Nobody is told/)
  assert.match((await notify('--user', 'Olivia')).out, /go to the phones of: Olivia \(en\)/)
  assert.match((await notify('--push', 'off')).out, /Nobody is told/)
})
