// What is covered, rule by rule (docs/decisions/0009, "What is covered").
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CreatedId, Limits } from '@latchkey/catalogue'
import type { CoveredKind } from './coverage.ts'
import { type Home, type HomeKind, withItem } from './home.ts'
import { homeWith } from './home-of.test-support.ts'
import * as at from './small-home.test-support.ts'

const { HOME, LAMP, FRIDGE, BED, LOCK, GROUP, MIXED, KITCHEN, PANTRY, BEDROOM, ROOT } = at
const { COOK, SLEEP, STRANGE, STARTER, FOLDER, INNER, OUTER, MOOD, BED_MOOD, VARIABLE, OTHER } = at

const NAMES = new Map(
  Object.entries(at).flatMap(([name, id]) => (typeof id === 'string' ? [[id, name]] : [])),
)

/** The names of everything of a kind that is covered. */
function covered(kind: HomeKind, limits: Limits, created: readonly CreatedId[] = [], home = HOME) {
  const coverage = at.covering(limits, home, { created: new Set(created) })
  return [...home.items[kind].keys()]
    .filter((id) => coverage.covers(kind, id))
    .map((id) => NAMES.get(id))
    .sort()
    .join(' ')
}

type Row = readonly [kind: HomeKind, limits: Limits, names: string, created?: readonly CreatedId[]]

const ROWS: readonly Row[] = [
  ['device', { own: true }, 'BED FRIDGE GROUP LAMP LOCK MIXED'],
  ['device', { flows: [COOK] }, 'BED FRIDGE GROUP LAMP LOCK MIXED'],
  ['device', { capabilities: ['onoff'] }, 'BED FRIDGE GROUP LAMP LOCK MIXED'],
  ['device', { zones: [KITCHEN] }, 'FRIDGE GROUP LAMP'],
  ['device', { zones: [PANTRY] }, 'FRIDGE'],
  ['device', { zones: [ROOT] }, 'BED FRIDGE GROUP LAMP MIXED'],
  ['device', { zones: [ROOT], except: { devices: [BED] } }, 'FRIDGE GROUP LAMP'],
  ['device', { zones: [ROOT], except: { zones: [KITCHEN] } }, 'BED'],
  ['device', { except: { zones: [KITCHEN] } }, 'BED'],
  ['device', { except: { devices: [LAMP] } }, 'BED FRIDGE LOCK'],
  ['device', { devices: [LOCK] }, 'LOCK'],
  ['device', { devices: [MIXED] }, 'MIXED'],
  ['device', { devices: [MIXED], except: { devices: [BED] } }, ''],
  ['device', { devices: [LAMP, BED], zones: [PANTRY] }, 'BED FRIDGE LAMP'],
  ['device', { devices: [LAMP], zones: [KITCHEN] }, 'FRIDGE GROUP LAMP'],
  ['device', { devices: [at.NOBODY] }, ''],
  ['device', { zones: [at.NOBODY] }, ''],
  ['device', { devices: [LAMP] }, 'GROUP LAMP', [`device:${GROUP}`]],
  ['device', { devices: [BED] }, 'BED', [`device:${GROUP}`]],
  ['device', { devices: [BED] }, 'BED LOCK', [`device:${LOCK}`]],
  ['zone', { own: true }, 'BEDROOM KITCHEN PANTRY ROOT'],
  ['zone', { capabilities: ['dim'] }, 'BEDROOM KITCHEN PANTRY ROOT'],
  ['zone', { zones: [KITCHEN] }, 'KITCHEN PANTRY'],
  ['zone', { devices: [LAMP] }, ''],
  ['zone', { devices: [LAMP] }, 'BEDROOM', [`zone:${BEDROOM}`]],
  ['zone', { except: { zones: [KITCHEN] } }, 'BEDROOM ROOT'],
  ['flow', { own: true }, 'COOK SLEEP STARTER'],
  ['flow', { drafts: true }, 'COOK SLEEP STARTER'],
  ['flow', { flows: [STRANGE] }, 'STRANGE'],
  ['flow', { flows: [STRANGE], zones: [KITCHEN] }, 'COOK STARTER STRANGE'],
  ['flow', { flowFolders: [FOLDER] }, 'COOK'],
  ['flow', { flowFolders: [OUTER], zones: [KITCHEN] }, 'COOK SLEEP STARTER'],
  ['flow', { zones: [KITCHEN] }, 'COOK STARTER'],
  ['flow', { zones: [BEDROOM] }, 'SLEEP'],
  ['flow', { devices: [LAMP], capabilities: ['onoff'] }, ''],
  ['flow', { devices: [LAMP], except: { devices: [BED] }, flows: [SLEEP] }, 'COOK STARTER'],
  ['flow', { devices: [BED] }, 'SLEEP STRANGE', [`flow:${STRANGE}`]],
  ['flow', { devices: [BED] }, 'SLEEP', [`advanced-flow:${STRANGE}`]],
  ['flow', { except: { devices: [LAMP] }, flows: [STARTER] }, ''],
  ['flow', { except: { devices: [LAMP] }, flows: [SLEEP] }, 'SLEEP'],
  ['flow', { capabilities: ['onoff'], flows: [SLEEP] }, 'SLEEP'],
  ['advanced-flow', { zones: [KITCHEN] }, 'CANVAS'],
  ['advanced-flow', { zones: [BEDROOM] }, ''],
  ['flow-folder', { own: true }, 'FOLDER INNER OUTER'],
  ['flow-folder', { zones: [KITCHEN] }, ''],
  ['flow-folder', { flows: [COOK] }, ''],
  ['flow-folder', { flowFolders: [FOLDER] }, 'FOLDER INNER'],
  ['flow-folder', { flowFolders: [INNER], zones: [ROOT] }, 'INNER'],
  ['flow-folder', { zones: [ROOT] }, 'OUTER', [`flow-folder:${OUTER}`]],
  ['mood', { zones: [KITCHEN] }, 'MOOD'],
  ['mood', { moods: [BED_MOOD] }, 'BED_MOOD'],
  ['mood', { moods: [BED_MOOD], zones: [KITCHEN] }, 'BED_MOOD MOOD'],
  ['mood', { capabilities: ['onoff'] }, ''],
  ['mood', { capabilities: ['onoff', 'dim'] }, 'BED_MOOD MOOD'],
  ['mood', { moods: [BED_MOOD], except: { devices: [BED] } }, ''],
  ['dashboard', { zones: [KITCHEN] }, 'BOARD'],
  ['dashboard', { zones: [BEDROOM] }, ''],
  ['dashboard', { zones: [KITCHEN], capabilities: ['onoff'] }, 'BOARD'],
  ['dashboard', { dashboards: [at.NOBODY] }, ''],
  ['variable', { own: true }, 'OTHER VARIABLE'],
  ['variable', { zones: [KITCHEN] }, ''],
  ['variable', { variables: [OTHER] }, 'OTHER'],
  ['variable', { zones: [KITCHEN], variables: [OTHER] }, 'OTHER'],
  ['variable', { zones: [KITCHEN] }, 'VARIABLE', [`variable:${VARIABLE}`]],
  ['user', { zones: [KITCHEN] }, 'USER'],
]

