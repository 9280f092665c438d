// The unmodified official client through the gateway: it does what its key may do, is refused all
// else in words, and everything stands in the audit log.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect } from './official.ts'
import { openWorld } from './world.ts'

const FLOW = {
  name: 'Made by a client',
  trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
  conditions: [],
  actions: [],
}

test('a client with five permissions makes a mood and a flow, reads them, and no more', async () => {
  await using world = await openWorld()
  const token = await world.key(
    'mood:create',
    'mood:read',
    'flow:create',
    'flow:read',
    'device:read',
  )
  const api = await connect(world.url, token)

  const mood = await api.moods.createMood({ mood: { name: 'Reading', devices: {} } })
  const flow = await api.flow.createFlow({ flow: FLOW })
  assert.equal((await api.moods.getMood({ id: mood.id })).name, 'Reading')
  assert.equal((await api.flow.getFlow({ id: flow.id })).name, 'Made by a client')
  assert.ok(Object.keys(await api.moods.getMoods()).includes(mood.id))
  assert.ok(world.homey.state.flows[flow.id], 'the hub has the flow')

  const devices = Object.values(await api.devices.getDevices()) as { id: string }[]
  // Reads are also those of the live model, which come when they come; everything refused is none.
  const written = () => world.homey.requests.filter(({ method }) => method !== 'GET').length
  const before = written()
  await assert.rejects(api.system.reboot(), /^Error: Latchkey: this key may not do system\.reboot/)
  const lamp = devices.find((one) => JSON.stringify(one).includes('"onoff"'))
  await assert.rejects(
    api.devices.setCapabilityValue({ deviceId: lamp?.id, capabilityId: 'onoff', value: true }),
    { statusCode: 403, message: /It needs device:control/ },
  )
  await assert.rejects(api.flow.deleteFlow({ id: flow.id }), { statusCode: 403 })
  await assert.rejects(api.users.getPersonalAccessTokens(), { message: /never granted/ })
  assert.ok(!world.homey.requests.some(({ path }) => path.includes('/pat')))
  assert.equal(written(), before, 'the hub saw nothing of what was refused')

  assert.deepEqual(
    (await world.audit())
      .filter((event) => event.reason !== 'granted')
      .map(({ operation, verdict, reason, status }) => [operation, verdict, reason, status]),
    [
      ['moods.createMood', 'allow', 'sent', null],
      ['moods.createMood', 'allow', 'answered', 200],
      ['flow.createFlow', 'allow', 'sent', null],
      ['flow.createFlow', 'allow', 'answered', 200],
      ['system.reboot', 'deny', 'permission-missing', 403],
      ['devices.setCapabilityValue', 'deny', 'permission-missing', 403],
      ['flow.deleteFlow', 'deny', 'permission-missing', 403],
      ['users.getPersonalAccessTokens', 'deny', 'withheld', 403],
    ],
  )
})

test('the session that a client reads is made from its grant', async () => {
  await using world = await openWorld()
  const token = await world.key('homey.flow.readonly', 'mood:read')
  const api = await connect(world.url, token)
  const session = await api.sessions.getSessionMe()
  assert.equal(session.type, 'PAT')
  assert.deepEqual(session.intersectedScopes, ['homey.flow.readonly', 'homey.mood.readonly'])
  assert.ok(
    !world.homey.requests.some(
      (one) => one.path.includes('sessions') && one.headers['authorization']?.includes(token),
    ),
  )
})

test('a client that may control devices moves a lamp but no lock', async () => {
  await using world = await openWorld()
  const token = await world.key('device:read', 'device:control')
  const api = await connect(world.url, token)
  const devices = Object.values(await api.devices.getDevices()) as {
    id: string
    capabilities: string[]
    setCapabilityValue(parameters: { capabilityId: string; value: unknown }): Promise<unknown>
  }[]
  const lamp = devices.find((one) => one.capabilities.includes('dim'))
  const lock = devices.find((one) => one.capabilities.includes('locked'))
  await lamp?.setCapabilityValue({ capabilityId: 'dim', value: 0.25 })
  assert.equal(world.homey.state.devices[lamp?.id ?? '']?.capabilitiesObj['dim']?.value, 0.25)
  await assert.rejects(
    async () => lock?.setCapabilityValue({ capabilityId: 'locked', value: false }),
    { message: /It needs device:control and security-device:control/ },
  )
})

test('a preset and an Athom scope open what they say', async () => {
  await using world = await openWorld()
  const token = await world.key('preset:control')
  const api = await connect(world.url, token)
  assert.ok(Object.keys(await api.zones.getZones()).length > 1)
  await assert.rejects(api.users.getUsers(), { statusCode: 403 })
})
