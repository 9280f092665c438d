// What goes round Latchkey, on all three generations: seen where the credential sees it, and said where not.
// Through the owner API and the command line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type DoorsView,
  type HubView,
  type MovedInView,
  type MutedView,
  openControlSocket,
} from '@latchkey/gateway'
import { startVirtualHomey, VirtualAccount, type VirtualHomey } from '@latchkey/virtual-homey'
import type { AnyWorld } from './limited.ts'
import { typed as latchkey } from './typed.ts'
import { openWorld, temporaryDirectory } from './world.ts'

const ECHO = 'com.example.echo'
const WHOLE_API = 'homey:manager:api'

const doorsOf = (world: AnyWorld) => world.owner<DoorsView>('GET', '/hubs/Home/doors')

function door({ doors }: DoorsView, name: string) {
  const found = doors.find((one) => one.door === name)
  assert.ok(found, name)
  return found
}

const idsIn = (view: DoorsView, name: string) => door(view, name).entries.map((one) => one.id)

/** An app of the hub posts to the timeline, so often in the last hour. */
function post({ state }: VirtualHomey, appId: string, times: number): void {
  for (let at = 0; at < times; at++) {
    const id = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
    const dateCreated = new Date(Date.now() - at * 120_000).toISOString()
    const owner = { ownerUri: `homey:app:${appId}`, ownerName: 'Echo' }
    state.notifications[id] = { id, ...owner, dateCreated, excerpt: 'Look!', meta: {} }
  }
}

const allowWholeApi = ({ state }: VirtualHomey, appId: string) =>
  state.apps[appId]?.permissions.push(WHOLE_API)

/** Gives Latchkey the owner's session in place of the key. */
async function bySession({ homey, owner }: AnyWorld): Promise<void> {
  const key = homey.signIn()
  await owner<HubView>('POST', '/hubs', { name: 'Home', address: homey.address, key })
}

for (const generation of ['pro-2023', 'pro-2019', 'cloud'] as const) {
  test(`${generation}: each door is seen, or it is said why not`, async () => {
    await using world = await openWorld({ generation })
    const { homey } = world
    allowWholeApi(homey, ECHO)
    const user = Object.values(homey.state.users).find((one) => one.role === 'guest')
    const view = await doorsOf(world)
    assert.deepEqual(idsIn(view, 'apps'), [ECHO])
    const users = door(view, 'users').entries
    assert.ok(users.some(({ role }) => role === 'owner'))
    assert.ok(!user || users.some(({ id }) => id === user.id))
    assert.deepEqual(idsIn(view, 'notifications'), [])
    const states = Object.fromEntries(view.doors.map((one) => [one.door, one.state]))
    assert.deepEqual(states, {
      'api-keys': generation === 'pro-2023' ? 'not permitted' : 'not on this hub',
      sessions: generation === 'pro-2019' ? 'seen' : 'not on this hub',
      ...{ users: 'seen', apps: 'seen', notifications: 'seen' },
    })
    for (const one of view.doors) assert.equal(one.message === null, one.state === 'seen')
    if (generation === 'pro-2019') {
      homey.signIn('guest')
      const { entries } = door(await doorsOf(world), 'sessions')
      assert.equal(entries.filter((one) => one.ours).length, 1)
      assert.ok(entries.length > 1)
    }
    for (const { secret } of Object.values(homey.state.sessions)) {
      assert.ok(!JSON.stringify(view).includes(secret), 'no secret of a session')
    }
    assert.deepEqual(world.errors, [])
  })

  test(`${generation}: an app that floods the timeline is named, muted and unmuted`, async () => {
    await using world = await openWorld({ generation })
    const { homey } = world
    post(homey, ECHO, 19)
    assert.deepEqual(idsIn(await doorsOf(world), 'notifications'), [])
    post(homey, ECHO, 45)
    const [flood] = door(await doorsOf(world), 'notifications').entries
    assert.equal(flood?.id, `homey:app:${ECHO}`)
    assert.deepEqual(
      [flood?.name, flood?.rate, flood?.muted],
      ['Echo', { hour: 30, day: 45 }, false],
    )
    assert.match(flood?.warning ?? '', /30 in the last hour, 45 in the last day/)
    const mute = (muted: boolean) =>
      world.owner<MutedView>('POST', '/hubs/Home/doors/mute', { owner: 'echo', muted })
    assert.equal((await mute(true)).uri, `homey:app:${ECHO}`)
    assert.equal(homey.state.notificationOwners[`homey:app:${ECHO}`]?.enabled, false)
    const [muted] = door(await doorsOf(world), 'notifications').entries
    assert.deepEqual([muted?.muted, muted?.warning], [true, null])
    await mute(false)
    assert.equal(homey.state.notificationOwners[`homey:app:${ECHO}`]?.enabled, true)
    await assert.rejects(
      world.owner('POST', '/hubs/Home/doors/mute', { owner: 'Nobody', muted: true }),
      /404.*poster_unknown.*latchkey doors/,
    )
    const audit = await world.owner<readonly { operation: string }[]>('GET', '/audit?limit=100')
    assert.equal(audit.filter((one) => one.operation === 'owner.muteApp').length, 2)
  })
}

test('a key that lacks a scope says so, and keeps no other door back', async () => {
  await using world = await openWorld({ scopes: ['homey.app.readonly', 'homey.user.readonly'] })
  const view = await doorsOf(world)
  const { state, message, scopes } = door(view, 'notifications')
  assert.equal(state, 'not permitted')
  assert.match(message ?? '', /homey\.notifications\.readonly/)
  assert.deepEqual(scopes, ['homey.notifications.readonly'])
  assert.equal(door(view, 'users').state, 'seen')
})

