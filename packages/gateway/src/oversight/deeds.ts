// From a call to its deeds: the call itself, what it sets going now, and what it writes that goes on later.
// Pure; asked with the state of the home where the operation sets anything going.
import { isJudgedByContent, limitOf, required } from '@latchkey/catalogue'
import { type Home, type Item, nothingKnown } from '../limits/home.ts'
import { isObject, isTextList } from '../limits/json.ts'
import { ownedIn } from '../limits/owner-uri.ts'
import type { OverseenCall } from './call.ts'
import { type Consequences, consequencesOf } from './consequences.ts'
import { ANYTHING, contentOf, controlled, type RunKind, withMembers } from './content.ts'
import { ANY, countedAs, type Deed, type DeedObject, type DeedParts, deed } from './deed.ts'
import type { DeedPart } from './deed-parts.ts'
import { isNotUnderstood } from './not-understood.ts'
import { classesOfCard } from './rates.ts'

/** What a call sets going: deeds of its own, and what runs. */
interface Going {
  readonly deeds?: readonly Deed[]
  readonly runs?: readonly DeedObject[]
  /** Not now, but whenever it happens to run. */
  readonly later?: true
}

type Sets = (call: OverseenCall, home: Home) => Going

/** The operations that set something going. What is not here does what it says and no more. */
const SETS: Readonly<Record<string, Sets>> = {
  'devices.setCapabilityValue': ({ ids, body }, home) => {
    const { deviceId = '', capabilityId = '' } = ids
    const is = isObject(body) ? body['value'] : undefined
    const value = is === undefined ? {} : { value: { is } }
    return { deeds: controlled(deviceId, home, { capability: capabilityId, ...value }) }
  },
  'devices.setDeviceSettings': (call, home) => regroups(call, home),
  'devices.createGroup': (call, home) => regroups(call, home),
  'devices.updateGroup': (call, home) => regroups(call, home),
  'devices.deleteDeviceFromGroup': ({ ids }, home) => ({
    deeds: changed(ids['deviceId'] ?? '', home),
  }),
  'moods.setMood': ({ ids }) => ({ runs: [{ kind: 'mood', id: ids['id'] ?? '' }] }),
  'moods.createMood': (call, home) => writes('mood', call, home),
  'moods.updateMood': (call, home) => writes('mood', call, home),
  'flow.createFlow': (call, home) => writes('flow', call, home),
  'flow.updateFlow': (call, home) => writes('flow', call, home),
  'flow.createAdvancedFlow': (call, home) => writes('advanced-flow', call, home),
  'flow.updateAdvancedFlow': (call, home) => writes('advanced-flow', call, home),
  'flow.triggerFlow': ({ ids }) => ({ runs: [{ kind: 'flow', id: ids['id'] ?? '' }] }),
  'flow.triggerAdvancedFlow': ({ ids }) => ({
    runs: [{ kind: 'advanced-flow', id: ids['id'] ?? '' }],
  }),
  'flow.testFlow': ({ body }, home) => {
    const flow = isObject(body) && isObject(body['flow']) ? body['flow'] : {}
    return going('flow', { name: '', ...flow }, home)
  },
  'flow.runFlowCardAction': (call, home) => card('action', call, home),
  'flow.runFlowCardCondition': (call, home) => card('condition', call, home),
}

/** Whether a call sets anything going, which takes the state of the home to tell. */
export function setsGoing({ operation, ids }: Pick<OverseenCall, 'operation' | 'ids'>): boolean {
  const { id, effect } = operation
  if (!effect) return false
  return Object.hasOwn(SETS, id) || objectsOf(id, ids).length > 0 || isHeard(operation)
}

/**
 * All deeds of a call, in parts. `home` may be one of which nothing is known where the call sets nothing going.
 */
export function deedsOf(
  call: OverseenCall,
  home: Home = nothingKnown(call.operation.generation),
  consequences: Consequences = consequencesOf,
): readonly DeedPart[] {
  const { operation } = call
  const itself = direct(call)
  if (!operation.effect) return [{ deeds: itself, later: false }]
  const set = Object.hasOwn(SETS, operation.id) ? SETS[operation.id] : undefined
  const { deeds = NONE, runs = [], later = false } = set?.(call, home) ?? {}
  const unknown = isNotUnderstood(operation.id) ? [ANYTHING] : []
  const follows = consequences([...itself, ...deeds], runs, home)
  // The call itself happens now, whatever it leaves behind.
  return [
    { deeds: [...itself, ...unknown], later: false },
    ...(deeds.length > 0 ? [{ deeds, later }] : []),
    ...(follows.length > 0 ? [{ deeds: follows, later }] : []),
  ]
}

const NONE: readonly Deed[] = []

/** What a call needs, whichever of its alternatives it is made by. */
function needsOf({ operation, ids, body }: OverseenCall): readonly string[] {
  const { requirement } = operation
  if (!isJudgedByContent(operation)) {
    return requirement.class === 'permission' ? [requirement.permission] : []
  }
  const needs = required(operation, { ids, body, credentialUser: '' })
  return needs.kind === 'permissions' ? [...new Set(needs.alternatives.flat())] : []
}

const HEARD: readonly string[] = [
  ...['presence:update', 'own-presence:update', 'alarm:update', 'alarm:create', 'alarm:delete'],
]

const isHeard = ({ requirement }: OverseenCall['operation']): boolean =>
  requirement.class === 'permission' && HEARD.includes(requirement.permission)