for (const [kind, limits, names, created] of ROWS) {
  const named = JSON.stringify(limits).replace(/0000[0-9-]+/g, (id) => NAMES.get(id) ?? id)
  test(`${kind}: ${named}${created ? ' and what it created' : ''} covers ${names || 'none'}`, () => {
    assert.equal(covered(kind, limits, created), names)
  })
}

test('scripts, apps and alarms are in no home, and are covered by name', () => {
  const look = (kind: CoveredKind, limits: Limits) => at.covering(limits).covers(kind, 'it')
  assert.equal(look('script', { own: true }), true)
  assert.equal(look('script', { zones: [ROOT] }), false)
  assert.equal(look('script', { zones: [ROOT], scripts: ['it'] }), true)
  assert.equal(look('script', { scripts: ['other'] }), false)
  assert.equal(look('app', { apps: ['it'], zones: [ROOT] }), true)
  assert.equal(look('app', { apps: ['other'] }), false)
  assert.equal(look('app', { zones: [ROOT] }), false)
  assert.equal(look('alarm', { zones: [ROOT] }), true)
})

test('zones that go round in a circle are below nothing outside it', () => {
  const home = homeWith({
    zone: { a: { parent: 'b' }, b: { parent: 'a' }, c: { parent: 'a' }, d: { parent: 'gone' } },
  })
  const below = (zone: string) =>
    [...home.items.zone.keys()].filter((id) =>
      at.covering({ zones: [zone] }, home).covers('zone', id),
    )
  assert.deepEqual(below('a'), ['a', 'b', 'c'])
  assert.deepEqual(below('c'), ['c'])
  assert.deepEqual(below('gone'), [])
})

const flowsOf = (flows: Readonly<Record<string, string>>): Home =>
  homeWith({
    flow: Object.fromEntries(
      Object.entries(flows).map(([id, next]) => [
        id,
        at.flow(next === '' ? [] : [at.starts(next)]),
      ]),
    ),
  })