test('a hub that is away has failed, in its words', async () => {
  await using world = await openWorld()
  await world.homey.close()
  const view = await doorsOf(world)
  assert.ok(view.doors.every((one) => one.state === 'failed' || one.state === 'not on this hub'))
})

test("through the owner's session keys are seen; a client moves in, and the old key goes", async () => {
  await using world = await openWorld()
  const { homey } = world
  homey.createKey(['homey.device.readonly', 'homey.flow'])
  await bySession(world)
  const { entries } = door(await doorsOf(world), 'api-keys')
  const tablet = entries.find((one) => one.scopes?.includes('homey.flow'))
  assert.ok(tablet)
  assert.equal(tablet.ours, false)
  const ask = (body: object) =>
    world.owner<MovedInView>('POST', '/hubs/Home/doors/move-in', { name: 'Tablet', ...body })
  const moved = await ask({ key: tablet.id })
  assert.ok(moved.permissions.includes('device:read') && moved.permissions.includes('flow:create'))
  assert.ok(!moved.permissions.includes('device:control'))
  assert.deepEqual(moved.old, { id: tablet.id, name: 'Key', deleted: false, problem: null })
  const devices = await world.send('GET', '/api/manager/devices/device', { key: moved.key })
  assert.equal(devices.status, 200)
  assert.ok(homey.state.sessions[tablet.id])
  assert.equal((await ask({ key: tablet.id, deleteOld: true })).old.deleted, true)
  assert.equal(homey.state.sessions[tablet.id], undefined)
  await assert.rejects(ask({ key: tablet.id }), /404.*door_unknown/)
})

test("Latchkey's own key cannot be moved in, and where keys cannot be seen it is said", async () => {
  await using world = await openWorld()
  const body = { key: 'Key', name: 'Tablet' }
  await assert.rejects(world.owner('POST', '/hubs/Home/doors/move-in', body), /403.*--homey-cli/)
})

test('at the command line', async () => {
  await using world = await openWorld()
  const { data, homey } = world
  allowWholeApi(homey, ECHO)
  post(homey, ECHO, 30)
  await bySession(world)
  // The command line asks the gateway that has the directory.
  await openControlSocket(world.installation)
  const run = async (...words: readonly string[]) => {
    const ran = await latchkey(['doors', ...words, '--data', data])
    assert.equal(ran.code, 0, ran.err)
    return ran.out
  }
  const text = await run()
  assert.match(text, /^API keys on the Homey: seen$/m)
  assert.match(text, /Echo +com\.example\.echo +It uses the Homey in the name of the owner/)
  assert.match(text, /^Sessions: not on this hub\. .*cannot be seen/m)
  assert.match(text, /30 in the last hour/)
  assert.match(await run('mute', 'Echo'), /is muted/)
  assert.equal(homey.state.notificationOwners[`homey:app:${ECHO}`]?.enabled, false)
  const [json] = JSON.parse(await run('--hub', 'Home', '--json')) as DoorsView[]
  assert.equal(json?.name, 'Home')
  assert.match(await run('unmute', ECHO), /may post/)
  const moved = await run('move-in', 'Key', '--name', 'Panel', '--delete-old')
  assert.match(moved, / {2}lk_/)
  assert.match(moved, /is deleted on the Homey/)
  const wrong = await latchkey(['doors', 'mute', 'Nobody', '--data', data])
  assert.deepEqual([wrong.code, wrong.out], [1, ''])
  assert.match(wrong.err, /latchkey doors/)
})

test("through the Homey CLI's login the key that Latchkey made is told from the others", async () => {
  await using homey = await startVirtualHomey({ home: 'apartment', account: true })
  const { account } = homey
  assert.ok(account instanceof VirtualAccount)
  using data = temporaryDirectory()
  using cli = temporaryDirectory()
  await account.writeCliLogin(cli.path)
  const env = { ATHOM_CLOUD_API_BASEURL: account.url, HOMEY_HOME: cli.path }
  const run = async (...words: readonly string[]) => {
    const ran = await latchkey([...words, '--data', data.path], '', env)
    assert.equal(ran.code, 0, ran.err)
    return ran.out
  }
  await run('hub', 'add', '--name', 'Home', '--homey-cli')
  const [alone] = JSON.parse(await run('doors', '--json')) as DoorsView[]
  assert.equal(alone && door(alone, 'api-keys').state, 'not permitted')
  const [seen] = JSON.parse(await run('doors', '--homey-cli', '--json')) as DoorsView[]
  assert.ok(seen)
  const keys = door(seen, 'api-keys').entries.map(({ name, ours }) => [name, ours])
  assert.equal(keys.length, 2)
  assert.deepEqual(
    keys.find(([name]) => name === 'Key'),
    ['Key', false],
  )
  const own = door(seen, 'api-keys').entries.find((one) => one.ours)
  assert.match(own?.name ?? '', /^Latchkey /)
  const refused = await latchkey(
    ['doors', 'move-in', own?.id ?? '', '--name', 'x', '--homey-cli', '--data', data.path],
    ...(['', env] as const),
  )
  assert.match(refused.err, /Latchkey's own key/)
  await run('doors', 'move-in', 'Key', '--name', 'Tablet', '--homey-cli', '--delete-old')
  assert.deepEqual(
    Object.values(homey.state.sessions)
      .filter(({ type }) => type === 'PAT')
      .map(({ id }) => id),
    [own?.id],
  )
})
