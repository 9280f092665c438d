// What a grant reaches in a small home: directly, because a Flow reacts, by what it could do everything,
// and where it cannot be seen.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CreatedId, Limits } from '@latchkey/catalogue'
import type { Home, Item } from '../limits/home.ts'
import { homeWith } from '../limits/home-of.test-support.ts'
import { boundsOf } from './bounds.ts'
import type { Consequence } from './consequence.ts'
import { type Extras, NO_EXTRAS } from './extras.ts'
import { type Reach, reachOf } from './reach.ts'

const LAMP = 'aaaaaaaa-0000-4000-8000-000000000001'
const LOCK = 'aaaaaaaa-0000-4000-8000-000000000002'
const FLOW = 'bbbbbbbb-0000-4000-8000-000000000001'
const OTHER = 'bbbbbbbb-0000-4000-8000-000000000002'
const MOOD = 'cccccccc-0000-4000-8000-000000000001'
const VARIABLE = 'dddddddd-0000-4000-8000-000000000001'
const SCRIPT = 'eeeeeeee-0000-4000-8000-000000000001'

const device = (name: string, what: string, capability: string, zone: string): Item => ({
  ...{ name, class: what, virtualClass: null, zone, settings: {}, ownerUri: 'homey:app:nl.maker' },
  ...{ driverId: 'homey:app:nl.maker:driver', capabilities: [capability, 'measure_battery'] },
  capabilitiesObj: { [capability]: { setable: true }, measure_battery: { setable: false } },
})
const flow = (trigger: Item, ...actions: readonly Item[]): Item => ({
  ...{ name: 'Coming home', enabled: true, folder: null, trigger, conditions: [], actions },
})
const card = (id: string, args: Item = {}): Item => ({ id, args })
const lampOn = card(`homey:device:${LAMP}:onoff_true`)
const unlock = card(`homey:device:${LOCK}:unlock`)
const atNight = card('homey:manager:cron:time_exactly', { time: '03:00' })

function homeOf(flows: Readonly<Record<string, Item>>, advanced = {}): Home {
  return homeWith({
    zone: { kitchen: { name: 'Kitchen', parent: null }, hall: { name: 'Hall', parent: null } },
    device: {
      [LAMP]: device('Lamp', 'light', 'onoff', 'kitchen'),
      [LOCK]: device('Front door', 'lock', 'locked', 'hall'),
    },
    ...{ flow: flows, 'advanced-flow': advanced },
    variable: { [VARIABLE]: { name: 'Guests', type: 'boolean', value: false } },
    mood: { [MOOD]: { name: 'Leaving', devices: { [LOCK]: { state: { locked: false } } } } },
  })
}

const EXTRAS: Extras = {
  scripts: new Map([[SCRIPT, { id: SCRIPT, name: 'Tidy', code: 'return 1' }]]),
  apps: new Map([
    ['nl.maker', { id: 'nl.maker', name: 'Maker', api: false }],
    ['nl.boss', { id: 'nl.boss', name: 'Boss', api: true }],
  ]),
}
const app = (id: string, name: string, api = false) => [id, { id, name, api }] as const
const POWERLESS: Extras = {
  scripts: new Map(),
  apps: new Map([app('nl.maker', 'Maker'), app('nl.quiet', 'Quiet')]),
}

interface Grant {
  readonly limits?: Limits | null
  readonly extras?: Extras
  readonly created?: readonly CreatedId[]
}

function reach(
  home: Home,
  permissions: string,
  { limits = null, extras = POWERLESS, created = [] }: Grant = {},
): Reach {
  const grant = { permissions: new Set(permissions.split(' ')), limits, created: new Set(created) }
  return reachOf(grant, home, extras)
}

const lockIn = (all: readonly Consequence[]) =>
  all.find((one) => one.kind === 'device-control' && one.device === LOCK)
const chain = (one: Consequence | undefined) =>
  one?.via.map(({ by, kind, name }) => `${by} ${kind} ${name}`).join(', ')

const KITCHEN: Limits = { zones: ['kitchen'] }
const reacting = homeOf({ [FLOW]: flow(lampOn, unlock) })

