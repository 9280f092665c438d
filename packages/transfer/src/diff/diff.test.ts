// Differences between two looks at one home.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHome, TAKING } from '../homes.test-support.ts'
import { takeSnapshot } from '../snapshot/take-snapshot.ts'
import { diffSnapshots } from './diff.ts'
import { diffInWords } from './words.ts'

test('what was added, removed and changed is told, and nothing else', async () => {
  await using home = await openHome()
  const { hub, homey } = home
  const before = await takeSnapshot(hub, TAKING)
  const still = diffSnapshots(before, await takeSnapshot(hub, TAKING))
  assert.deepEqual(still, { kinds: {}, untold: 0 })
  assert.deepEqual(diffInWords(still), ['Nothing differs.'])
  const { flows, zones, variables, appSettings } = homey.state
  const [flow, gone] = Object.values(flows)
  const [variable] = Object.values(variables)
  const zone = Object.values(zones).find(({ parent }) => parent !== null)
  assert.ok(flow && gone && variable && zone)
  flow.enabled = !flow.enabled
  flow.trigger = { ...flow.trigger, args: { time: '03:03' } }
  delete flows[gone.id]
  zones['new-zone'] = { ...zone, id: 'new-zone', name: 'Attic' }
  variable.value = variable.type === 'number' ? 99 : variable.value
  Object.assign(appSettings['nl.example.climate'] ?? {}, { refreshToken: 'SECRET-new' })
  const after = await takeSnapshot(hub, TAKING)
  const { kinds, untold } = diffSnapshots(before, after)
  assert.equal(untold, 0)
  assert.deepEqual(Object.keys(kinds).sort(), ['app-setting', 'flow', 'zone'])
  assert.deepEqual(kinds.zone?.added, [{ id: 'new-zone', name: 'Attic' }])
  assert.deepEqual(kinds.flow?.removed, [{ id: gone.id, name: gone.name }])
  const [changed] = kinds.flow?.changed ?? []
  assert.equal(changed?.id, flow.id)
  const paths = changed?.members.map(({ path }) => path.slice(0, 3).join('.'))
  assert.ok(paths?.includes('content.enabled'))
  assert.ok(paths?.some((path) => path.startsWith('content.trigger.args')))
  const words = diffInWords({ kinds, untold })
  assert.ok(words.includes('Zones: + Attic'))
  assert.ok(words.some((line) => line.startsWith(`Flows: ~ ${flow.name} (enabled`)))
  assert.ok(!words.join().includes('SECRET'))
  assert.ok(!JSON.stringify(kinds).includes('SECRET'))
})

test('secrets that are not known on both sides are not said to be the same', async () => {
  await using home = await openHome()
  const before = await takeSnapshot(home.hub, TAKING)
  const { secrets = new Map(), ...after } = await takeSnapshot(home.hub, TAKING)
  const { kinds, untold } = diffSnapshots(before, after)
  assert.deepEqual(kinds, {})
  assert.equal(untold, secrets.size - 1)
  assert.match(diffInWords({ kinds, untold }).at(-1) ?? '', /secrets cannot be compared/)
})

test('any two different homes differ in words', async () => {
  await using one = await openHome({ home: 'apartment' })
  await using other = await openHome({ home: 'empty' })
  const snapshots = [await takeSnapshot(one.hub, TAKING), await takeSnapshot(other.hub, TAKING)]
  const [apartment, empty] = snapshots
  assert.ok(apartment && empty)
  const gone = diffSnapshots(apartment, empty).kinds
  const come = diffSnapshots(empty, apartment).kinds
  assert.deepEqual(come.flow?.added, gone.flow?.removed)
  assert.equal(gone.flow?.removed.length, apartment.objects.flow.size)
})
