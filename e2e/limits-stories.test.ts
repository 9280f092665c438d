// One story for each limit that an owner can set: what passes with it and what does not; what a key made stays
// its own, and what it writes is judged and sent whole.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { type KeyView, listen, openInstallation } from '@latchkey/gateway'
import { does, FRESH, flowOf, idOf, limitedKey, officialClient, ownersHand } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import { openWorld, send, temporaryDirectory, type World } from './world.ts'

const IN_TIME = { timeout: 120_000 }
const DATABASES = bothDatabases()
const API = '/api/manager'

type Names = Parameters<typeof idOf>[1]

/** A call, with names in braces for ids (`{devices:Counter light}`), and the status that is to come. */
type Line = readonly [status: number, call: string, body?: (world: World) => object]

interface Story {
  readonly limits: object
  readonly permissions: readonly string[]
  readonly lines: readonly Line[]
}

const light = (world: World) => does(idOf(world, 'devices', 'Counter light'))
const lamp = (world: World) => does(idOf(world, 'devices', 'Bedside lamp'))
const FLOWS = ['flow:read', 'flow:create', 'flow:update', 'flow:start', 'flow:delete']
const on = () => ({ value: true })

const STORIES: Readonly<Record<string, Story>> = {
  capability: {
    limits: { devices: ['Counter light'], capabilities: ['dim'] },
    permissions: ['device:read', 'device:control'],
    lines: [
      [200, 'PUT devices/device/{devices:Counter light}/capability/dim', () => ({ value: 0.5 })],
      [404, 'PUT devices/device/{devices:Counter light}/capability/onoff', on],
      [404, 'GET devices/device/{devices:Bedside lamp}'],
    ],
  },
  flow: {
    limits: { flows: ['Movie time'] },
    permissions: FLOWS,
    lines: [
      [200, 'GET flow/flow/{flows:Movie time}'],
      [200, 'POST flow/flow/{flows:Movie time}/trigger', () => ({})],
      [404, 'GET flow/flow/{flows:Let me in}'],
      [404, 'POST flow/flow/{flows:Let me in}/trigger', () => ({})],
    ],
  },
  'flow-folder': {
    limits: { flowFolders: ['Daily'] },
    permissions: [...FLOWS, 'flow-folder:read'],
    lines: [
      [200, 'GET flow/flow/{flows:Good morning}'],
      [200, 'GET flow/flowfolder/{flowFolders:Mornings}'],
      [404, 'GET flow/flow/{flows:Let me in}'],
      [404, 'GET flow/flowfolder/{flowFolders:Safety}'],
      [403, 'PUT flow/flow/{flows:Good morning}', () => ({ folder: null })],
    ],
  },
  mood: {
    limits: { moods: ['Movie'] },
    permissions: ['mood:read', 'mood:set'],
    lines: [
      [200, 'POST moods/mood/{moods:Movie}/set', () => ({})],
      [404, 'POST moods/mood/{moods:Night}/set', () => ({})],
    ],
  },
  variable: {
    limits: { variables: ['Guests'] },
    permissions: ['variable:read', 'variable:update'],
    lines: [
      [200, 'PUT logic/variable/{variables:Guests}', on],
      [404, 'PUT logic/variable/{variables:Holiday}', on],
    ],
  },
  dashboard: {
    limits: { dashboards: ['Wall tablet'] },
    permissions: ['dashboard:read'],
    lines: [
      [200, 'GET dashboards/dashboard/{dashboards:Wall tablet}'],
      [404, 'GET dashboards/dashboard/{dashboards:Phone}'],
    ],
  },
  app: {
    limits: { apps: ['com.example.echo'] },
    permissions: ['app:read'],
    lines: [
      [200, 'GET apps/app/com.example.echo'],
      [404, 'GET apps/app/nl.example.lights'],
    ],
  },
  own: {
    limits: { own: true },
    permissions: FLOWS,
    lines: [
      [200, 'GET flow/flow/{flows:Movie time}'],
      [403, 'PUT flow/flow/{flows:Movie time}', () => ({ name: 'Mine' })],
      [403, 'DELETE flow/flow/{flows:Movie time}'],
      [403, 'POST flow/flow/{flows:Movie time}/trigger', () => ({})],
      [200, 'POST flow/flow', (world) => flowOf([light(world)])],
    ],
  },
  'except-device': {
    limits: { except: { devices: ['Bedside lamp'] } },
    permissions: ['device:read', 'device:control', ...FLOWS],
    lines: [
      [200, 'PUT devices/device/{devices:Counter light}/capability/onoff', on],
      [404, 'PUT devices/device/{devices:Bedside lamp}/capability/onoff', on],
      [200, 'POST flow/flow', (world) => flowOf([light(world)])],
      [403, 'POST flow/flow', (world) => flowOf([lamp(world)])],
    ],
  },
  drafts: {
    limits: { drafts: true },
    permissions: [...FLOWS, 'flow:enable'],
    lines: [
      [200, 'POST flow/flow', (world) => flowOf([light(world)])],
      [403, 'POST flow/flow', (world) => flowOf([light(world)], { enabled: true })],
      [403, 'PUT flow/flow/{flows:Movie time}', () => ({ name: 'Mine' })],
      [403, 'POST flow/flow/{flows:Movie time}/trigger', () => ({})],
    ],
  },
}

