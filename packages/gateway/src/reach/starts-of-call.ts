// Where chains begin with one call of a client: for whoever judges calls by what they come to.
import type { Item } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'
import type { Start } from './consequence.ts'

/** A call, in V3's ids and V3's body. */
export interface ReachingCall {
  readonly operation: string
  readonly ids: Readonly<Record<string, string>>
  readonly body: unknown
}

type Starts = (call: ReachingCall) => readonly Start[]

const idOf = ({ ids }: ReachingCall): string => ids['id'] ?? ''

const object =
  (kind: 'flow' | 'advanced-flow' | 'mood' | 'variable'): Starts =>
  (call) => [{ kind, id: idOf(call) }]

/** Members of which none changes what a flow or mood does. */
const ASIDE: ReadonlySet<string> = new Set(['name', 'folder', 'order', 'zone', 'preset'])
const DOES: Readonly<Record<'flow' | 'advanced-flow' | 'mood', readonly string[]>> = {
  ...{ flow: ['trigger', 'conditions', 'actions'], 'advanced-flow': ['cards'], mood: ['devices'] },
}

// What is written does what it does as soon as its trigger comes. A member that is not in the body stays
// as it was, so what the flow did before, it may do at another time.
const written =
  (of: 'flow' | 'advanced-flow' | 'mood'): Starts =>
  ({ ids: { id }, body }) => {
    const item: Item = isObject(body) ? body : {}
    const moved = Object.entries(item).some(
      ([name, value]) => !ASIDE.has(name) && (name !== 'enabled' || value === true),
    )
    const on: readonly Start[] =
      of !== 'mood' && moved && id !== undefined ? [{ kind: 'switch-on', id }] : []
    const does = DOES[of].some((name) => Object.hasOwn(item, name))
    return does ? [...on, { kind: 'content', of, item: { id, ...item } }] : on
  }

const script: Starts = ({ ids: { id }, body }) => {
  const item: Item = isObject(body) ? body : {}
  const code: readonly Start[] = Object.hasOwn(item, 'code')
    ? [{ kind: 'content', of: 'script', item }]
    : []
  return [...code, ...(id === undefined ? [] : [{ kind: 'script' as const, id }])]
}

const card: Starts = ({ ids, body }) => {
  const item = isObject(body) ? body : {}
  const { id = '', uri = '' } = ids
  const full = id.startsWith('homey:') ? id : `${uri}:${id}`
  return [{ kind: 'content', of: 'card', item: { type: 'action', ...item, id: full } }]
}

const app: Starts = ({ ids }) => [{ kind: 'app', id: ids['app'] ?? ids['id'] ?? '' }]

/** By operation. What is not here begins no chain but by its manager. */
const CALLS: Readonly<Record<string, Starts>> = {
  'devices.setCapabilityValue': ({ ids }) => {
    const { deviceId = '', capabilityId = null } = ids
    return [{ kind: 'device', id: deviceId, capability: capabilityId }]
  },
  ...{ 'flow.triggerFlow': object('flow'), 'flow.triggerAdvancedFlow': object('advanced-flow') },
  ...{ 'flow.createFlow': written('flow'), 'flow.updateFlow': written('flow') },
  'flow.createAdvancedFlow': written('advanced-flow'),
  'flow.updateAdvancedFlow': written('advanced-flow'),
  'flow.runFlowCardAction': card,
  'flow.runFlowCardCondition': (call) =>
    card({ ...call, body: { ...Object(call.body), type: 'condition' } }),
  'flow.testFlow': ({ body }) => {
    const flow = isObject(body) && isObject(body['flow']) ? body['flow'] : body
    return [{ kind: 'content', of: 'flow', item: isObject(flow) ? flow : {} }]
  },
  ...{ 'moods.setMood': object('mood'), 'moods.createMood': written('mood') },
  'moods.updateMood': written('mood'),
  'logic.updateVariable': object('variable'),
  'logic.triggerWebhook': () => [{ kind: 'webhook' }],
  ...{ 'app.get': app, 'app.post': app, 'app.put': app, 'app.delete': app },
  ...{ 'apps.setAppSetting': app, 'apps.unsetAppSetting': app },
  ...{ 'homeyscript.runScript': script, 'homeyscript.createScript': script },
  'homeyscript.updateScript': script,
  ...Object.fromEntries(
    ['setPresent', 'setPresentMe', 'setAsleep', 'setAsleepMe'].map((name) => [
      `presence.${name}`,
      (): readonly Start[] => [{ kind: 'presence' }],
    ]),
  ),
  ...Object.fromEntries(
    ['createAlarm', 'updateAlarm'].map((name) => [
      `alarms.${name}`,
      (call: ReachingCall): readonly Start[] => [{ kind: 'alarm', id: call.ids['id'] ?? '*' }],
    ]),
  ),
}

/** Where chains begin with a call. A call that reads begins none. */
export function startsOfCall(call: ReachingCall): readonly Start[] {
  const starts = Object.hasOwn(CALLS, call.operation) ? CALLS[call.operation] : undefined
  const manager = call.operation.split('.', 1)[0] ?? ''
  return [...(starts?.(call) ?? []), { kind: 'manager', id: manager }]
}
