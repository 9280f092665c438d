// What is understood, as a table that can be read without knowing the code; and what an object has to
// do with others. Whatever is not in the first list has to be in the second.
import assert from 'node:assert/strict'
import test from 'node:test'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import { MANAGER_CARDS } from './manager-cards.ts'
import { members } from './members.ts'
import type { ObjectKind } from './shapes.ts'
import { understood } from './understood.ts'

const id = (at: number): string => `${at}decade0-0000-4000-8000-000000000000`
const [LAMP, PLUG, ROOM, MODE, OTHER, MOVIE] = [id(1), id(2), id(3), id(4), id(5), id(6)]
const KEY = id(9)

const START = { id: 'homey:manager:flow:programmatic_trigger', args: {} }
const flow = (action: object, more: object = {}) => ({
  ...{ name: 'Flow', folder: null, enabled: true, trigger: START, conditions: [] },
  ...{ actions: [action], ...more },
})
const on = { id: `homey:device:${LAMP}:on`, group: 'then', delay: null, duration: null, args: {} }
const said = (text: string) => ({ ...on, args: { text } })
const withArg = (value: unknown) => ({ ...on, args: { value } })
const canvas = (...cards: object[]) => ({
  cards: Object.fromEntries(cards.map((card, at) => [id(at), card])),
})
const widgets = (...list: object[]) => ({ columns: [{ id: KEY, widgets: list }] })

const UNDERSTOOD: readonly (readonly [what: string, kind: ObjectKind, object: unknown])[] = [
  ['a device', 'flow', flow(on)],
  ['a device by its short id', 'flow', flow({ uri: `homey:device:${LAMP}`, id: 'on' })],
  ['the uri of a client', 'flow', flow({ ...on, uri: `homey:flowcardaction:${on.id}` })],
  ['a delay and a duration', 'flow', flow({ ...on, delay: { number: '5', multiplier: 60 } })],
  ['a zone', 'flow', flow({ id: `homey:zone:${ROOM}:lights_on` })],
  ['a mood', 'flow', flow({ id: `homey:mood:${MOVIE}:set` })],
  [
    'a variable',
    'flow',
    flow({
      id: 'homey:manager:logic:variable_set',
      args: { variable: { id: MODE, name: 'Mode', type: 'string' }, value: 'day' },
    }),
  ],
  [
    'a start',
    'flow',
    flow({ id: 'homey:manager:flow:programmatic_trigger', args: { flow: { id: OTHER } } }),
  ],
  [
    'a comparison',
    'flow',
    flow(on, {
      conditions: [
        {
          id: 'homey:manager:logic:lt',
          droptoken: `homey:device:${LAMP}|dim`,
          args: { comparator: 5 },
        },
      ],
    }),
  ],
  [
    'the clock',
    'flow',
    flow(on, { trigger: { id: 'homey:manager:cron:time_exactly', args: { time: '12:00' } } }),
  ],
  [
    'tokens of devices, variables and the clock',
    'flow',
    flow(
      said(
        `[[homey:device:${LAMP}|dim]] [[homey:manager:logic|${MODE}]] [[homey:manager:cron|time]] [[steps]] [[ no token`,
      ),
    ),
  ],
  ['a picked object', 'flow', flow({ ...on, args: { device: { id: PLUG, name: 'Plug' } } })],
  ['several words', 'flow', flow(withArg(['monday', 'friday']))],
  [
    'a canvas',
    'advanced-flow',
    canvas(
      { type: 'start', x: 0, y: 0, outputSuccess: [KEY] },
      { type: 'delay', args: { delay: { number: '1', multiplier: 60 } }, outputSuccess: [KEY] },
      { type: 'all', input: [`${KEY}::outputTrue`], outputSuccess: [] },
      { type: 'any', outputSuccess: [] },
      { type: 'note', value: `see ${LAMP}`, color: 'yellow', width: 5, height: 5 },
      { ...on, type: 'action', outputError: [KEY] },
    ),
  ],
  ['a card by itself', 'card', { type: 'action', ...on }],
  [
    'a mood of lamps',
    'mood',
    { name: 'M', preset: null, devices: { [LAMP]: { state: { onoff: true } } } },
  ],
  ['a group', 'group', { name: 'G', class: 'light', zoneId: ROOM, deviceIds: [LAMP] }],
  [
    'a dashboard',
    'dashboard',
    widgets({ type: 'device', deviceId: LAMP, settings: { size: 'large' } }),
  ],
  ['an empty dashboard', 'dashboard', { name: 'D', columns: [] }],
  ['a variable itself', 'variable', { name: 'Mode', type: 'string', value: 'x' }],
]