/** What was done without a word to say is done. */
const asDone = (status: number): number => (status === 204 ? 200 : status)

const named = (world: World, call: string): string =>
  call.replace(/\{(\w+):([^}]+)\}/g, (_, kind: Names, name: string) => idOf(world, kind, name))

for (const [name, { limits, permissions, lines }] of Object.entries(STORIES)) {
  test(`--${name}: what passes, and what does not`, IN_TIME, async () => {
    await using world = await openWorld()
    const { key } = await limitedKey(world, limits, permissions)
    for (const [status, call, body] of lines) {
      const [method = '', path = ''] = named(world, call).split(' ')
      const more = body && { body: body(world) }
      const reply = await world.send(method, `${API}/${path}`, { key, ...more })
      assert.equal(asDone(reply.status), status, `${call}: ${reply.text}`)
    }
    assert.deepEqual(world.errors, [])
  })
}

test('--script: the named one runs, and no other', IN_TIME, async () => {
  await using world = await openWorld()
  const permissions = ['homeyscript:read', 'homeyscript:run']
  const { key } = await limitedKey(world, { scripts: ['Say hello'] }, permissions)
  const scripts = '/api/app/com.athom.homeyscript/script'
  const free = await world.key('homeyscript:read')
  const all = (await world.send('GET', scripts, { key: free })).json<
    Record<string, { name: string }>
  >()
  const mine = (await world.send('GET', scripts, { key })).json<Record<string, { name: string }>>()
  assert.deepEqual(
    Object.values(mine).map((one) => one.name),
    ['Say hello'],
  )
  for (const [id, one] of Object.entries(all)) {
    const { status } = await world.send('POST', `${scripts}/${id}/run`, { key, body: {} })
    assert.equal(status, one.name === 'Say hello' ? 200 : 404, one.name)
  }
})

const START = { id: 'homey:manager:flow:programmatic_trigger' }

test('--card: the named card with its arguments, and no other', IN_TIME, async () => {
  await using world = await openWorld()
  const id = `homey:device:${idOf(world, 'devices', 'Counter light')}:dim`
  const { key } = await limitedKey(world, { cards: [START, { id, args: { dim: 0.5 } }] }, FLOWS)
  const make = (action: object) =>
    world.send('POST', `${API}/flow/flow`, { key, body: flowOf([action]) })
  const [owner = ''] = id.split(/:(?=dim$)/)
  const device = owner.slice('homey:device:'.length)
  assert.equal((await make(does(device, 'dim', { dim: 0.5 }))).status, 200)
  assert.equal((await make(does(device, 'dim', { dim: 1 }))).status, 403)
  assert.equal((await make(does(device, 'on'))).status, 403)
})

