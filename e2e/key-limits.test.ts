// Keys with limits through the owner API, on both databases and behind both doors: names and ids, what is
// refused and how, editing, views. That limits are kept to is tested where they are judged.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import {
  type ChangedKeyView,
  type KeyView,
  listen,
  type MadeKeyView,
  openInstallation,
} from '@latchkey/gateway'
import { signedIn } from './browser.ts'
import { bothDatabases } from './postgres.ts'
import { openWorld, send, temporaryDirectory, type World } from './world.ts'

const DATABASES = bothDatabases()

type Named = Readonly<Record<string, { readonly id: string; readonly name: string }>>

/** The ids of a hub's objects by name, as the hub itself says them. */
async function idsOf(world: World, path: string): Promise<(name: string) => string> {
  const { address, key } = world.homey
  const answer = await send(address, 'GET', path, { key })
  const all = Object.values(answer.json<Named>())
  return (name) => {
    const found = all.find((one) => one.name === name)
    assert.ok(found, `${path} has no ${name}`)
    return found.id
  }
}

const ZONES = '/api/manager/zones/zone'
const DEVICES = '/api/manager/devices/device'

const make = (world: World, limits: object, permissions: readonly string[] = ['device:read']) =>
  world.owner<MadeKeyView>('POST', '/keys', { hub: 'Home', name: 'Panel', permissions, limits })

const edit = (world: World, id: string, change: object) =>
  world.owner<ChangedKeyView>('PUT', `/keys/${id}`, change)