test('what it controls is direct, and what a Flow then does is there because the Flow reacts', () => {
  const found = reach(reacting, 'device:control', { limits: KITCHEN })
  assert.deepEqual(
    found.directly.map(({ does, id, capabilities }) => [does, id, capabilities]),
    [['control', LAMP, ['onoff']]],
  )
  assert.equal(chain(lockIn(found.because)), 'begins device Lamp, triggers flow Coming home')
  assert.deepEqual([found.danger, found.everything, found.unseen], ['control', [], []])
})

test('what it may do itself is not told again', () => {
  const found = reach(reacting, 'device:control security-device:control')
  assert.deepEqual(
    found.directly.map(({ name, role }) => [name, role]),
    [
      ['Lamp', null],
      ['Front door', 'lock'],
    ],
  )
  assert.deepEqual(found.because, [])
})

test('a Flow that is off does not react, unless the grant may switch it on', () => {
  const off = homeOf({ [FLOW]: { ...flow(lampOn, unlock), enabled: false } })
  assert.equal(lockIn(reach(off, 'device:control').because), undefined)
  assert.equal(lockIn(reach(off, 'flow:start').because), undefined)
  const found = reach(off, 'flow:enable')
  assert.equal(chain(lockIn(found.because)), 'switches-on flow Coming home')
  const drafts = reach(off, 'flow:enable flow:start', { limits: { drafts: true } })
  assert.equal(lockIn(drafts.because), undefined)
})

test('a Flow that switches another on reaches what that does', () => {
  const home = homeOf({
    [FLOW]: flow(lampOn, card('homey:manager:flow:enable_flow', { flow: { id: OTHER } })),
    [OTHER]: { ...flow(atNight, unlock), name: 'At night', enabled: false },
  })
  const { because, danger } = reach(home, 'device:control', { limits: KITCHEN })
  const expected = 'begins device Lamp, triggers flow Coming home, switches-on flow At night'
  assert.equal(chain(lockIn(because)), expected)
  assert.equal(danger, 'change')
})

test('an Advanced Flow reaches only what edges lead to from the trigger that fires', () => {
  const cards = (to: string) => ({
    a: { ...lampOn, type: 'trigger', outputSuccess: ['wait'] },
    wait: { type: 'delay', args: {}, outputSuccess: [to] },
    b: { ...atNight, type: 'trigger', outputSuccess: ['act'] },
    act: { ...unlock, type: 'action', outputSuccess: ['a'] },
  })
  const drawn = (to: string) =>
    homeOf({}, { [FLOW]: { name: 'Drawn', enabled: true, cards: cards(to) } })
  assert.ok(lockIn(reach(drawn('act'), 'device:control').because))
  assert.equal(lockIn(reach(drawn('nothing'), 'device:control').because), undefined)
})

test('a battery that runs low is nobody’s doing', () => {
  const low = homeOf({ [FLOW]: flow(card(`homey:device:${LAMP}:measure_battery_changed`), unlock) })
  assert.equal(lockIn(reach(low, 'device:control').because), undefined)
})

const BY: readonly (readonly [permission: string, trigger: Item, limits?: Limits])[] = [
  ['variable:update', card('homey:manager:logic:variable_changed', { variable: { id: VARIABLE } })],
  ['presence:update', card('homey:manager:presence:user_enter')],
  ['own-presence:update', card('homey:manager:presence:last_user_left')],
  ['alarm:update', card('homey:manager:alarms:alarm_rings', { alarm: { id: MOOD } })],
  ['webhook:trigger', card('homey:manager:logic:webhook', { event: 'door' })],
  ['mood:set', card(`homey:mood:${MOOD}:was_set`)],
  ['app-api:call', card('homey:app:nl.quiet:heard'), { apps: ['nl.quiet'] }],
  ['location:update', card('homey:manager:cron:sunset')],
  ['system:reboot', card('homey:manager:system:started')],
  ['flow:start', card('homey:manager:flow:programmatic_trigger')],
]

for (const [permission, trigger, limits = null] of BY) {
  test(`${permission} reaches what ${String(trigger['id'])} sets off`, () => {
    const home = homeOf({ [FLOW]: flow(trigger, unlock), [OTHER]: flow(atNight) })
    const { because } = reach(home, permission, { limits })
    assert.match(
      String(chain(lockIn(because))),
      permission === 'mood:set' ? /Leaving/ : /Coming home/,
    )
    assert.equal(lockIn(reach(home, 'device:read zone:update').because), undefined)
  })
}