test('flows that start each other in a circle are not covered by what they do', () => {
  const [a, b, c, d] = [at.uuid(1), at.uuid(2), at.uuid(3), at.uuid(4)]
  const home = flowsOf({ [a]: b, [b]: a, [c]: a, [d]: '' })
  for (const order of [
    [a, b, c, d],
    [d, c, b, a],
    [b, c, a, d],
  ]) {
    const coverage = at.covering({ zones: [ROOT] }, home)
    assert.deepEqual(
      order.filter((id) => coverage.covers('flow', id)),
      [d],
    )
  }
  const named = at.covering({ zones: [ROOT], flows: [b] }, home)
  assert.deepEqual(
    [a, b, c].filter((id) => named.covers('flow', id)),
    [a, b, c],
  )
})

test('twenty starts in a row are looked through, and no more, in whatever order it is asked', () => {
  const ids = Array.from({ length: 400 }, (_, n) => at.uuid(n))
  const home = flowsOf(Object.fromEntries(ids.map((id, n) => [id, ids[n + 1] ?? ''])))
  const last = ids.slice(-21)
  for (const order of [ids, ids.toReversed()]) {
    const coverage = at.covering({ zones: [ROOT] }, home)
    const found = order.filter((id) => coverage.covers('flow', id))
    assert.deepEqual(found.toSorted(), last)
  }
})

test('groups of groups end', () => {
  const driverId = 'homey:virtualdrivergroup:driver'
  const home = homeWith({
    zone: { z: { parent: null } },
    device: {
      a: { driverId, zone: 'z', settings: { deviceIds: ['b'] } },
      b: { driverId, zone: 'z', settings: { deviceIds: ['a'] } },
      c: { driverId, zone: 'z', settings: { deviceIds: 'a' } },
      d: { driverId, zone: 'z', settings: { deviceIds: [] } },
    },
  })
  for (const limits of [{ zones: ['z'] }, { own: true }] as const) {
    const coverage = at.covering(limits, home)
    assert.deepEqual(
      [...home.items.device.keys()].filter((id) => coverage.covers('device', id)),
      ['d'],
    )
  }
})

test('who may change only its own may not change what others made', () => {
  const rows: readonly (readonly [CoveredKind, string, Limits, boolean])[] = [
    ['flow', COOK, { own: true }, false],
    ['flow', COOK, { own: true, flows: [COOK] }, true],
    ['flow', COOK, { own: true, flowFolders: [FOLDER] }, true],
    ['flow-folder', INNER, { own: true, flowFolders: [FOLDER] }, true],
    ['flow-folder', OUTER, { own: true, flowFolders: [FOLDER] }, false],
    ['mood', MOOD, { own: true }, false],
    ['mood', MOOD, { own: true, moods: [MOOD] }, true],
    ['script', 'it', { own: true }, false],
    ['script', 'it', { own: true, scripts: ['it'] }, true],
    ['device', LAMP, { own: true }, true],
    ['zone', KITCHEN, { own: true }, true],
    ['flow', COOK, { zones: [KITCHEN] }, true],
  ]
  for (const [kind, id, limits, may] of rows) {
    assert.equal(at.covering(limits).mayAffect(kind, id), may, `${kind} ${JSON.stringify(limits)}`)
  }
  const created = at.covering({ own: true }, HOME, { created: new Set([`flow:${COOK}` as const]) })
  assert.equal(created.mayAffect('flow', COOK), true)
})

