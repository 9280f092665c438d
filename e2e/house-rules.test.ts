// House rules through the gateway: over HTTP and over the socket, on direct calls and on what stands in Flows,
// moods, groups and cards; whatever is refused never reaches the hub.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ChangedRuleView } from '@latchkey/gateway'
import { card, does, everything, flowOf, idOf } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { call, openApi } from './realtime-clients.ts'
import { openWorld, type Reply, type World } from './world.ts'

const IN_TIME = { timeout: 60_000 }
const DATABASES = bothDatabases()

const DEVICES = '/api/manager/devices/device'
const FLOWS = '/api/manager/flow/flow'

const ruleOf = (world: World, rule: object) =>
  world.owner<ChangedRuleView>('POST', '/hubs/Home/rules', rule)

function assertForbidden(reply: Reply, code = 'forbidden_by_owner'): void {
  assert.equal(reply.json()['error'], code, reply.text)
  assert.equal(reply.status, code === 'too_many_requests' ? 429 : 403, reply.text)
}

function assertDone(reply: Reply): void {
  assert.ok(reply.status < 300, reply.text)
}

/** What is refused does not reach the hub. */
async function nothing(world: World, work: () => Promise<void>): Promise<void> {
  const before = everything(world)
  await work()
  assert.equal(everything(world), before, 'the house is as it was')
}

function lockIn({ homey }: World): string {
  const found = Object.values(homey.state.devices).find((one) => one.class === 'lock')
  assert.ok(found, 'the home has a lock')
  return found.id
}

for (const [name, address] of Object.entries(DATABASES)) {
  describe(name, () => {
    test(
      'a rule counts at the next request, and no longer when it is paused or removed',
      IN_TIME,
      async () => {
        await using world = await openWorld({ databaseUrl: await address() })
        const lock = lockIn(world)
        // Nobody answers here, so no call has to wait for that.
        world.installation.hubPath.letGo()
        const key = await world.key('preset:full-control')
        const path = `${DEVICES}/${lock}/capability/locked`
        const set = (value: boolean) => world.send('PUT', path, { key, body: { value } })
        assertDone(await set(true))
        const rule = await ruleOf(world, { kind: 'locks' })
        assert.equal(rule.says.en, 'Nobody opens, closes or changes a lock.')
        await nothing(world, async () => assertForbidden(await set(false)))
        await world.owner('PUT', `/rules/${rule.id}`, { paused: true })
        assertDone(await set(false))
        await world.owner('PUT', `/rules/${rule.id}`, { paused: false, effect: 'ask' })
        await nothing(world, async () => assertForbidden(await set(true), 'approval_pending'))
        await world.owner('DELETE', `/rules/${rule.id}`)
        assertDone(await set(true))
        assert.deepEqual(await world.owner('GET', '/hubs/Home/rules'), [])
        assert.deepEqual(world.errors, [])
      },
    )
  })
}

