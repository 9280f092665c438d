// Starting: the same seed gives the same hub, and a name that does not exist says which do.
import assert from 'node:assert/strict'
import test from 'node:test'
import { HOMES, startVirtualHomey } from './index.ts'

const clock = () => new Date('2026-01-01T00:00:00Z')

test('the same seed gives the same home', { timeout: 10_000 }, async () => {
  await using first = await startVirtualHomey({ home: 'apartment', seed: 1, clock })
  await using second = await startVirtualHomey({ home: 'apartment', seed: 1, clock })
  await using third = await startVirtualHomey({ home: 'apartment', seed: 2, clock })
  assert.deepEqual(first.state, second.state)
  assert.deepEqual([first.id, first.key], [second.id, second.key])
  assert.notEqual(first.id, third.id)
  assert.deepEqual(first.state, JSON.parse(JSON.stringify(first.state)), 'state is plain JSON')
})

test('the apartment has something of everything', { timeout: 10_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const { state } = homey
  const counts = [
    ...[state.zones, state.devices, state.flows, state.advancedFlows, state.flowFolders],
    ...[state.variables, state.moods, state.dashboards, state.alarms, state.apps, state.users],
  ].map((kind) => Object.keys(kind).length)
  assert.deepEqual(counts, [8, 19, 14, 4, 5, 8, 5, 2, 3, 5, 3])
  assert.match(JSON.stringify(state.appSettings), /SECRET-app-refresh-token/)
})

test('unknown homes and generations are named with what exists', async () => {
  assert.deepEqual(HOMES, ['empty', 'apartment', 'villa', 'villa-moved'])
  await assert.rejects(startVirtualHomey({ home: 'castle' }), {
    message: 'There is no home "castle". Homes: empty, apartment, villa, villa-moved.',
  })
  const generation = JSON.parse('"pro-1999"')
  await assert.rejects(startVirtualHomey({ home: 'empty', generation }), /Generations: pro-2019, pro-2023, cloud/)
})