/** The call itself: once for each object that its path names. */
function direct(call: OverseenCall): Deed[] {
  const { operation, ids, body } = call
  const { id, effect } = operation
  const permissions = needsOf(call)
  const cards = cardIn(id, ids)
  const classes = [
    ...countedAs(permissions, effect),
    ...(cards.card === undefined ? [] : classesOfCard(cards.card)),
  ]
  const parts: DeedParts = { operation: id, permissions, effect, ...cards }
  const [first, ...others] = objectsOf(id, ids, body)
  const capability = capabilityOf(id, ids)
  const object = first && { object: first, ...(capability && { capability }) }
  return [
    deed({ ...parts, classes, ...object }),
    ...others.map((other) => deed({ ...parts, object: other })),
  ]
}

function capabilityOf(id: string, ids: OverseenCall['ids']): string | undefined {
  const { judge } = limitOf(id)
  if (judge === 'capability') return ids['capabilityId']
  return judge === 'settings' ? ANY : undefined
}

function cardIn(id: string, ids: OverseenCall['ids']): { readonly card?: string } {
  const row = limitOf(id)
  if (row.judge !== 'card' || !row.run) return {}
  const owned = ownedIn(ids['uri'], ids['id'] ?? '')
  return owned ? { card: `${owned.uri}:${owned.name}` } : {}
}

function objectsOf(
  operation: string,
  ids: OverseenCall['ids'],
  body?: unknown,
): readonly DeedObject[] {
  const row = limitOf(operation)
  const one = (kind: string, id: string | undefined): DeedObject[] => {
    const of = kind === 'group' ? 'device' : kind
    return id !== undefined && isKind(of) ? [{ kind: of, id }] : []
  }
  switch (row.judge) {
    case 'object':
      return one(row.kind, ids[row.parameter])
    case 'capability':
      return one('device', ids['deviceId'])
    case 'write':
    case 'change':
      return one(row.kind, ids['id'])
    case 'settings':
      return one('device', ids['id'])
    case 'delete-zone':
      return one('zone', ids['id'])
    case 'leave-group':
      return [...one('device', ids['deviceId']), ...one('device', ids['groupId'])]
    case 'code':
      return one('script', ids['id'])
    case 'app-settings':
      return one('app', ids['id'])
    case 'install': {
      const id = isObject(body) ? body['id'] : undefined
      return one('app', typeof id === 'string' ? id : undefined)
    }
    default:
      return []
  }
}

const KINDS: Readonly<Record<DeedObject['kind'], true>> = {
  ...{ device: true, zone: true, flow: true, 'advanced-flow': true, mood: true, variable: true },
  ...{ script: true, app: true, user: true },
}

const isKind = (kind: string): kind is DeedObject['kind'] => Object.hasOwn(KINDS, kind)

/** Members that change nothing of what an object does; switching off does nothing either. */
const ASIDE: ReadonlySet<string> = new Set(['name', 'folder', 'order', 'zone', 'id', 'uri'])

function writes(kind: WrittenKind, { ids, body }: OverseenCall, home: Home): Going {
  const id = ids['id']
  const present = id === undefined ? undefined : home.items[kind].get(id)
  if (!isObject(body)) return body === undefined ? {} : { deeds: [ANYTHING], later: true }
  const changes = Object.keys(body).some((name) => !ASIDE.has(name) && !isOff(name, body))
  if (id !== undefined && !changes) return {}
  return { ...going(kind, { ...present, ...body }, home), later: true }
}

type WrittenKind = 'flow' | 'advanced-flow' | 'mood'

const isOff = (name: string, body: Item): boolean => name === 'enabled' && body[name] === false

function going(kind: RunKind, item: Item, home: Home): Going {
  const { deeds, starts } = contentOf(kind, item, home)
  return { deeds, runs: starts }
}

function card(type: 'action' | 'condition', { ids, body }: OverseenCall, home: Home): Going {
  const owned = ownedIn(ids['uri'], ids['id'] ?? '')
  if (!owned || !(body === undefined || isObject(body))) return { deeds: [ANYTHING] }
  const { args, droptoken, duration, tokens, state } = body ?? {}
  const given = { ...(args !== undefined && { args }), ...(duration !== undefined && { duration }) }
  const whole = { ...given, ...(droptoken !== undefined && { droptoken }) }
  const { deeds, runs } = going('card', { ...whole, type, id: `${owned.uri}:${owned.name}` }, home)
  const strange = [tokens, state].some((one) => one !== undefined && one !== null && !isFlat(one))
  // The call is the card, so it counts once: with the call.
  const uncounted = (deeds ?? []).map((one) =>
    one.card === undefined ? one : { ...one, classes: [] },
  )
  return { deeds: strange ? [...uncounted, ANYTHING] : uncounted, ...(runs && { runs }) }
}

const isFlat = (values: unknown): boolean =>
  isObject(values) &&
  Object.values(values).every((one) =>
    typeof one === 'string' ? !/homey:|\[\[/i.test(one) : typeof one !== 'object',
  )

const changed = (id: string, home: Home): Deed[] =>
  withMembers(id, home).map((one) =>
    deed({ permissions: ['device-group:update'], object: { kind: 'device', id: one } }),
  )

/** Devices that come into a group are controlled through it from then on; those that were may leave it. */
function regroups({ ids, body }: OverseenCall, home: Home): Going {
  const given = isObject(body) ? body['deviceIds'] : undefined
  if (given === undefined) return {}
  const joined = isTextList(given) ? given.flatMap((id) => controlled(id, home)) : [ANYTHING]
  const id = ids['id']
  return { deeds: [...(id === undefined ? [] : changed(id, home)), ...joined], later: true }
}
