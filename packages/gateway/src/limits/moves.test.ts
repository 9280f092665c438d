// Moves: which live grants would come to cover more (docs/decisions/0009, "Moves").
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Limits } from '@latchkey/catalogue'
import { mayMove, widened } from './moves.ts'
import * as at from './small-home.test-support.ts'

const { BED, BEDROOM, FRIDGE, GROUP, HOME, KITCHEN, LAMP, LOCK, MIXED, PANTRY, ROOT } = at

type Call = Parameters<typeof at.callOf>

const ROWS: readonly (readonly [
  what: string,
  call: Call,
  limits: Limits,
  devices: string[],
  zones: string[],
])[] = [
  [
    'a device into a room',
    ['devices.updateDevice', { id: BED }, { zone: KITCHEN }],
    { zones: [KITCHEN] },
    [BED, MIXED],
    [],
  ],
  [
    'a device out of a room',
    ['devices.updateDevice', { id: LAMP }, { zone: BEDROOM }],
    { zones: [KITCHEN] },
    [],
    [],
  ],
  [
    'a lock into a room',
    ['devices.updateDevice', { id: LOCK }, { zone: BEDROOM }],
    { zones: [BEDROOM] },
    [],
    [],
  ],
  [
    'a lock that becomes none',
    ['devices.updateDevice', { id: LOCK }, { virtualClass: 'light' }],
    { zones: [KITCHEN] },
    [],
    [],
  ],
  [
    'out of what is excepted',
    ['devices.updateDevice', { id: FRIDGE }, { zone: ROOT }],
    { except: { zones: [KITCHEN] } },
    [FRIDGE],
    [],
  ],
  [
    'of a grant by devices',
    ['devices.updateDevice', { id: BED }, { zone: KITCHEN }],
    { devices: [LAMP] },
    [],
    [],
  ],
  [
    'of a grant without rooms',
    ['devices.updateDevice', { id: BED }, { zone: KITCHEN }],
    { own: true },
    [],
    [],
  ],
  [
    'a zone into a room',
    ['zones.updateZone', { id: BEDROOM }, { parent: PANTRY }],
    { zones: [KITCHEN] },
    [BED, MIXED],
    [BEDROOM],
  ],
  [
    'a zone to where it is',
    ['zones.updateZone', { id: PANTRY }, { parent: KITCHEN }],
    { zones: [KITCHEN] },
    [],
    [],
  ],
  ['a name', ['devices.updateDevice', { id: BED }, { name: 'x' }], { zones: [KITCHEN] }, [], []],
  [
    'who is in a group',
    ['devices.updateGroup', { id: MIXED }, { deviceIds: [LAMP] }],
    { zones: [KITCHEN] },
    [MIXED],
    [],
  ],
  [
    'a group into a room',
    ['devices.updateGroup', { id: GROUP }, { zone: BEDROOM }],
    { zones: [BEDROOM, PANTRY], devices: [LAMP] },
    [GROUP],
    [],
  ],
  [
    'a device that is not there',
    ['devices.updateDevice', { id: at.NOBODY }, { zone: KITCHEN }],
    { zones: [KITCHEN] },
    [],
    [],
  ],
]

for (const [what, call, limits, devices, zones] of ROWS) {
  test(`moving ${what}`, () => {
    const grant = at.subjectWith(limits)
    const found = widened(at.callOf(...call), HOME, [grant, at.subjectWith({ devices: [BED] })])
    const wanted = devices.length + zones.length > 0 ? [{ grant, devices, zones }] : []
    assert.deepEqual(
      found.filter((one) => one.grant === grant),
      wanted,
    )
  })
}

test('a new group is no move: who covers it covers its members already', () => {
  const group = { name: 'x', zoneId: KITCHEN, deviceIds: [LAMP] }
  assert.equal(mayMove(at.callOf('devices.createGroup', {}, group)), false)
})

test('only what can move is looked at', () => {
  assert.equal(mayMove(at.callOf('devices.updateDevice', { id: BED }, { zone: null })), true)
  assert.equal(mayMove(at.callOf('devices.updateDevice', { id: BED }, { name: 'x' })), false)
  assert.equal(mayMove(at.callOf('flow.createFlow', {}, { zone: KITCHEN })), false)
  assert.equal(mayMove(at.callOf('devices.updateDevice', { id: BED }, 'x')), false)
})
