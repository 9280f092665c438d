// What a key reaches, through the owner API, on the villa of both dialects: the
// lock that a key for the kitchen reaches because a Flow reacts is named, with the whole chain.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyView, ReachView } from '@latchkey/gateway'
import type { startVirtualHomey } from '@latchkey/virtual-homey'
import { openWorld, type World } from './world.ts'

type Known = Extract<ReachView, { known: true }>
type OfHub = World<World['homey'] | Awaited<ReturnType<typeof startVirtualHomey>>>

const listOf = async (world: OfHub, key: string, path: string) => {
  const reply = await world.send('GET', `/api/manager/${path}`, { key })
  assert.equal(reply.status, 200, reply.text)
  return Object.values(reply.json<Record<string, Record<string, unknown>>>())
}

async function reachOf(world: OfHub, id: string): Promise<Known> {
  const reach = await world.owner<ReachView>('GET', `/keys/${id}/reach`)
  assert.ok(reach.known, JSON.stringify(reach))
  return reach
}

async function fullKey(world: OfHub): Promise<string> {
  const { key } = await world.fullKey('Owner', [
    ...['device:read', 'zone:read', 'flow:read', 'flow:create', 'flow:update', 'flow:delete'],
    ...['variable:read', 'variable:create'],
  ])
  return key
}

for (const generation of ['pro-2023', 'pro-2019'] as const) {
  test(`case 12: the lock that a kitchen key reaches because Flows react is named: ${generation}`, async () => {
    await using world: OfHub = await openWorld({ home: 'villa', generation })
    const owner = await fullKey(world)
    const zones = await listOf(world, owner, 'zones/zone')
    const kitchen = zones.find(({ name }) => name === 'Kitchen')
    const devices = await listOf(world, owner, 'devices/device')
    const lock = devices.find(({ name, class: what }) => name === 'Front door' && what === 'lock')
    const lamp = devices.find(
      ({ zone, class: what }) => zone === kitchen?.['id'] && what === 'light',
    )
    assert.ok(lock && lamp)
    const made = await world.send('POST', '/api/manager/logic/variable', {
      key: owner,
      body: { name: 'Cooking', type: 'boolean', value: false },
    })
    const variable = { id: made.json()['id'], name: 'Cooking' }
    const flow = async (name: string, trigger: object, action: object) => {
      const body = {
        ...{ name, trigger, conditions: [], folder: null },
        actions: [{ ...action, group: 'then' }],
      }
      const reply = await world.send('POST', '/api/manager/flow/flow', {
        key: owner,
        body,
      })
      assert.equal(reply.status, 200, reply.text)
      return String(reply.json()['id'])
    }
    await flow(
      'Cooking begins',
      { id: `homey:device:${lamp['id']}:onoff_true`, args: {} },
      { id: 'homey:manager:logic:variable_set', args: { variable, value: true } },
    )
    const last = await flow(
      'Air the kitchen',
      { id: 'homey:manager:logic:variable_changed', args: { variable } },
      { id: `homey:device:${lock['id']}:unlock`, args: {} },
    )
    const { id } = await world.owner<KeyView>('POST', '/keys', {
      ...{ hub: 'Home', name: 'Kitchen tablet', permissions: ['device:read', 'device:control'] },
      limits: { zones: ['Kitchen'] },
    })

    const reach = await reachOf(world, id)
    assert.equal(reach.danger, 'control')
    assert.deepEqual(reach.everything, [])
    assert.ok(reach.directly.every(({ kind, role }) => kind === 'device' && role !== 'lock'))
    assert.ok(reach.directly.some((one) => one.id === lamp['id']))
    const locks = reach.because.filter((one) => one.role === 'lock')
    assert.deepEqual(
      locks.map((one) => [one.device, one.name, one.capability, one.security]),
      [[lock['id'], 'Front door', 'locked', true]],
    )
    assert.deepEqual(
      locks[0]?.via.map(({ by, kind, name }) => [by, kind, name]),
      [
        ['begins', 'device', lamp['name']],
        ['triggers', 'flow', 'Cooking begins'],
        ['sets', 'variable', 'Cooking'],
        ['triggers', 'flow', 'Air the kitchen'],
      ],
    )
    const said = `Front door (lock), because it uses ‘${lamp['name']}’ → your Flow ‘Cooking begins’ reacts → sets the variable ‘Cooking’ → your Flow ‘Air the kitchen’ reacts`
    assert.equal(reach.words.en.because[0], said)
    assert.match(String(reach.words.nl.because[0]), /Front door \(slot\), want .* reageert/)
    assert.deepEqual(reach.unread, [])

    await world.send('PUT', `/api/manager/flow/flow/${last}`, {
      key: owner,
      body: { enabled: false },
    })
    const without = await reachOf(world, id)
    assert.deepEqual(
      without.because.filter((one) => one.security),
      [],
    )
    assert.deepEqual(world.errors, [])
  })
}

test('case 12: who may write any Flow reaches everything, and is told why; who may write its own does not', async () => {
  await using world = await openWorld({ home: 'villa' })
  const make = async (permissions: readonly string[], limits?: object) => {
    const { id } = await world.owner<KeyView>('POST', '/keys', {
      ...{ hub: 'Home', name: 'Helper', permissions },
      ...(limits && { limits }),
    })
    return reachOf(world, id)
  }
  const any = await make(['flow:create'])
  assert.equal(any.danger, 'full')
  assert.match(String(any.words.en.everything[0]), /flow:create: A new Flow can hold any card/)
  const own = await make(['preset:flow-helper'])
  assert.notEqual(own.danger, 'full')
  assert.deepEqual(own.everything, [])
  const reading = await make(['device:read', 'flow:read'])
  assert.deepEqual([reading.danger, reading.directly, reading.because], ['read', [], []])
})
