// The gateway's socket as honest clients see it: they are let in as by a Homey, told what they may read,
// and what they ask is the same call as over HTTP.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect } from './official.ts'
import { ask, call, hear, openApi, openRoot, told, until, WAYS } from './realtime-clients.ts'
import { openWorld, type World } from './world.ts'

const IN_TIME = { timeout: 60_000 }

function deviceWith(world: World, capability: string) {
  const device = Object.values(world.homey.state.devices).find((one) =>
    one.capabilities.includes(capability),
  )
  assert.ok(device)
  return device
}

/** The official client, gone before the world is. */
async function official(world: World, ...permissions: string[]) {
  const api = await connect(world.url, await world.key(...permissions))
  const dispose = async () => {
    await api.disconnect()
    api.destroy()
  }
  return { api, [Symbol.asyncDispose]: dispose }
}

test('the official client calls over the socket, and is told what others do', IN_TIME, async () => {
  await using world = await openWorld()
  await using open = await official(world, 'variable:read', 'variable:create', 'zone:read')
  const { api } = open
  await api.logic.connect()
  await api.logic.getVariables()
  assert.equal(api.isConnected(), true)
  const before = world.homey.requests.length
  const created: { name: string }[] = []
  api.logic.on('variable.create', (variable: { name: string }) => created.push(variable))
  const mine = await api.logic.createVariable({
    variable: { name: 'Mine', type: 'number', value: 1 },
  })
  const other = await world.key('variable:create')
  const body = { name: 'Theirs', type: 'number', value: 2 }
  await world.send('POST', '/api/manager/logic/variable', { key: other, body })
  await until(() => created.length === 2)
  assert.deepEqual(
    created.map((one) => one.name),
    ['Mine', 'Theirs'],
  )
  assert.ok((await api.logic.getVariables())[mine.id])
  // To the hub it is the request that HTTP would have been. The live model reads when it has to.
  const [seen] = world.homey.requests.slice(before).filter(({ method }) => method !== 'GET')
  assert.deepEqual([seen?.method, seen?.path], ['POST', '/api/manager/logic/variable'])
  await assert.rejects(api.system.reboot(), { statusCode: 403, message: /It needs system:reboot/ })
  await assert.rejects(api.logic.deleteVariable({ id: mine.id }), { statusCode: 403 })
  assert.ok(Object.keys(await api.zones.getZones()).length > 0)
  const rows = (await world.audit()).map(({ operation, method, reason, status }) =>
    [operation, method, reason, status ?? ''].join(' '),
  )
  for (const row of [
    'logic.createVariable POST sent ',
    'logic.createVariable POST answered 200',
    'system.reboot POST permission-missing 403',
    'logic.deleteVariable DELETE permission-missing 403',
    'zones.getZones GET granted 200',
  ]) {
    assert.ok(rows.includes(row), `${row} in\n${rows.join('\n')}`)
  }
  assert.deepEqual(world.errors, [])
})

test(
  'a capability is written with its transaction, whose echo is not heard as a change',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { id } = deviceWith(world, 'dim')
    await using open = await official(world, 'device:read', 'device:control')
    const device = await open.api.devices.getDevice({ id })
    const heard: unknown[] = []
    const instance = device.makeCapabilityInstance('dim', (value: unknown) => heard.push(value))
    await device.connect()
    const echoed = new Promise<{ transactionId: string }>((done) => device.once('capability', done))
    await instance.setValue(0.25)
    assert.match((await echoed).transactionId, /^homey-api-/)
    const path = `/api/manager/devices/device/${id}/capability/dim`
    const key = await world.key('device:control')
    await world.send('PUT', path, { key, body: { value: 0.5 } })
    await until(() => heard.length > 0)
    assert.deepEqual(heard, [0.5])
    instance.destroy()
  },
)

for (const way of WAYS) {
  test(`${way}: handshake, subscription, event, call`, IN_TIME, async () => {
    await using world = await openWorld()
    const key = await world.key('variable:read', 'variable:create')
    using socket = await openApi(world.url, key, way)
    const { api } = socket
    assert.deepEqual(await ask(api, 'subscribe', 'homey:manager:logic'), [null])
    const event = told(api, 'homey:manager:logic')
    const variable = { name: 'New', type: 'boolean', value: true }
    const [error, made] = await call(api, 'logic', 'createVariable', {
      ...{ $validate: true, query: {}, variable },
    })
    assert.equal(error, null)
    assert.deepEqual(await event, ['variable.create', made])
    api.emit('unsubscribe', 'homey:manager:logic')
    const heard = hear(api, 'homey:manager:logic')
    await call(api, 'logic', 'createVariable', { variable: { ...variable, name: 'Another' } })
    await call(api, 'logic', 'getVariables')
    assert.deepEqual(heard, [])
    const [missing] = await call(api, 'logic', 'getVariable', { id: 'x' })
    assert.equal(missing?.statusCode, 404)
    assert.deepEqual(await call(api, 'system', 'ping'), [null, 'pong'])
  })
}

