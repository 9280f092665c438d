// Undoing what keys left, in the cases that are not plain: the owner edited it, two keys changed the same, the
// Homey is away, an answer was lost, something else uses it, the key ends by itself.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Installation, openInstallation } from '@latchkey/gateway'
import { Canaries } from './canaries.ts'
import { card, flowOf, idOf } from './limited.ts'
import { bothDatabases } from './postgres.ts'
import {
  BUILDER,
  caller,
  databaseText,
  house,
  idIn,
  over,
  ownerEdits,
  revoke,
  revoked,
  tracesOf,
  until,
} from './traces-world.ts'
import { openWorld, ownerOf, type World } from './world.ts'

const IN_TIME = { timeout: 180_000 }

const FLOWS = '/api/manager/flow/flow'
const VARIABLES = '/api/manager/logic/variable'
const COUNT = { name: 'Count', type: 'number', value: 0 }

const someFlow = (world: World) => {
  const [flow] = Object.values(world.homey.state.flows)
  assert.ok(flow)
  return flow
}

for (const [name, address] of Object.entries(bothDatabases())) {
  const open = async (more: object = {}) => openWorld({ databaseUrl: await address(), ...more })

  // What PostgreSQL has as well: undos of two keys, a lost answer, the next gateway, expiry, sealed rows. The others
  // differ in what stands at the hub, which no database knows; their rows are of the same kinds.
  const sqlite = { ...IN_TIME, skip: name !== 'SQLite' }

  describe(name, () => {
    test('off: what it made is switched off, and can be put back later', sqlite, async () => {
      await using world = await open()
      const before = house(world)
      const { id, key } = await world.fullKey('Helper', BUILDER)
      const call = caller(world.url, key)
      const made = await call('POST', FLOWS, flowOf([]))
      await call('PUT', `${FLOWS}/${someFlow(world).id}`, { name: 'Changed' })
      const off = await revoked(world, id, 'off')
      assert.deepEqual(
        off.done.map(({ kind, outcome }) => [kind, outcome]),
        [['flow', 'off']],
      )
      assert.equal(world.homey.state.flows[idIn(made)]?.enabled, false)
      assert.equal(someFlow(world).name, 'Changed')
      assert.equal((await world.send('GET', FLOWS, { key })).status, 401)
      await revoked(world, id, 'restore')
      assert.equal(house(world), before)
    })

    test('what the owner edited since is listed, and not touched', sqlite, async () => {
      await using world = await open()
      const { id, key } = await world.fullKey('Helper', BUILDER)
      const call = caller(world.url, key)
      const made = await call('POST', FLOWS, flowOf([], { name: 'Made' }))
      const flow = someFlow(world)
      await call('PUT', `${FLOWS}/${flow.id}`, { name: 'Changed' })
      await ownerEdits(world, `${FLOWS}/${idIn(made)}`, { name: 'Mine now' })
      await ownerEdits(world, `${FLOWS}/${flow.id}`, { enabled: !flow.enabled })
      const edited = house(world)
      for (const how of ['off', 'restore']) {
        const undo = await revoked(world, id, how)
        const left = undo.left.map((one) => one.words)
        const expected = how === 'off' ? [/Made/] : [/Made/, /Changed/]
        assert.equal(left.length, expected.length)
        for (const [at, words] of expected.entries()) assert.match(left[at] ?? '', words)
        assert.match(left[0] ?? '', /somebody has edited it since/)
        assert.equal(house(world), edited)
      }
    })

    test('what was built upon an edit goes back to the edit', sqlite, async () => {
      await using world = await open()
      const { id, key } = await world.fullKey('Helper', BUILDER)
      const path = `${FLOWS}/${someFlow(world).id}`
      await caller(world.url, key)('PUT', path, { name: 'Changed' })
      await ownerEdits(world, path, { name: 'Mine' })
      const edited = house(world)
      await caller(world.url, key)('PUT', path, { name: 'Changed again' })
      const undo = await revoked(world, id, 'restore')
      assert.equal(house(world), edited)
      assert.deepEqual(
        undo.done.map(({ outcome }) => outcome),
        ['restored'],
      )
      assert.deepEqual(
        undo.left.map(({ outcome }) => outcome),
        ['left-edited'],
      )
    })

    for (const order of ['first', 'last'] as const) {
      const where = order === 'first' ? IN_TIME : sqlite
      test(`two keys in turn, undone with the ${order} one first`, where, async () => {
        await using world = await open()
        const before = house(world)
        const [one, other] = [
          await world.fullKey('One', BUILDER),
          await world.fullKey('Other', BUILDER),
        ]
        const path = `${FLOWS}/${someFlow(world).id}`
        const made = await caller(world.url, one.key)('POST', FLOWS, flowOf([], { name: 'One' }))
        for (const { key, name: by } of [one, other, one, other]) {
          await caller(world.url, key)('PUT', path, { name: `By ${by}` })
        }
        await caller(world.url, other.key)('PUT', `${FLOWS}/${idIn(made)}`, { name: 'Other' })
        const keys = order === 'first' ? [one, other] : [other, one]
        const undos = []
        for (const { id } of keys) undos.push(await revoked(world, id, 'restore'))
        assert.equal(house(world), before, JSON.stringify(undos, null, 1))
      })
    }

    test('what something else uses stays', sqlite, async () => {
      await using world = await open()
      const { id, key } = await world.fullKey('Helper', BUILDER)
      const call = caller(world.url, key)
      const variable = idIn(await call('POST', VARIABLES, COUNT))
      const unused = idIn(await call('POST', VARIABLES, { ...COUNT, name: 'Other' }))
      const args = { variable: { id: variable, name: 'Count' }, value: 1 }
      const uses = card('homey:manager:logic:variable_set', args)
      await ownerEdits(world, `${FLOWS}/${someFlow(world).id}`, { actions: [uses] })
      const undo = await revoked(world, id, 'restore')
      assert.deepEqual(
        undo.left.map(({ outcome }) => outcome),
        ['left-used'],
      )
      assert.ok(world.homey.state.variables[variable])
      assert.equal(world.homey.state.variables[unused], undefined)
    })

    test('what points at something that was deleted points at it again', sqlite, async () => {
      await using world = await open()
      const [own, helper] = [
        await world.fullKey('Mine', BUILDER),
        await world.fullKey('Helper', BUILDER),
      ]
      const variable = idIn(await caller(world.url, own.key)('POST', VARIABLES, COUNT))
      const args = { variable: { id: variable, name: 'Count' }, value: 1 }
      const uses = card('homey:manager:logic:variable_set', args)
      const flow = idIn(await caller(world.url, own.key)('POST', FLOWS, flowOf([uses])))
      const before = house(world)
      await caller(world.url, helper.key)('DELETE', `${VARIABLES}/${variable}`)
      const undo = await revoked(world, helper.id, 'restore')
      assert.deepEqual(
        undo.done.map(({ outcome }) => outcome),
        ['recreated'],
      )
      assert.equal(house(world), before)
      const again = idOf(world, 'variables', 'Count')
      assert.notEqual(again, variable)
      assert.ok(JSON.stringify(world.homey.state.flows[flow]).includes(again))
      await revoked(world, own.id, 'restore')
      assert.equal(world.homey.state.flows[flow], undefined)
      assert.equal(world.homey.state.variables[again], undefined)
    })

    test(
      'an answer that was lost: what was made is found, and what was not is not',
      IN_TIME,
      async () => {
        await using world = await open()
        const before = house(world)
        const { id, key } = await world.fullKey('Helper', BUILDER)
        const twin = flowOf([], { name: someFlow(world).name })
        const lose = (kind: 'lose-answer' | 'drop') => {
          world.homey.fault = ({ method }) => (method === 'GET' ? undefined : { kind })
        }
        lose('lose-answer')
        await world.send('POST', FLOWS, { key, body: flowOf([], { name: 'Lost' }) })
        await world.send('POST', FLOWS, { key, body: twin })
        await world.send('PUT', `${FLOWS}/${someFlow(world).id}`, {
          key,
          body: { name: 'Unheard' },
        })
        lose('drop')
        await world.send('POST', FLOWS, { key, body: flowOf([], { name: 'Never' }) })
        const second = Object.values(world.homey.state.flows)[1]
        await world.send('PUT', `${FLOWS}/${second?.id}`, { key, body: { name: 'Never' } })
        world.homey.fault = undefined
        assert.notEqual(house(world), before)
        const undo = await revoked(world, id, 'restore')
        assert.equal(house(world), before, JSON.stringify(undo, null, 1))
      },
    )

    test(
      'the Homey is away and the gateway is started anew: it is undone when it is back',
      IN_TIME,
      async () => {
        await using stack = new AsyncDisposableStack()
        const world = stack.use(await open())
        const before = house(world)
        const { id, key } = await world.fullKey('Helper', BUILDER)
        await caller(world.url, key)('POST', FLOWS, flowOf([]))
        await caller(world.url, key)('DELETE', `${FLOWS}/${someFlow(world).id}`)
        world.homey.fault = () => ({ kind: 'drop' })
        const { undo: asked, state } = await revoke(world, id, 'restore')
        assert.equal(state, 'revoked')
        assert.ok(asked)
        const waiting = () => world.owner<typeof asked>('GET', `/undos/${asked.id}`)
        await until(async () => (await waiting()).problem !== null)
        const again = stack.use(await restarted(world))
        world.homey.fault = undefined
        const undo = await over({ owner: ownerOf(again) }, asked.id)
        assert.equal(undo.state, 'done')
        assert.equal(house(world), before)
      },
    )

    test('expiry does what was chosen, once', IN_TIME, async () => {
      let now = Date.now()
      await using world = await open({ now: () => now })
      world.installation.takeCare()
      const before = house(world)
      const made = await world.owner<{ id: string; key: string }>('POST', '/keys', {
        ...{
          hub: 'Home',
          name: 'Guest',
          permissions: [...BUILDER],
          expires: '1h',
          onEnd: 'restore',
        },
      })
      await caller(world.url, made.key)('POST', FLOWS, flowOf([]))
      assert.notEqual(house(world), before)
      now += 3_700_000
      await until(async () => {
        now += 100
        return house(world) === before
      })
      const { undos } = await tracesOf(world, made.id)
      assert.deepEqual(
        undos.map(({ because }) => because),
        ['expiry'],
      )
    })

    test('secrets in what was kept are nowhere in the clear', IN_TIME, async () => {
      await using world = await open()
      const { id, key } = await world.fullKey('Helper', BUILDER)
      const [app = ''] = Object.keys(world.homey.state.apps)
      const canaries = new Canaries()
      const [old, written] = [canaries.make('old setting'), canaries.make('new setting')]
      const { appSettings } = world.homey.state
      appSettings[app] = { ...appSettings[app], password: old }
      const path = `/api/manager/apps/app/${app}/setting/password`
      await caller(world.url, key)('PUT', path, { value: written })
      if (appSettings[app]?.['password'] === written) canaries.live('new setting')
      canaries.hear('the database', await databaseText(world))
      canaries.hear('the traces', JSON.stringify(await tracesOf(world, id)))
      canaries.hear('the undo', JSON.stringify(await revoked(world, id, 'restore')))
      if (appSettings[app]?.['password'] === old) canaries.live('old setting')
      canaries.hear('the traces afterwards', JSON.stringify(await tracesOf(world, id)))
      canaries.hear('the database afterwards', await databaseText(world))
      canaries.hear('the audit log', JSON.stringify(await world.owner('GET', '/audit?limit=1000')))
      assert.deepEqual([canaries.dead, canaries.found()], [[], []])
    })

    test('what cannot be undone is listed', sqlite, async () => {
      await using world = await open()
      const { id, key } = await world.fullKey('Helper', [...BUILDER, 'app:restart', 'user:update'])
      const device = idOf(world, 'devices', 'Counter light')
      const path = `/api/manager/devices/device/${device}/capability/onoff`
      await caller(world.url, key)('PUT', path, { value: true })
      await caller(world.url, key)('PUT', path, { value: false })
      const { notUndoable, traces } = await tracesOf(world, id)
      assert.deepEqual(traces, [])
      assert.equal(notUndoable.length, 1)
      assert.match(notUndoable[0]?.words ?? '', /devices\.setCapabilityValue/)
    })
  })
}

/** The same data directory and database in the place of a gateway that is closed. */
async function restarted(world: World): Promise<Installation> {
  await world.installation[Symbol.asyncDispose]()
  const { data, databaseUrl, errors } = world
  const onError = (error: unknown) => errors.push(error)
  const installation = await openInstallation({ data, databaseUrl, onError })
  installation.takeCare()
  return installation
}