for (const [name, database] of Object.entries(DATABASES)) {
  describe(name, () => {
    test('names and ids become ids, and come back with names, at both doors', async () => {
      await using world = await openWorld({ databaseUrl: await database() })
      const zone = await idsOf(world, ZONES)
      const device = await idsOf(world, DEVICES)
      const flow = await idsOf(world, '/api/manager/flow/flow')
      const folder = await idsOf(world, '/api/manager/flow/flowfolder')
      const mood = await idsOf(world, '/api/manager/moods/mood')
      const variable = await idsOf(world, '/api/manager/logic/variable')
      const dashboard = await idsOf(world, '/api/manager/dashboards/dashboard')
      const script = await idsOf(world, '/api/app/com.athom.homeyscript/script')
      const card = `homey:device:${device('Ceiling light')}:on`
      const advanced = (
        await send(world.homey.address, 'GET', '/api/manager/flow/advancedflow', {
          key: world.homey.key,
        })
      ).json<Named>()
      const [big] = Object.values(advanced)
      assert.ok(big)
      const made = await make(
        world,
        {
          zones: ['kitchen', zone('Bedroom'), ' Kitchen '],
          devices: ['Ceiling light'],
          ...{ capabilities: ['onoff'], flows: ['Good morning', big.name], flowFolders: ['daily'] },
          ...{ moods: ['Movie'], variables: ['Guests'], dashboards: ['Phone'] },
          ...{ scripts: ['Say hello'], apps: ['com.athom.homeyscript', 'Echo'] },
          ...{ own: true, drafts: true, cards: [{ id: card, args: { a: [1, { b: null }] } }] },
          except: { devices: ['Reading lamp'], zones: ['Garage'] },
        },
        ['device:read', 'flow:create'],
      )
      const expected = {
        zones: [
          { id: zone('Kitchen'), name: 'Kitchen' },
          { id: zone('Bedroom'), name: 'Bedroom' },
        ],
        devices: [{ id: device('Ceiling light'), name: 'Ceiling light' }],
        flows: [
          { id: flow('Good morning'), name: 'Good morning' },
          { id: big.id, name: big.name },
        ],
        flowFolders: [{ id: folder('Daily'), name: 'Daily' }],
        moods: [{ id: mood('Movie'), name: 'Movie' }],
        variables: [{ id: variable('Guests'), name: 'Guests' }],
        dashboards: [{ id: dashboard('Phone'), name: 'Phone' }],
        scripts: [{ id: script('Say hello'), name: 'Say hello' }],
        ...{ own: true, drafts: true },
        except: {
          devices: [{ id: device('Reading lamp'), name: 'Reading lamp' }],
          zones: [{ id: zone('Garage'), name: 'Garage' }],
        },
      }
      const { capabilities, apps, cards, ...limits } = made.limits ?? {}
      assert.deepEqual(limits, expected)
      assert.deepEqual(
        [capabilities, apps, cards].map((list) => list?.map((one) => one.id)),
        [['onoff'], ['com.athom.homeyscript', made.limits?.apps?.[1]?.id], [card]],
      )
      assert.deepEqual(made.limits?.apps?.[1]?.name, 'Echo')
      assert.deepEqual(cards?.[0]?.args, { a: [1, { b: null }] })
      assert.deepEqual([made.notes, made.absent, made.made], [[], [], 0])
      const ann = await signedIn(world, 'Ann')
      const { key: _, notes: __, absent: ___, ...view } = made
      assert.deepEqual((await ann.ask('GET', `/keys/${made.id}`)).json(), view)
      const [listed] = (await ann.ask('GET', '/keys')).json<KeyView[]>()
      assert.deepEqual(listed?.limits?.zones, [
        { id: zone('Kitchen'), name: null },
        { id: zone('Bedroom'), name: null },
      ])
    })

    test('editing lays over what was there, keeps the rest, and is in the audit log', async () => {
      await using world = await openWorld({ databaseUrl: await database() })
      const key = await make(world, {
        zones: ['Kitchen'],
        own: true,
        except: { zones: ['Garage'] },
      })
      const names = (limits: KeyView['limits']) => ({
        ...limits,
        zones: limits?.zones?.map((one) => one.name),
        except: limits?.except?.zones?.map((one) => one.name),
      })
      const other = await edit(world, key.id, { limits: { zones: ['Bedroom', 'Hall'] } })
      assert.deepEqual(names(other.limits), {
        ...{ zones: ['Bedroom', 'Hall'], own: true, except: ['Garage'] },
      })
      const lifted = await edit(world, key.id, { limits: { own: null, except: { zones: null } } })
      assert.deepEqual(names(lifted.limits), { zones: ['Bedroom', 'Hall'], except: undefined })
      const change = { name: 'Wall', addPermissions: ['zone:read'], expires: '2h' }
      const named = await edit(world, key.id, change)
      assert.deepEqual([named.name, named.permissions], ['Wall', ['device:read', 'zone:read']])
      assert.deepEqual(named.limits, lifted.limits)
      assert.equal(Date.parse(named.expires ?? '') > Date.now(), true)
      const forever = await edit(world, key.id, { expires: null, dropPermissions: ['zone:read'] })
      assert.deepEqual([forever.expires, forever.permissions], [null, ['device:read']])
      const replaced = await edit(world, key.id, { permissions: ['mood:read'] })
      assert.deepEqual(replaced.permissions, ['mood:read'])
      assert.equal((await world.send('GET', DEVICES, { key: key.key })).status, 403)
      const free = await edit(world, key.id, { limits: null })
      assert.deepEqual([free.limits, free.permissions], [null, ['mood:read']])
      const events = await world.owner<{ operation: string; grant: string | null }[]>(
        'GET',
        '/audit?operation=owner.editKey&limit=100',
      )
      assert.equal(events.length, 6)
      assert.ok(events.every((one) => one.grant === key.id))
    })

    test('a revoked key stays as it was; an expired one can be given a new life', async () => {
      let now = Date.now()
      await using world = await openWorld({ databaseUrl: await database(), now: () => now })
      const brief = await world.fullKey('Brief', ['device:read'], '1h')
      now += 2 * 3_600_000
      assert.equal((await world.send('GET', DEVICES, { key: brief.key })).status, 401)
      assert.equal((await edit(world, brief.id, { expires: '1h' })).state, 'live')
      assert.equal((await world.send('GET', DEVICES, { key: brief.key })).status, 200)
      await world.owner('DELETE', `/keys/${brief.id}`)
      await assert.rejects(edit(world, brief.id, { limits: { own: true } }), /409.*key_revoked/)
      assert.equal((await world.owner<KeyView>('GET', `/keys/${brief.id}`)).limits, null)
    })
  })
}

test('a change at one gateway holds at the other', async () => {
  const databaseUrl = await DATABASES.PostgreSQL()
  const keys = { sealingKey: Buffer.alloc(32, 1).toString('base64') }
  await using world = await openWorld({ databaseUrl, ...keys })
  using directory = temporaryDirectory()
  await using second = await openInstallation({ data: directory.path, databaseUrl, ...keys })
  await using listener = await listen(second, { host: '127.0.0.1', port: 0 })
  const { id, key } = await world.fullKey('Panel', ['device:read', 'mood:read'])
  const becomes = async (status: number) => {
    const begun = performance.now()
    while ((await send(listener.url, 'GET', DEVICES, { key })).status !== status) {
      assert.ok(performance.now() - begun < 10_000, `it never becomes ${status}`)
    }
  }
  await becomes(200)
  await edit(world, id, { dropPermissions: ['device:read'] })
  await becomes(403)
})