test('a handshake shows a key, and perhaps the id of the Homey', IN_TIME, async () => {
  await using world = await openWorld()
  const { key, id } = await world.fullKey('Good', ['zone:read'])
  const gone = await world.fullKey('Gone', ['zone:read'])
  await world.owner('DELETE', `/keys/${gone.id}`)
  const ping = await world.send('GET', '/api/manager/system/ping')
  const installationId = ping.headers['x-homey-id']
  const other = `lk_${'a'.repeat(49)}`
  const rows = [
    [{ token: key }, null],
    [{ token: key, homeyId: null }, null],
    [{ token: key, homeyId: world.homey.id }, null],
    [{ token: key, homeyId: installationId }, null],
    [{ token: key, homeyId: 'f'.repeat(24) }, 400],
    [{ token: key, homeyId: { id } }, 400],
    [{ token: gone.key }, 401],
    [{ token: other }, 401],
    [{ token: `${key} ` }, 401],
    [{ token: [key] }, 401],
    [{ token: world.homey.key }, 401],
    [{}, 401],
    [null, 401],
    ['text', 401],
  ] as const
  for (const [hello, status] of rows) {
    using root = openRoot(world.url)
    const [error, result] = await ask(root, 'handshakeClient', hello)
    assert.equal(error?.statusCode ?? null, status, JSON.stringify(hello))
    if (status === null) assert.deepEqual(result, { namespace: '/api' })
    else assert.match(error?.error_description ?? '', /^Latchkey: /)
    assert.equal(root.connected, true, 'refused in the acknowledgement, not by hanging up')
  }
})

test(
  'a subscription takes the permission that reading takes, and a refusal names it',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const { id } = deviceWith(world, 'dim')
    using reader = await openApi(world.url, await world.key('device:read', 'flow:read'))
    const rows = [
      ['homey:manager:devices', null, undefined],
      ['homey:manager:flow', null, undefined],
      ['homey:manager:drivers', null, undefined],
      [`homey:device:${id}`, null, undefined],
      ['homey:manager:logic', 403, 'variable:read'],
      ['homey:manager:users', 403, 'user:read'],
      ['homey:manager:geolocation', 403, 'location:read,location:state'],
      [`homey:zone:${id}`, 403, 'zone:read'],
      ['homey:user:x', 403, 'user:read'],
      ['homey:app:com.athom.homeyscript', 403, 'app:read'],
      ['homey:manager:sessions', 403, 'session:state'],
      ['homey:session:x', 404, undefined],
      ['homey:nothing:x', 404, undefined],
      ['homey:manager:nothing', 404, undefined],
      ['homey:manager:app', 404, undefined],
      ['homey:manager:*', 400, undefined],
      ['homey:*:*', 400, undefined],
      ['*', 400, undefined],
      ['', 400, undefined],
      ['homey:manager:__proto__', 400, undefined],
      ['homey:__proto__:x', 400, undefined],
      ['homey:constructor:x', 404, undefined],
      [`homey:device:${'x'.repeat(600)}`, 400, undefined],
      [['homey:manager:devices'], 400, undefined],
      [{ toString: 1 }, 400, undefined],
      [null, 400, undefined],
    ] as const
    for (const [uri, status, needs] of rows) {
      const [error] = await ask(reader.api, 'subscribe', uri)
      assert.equal(error?.statusCode ?? null, status, JSON.stringify(uri))
      assert.equal(error?.acceptedPermissions, needs, JSON.stringify(uri))
      if (needs) assert.match(error?.error_description ?? '', /It needs .+ for a key that has it/)
    }
  },
)

