// What is peculiar to a Pro 2019, over HTTP: its pace, its words, its missing methods, and a flow in the
// form of later hubs, which it keeps and never starts.
import assert from 'node:assert/strict'
import test from 'node:test'
import { startVirtualHomey } from '../index.ts'

async function hub(start = Date.UTC(2026, 0, 5, 12)) {
  let time = start
  const homey = await startVirtualHomey({
    ...{ home: 'apartment', generation: 'pro-2019', clock: () => new Date(time) },
  })
  const call = async (
    path: string,
    options: { method?: string; token?: string; body?: unknown },
  ) => {
    const { method = 'GET', token = homey.signIn(), body } = options
    const response = await fetch(`${homey.address}/api/manager/${path}`, {
      ...{ method, headers: { authorization: `Bearer ${token}` } },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const wait = (ms: number) => {
    time += ms
  }
  return { homey, call, wait, [Symbol.asyncDispose]: () => homey.close() }
}

test('the fifth of five quick requests is too many; one more every 150 ms', async () => {
  await using here = await hub()
  const ask = async () => (await here.call('zones/zone', {})).status
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [200, 200, 200, 200])
  const refused = await here.call('zones/zone', {})
  assert.deepEqual(refused, { status: 429, body: { code: 429, error: 'Too many requests' } })
  here.wait(149)
  assert.equal(await ask(), 429)
  here.wait(1)
  assert.equal(await ask(), 200)
  assert.equal(await ask(), 429)
})

test('finding the hub is not counted, and a write that was refused was not begun', async () => {
  await using here = await hub()
  for (let i = 0; i < 10; i++) assert.equal((await here.call('system/ping', {})).status, 200)
  for (let i = 0; i < 4; i++) await here.call('zones/zone', {})
  const folder = { method: 'POST', body: { name: 'Folder' } }
  const before = Object.keys(here.homey.state.flowFolders).length
  assert.equal((await here.call('flow/flowfolder', folder)).status, 429)
  assert.equal(Object.keys(here.homey.state.flowFolders).length, before)
})

test('methods that the firmware lacks are answered with 500, in the language of the hub', async () => {
  await using here = await hub()
  here.homey.state.options['i18n.language'] = 'nl'
  const specified = await here.call('insights/storage', {})
  assert.deepEqual(specified, {
    status: 500,
    body: {
      ...{ code: 500, error: 'missing_api_method' },
      error_description: 'Deze API-methode bestaat niet. [missing_api_method]',
    },
  })
  assert.equal((await here.call('users/pat', {})).body.error, 'missing_api_method')
  assert.equal((await here.call('energy/report/day', {})).status, 404)
  const guest = here.homey.signIn('guest')
  const refused = await here.call('zones/zone', { method: 'POST', token: guest, body: {} })
  assert.deepEqual(refused, {
    status: 403,
    body: { code: 403, error: 'Je hebt geen toegang om dit te doen.' },
  })
})

test('it has no keys', async () => {
  await using here = await hub()
  assert.equal(here.homey.key, null)
  assert.throws(() => here.homey.createKey(['homey']), /has no API keys/)
})

test('a session ends after 24 hours', async () => {
  await using here = await hub()
  const token = here.homey.signIn()
  here.wait(24 * 60 * 60 * 1000 - 1)
  assert.equal((await here.call('zones/zone', { token })).status, 200)
  here.wait(1)
  assert.equal((await here.call('zones/zone', { token })).status, 401)
})

test('what a session may do with options is named by the scopes that constants stand for', async () => {
  await using here = await hub()
  const ask = async (scope: string) => {
    const token = here.homey.signIn('owner', [scope])
    return (await here.call('audio/option/volume', { token })).status
  }
  assert.equal(await ask('homey.system'), 200)
  assert.equal(await ask('homey.system.readonly'), 403)
})

test('a flow in the form of later hubs is stored word for word and its cards are unknown', async () => {
  await using here = await hub()
  const lamp = Object.values(here.homey.state.devices).find(({ name }) => name === 'Bedside lamp')
  const sent = {
    name: 'Foreign',
    trigger: { id: 'homey:manager:flow:programmatic_trigger', args: {} },
    conditions: [],
    actions: [{ id: `homey:device:${lamp?.id}:on`, args: {}, group: 'then' }],
  }
  const made = await here.call('flow/flow', { method: 'POST', body: sent })
  assert.equal(made.status, 200)
  assert.deepEqual(made.body.trigger, sent.trigger)
  assert.deepEqual(made.body.actions, sent.actions)
  assert.equal(made.body.triggerable, false)
  const form = { uri: 'homey:manager:flow', id: 'programmatic_trigger', args: {} }
  const own = await here.call('flow/flow', { method: 'POST', body: { ...sent, trigger: form } })
  assert.deepEqual(own.body.trigger, form)
  assert.equal(own.body.triggerable, true)
})

test('of two flows that a capability starts only the one in the form of this hub runs', async () => {
  await using here = await hub()
  const { homey } = here
  const lamp = Object.values(homey.state.devices).find(({ name }) => name === 'Bedside lamp')
  const dim = lamp?.capabilitiesObj['dim']
  const ownerUri = `homey:device:${lamp?.id}`
  const flow = (name: string, card: (id: string) => object) => ({
    ...{ method: 'POST' },
    body: {
      ...{ name, trigger: { ...card('onoff_true'), args: {} }, conditions: [] },
      actions: [{ ...card('dim'), args: { dim: name === 'Own' ? 0.3 : 0.9 }, group: 'then' }],
    },
  })
  await here.call(
    'flow/flow',
    flow('Own', (id) => ({ uri: ownerUri, id })),
  )
  await here.call(
    'flow/flow',
    flow('Foreign', (id) => ({ id: `${ownerUri}:${id}` })),
  )
  if (lamp?.capabilitiesObj['onoff']) lamp.capabilitiesObj['onoff'].value = false
  const on = { method: 'PUT', body: { value: true } }
  await here.call(`devices/device/${lamp?.id}/capability/onoff`, on)
  assert.equal(dim?.value, 0.3)
  const started = homey.state.effects.filter(({ kind }) => kind === 'flow-started')
  assert.deepEqual(
    started.map((effect) => effect['name']),
    ['Own'],
  )
})

test('members that no hub knows are dropped from a body that its specification leaves open', async () => {
  await using here = await hub()
  const [zone] = Object.values(here.homey.state.zones)
  const body = { name: 'House', active: true, id: 'mine' }
  const changed = await here.call(`zones/zone/${zone?.id}`, { method: 'PUT', body })
  assert.deepEqual([changed.body.name, changed.body.id], ['House', zone?.id])
  assert.equal('active' in (zone ?? {}), false)
})