test('case 12: what opens a lock is a use of it, in whatever it stands', IN_TIME, async () => {
  await using world = await openWorld()
  const lock = lockIn(world)
  const key = await world.key('preset:full-control')
  const send = (method: string, path: string, body?: object) =>
    world.send(method, path, { key, ...(body && { body }) })
  const opens = does(lock, 'locked_true')
  const made = await send('POST', FLOWS, flowOf([opens]))
  assert.equal(made.status, 200, made.text)
  const { id } = made.json<{ id: string }>()
  const starter = await send('POST', FLOWS, flowOf([startOf(id)]))
  assert.equal(starter.status, 200, starter.text)
  const mood = await send('POST', '/api/manager/moods/mood', moodOf(lock))
  assert.equal(mood.status, 200, mood.text)
  const lamp = idOf(world, 'devices', 'Counter light')
  const group = await send('POST', '/api/manager/devices/group', groupOf(lock))
  await ruleOf(world, { kind: 'locks' })
  const moodId = mood.json<{ id: string }>().id
  const starterId = starter.json<{ id: string }>().id
  await nothing(world, async () => {
    const refused = [
      await send('POST', FLOWS, flowOf([opens])),
      await send('POST', FLOWS, flowOf([startOf(id)])),
      await send('POST', FLOWS, flowOf([card('homey:app:com.example.app:any')])),
      await send(
        'POST',
        FLOWS,
        flowOf([card('homey:app:com.athom.homeyscript:runCode', { code: '1' })]),
      ),
      await send('PUT', `${FLOWS}/${id}`, { enabled: true }),
      await send('PUT', `${FLOWS}/${id}`, { trigger: card('homey:manager:cron:sunset') }),
      await send('POST', `${FLOWS}/${id}/trigger`),
      await send('POST', `${FLOWS}/${starterId}/trigger`),
      await send('POST', '/api/manager/moods/mood', moodOf(lock)),
      await send('POST', `/api/manager/moods/mood/${moodId}/set`),
      await send(
        'POST',
        `/api/manager/flow/flowcardaction/homey:device:${lock}/homey:device:${lock}:locked_true/run`,
        { args: {} },
      ),
      await send('POST', '/api/manager/devices/group', groupOf(lock)),
    ]
    for (const reply of refused) assertForbidden(reply)
    if (group.status === 200) {
      const { id: groupId } = group.json<{ id: string }>()
      assertForbidden(await send('PUT', `${DEVICES}/${groupId}/capability/onoff`, { value: true }))
    }
  })
  for (const allowed of [
    await send('PUT', `${FLOWS}/${id}`, { name: 'Renamed' }),
    await send('PUT', `${FLOWS}/${id}`, { enabled: false }),
    await send('PUT', `${DEVICES}/${lamp}/capability/onoff`, { value: true }),
    await send('POST', FLOWS, flowOf([does(lamp, 'on')])),
    await send('GET', `${DEVICES}/${lock}`),
    await send('DELETE', `${FLOWS}/${id}`),
  ]) {
    assertDone(allowed)
  }
})

const startOf = (id: string) =>
  card(
    'homey:manager:flow:programmatic_trigger',
    { flow: { id, name: 'x' } },
    { group: 'then', delay: null, duration: null },
  )

const moodOf = (id: string) => ({
  name: 'M',
  preset: null,
  devices: { [id]: { state: { locked: true } } },
})

const groupOf = (id: string) => ({ name: 'G', class: 'lock', deviceIds: [id] })

test('a call over the socket is judged as over HTTP', IN_TIME, async () => {
  await using world = await openWorld()
  const lock = lockIn(world)
  const key = await world.key('device:control', 'security-device:control', 'device:read')
  await ruleOf(world, { kind: 'locks' })
  using socket = await openApi(world.url, key)
  await nothing(world, async () => {
    const [error] = await call(socket.api, 'devices', 'setCapabilityValue', {
      ...{ deviceId: lock, capabilityId: 'locked', value: true },
    })
    assert.equal(error?.error, 'forbidden_by_owner')
    assert.equal(error?.statusCode, 403)
  })
})

test(
  'while the state of the hub is not known, what could be forbidden is not done',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const key = await world.key('device:control', 'language:read')
    await ruleOf(world, { kind: 'locks' })
    world.homey.faults.add('devices.getDevices -> slow 8s')
    world.homey.restart()
    const lamp = idOf(world, 'devices', 'Counter light')
    await nothing(world, async () => {
      const reply = await world.send('PUT', `${DEVICES}/${lamp}/capability/onoff`, {
        key,
        body: { value: true },
      })
      assert.equal(reply.status, 503, reply.text)
      assert.equal(reply.json()['error'], 'hub_state_unknown')
    })
    const language = await world.send('GET', '/api/manager/i18n/option/language', { key })
    assert.equal(language.status, 200, language.text)
    world.homey.faults.clear()
  },
)