test(
  'case 28: of a manager a grant is told what it may read, and nothing else',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const owner = await openApi(world.url, await world.key('preset:full-control'))
    using _ = owner
    using some = await openApi(world.url, await world.key('flow:read'))
    for (const { api } of [owner, some]) {
      assert.deepEqual(await ask(api, 'subscribe', 'homey:manager:flow'), [null])
    }
    const all = hear(owner.api, 'homey:manager:flow')
    const few = hear(some.api, 'homey:manager:flow')
    const trigger = { id: 'homey:manager:flow:programmatic_trigger', args: {} }
    const flow = { name: 'F', trigger, conditions: [], actions: [] }
    const made = async (operation: string, args: object) =>
      assert.equal((await call(owner.api, 'flow', operation, args))[0], null)
    await made('createFlowFolder', { flowfolder: { name: 'Folder' } })
    await made('createAdvancedFlow', { advancedflow: { name: 'A', cards: {} } })
    await made('createFlow', { flow })
    await until(() => few.length > 0)
    const names = (heard: [string, unknown][]) => heard.map(([name]) => name)
    assert.deepEqual(names(all), ['flowfolder.create', 'advancedflow.create', 'flow.create'])
    assert.deepEqual(names(few), ['flow.create'])
  },
)

test('case 28: events hold no secret that HTTP withholds', IN_TIME, async () => {
  await using world = await openWorld()
  const device = deviceWith(world, 'dim')
  device.settings = { ...device.settings, password: 'hush', my_token: 'hush', colour: 'red' }
  const writer = await world.key('device:update', 'user:create')
  const readers = {
    plain: await openApi(world.url, await world.key('device:read', 'user:read')),
    secrets: await openApi(world.url, await world.key('device:read', 'device-secret:read')),
  }
  using _plain = readers.plain
  using _secrets = readers.secrets
  const heard = { plain: [] as unknown[], secrets: [] as unknown[], users: [] as unknown[] }
  for (const name of ['plain', 'secrets'] as const) {
    const { api } = readers[name]
    for (const uri of ['homey:manager:devices', `homey:device:${device.id}`]) {
      assert.deepEqual(await ask(api, 'subscribe', uri), [null])
      api.on(uri, (_name, data) => heard[name].push(data))
    }
  }
  await ask(readers.plain.api, 'subscribe', 'homey:manager:users')
  readers.plain.api.on('homey:manager:users', (_name, data) => heard.users.push(data))
  const path = `/api/manager/devices/device/${device.id}`
  const { status } = await world.send('PUT', path, { key: writer, body: { name: 'Renamed' } })
  assert.equal(status, 200)
  await world.send('POST', '/api/manager/users/user', { key: writer, body: { role: 'guest' } })
  await until(() => heard.plain.length >= 2 && heard.secrets.length >= 2 && heard.users.length >= 1)
  const settings = heard.plain.map((data) => (data as { settings: object }).settings)
  for (const one of settings) assert.doesNotMatch(JSON.stringify(one), /hush/)
  assert.match(JSON.stringify(settings), /red/)
  for (const one of heard.secrets) assert.match(JSON.stringify(one), /hush/)
  assert.doesNotMatch(JSON.stringify(heard.users), /inviteUrl/)
  assert.ok(Object.values(world.homey.state.users).some((user) => user.inviteUrl))
})

test(
  'what is of no known kind is told only to who may read all of the manager',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    const owner = await openApi(world.url, await world.key('preset:full-control', 'language:state'))
    using _ = owner
    const some = await openApi(world.url, await world.key('language:read', 'zone:read'))
    using __ = some
    assert.equal((await ask(some.api, 'subscribe', 'homey:manager:i18n'))[0]?.statusCode, 403)
    assert.deepEqual(await ask(owner.api, 'subscribe', 'homey:manager:i18n'), [null])
    const heard = hear(owner.api, 'homey:manager:i18n')
    const [error] = await call(owner.api, 'i18n', 'setOptionLanguage', { value: 'nl' })
    assert.equal(error, null)
    await until(() => heard.length > 0)
    assert.equal(heard[0]?.[0], 'option.update')
  },
)

test('a Pro 2016–2019 is told of in the words of the later ones', IN_TIME, async () => {
  await using world = await openWorld({ generation: 'pro-2019' })
  const api = await connect(world.url, await world.key('preset:full-control'))
  try {
    await api.flow.connect()
    const trigger = { id: 'homey:manager:flow:programmatic_trigger', args: {} }
    const event = new Promise<Record<string, unknown>>((done) => api.flow.once('flow.create', done))
    const made = await api.flow.createFlow({
      flow: { name: 'V3', trigger, conditions: [], actions: [] },
    })
    assert.equal(made.trigger.id, trigger.id)
    assert.deepEqual((await event)['trigger'], made.trigger)
    assert.ok(world.homey.state.flows[made.id])
  } finally {
    await api.disconnect()
    api.destroy()
  }
})