test('what is said twice on the hub is asked back, with ids and places', async () => {
  await using world = await openWorld({ home: 'villa' })
  const { key, address } = world.homey
  const zones = Object.values((await send(address, 'GET', ZONES, { key })).json<Named>())
  const twins = zones.filter((one) => one.name === 'Bathroom').map((one) => one.id)
  assert.ok(twins.length > 1)
  const refused = await make(world, { zones: ['bathroom'] }).catch(String)
  assert.match(String(refused), /422.*limit_unknown/)
  for (const id of twins) assert.match(String(refused), new RegExp(`${id} \\(in [^)]+\\)`))
  const [first = ''] = twins
  assert.deepEqual((await make(world, { zones: [first] })).limits, {
    zones: [{ id: first, name: 'Bathroom' }],
  })
  await assert.rejects(make(world, { devices: ['Smoke'] }), /There are \d+ called .*in /)
})

const REFUSED: readonly (readonly [limits: object, said: RegExp])[] = [
  [{ zones: ['Kichen'] }, /limit_unknown.*no zone .*Kichen.*Did you mean .*Kitchen/],
  [{ devices: ['ceiling'] }, /no device .*Did you mean .*Ceiling light/],
  [{ moods: ['x'.repeat(50)] }, /no mood.*There is, for example/],
  [{ zones: ['00000000-0000-4000-8000-000000000000'] }, /no zone/],
  [{ zones: ['Kitchen'], devices: ['Kitchen'] }, /no device/],
  [{ cards: [{ id: 'homey:manager:logic:nothing' }] }, /no Flow card/],
  [{}, /invalid_request.*at least one limit/],
  [{ zones: [] }, /limits.zones: name at least one/],
  [{ zones: ['Kitchen', 'Kitchen'] }, /each entry stands once/],
  [{ zones: ['a\u0000b'] }, /no control characters/],
  [{ zones: ['a\u202eb'] }, /no control characters/],
  [{ zones: ['x'.repeat(201)] }, /at most 200/],
  [{ zones: [''] }, /not empty/],
  [{ zones: 'Kitchen' }, /invalid_request.*limits.zones/],
  [{ rooms: ['Kitchen'] }, /invalid_request.*rooms/],
  [{ own: false }, /own: say true/],
  [{ own: null }, /own: say true/],
  [{ except: {} }, /except: name devices or zones/],
  [{ except: { flows: ['x'] } }, /invalid_request/],
  [{ cards: [{ id: 'homey:x:y:z', more: 1 }] }, /invalid_request/],
  [{ cards: [{ id: 'homey:x:y:z', args: [1] }] }, /invalid_request/],
  [{ cards: [{ id: 'homey:x:y:z', args: { a: 'x'.repeat(10_000) } }] }, /small JSON object/],
  [{ devices: ['Curtains'], except: { devices: ['Curtains'] } }, /limits_refused.*never cover/],
  [{ zones: ['Hall'], except: { zones: ['hall'] } }, /limits_refused.*never cover/],
  [{ drafts: true }, /limits_refused.*drafts does nothing.*flow:create/],
]

test('limits that are no limits are refused, saying what to do, and leave no key', async () => {
  await using world = await openWorld()
  const deep = {
    cards: [{ id: 'homey:x:y:z', args: JSON.parse('{"a":'.repeat(500) + 1 + '}'.repeat(500)) }],
  }
  for (const [limits, said] of [...REFUSED, [deep, /small JSON object/] as const]) {
    await assert.rejects(make(world, limits), said, JSON.stringify(limits).slice(0, 80))
  }
  assert.deepEqual(await world.owner('GET', '/keys'), [])
  const key = await make(world, { zones: ['Kitchen'] })
  await assert.rejects(edit(world, key.id, {}), /say what is to change/)
  await assert.rejects(edit(world, key.id, { limits: {} }), /at least one limit/)
  await assert.rejects(edit(world, key.id, { limits: { zones: ['Nowhere'] } }), /limit_unknown/)
  await assert.rejects(edit(world, key.id, { limits: { drafts: true } }), /drafts does nothing/)
  await assert.rejects(
    edit(world, key.id, { limits: { except: { zones: ['Kitchen'] } } }),
    /never cover/,
  )
  await assert.rejects(
    edit(world, key.id, { dropPermissions: ['device:read'] }),
    /Nothing would be/,
  )
  await assert.rejects(edit(world, key.id, { addPermissions: ['device:raed'] }), /device:read/)
  const { limits, permissions } = await world.owner<KeyView>('GET', `/keys/${key.id}`)
  assert.deepEqual([limits?.zones?.[0]?.name, permissions], ['Kitchen', ['device:read']])
})