const NOT: readonly (readonly [
  what: string,
  kind: ObjectKind,
  object: unknown,
  reasons: string[],
])[] = [
  [
    'a card of an app',
    'flow',
    flow({ id: 'homey:app:com.example.app:act', args: {} }),
    ['actions/0/id app-card'],
  ],
  [
    'a card with code',
    'flow',
    flow({ id: 'homey:app:com.athom.homeyscript:runCode', args: { code: '1' } }),
    ['actions/0/id code-card'],
  ],
  [
    'a card with code, short',
    'advanced-flow',
    canvas({ type: 'condition', ownerUri: 'homey:app:com.athom.homeyscript', id: 'run', args: {} }),
    [`cards/${id(0)}/id code-card`],
  ],
  [
    'a card that cannot be read',
    'flow',
    flow({ id: 'homey:app:com.athom.homeyscript:runCode', args: { code: '(' } }),
    ['actions/0/id code-card', 'actions/0/args/code unsure'],
  ],
  [
    'a tag of a manager as a delay',
    'flow',
    flow({ ...on, delay: { number: '[[homey:manager:mobile|x]]', multiplier: 1 } }),
    ['actions/0/delay/number token'],
  ],
  [
    'a tag of a manager in what was picked',
    'flow',
    flow({ ...on, args: { flow: { id: OTHER, name: '[[homey:manager:mobile|x]]' } } }),
    ['actions/0/args/flow/name token'],
  ],
  [
    'a tag of a manager on a signpost',
    'advanced-flow',
    canvas({ type: 'delay', args: { delay: { number: '[[homey:manager:mobile|x]]' } } }),
    [`cards/${id(0)}/args/delay/number token`],
  ],
  [
    'speech',
    'flow',
    flow({ id: 'homey:manager:speech-output:say', args: { text: 'x' } }),
    ['actions/0/id manager-card'],
  ],
  [
    'a trigger where an action is',
    'flow',
    flow({ id: 'homey:manager:cron:sunset' }),
    ['actions/0/id manager-card'],
  ],
  ['names of all objects', 'flow', flow({ id: 'constructor' }), ['actions/0/id unowned-card']],
  [
    'a flow as an owner',
    'flow',
    flow({ id: `homey:flow:${OTHER}:start` }),
    ['actions/0/id unowned-card'],
  ],
  [
    'an owner and no card',
    'flow',
    flow({ id: `homey:device:${LAMP}` }),
    ['actions/0/id unowned-card'],
  ],
  ['a wrapped id', 'flow', flow({ id: `homey:x:${on.id}` }), ['actions/0/id unowned-card']],
  ['a short id without an owner', 'flow', flow({ id: 'on' }), ['actions/0/id unowned-card']],
  ['no id', 'flow', flow({ uri: `homey:device:${LAMP}` }), ['actions/0/id unowned-card']],
  [
    'two owners',
    'flow',
    flow({ ...on, ownerUri: `homey:device:${PLUG}` }),
    ['actions/0/id two-owners'],
  ],
  [
    'two owners beside a short id',
    'flow',
    flow({ id: 'on', uri: `homey:device:${LAMP}`, ownerUri: `homey:device:${PLUG}` }),
    ['actions/0/id two-owners'],
  ],
  [
    'a variable that is not named',
    'flow',
    flow({ id: 'homey:manager:logic:variable_set', args: { variable: '[[x]]' } }),
    ['actions/0/args/variable argument'],
  ],
  [
    'no variable',
    'flow',
    flow({ id: 'homey:manager:logic:variable_set' }),
    ['actions/0/args/variable argument'],
  ],
  [
    'something of an app',
    'flow',
    flow(withArg({ id: 'hue-1', name: 'Hue' })),
    ['actions/0/args/value argument'],
  ],
  [
    'something within something',
    'flow',
    flow(withArg({ id: LAMP, more: {} })),
    ['actions/0/args/value argument', 'actions/0/args/value/id unknown-id'],
  ],
  ['an id of anything', 'flow', flow(said(`see ${LAMP}`)), ['actions/0/args/text unknown-id']],
  ['part of a longer id', 'flow', flow(said(`${LAMP}-1`)), ['actions/0/args/text unsure']],
  [
    'a token of an app',
    'flow',
    flow(said('[[homey:app:com.example.app|x]]')),
    ['actions/0/args/text token'],
  ],
  [
    'a token of another manager',
    'flow',
    flow({ ...on, droptoken: 'homey:manager:geolocation|address' }),
    ['actions/0/droptoken token'],
  ],
  ['an unknown member of a card', 'flow', flow({ ...on, next: [] }), ['actions/0/next shape']],
  ['an unknown member', 'flow', flow(on, { scripts: [] }), ['scripts shape']],
  ['no trigger', 'flow', { name: 'x', conditions: [], actions: [] }, ['trigger shape']],
  ['no list', 'flow', flow(on, { actions: { 0: on } }), ['actions shape']],
  ['a card that is none', 'flow', flow(on, { conditions: [null] }), ['conditions/0 shape']],
  [
    'an unknown type',
    'advanced-flow',
    canvas({ type: 'subflow', id: on.id }),
    [`cards/${id(0)} shape`],
  ],
  [
    'an unknown member of a signpost',
    'advanced-flow',
    canvas({ type: 'start', id: on.id }),
    [`cards/${id(0)}/id shape`],
  ],
  [
    'a mood with more than states',
    'mood',
    { devices: { [LAMP]: { state: {}, flow: OTHER } } },
    [`devices/${LAMP} shape`],
  ],
  [
    'a group of nobody knows what',
    'group',
    { name: 'G', deviceIds: [LAMP, { id: PLUG }] },
    ['deviceIds shape'],
  ],
  [
    'a widget of an app',
    'dashboard',
    widgets({ type: 'appwidget', widgetId: 'homey:app:com.example.app:x' }),
    ['columns/0/widgets/0 widget'],
  ],
  [
    'a widget that names nothing',
    'dashboard',
    widgets({ type: 'device' }),
    ['columns/0/widgets/0 widget'],
  ],
  [
    'a widget that names more',
    'dashboard',
    widgets({ type: 'device', deviceId: LAMP, more: PLUG }),
    ['columns/0/widgets/0/more unknown-id'],
  ],
  ['a script', 'script', { code: 'return 1' }, ['code code']],
  ['settings of an app', 'app-settings', { a: 1 }, [' app-data']],
  ['nothing', 'flow', null, [' shape']],
  ['a list', 'mood', [], [' shape']],
]