test('what belongs to something is covered with it', () => {
  const rows: readonly (readonly [Limits, string, string | undefined, boolean])[] = [
    [{ zones: [KITCHEN] }, `homey:device:${LAMP}`, undefined, true],
    [{ zones: [KITCHEN] }, `homey:device:${BED}`, undefined, false],
    [{ zones: [KITCHEN] }, `homey:device:${at.NOBODY}`, undefined, false],
    [{ devices: [LAMP], capabilities: ['dim'] }, `homey:device:${LAMP}`, 'dim', true],
    [{ devices: [LAMP], capabilities: ['dim'] }, `homey:device:${LAMP}`, 'dim.left', false],
    [{ zones: [KITCHEN] }, `homey:zone:${PANTRY}`, undefined, true],
    [{ zones: [KITCHEN] }, `homey:mood:${BED_MOOD}`, undefined, false],
    [{ zones: [KITCHEN] }, `homey:flow:${COOK}`, undefined, true],
    [{ zones: [KITCHEN] }, `homey:advancedflow:${at.CANVAS}`, undefined, true],
    [{ zones: [KITCHEN] }, 'homey:app:com.example', undefined, false],
    [{ zones: [KITCHEN], apps: ['com.example'] }, 'homey:app:com.example', undefined, true],
    [{ zones: [KITCHEN] }, `homey:user:${at.USER}`, undefined, true],
    [{ zones: [KITCHEN] }, 'homey:manager:logic', VARIABLE, false],
    [{ zones: [KITCHEN], variables: [VARIABLE] }, 'homey:manager:logic', VARIABLE, true],
    [{ variables: [OTHER] }, 'homey:manager:logic', VARIABLE, false],
    [{ zones: [KITCHEN] }, 'homey:manager:cron', 'time', true],
    [{ zones: [KITCHEN] }, 'homey:manager:apps', undefined, false],
    [{ own: true }, 'homey:manager:apps', undefined, true],
    [{ zones: [KITCHEN] }, `homey:Device:${LAMP}`, undefined, false],
    [{ zones: [KITCHEN] }, `homey:device:${LAMP} `, undefined, false],
    [{ zones: [KITCHEN] }, 'homey:constructor:x', undefined, false],
  ]
  for (const [limits, uri, name, is] of rows) {
    assert.equal(
      at.covering(limits).coversOwner(uri, name),
      is,
      `${JSON.stringify(limits)} ${uri} ${name}`,
    )
  }
})

test('a card may be used with what it belongs to, or if it is named', () => {
  const lamp = `homey:device:${LAMP}:on`
  const rows: readonly (readonly [Limits, 'trigger' | 'action', string, boolean])[] = [
    [{ zones: [KITCHEN] }, 'action', lamp, true],
    [{ zones: [BEDROOM] }, 'action', lamp, false],
    [{ devices: [LAMP], capabilities: ['onoff'] }, 'action', lamp, false],
    [{ devices: [LAMP], capabilities: ['onoff'], cards: [{ id: lamp }] }, 'action', lamp, true],
    [{ zones: [BEDROOM], cards: [{ id: lamp }] }, 'action', lamp, false],
    [{ cards: [{ id: 'homey:app:com.example:do' }] }, 'action', lamp, false],
    [
      { cards: [{ id: 'homey:app:com.example:do' }], zones: [KITCHEN] },
      'action',
      'homey:app:com.example:do',
      true,
    ],
    [{ zones: [KITCHEN] }, 'action', 'homey:app:com.example:do', false],
    [{ own: true }, 'action', 'homey:app:com.example:do', false],
    [{ zones: [KITCHEN] }, 'trigger', `homey:zone:${PANTRY}:activated`, true],
    [
      { zones: [KITCHEN], except: { devices: [FRIDGE] } },
      'trigger',
      `homey:zone:${PANTRY}:activated`,
      true,
    ],
    [
      { zones: [KITCHEN], except: { devices: [FRIDGE] } },
      'action',
      `homey:zone:${KITCHEN}:lights_on`,
      false,
    ],
    [{ zones: [KITCHEN] }, 'action', `homey:mood:${MOOD}:set`, true],
    [{ zones: [KITCHEN] }, 'trigger', 'homey:manager:cron:every', true],
    [{ zones: [KITCHEN] }, 'action', 'homey:manager:cron:every', false],
    [{ zones: [KITCHEN] }, 'action', 'homey:manager:notifications:create_notification', false],
    [{ zones: [KITCHEN] }, 'action', 'constructor', false],
  ]
  for (const [limits, role, id, may] of rows) {
    assert.equal(at.covering(limits).mayUseCard(role, id), may, `${JSON.stringify(limits)} ${id}`)
  }
})

test('an image is of the covered device that has it', () => {
  assert.equal(at.covering({ zones: [KITCHEN] }).coversMedia(at.uuid(91)), true)
  assert.equal(at.covering({ zones: [KITCHEN] }).coversMedia(at.uuid(92)), false)
  assert.equal(at.covering({ zones: [KITCHEN] }).coversMedia(at.NOBODY), false)
  assert.equal(at.covering({ own: true }).coversMedia(at.NOBODY), true)
})

test('a device whose zone is not there may be in an excepted one', () => {
  const home = withItem(HOME, 'device', BED, { id: BED, zone: at.NOBODY, class: 'light' })
  assert.equal(at.covering({ except: { zones: [KITCHEN] } }, home).covers('device', BED), false)
  assert.equal(at.covering({ except: { devices: [LAMP] } }, home).covers('device', BED), true)
})
