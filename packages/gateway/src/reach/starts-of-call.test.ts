// Where chains begin with a call, and what the call comes to: for rules that judge calls by their
// consequences.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Item } from '../limits/home.ts'
import { homeWith } from '../limits/home-of.test-support.ts'
import { NO_EXTRAS } from './extras.ts'
import { consequencesOf } from './follow.ts'
import { reachGraph } from './graph.ts'
import { startsOfCall } from './starts-of-call.ts'

const LAMP = 'aaaaaaaa-0000-4000-8000-000000000001'
const LOCK = 'aaaaaaaa-0000-4000-8000-000000000002'
const FLOW = 'bbbbbbbb-0000-4000-8000-000000000001'

const unlock: Item = { id: `homey:device:${LOCK}:unlock`, args: {} }
const never: Item = { id: 'homey:manager:cron:time_exactly', args: {} }

const SENSOR = 'aaaaaaaa-0000-4000-8000-000000000003'
const sensed: Item = { id: `homey:device:${SENSOR}:alarm_motion_true`, args: {} }

const HOME = homeWith({
  device: Object.fromEntries(
    [
      [LAMP, 'light', 'onoff'],
      [LOCK, 'lock', 'locked'],
      [SENSOR, 'sensor', 'alarm_motion'],
    ].map(([id = '', what, capability = '']) => [
      id,
      {
        ...{ name: what, class: what, capabilities: [capability] },
        capabilitiesObj: { [capability]: { setable: id !== SENSOR } },
      },
    ]),
  ),
  flow: {
    [FLOW]: { name: 'Open', enabled: false, trigger: never, conditions: [], actions: [unlock] },
    seen: { name: 'Seen', enabled: true, trigger: sensed, conditions: [], actions: [unlock] },
  },
})

/** Whether a call comes to the lock; `unknown` if it may come to anything. */
function comesToLock(operation: string, ids: Record<string, string>, body?: unknown) {
  const starts = startsOfCall({ operation, ids, body })
  const all = consequencesOf(reachGraph(HOME, NO_EXTRAS), starts)
  if (all.some(({ kind }) => kind === 'unknown')) return 'unknown'
  return all.some((one) => one.kind === 'device-control' && one.device === LOCK && one.security)
}

const canvas = (card: Item) => ({
  a: { type: 'start', outputSuccess: ['b'] },
  b: { ...card, type: 'action' },
})
const runs = { id: 'homey:app:com.athom.homeyscript:runCode', args: { code: '1' } }

const CALLS: readonly (readonly [
  operation: string,
  ids: Record<string, string>,
  body: unknown,
  lock: boolean | 'unknown',
])[] = [
  ['devices.setCapabilityValue', { deviceId: LOCK, capabilityId: 'locked' }, {}, true],
  ['devices.setCapabilityValue', { deviceId: LOCK, capabilityId: 'onoff' }, {}, false],
  ['devices.setCapabilityValue', { deviceId: LAMP, capabilityId: 'onoff' }, {}, false],
  ['devices.setCapabilityValue', { deviceId: SENSOR, capabilityId: 'alarm_motion' }, {}, false],
  ['devices.getDevices', {}, undefined, false],
  ['flow.triggerFlow', { id: FLOW }, undefined, false],
  ['flow.updateFlow', { id: FLOW }, { enabled: true }, true],
  ['flow.updateFlow', { id: FLOW }, { trigger: never }, true],
  ['flow.updateFlow', { id: FLOW }, { name: 'Shut', enabled: false }, false],
  ['flow.createFlow', {}, { trigger: never, conditions: [], actions: [unlock] }, true],
  ['flow.createFlow', {}, { trigger: never, conditions: [runs], actions: [] }, 'unknown'],
  ['flow.createFlow', {}, { trigger: never, conditions: [], actions: 'all' }, 'unknown'],
  ['flow.createAdvancedFlow', {}, { cards: canvas(unlock) }, true],
  ['flow.updateAdvancedFlow', { id: 'x' }, { cards: canvas(runs) }, 'unknown'],
  ['flow.testFlow', {}, { flow: { trigger: never, conditions: [], actions: [unlock] } }, true],
  [
    'flow.runFlowCardAction',
    { uri: `homey:device:${LOCK}`, id: `homey:device:${LOCK}:unlock` },
    {},
    true,
  ],
  ['flow.runFlowCardAction', { uri: `homey:device:${LOCK}`, id: 'unlock' }, { args: {} }, true],
  ['flow.runFlowCardCondition', { uri: `homey:device:${LOCK}`, id: 'locked' }, {}, false],
  [
    'flow.runFlowCardCondition',
    { uri: 'homey:app:com.athom.homeyscript', id: 'runCode' },
    {},
    'unknown',
  ],
  ['moods.createMood', {}, { name: 'x', devices: { [LOCK]: { state: { locked: false } } } }, true],
  ['homeyscript.runScript', { id: 'x' }, {}, 'unknown'],
  ['homeyscript.createScript', {}, { name: 'x', code: '1' }, 'unknown'],
  ['app.post', { app: 'nl.x' }, {}, 'unknown'],
]

for (const [operation, ids, body, lock] of CALLS) {
  test(`${operation} ${JSON.stringify(body ?? ids).slice(0, 60)} comes to the lock: ${lock}`, () => {
    assert.equal(comesToLock(operation, ids, body), lock)
  })
}