test('what a mood sets is reached by setting it; the mood itself is direct', () => {
  const found = reach(homeOf({}), 'mood:set')
  assert.deepEqual(
    found.directly.map(({ does, kind, name }) => [does, kind, name]),
    [['set', 'mood', 'Leaving']],
  )
  assert.equal(chain(lockIn(found.because)), 'begins mood Leaving')
})

const FULL: readonly (readonly [
  permission: string,
  extras: Extras,
  limits: Limits | null,
  full: boolean,
])[] = [
  ['flow:create', POWERLESS, null, true],
  ['flow:create', POWERLESS, KITCHEN, false],
  ['flow-card:run', POWERLESS, null, true],
  ['app:install', POWERLESS, null, true],
  ['homeyscript:update', POWERLESS, null, true],
  ['homeyscript:update', EXTRAS, KITCHEN, false],
  ['app-api:call', POWERLESS, null, false],
  ['app-api:call', EXTRAS, null, true],
  ['app-api:call', EXTRAS, { apps: ['nl.maker'] }, false],
  ['app-api:call', NO_EXTRAS, null, true],
  ['app-settings:update', EXTRAS, null, true],
  ['device-settings:update', POWERLESS, null, false],
  ['device-settings:update', EXTRAS, null, false],
  ['pair-session:create', EXTRAS, null, true],
  ['pair-session:create', EXTRAS, KITCHEN, false],
  ['experiment:update', POWERLESS, null, true],
  ['user:create', POWERLESS, null, true],
  ['device:control', EXTRAS, null, false],
  ['flow:start', EXTRAS, null, false],
]

for (const [permission, extras, limits, full] of FULL) {
  const apps = extras.apps ? [...extras.apps.keys()].join() : 'apps unread'
  test(`${permission} ${limits ? JSON.stringify(limits) : ''} with ${apps} is ${full ? '' : 'not '}full control`, () => {
    const found = reach(homeOf({}), permission, { extras, limits })
    assert.equal(found.danger === 'full', full, found.danger)
    assert.equal(found.everything.length > 0, full)
  })
}

test('a device of an app that may control everything makes its settings full control', () => {
  const boss: Extras = {
    ...{
      scripts: new Map(),
      apps: new Map([['nl.maker', { id: 'nl.maker', name: 'Maker', api: true }]]),
    },
  }
  const found = reach(homeOf({}), 'device-settings:update', { extras: boss, limits: KITCHEN })
  assert.deepEqual(
    found.everything.map(({ apps }) => apps),
    [['Maker']],
  )
})

const run = (id: string, args: Item) =>
  flow(lampOn, card(`homey:app:com.athom.homeyscript:${id}`, args))

test('code that a Flow runs may do anything; what it names is told besides', () => {
  const named = homeOf({ [FLOW]: run('runCode', { code: `return unlock('${LOCK}')` }) })
  const { unseen, because, danger } = reach(named, 'device:control', { limits: KITCHEN })
  assert.deepEqual(
    unseen.map((one) => one.kind === 'unknown' && one.why),
    ['code'],
  )
  assert.ok(lockIn(because))
  assert.equal(danger, 'change')
  const kept = homeOf({ [FLOW]: run('run', { script: { id: SCRIPT, name: 'Tidy' } }) })
  const script = reach(kept, 'device:control', { extras: EXTRAS }).unseen[0]
  assert.equal(chain(script), 'begins device Lamp, triggers flow Coming home, runs script Tidy')
})

test('a script that a condition runs is run', () => {
  const asked = {
    ...flow(lampOn),
    conditions: [card('homey:app:com.athom.homeyscript:runCode', { code: '1' })],
  }
  assert.equal(reach(homeOf({ [FLOW]: asked }), 'device:control').unseen.length, 1)
})

test('an app that may control everything may do so when a condition asks it', () => {
  const asked = { ...flow(lampOn), conditions: [card('homey:app:nl.boss:is_it')] }
  const { unseen } = reach(homeOf({ [FLOW]: asked }), 'device:control', { extras: EXTRAS })
  assert.deepEqual(
    unseen.map((one) => one.kind === 'unknown' && one.what),
    ['nl.boss'],
  )
})