for (const [what, kind, object] of UNDERSTOOD) {
  test(`understood: ${what}`, () =>
    assert.deepEqual(understood(kind, object), { understood: true }))
}

for (const [what, kind, object, reasons] of NOT) {
  test(`not understood: ${what}`, () => {
    const found = understood(kind, object)
    assert.ok(!found.understood)
    assert.deepEqual(
      found.reasons.map(({ path, why }) => `${path.join('/')} ${why}`),
      reasons,
    )
  })
}

test('every card in the table says why it may be there', () => {
  const rows = Object.values(MANAGER_CARDS).flatMap((cards) => Object.entries(cards))
  for (const [card, { because }] of rows) {
    assert.match(card, /^homey:manager:(cron|flow|logic|presence):\w+$/)
    assert.ok(because.length > 15, card)
  }
  assert.equal(rows.length, 19)
})

test('members() says what an object has to do with what', () => {
  const drawn = flow(said(`[[homey:manager:logic|${MODE}]]`), {
    folder: KEY,
    trigger: { id: 'homey:manager:logic:variable_changed', args: { variable: { id: MODE } } },
    conditions: [{ uri: `homey:zone:${ROOM}`, id: 'active', droptoken: `homey:device:${PLUG}|x` }],
  })
  assert.deepEqual(members('flow', drawn), {
    variable: [{ id: MODE, uses: ['hears', 'reads'] }],
    zone: [{ id: ROOM, uses: ['asks'] }],
    device: [
      { id: PLUG, uses: ['reads'] },
      { id: LAMP, uses: ['acts'] },
    ],
  })
  const start = {
    id: START.id,
    type: 'action',
    args: { flow: { id: OTHER, type: 'advancedflow' } },
  }
  const set = {
    id: 'homey:manager:logic:variable_set',
    type: 'action',
    args: { variable: { id: MODE } },
  }
  assert.deepEqual(members('advanced-flow', canvas(start, set)), {
    'advanced-flow': [{ id: OTHER, uses: ['starts'] }],
    variable: [{ id: MODE, uses: ['writes'] }],
  })
  assert.deepEqual(members('mood', { zone: ROOM, devices: { [LAMP]: { state: {} } } }), {
    device: [{ id: LAMP, uses: ['acts'] }],
  })
  assert.deepEqual(members('dashboard', widgets({ type: 'zone', zoneId: ROOM })), {
    zone: [{ id: ROOM, uses: ['shows'] }],
  })
  assert.deepEqual(members('device', { zone: ROOM, settings: { deviceIds: [LAMP] } }), {
    device: [{ id: LAMP, uses: ['holds'] }],
  })
})

test('how much of the villa is understood', async () => {
  await using homey = await startVirtualHomey({ home: 'villa' })
  const { flows, advancedFlows, moods, dashboards } = homey.state
  const lists = { flow: flows, 'advanced-flow': advancedFlows, mood: moods, dashboard: dashboards }
  const why: Record<string, number> = {}
  const counts = Object.entries(lists).map(([kind, list]) => {
    const objects = Object.values<unknown>(list)
    const clear = objects.filter((object) => {
      const found = understood(kind as ObjectKind, object)
      if (!found.understood) {
        for (const reason of new Set(found.reasons.map((one) => one.why))) {
          why[reason] = (why[reason] ?? 0) + 1
        }
      }
      return found.understood
    })
    return [kind, clear.length, objects.length] as const
  })
  console.log(JSON.stringify(counts), JSON.stringify(why))
  const reads = JSON.stringify(
    Object.values(flows).filter((one) => understood('flow', one).understood),
  )
  assert.doesNotMatch(reads, /homey:app:|"code"|mobile:|notifications:|speech/)
  for (const [kind, clear, all] of counts) assert.ok(clear > 0 && clear <= all, kind)
})
