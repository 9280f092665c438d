// Matching at a terminal: what nothing tells apart is asked, and the answers are in the mapping.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readMapping } from '@latchkey/transfer'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { at, transferTool } from './homes.ts'
import { atTerminal, KEYS } from './pseudo-terminal.ts'

test('lamps that nothing tells apart are asked for one by one; what is answered is kept', {
  timeout: 120_000,
}, async () => {
  using tool = transferTool()
  await using old = await startVirtualHomey({ home: 'apartment', seed: 1, name: 'Old' })
  await using homey = await startVirtualHomey({ home: 'apartment', seed: 2, name: 'New' })
  const root = Object.values(homey.state.zones).find(({ parent }) => parent === null)
  const lamps = Object.values(homey.state.devices).filter(
    ({ class: is, driverId }) => is === 'light' && driverId.startsWith('homey:app:'),
  )
  assert.ok(root && lamps.length === 5)
  for (const lamp of lamps) {
    Object.assign(lamp, { name: 'Bulb', zone: root.id, data: { id: lamp.id } })
  }
  const file = join(tool.data, 'mapping.yaml')
  const words = ['transfer', 'match', '--from', at(old), '--to', at(homey), '--mapping', file]
  await using terminal = atTerminal([...words, '--data', tool.data])
  // The one with another driver has one candidate: the first choice.
  await terminal.until('1/2 Which device is "Reading lamp"?')
  terminal.press(KEYS.enter)
  await terminal.until('Which device is "Bedside lamp"?')
  terminal.press(KEYS.enter)
  // Three are left; behind them stands that it is none.
  await terminal.until('Which device is "Ceiling light"?')
  terminal.press(KEYS.down, KEYS.down, KEYS.down, KEYS.enter)
  // The last choice is to stop.
  await terminal.until('Which device is "Counter light"?')
  terminal.press(KEYS.up, KEYS.enter)
  assert.equal(await terminal.ended, 6)

  const nameOf = (id: string): string => old.state.devices[id]?.name ?? ''
  const { bindings, questions } = readMapping(readFileSync(file, 'utf8'))
  const answered = bindings
    .filter(({ by }) => by === 'user')
    .map(({ source, target }) => [nameOf(source), target === null ? null : 'a bulb'])
  assert.deepEqual(answered.sort(), [
    ['Bedside lamp', 'a bulb'],
    ['Ceiling light', null],
    ['Reading lamp', 'a bulb'],
  ])
  const open = questions.filter(({ band }) => band !== 'missing')
  assert.deepEqual(open.flatMap(({ sources }) => sources.map(({ id }) => nameOf(id))).sort(), [
    'Counter light',
    'Kitchen table light',
  ])
})