test('a card of an app is told, and may move what belongs to the app; one with the right to, anything', () => {
  const using = (app: string) => homeOf({ [FLOW]: flow(lampOn, card(`homey:app:${app}:act`)) })
  const own = reach(using('nl.maker'), 'device:control', { limits: KITCHEN })
  assert.ok(own.because.some((one) => one.kind === 'app-card' && one.name === 'Maker'))
  assert.ok(lockIn(own.because), 'the lock is a device of this app')
  assert.deepEqual(own.unseen, [])
  const boss = reach(using('nl.boss'), 'device:control', { extras: EXTRAS, limits: KITCHEN })
  assert.deepEqual(
    boss.unseen.map((one) => one.kind === 'unknown' && one.why),
    ['app-with-api'],
  )
  const unread = reach(using('nl.maker'), 'device:control', { extras: NO_EXTRAS })
  assert.deepEqual(
    unread.unseen.map((one) => one.kind === 'unknown' && one.why),
    ['app-not-known'],
  )
  assert.deepEqual(unread.unread, ['scripts', 'apps'])
})

test('under limits a Flow that it writes sets what is covered, and what reacts to that is reached', () => {
  const found = reach(reacting, 'flow:create', { limits: KITCHEN })
  assert.deepEqual(
    found.directly.map(({ does, id, permission }) => [does, id, permission]),
    [['control', LAMP, 'flow:create']],
  )
  assert.ok(lockIn(found.because))
  const drafts = reach(reacting, 'flow:create', { limits: { ...KITCHEN, drafts: true } })
  assert.deepEqual([drafts.directly, drafts.because], [[], []])
})

test('with own it starts what it made, and no other', () => {
  const home = homeOf({ [FLOW]: flow(atNight, unlock), [OTHER]: flow(atNight, unlock) })
  const limits: Limits = { own: true }
  const found = reach(home, 'flow:start', { limits, created: [`flow:${OTHER}`] })
  assert.deepEqual(
    found.directly.map(({ id }) => id),
    [OTHER],
  )
})

test('cards that are named are followed as if they were run', () => {
  const limits: Limits = { cards: [{ id: `homey:device:${LAMP}:on` }] }
  assert.ok(lockIn(reach(reacting, 'flow-card:run', { limits }).because))
  assert.equal(lockIn(reach(reacting, 'flow:read', { limits }).because), undefined)
})

test('a trigger that belongs to nothing known may fire at anything', () => {
  const odd = homeOf({ [FLOW]: flow(card('homey:thing:x:y'), unlock) })
  assert.ok(lockIn(reach(odd, 'device:control').because))
  assert.equal(lockIn(reach(odd, 'device:read').because), undefined)
})

test('a card with two owners may be of either: what it does cannot be seen', () => {
  const twice = { ...card(`homey:device:${LAMP}:on`), uri: `homey:device:${LOCK}` }
  const acting = reach(homeOf({ [FLOW]: flow(lampOn, twice) }), 'device:control')
  assert.deepEqual(
    acting.unseen.map((one) => one.kind === 'unknown' && one.why),
    ['card'],
  )
  const hearing = flow(
    { ...card(`homey:device:${LOCK}:locked_true`), uri: 'homey:device:x' },
    unlock,
  )
  const heard = reach(homeOf({ [FLOW]: hearing }), 'device:control', { limits: KITCHEN })
  assert.ok(lockIn(heard.because))
  const short = flow({ uri: `homey:device:${LAMP}`, id: 'onoff_true', args: {} }, unlock)
  assert.ok(lockIn(reach(homeOf({ [FLOW]: short }), 'device:control', { limits: KITCHEN }).because))
})

test('without limits, too, a siren is set only with its permission, by itself and in a group', () => {
  const [siren, group] = [LOCK, OTHER]
  const home = homeWith({
    zone: { kitchen: { name: 'Kitchen', parent: null } },
    device: {
      [LAMP]: device('Lamp', 'light', 'onoff', 'kitchen'),
      [siren]: device('Siren', 'siren', 'onoff', 'kitchen'),
      [group]: {
        ...device('Everything', 'light', 'onoff', 'kitchen'),
        driverId: 'homey:virtualdrivergroup:driver',
        settings: { deviceIds: [LAMP, siren] },
      },
    },
  })
  const set = (permissions: string) =>
    [LAMP, siren, group].filter(
      (id) =>
        boundsOf(
          { permissions: new Set(permissions.split(' ')), limits: null, created: new Set() },
          home,
        ).sets(id).length > 0,
    )
  assert.deepEqual(set('device:control'), [LAMP])
  assert.deepEqual(set('device:control security-device:control'), [LAMP, siren, group])
})
