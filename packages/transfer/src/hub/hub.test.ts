// A hub as the stages see it: against real virtual hubs of every generation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HubConnection, HubError, localKey } from '@latchkey/homey'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { openHome } from '../homes.test-support.ts'
import { isObject } from '../json.ts'
import { connectedHub, openHub } from './open-hub.ts'
import { NotOnThisHub, PermissionMissing } from './refused.ts'
import { Window } from './window.ts'

const GENERATIONS = ['pro-2019', 'pro-2023', 'cloud'] as const

for (const generation of GENERATIONS) {
  test(`a ${generation} says itself what it is`, async () => {
    await using homey = await startVirtualHomey({ home: 'empty', generation, seed: 1 })
    const key = homey.key ?? homey.signIn()
    await using hub = await openHub({ address: homey.address, key })
    const { id, name, timezone } = homey.state.system
    const { model, firmware, ...facts } = hub.facts
    assert.deepEqual(facts, { id, name, generation, language: 'en', timezone })
    assert.match(model ?? '', /^Homey/)
    assert.equal(firmware, homey.state.system.version)
  })

  test(`a flow goes to a ${generation} and comes back in the form of V3`, async () => {
    await using home = await openHome({ generation })
    const { hub, homey } = home
    const trigger = { id: 'homey:manager:cron:time_exactly', args: { time: '07:00' } }
    const made = await hub.call('flow.createFlow', {
      flow: { name: 'A', trigger, conditions: [], actions: [] },
    })
    const id = isObject(made) ? String(made['id']) : ''
    assert.deepEqual(homey.state.flows[id]?.trigger, trigger)
    const flow = await hub.call('flow.getFlow', { id })
    assert.ok(isObject(flow))
    assert.deepEqual(flow['trigger'], trigger)
  })

  test(`more is asked of a ${generation} than its line holds`, { timeout: 60_000 }, async () => {
    await using home = await openHome({ generation })
    const asked = Array.from({ length: 80 }, () => home.hub.call('system.getSystemName'))
    assert.equal((await Promise.all(asked)).length, 80)
  })
}

test('a create whose answer is lost is not sent again, and may have happened', async () => {
  await using home = await openHome()
  const { hub, homey } = home
  homey.faults.add('flow.createFlowFolder nth 1 -> lose-answer')
  const creating = hub.call('flow.createFlowFolder', { flowfolder: { name: 'Once' } })
  await assert.rejects(creating, (error) => error instanceof HubError && error.mayHaveHappened)
  const made = Object.values(homey.state.flowFolders).filter(({ name }) => name === 'Once')
  assert.equal(made.length, 1)
  assert.equal(homey.requests.filter(({ method }) => method === 'POST').length, 1)
})

test('what a credential lacks is told by name', async () => {
  for (const generation of GENERATIONS) {
    await using home = await openHome({ generation, scopes: ['homey.zone.readonly'] })
    await home.hub.call('zones.getZones')
    const refused = await home.hub.call('flow.getFlows').catch((error: unknown) => error)
    assert.ok(refused instanceof PermissionMissing)
    assert.deepEqual(refused.missing, ['homey.flow.readonly'])
    assert.match(refused.message, /homey\.flow\.readonly/)
  }
})

test('what kind of hub it is is never guessed', async () => {
  for (const generation of GENERATIONS) {
    await using homey = await startVirtualHomey({ home: 'empty', generation, seed: 1 })
    const scopes = ['homey.zone.readonly']
    const key = homey.key === null ? homey.signIn('owner', scopes) : homey.createKey(scopes)
    const { address } = homey
    await assert.rejects(openHub({ address, key }), /lacks homey\.system\.readonly/)
    await using hub = await openHub({ address, key, generation })
    assert.equal(hub.facts.generation, generation)
    assert.equal(hub.facts.id, homey.id)
  }
})

test('a connection that is open already serves as well, and stays open', async () => {
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 1 })
  await using connection = new HubConnection({
    ...{ address: homey.address, generation: 'pro-2023', credential: localKey(homey.key) },
  })
  for (let i = 0; i < 2; i++) {
    await using hub = await connectedHub(connection)
    assert.equal(hub.facts.id, homey.id)
    assert.ok(isObject(await hub.call('zones.getZones')))
  }
})

test('what a hub does not have is told apart from what goes wrong', async () => {
  await using old = await openHome({ generation: 'pro-2019' })
  assert.equal(old.hub.has('audio.getOptionVolume'), true)
  assert.equal(old.hub.has('devices.createGroup'), false)
  await assert.rejects(old.hub.call('devices.createGroup', { group: {} }), NotOnThisHub)
  // Its specification has it and its firmware has not (reference 6).
  assert.equal(old.hub.has('insights.getStorageInfo'), true)
  await assert.rejects(old.hub.call('insights.getStorageInfo'), NotOnThisHub)
  await assert.rejects(old.hub.call('zones.getZone', { id: 'nothing' }), { code: 'hub_refused' })
})

test('ids of any kind come through', async () => {
  for (const generation of GENERATIONS) {
    await using home = await openHome({ generation })
    const { hub, homey } = home
    const [id, name, value] = ['com.example.echo', 'a/b?c#% $& é ⟦⟧ [[x|y]]', { list: [null, ''] }]
    await hub.call('apps.setAppSetting', { id, name, value })
    assert.deepEqual(homey.state.appSettings[id]?.[name], value)
    assert.deepEqual(await hub.call('apps.getAppSetting', { id, name }), value)
  }
})

test('a window never lets more in than it has places for, and everybody gets one', async () => {
  const window = new Window(3)
  let [inside, most] = [0, 0]
  const work = async (fails: boolean): Promise<void> => {
    most = Math.max(most, ++inside)
    await new Promise(setImmediate)
    inside--
    if (fails) throw new Error('no')
  }
  const all = Array.from({ length: 20 }, (_, at) => window.run(() => work(at % 3 === 0)))
  const done = await Promise.allSettled(all)
  assert.equal(most, 3)
  assert.equal(done.filter(({ status }) => status === 'rejected').length, 7)
})