for (const [name, database] of Object.entries(DATABASES)) {
  test(`a helper with Flows keeps what it made, and no more (${name})`, IN_TIME, async () => {
    const databaseUrl = await database()
    const keys = { sealingKey: Buffer.alloc(32, 1).toString('base64') }
    using directory = temporaryDirectory()
    await using world = await openWorld({ databaseUrl, ...keys, data: directory.path })
    const { key, id } = await limitedKey(world, null, ['preset:flow-helper'])
    await using client = await officialClient(world, key, 'HTTP')
    const { api } = client
    const mine = await api.flow.createFlow({ flow: flowOf([light(world)]) })
    await api.flow.updateFlow({ id: mine.id, flow: { name: 'Mine' } })
    const theirs = idOf(world, 'flows', 'Movie time')
    await assert.rejects(api.flow.updateFlow({ id: theirs, flow: { name: 'x' } }), {
      statusCode: 403,
    })
    assert.equal((await api.flow.getFlow({ id: theirs, ...FRESH })).name, 'Movie time')
    await world.owner('PUT', `/keys/${id}`, { addPermissions: ['flow:delete'] })

    // Another gateway knows it, or the same one after a restart.
    const other = { data: directory.path, databaseUrl, ...keys }
    using elsewhere = temporaryDirectory()
    if (databaseUrl === undefined) await world.installation[Symbol.asyncDispose]()
    else other.data = elsewhere.path
    await using second = await openInstallation(other)
    await using listener = await listen(second, { host: '127.0.0.1', port: 0 })
    const put = (flow: string, text: string) => {
      const path = `${API}/flow/flow/${flow}`
      return send(listener.url, 'PUT', path, { key, body: { name: text } })
    }
    assert.equal((await put(mine.id, 'Still mine')).status, 200)
    assert.equal((await put(theirs, 'x')).status, 403)
    assert.equal(world.homey.state.flows[mine.id]?.name, 'Still mine')
    const made = async () => {
      const answer = await second.owner.inject({ method: 'GET', url: `/keys/${id}` })
      return answer.json<KeyView>().made
    }
    assert.equal(await made(), 1)
    const gone = await send(listener.url, 'DELETE', `${API}/flow/flow/${mine.id}`, { key })
    assert.equal(asDone(gone.status), 200, gone.text)
    assert.equal(await made(), 0, 'what is deleted is forgotten')
  })
}

test('fifty partial updates of one Flow at once lose nothing', IN_TIME, async () => {
  await using world = await openWorld()
  const { key } = await limitedKey(world, { zones: ['Kitchen'] }, FLOWS)
  const body = flowOf([light(world)])
  const made = await world.send('POST', `${API}/flow/flow`, { key, body })
  const { id } = made.json<{ id: string }>()
  const path = `${API}/flow/flow/${id}`
  // Each member is written by some; what one writes must not take back what another wrote.
  const bodies = Array.from({ length: 50 }, (_, at) => {
    if (at % 3 === 0) return { name: `Name ${at}` }
    if (at % 3 === 1) return { actions: [light(world), light(world)] }
    return { conditions: [], enabled: false }
  })
  const replies = await Promise.all(
    bodies.map((one) => world.send('PUT', path, { key, body: one })),
  )
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([200]))
  const flow = world.homey.state.flows[id]
  assert.deepEqual([flow?.name, flow?.enabled, flow?.actions.length], ['Name 48', false, 2])
})

test('what is judged is what is sent: nothing said twice, nothing unknown', IN_TIME, async () => {
  await using world = await openWorld()
  const { key } = await limitedKey(world, { zones: ['Kitchen'] }, FLOWS)
  const post = (text: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const sent = request(
        `${world.url}${API}/flow/flow`,
        { method: 'POST', headers },
        (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
        },
      )
      sent.on('error', reject).end(text)
    })
  const good = JSON.stringify(flowOf([light(world)]))
  const bad = JSON.stringify([lamp(world)])
  const before = Object.keys(world.homey.state.flows).length
  // The last of two counts, for the judge and for the hub.
  assert.equal(await post(`${good.slice(0, -1)},"actions":${bad}}`), 403)
  assert.equal(await post(`{"actions":${bad},${good.slice(1)}`), 200)
  assert.equal(await post(`${good.slice(0, -1)},"more":1}`), 403)
  assert.equal(await post(`${good.slice(0, -1)},"__proto__":{"actions":${bad}}}`), 403)
  const sent = world.homey.requests.filter(({ method }) => method === 'POST')
  assert.equal(sent.length, 1)
  assert.equal(Object.keys(world.homey.state.flows).length, before + 1)
  assert.ok(!JSON.stringify(sent[0]).includes(idOf(world, 'devices', 'Bedside lamp')))
})

test(
  'a move that lets a key reach more takes zone:move, and the owner is told',
  IN_TIME,
  async () => {
    await using world = await openWorld()
    await limitedKey(world, { zones: ['Kitchen'] }, ['device:read'])
    const path = `${API}/devices/device/${idOf(world, 'devices', 'Bedside lamp')}`
    const body = { zone: idOf(world, 'zones', 'Kitchen') }
    const plain = await world.key('device:read', 'device:update')
    const refused = await world.send('PUT', path, { key: plain, body })
    assert.equal(refused.status, 403)
    assert.match(String(refused.headers['x-latchkey-accepted-permissions']), /zone:move/)
    assert.equal(
      (await world.send('PUT', path, { key: plain, body: { name: 'Lamp' } })).status,
      200,
    )
    assert.deepEqual(world.warnings, [])
    const hand = await ownersHand(world)
    await hand('PUT', path, body)
    assert.match(world.warnings.join(), /"Owner" moved something.*"Limited" now reaches device/)
  },
)