test('names of the hub bring nothing to a terminal that it obeys', async () => {
  await using world = await openWorld()
  const { address, key } = world.homey
  const parent = (await idsOf(world, ZONES))('Kitchen')
  const body = { name: 'Kitchen\u001b[2J', icon: 'home', parent }
  const made = await send(address, 'POST', ZONES, { key, body })
  assert.equal(made.status, 200, made.text)
  await assert.rejects(make(world, { zones: ['[2J'] }), (error: Error) => {
    assert.match(error.message, /Kitchen\?\[2J/)
    return !error.message.includes('u001b')
  })
})

test('ten thousand entries pass, one more does not', async () => {
  await using world = await openWorld()
  const uuid = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
  const ids = Array.from({ length: 10_001 }, (_, at) => uuid(at))
  const { address, key } = world.homey
  assert.equal((await send(address, 'GET', DEVICES, { key })).status, 200)
  await world.homey.close()
  const many = await make(world, { devices: ids.slice(0, 9_999), zones: ids.slice(0, 1) })
  assert.equal(many.limits?.devices?.length, 9_999)
  await assert.rejects(make(world, { devices: ids }), /at most 10000 entries/)
  await assert.rejects(make(world, { devices: ids.slice(1), zones: ids.slice(1) }), /in all/)
  await assert.rejects(
    edit(world, many.id, { limits: { moods: ids.slice(0, 5) } }),
    /limits_refused.*10005 entries/,
  )
})

test('of a Homey that is away ids are taken on trust, saying so, and names are not', async () => {
  await using world = await openWorld()
  const device = (await idsOf(world, DEVICES))('Curtains')
  await world.homey.close()
  const made = await make(world, { devices: [device], capabilities: ['onoff'] })
  assert.deepEqual(made.limits?.devices, [{ id: device, name: null }])
  assert.equal(made.notes.length, 2)
  assert.match(made.notes.join(), new RegExp(`not checked that there is a device ${device}`))
  await assert.rejects(make(world, { zones: ['Kitchen'] }), /503.*hub_away.*Kitchen.*give the id/)
  const lifted = await edit(world, made.id, { limits: { capabilities: null } })
  assert.deepEqual([lifted.limits, lifted.notes], [{ devices: [{ id: device, name: null }] }, []])
})

test('a Pro 2019 is asked in its own words', async () => {
  await using world = await openWorld({ generation: 'pro-2019' })
  const made = await world.owner<MadeKeyView>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Panel', permissions: ['device:read', 'flow:create'] },
    limits: {
      ...{ zones: ['Kitchen'], devices: ['Curtains'], flows: ['Movie time'] },
      ...{ variables: ['Guests'], cards: [{ id: 'homey:manager:logic:lt' }] },
    },
  })
  assert.deepEqual(
    [made.limits?.zones, made.limits?.devices, made.limits?.flows].map((one) => one?.[0]?.name),
    ['Kitchen', 'Curtains', 'Movie time'],
  )
})

test('the helper with Flows is limited to what it makes, says so, and is no full control', async () => {
  await using world = await openWorld()
  const made = await world.owner<MadeKeyView>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Helper', permissions: ['preset:flow-helper'] },
  })
  assert.deepEqual([made.limits, made.danger], [{ own: true }, 'change'])
  assert.match(made.notes.join(), /only what it makes itself/)
  assert.ok(made.dangers.some((one) => one.permission === 'flow:create' && one.danger === 'change'))
  const again = await world.owner<MadeKeyView>('POST', '/keys', {
    ...{ hub: 'Home', name: 'Helper', permissions: ['preset:flow-helper'] },
    limits: { own: true, zones: ['Kitchen'] },
  })
  assert.deepEqual([Object.keys(again.limits ?? {}).sort(), again.notes], [['own', 'zones'], []])
  const free = await edit(world, made.id, { limits: null })
  assert.deepEqual([free.limits, free.danger], [null, 'full'])
  const back = await edit(world, made.id, { addPermissions: ['preset:flow-helper'], limits: null })
  assert.deepEqual([back.limits, back.danger], [{ own: true }, 'change'])
})

test('what rooms do not bound is said, where there is a limit to rooms', async () => {
  await using world = await openWorld()
  const permissions = ['alarm:read', 'device:read', 'user:read']
  const rooms = await make(world, { zones: ['Kitchen'] }, permissions)
  assert.deepEqual(rooms.notByRooms, ['alarm:read', 'user:read'])
  assert.deepEqual((await make(world, { moods: ['Movie'] }, permissions)).notByRooms, [])
})

test('removing a hub forgets what was created there', async () => {
  await using world = await openWorld()
  const { id } = await make(world, { own: true })
  using database = openFile(world)
  database.run(`INSERT INTO created_object VALUES ('${id}', '${world.homey.id}', 'flow', 'f1', 1)`)
  assert.equal((await world.owner<KeyView>('GET', `/keys/${id}`)).made, 1)
  await world.owner('DELETE', '/hubs/Home')
  assert.equal(database.count('created_object'), 0)
})

function openFile(world: World) {
  const database = new DatabaseSync(join(world.data, 'latchkey.db'))
  return {
    run: (statement: string) => database.exec(statement),
    count: (table: string) =>
      database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count'],
    [Symbol.dispose]: () => database.close(),
  }
}
