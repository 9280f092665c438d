// What a call brings about, as the oracle sees it: written from docs/decisions/0011 alone, walking lists each
// time, with no index and no memory. It shares nothing with the gateway but the form of a rule.
import { type Operation, operations, PERMISSIONS } from '@latchkey/catalogue'
import { type Content, kindOf, readCard } from '../oracle/content.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  type OracleCall,
  type State,
} from '../oracle/state.ts'

/** One thing that is brought about. */
export interface Act {
  readonly operation?: string
  readonly permissions: readonly string[]
  readonly effect: boolean
  readonly kind?: string
  readonly id?: string
  /** `any`: some capability of the device. */
  readonly capability?: string
  readonly value?: { readonly is: Json | undefined }
  readonly card?: string
  readonly later: boolean
  readonly wild: boolean
  readonly classes: readonly string[]
}

const ALL: readonly Operation[] = [...operations('pro-2023'), ...operations('cloud')]

/** The operation of a call. */
export const operationOf = (id: string): Operation | undefined => ALL.find((one) => one.id === id)

const act = (more: Partial<Act>): Act => ({
  ...{ permissions: [], effect: true, later: false, wild: false, classes: [] },
  ...more,
})

const WILD = act({
  wild: true,
  classes: ['timeline', 'speech', 'push', 'mail', 'flow-start', 'control'],
})

/** Calls that nobody understands. */
const RIDDLES: readonly RegExp[] = [
  /^homeyscript\.(create|update|run)Script$/,
  /^app\./,
  /^apps\.(un)?setAppSetting$/,
  /^apps\.installFromAppStore$/,
  /^devkit\.(installApp|runApp)$/,
  /^drivers\./,
  /^(zwave|zigbee|ble)\.runCommand$|^thread\.executeCommand$/,
  /^rf\.(emulate|replay|txInfraredProntohex)$/,
  /^matter\.(openCommissioningWindow|setOptionPaaSettings)$/,
  /^coprocessor\.pairBridge$/,
  /^cloud\.emit/,
  /^logic\.triggerWebhook$/,
  /^mobile\.onMobileEvent$/,
  /^experiments\.enableExperiment$/,
  /^system\.(setDebug|setOptionForwardedPort|createHeapdump)$/,
  /^users\.(createUser|updateUser)$/,
  /^dashboards\.setWidgetStoreState$/,
]

/** Everything that a call brings about. */
export function actsOf(state: State, call: OracleCall): Act[] {
  const operation = operationOf(call.operation)
  if (!operation) return []
  const itself = direct(operation, call)
  if (!operation.effect) return itself
  const riddle = RIDDLES.some((one) => one.test(call.operation)) ? [WILD] : []
  const { acts, starts, later } = sets(state, call)
  const follows = [...acts, ...followed(state, [...itself, ...acts], starts)]
  return [...itself, ...riddle, ...follows.map((one) => ({ ...one, later }))]
}

interface Start {
  readonly kind: string
  readonly id: string
}

interface Sets {
  readonly acts: readonly Act[]
  readonly starts: readonly Start[]
  readonly later: boolean
}

/** What follows, until nothing new does. */
export function followed(state: State, acts: readonly Act[], starts: readonly Start[]): Act[] {
  const found: Act[] = []
  const done: string[] = []
  let next: readonly Start[] = [...starts, ...acts.flatMap((one) => listeners(state, one))]
  while (next.length > 0) {
    const coming: Start[] = []
    for (const { kind, id } of next) {
      if (done.includes(`${kind}:${id}`)) continue
      done.push(`${kind}:${id}`)
      const run = runOf(state, kind, id)
      found.push(...run.acts)
      coming.push(...run.starts, ...run.acts.flatMap((one) => listeners(state, one)))
    }
    next = coming
  }
  return found
}

const STARTS: Readonly<Record<string, readonly [string, string, keyof State]>> = {
  flow: ['flow.triggerFlow', 'flow:start', 'flows'],
  'advanced-flow': ['flow.triggerAdvancedFlow', 'advanced-flow:start', 'advancedFlows'],
  mood: ['moods.setMood', 'mood:set', 'moods'],
}

function runOf(state: State, kind: string, id: string): Omit<Sets, 'later'> {
  const [operation, permission, list] = STARTS[kind] ?? ['', '', 'flows' as const]
  const itself = act({ operation, permissions: [permission], kind, id })
  const object = state[list].find((one) => one['id'] === id)
  const inside = object ? inObject(state, kind, object) : { acts: [], starts: [] }
  return { acts: [itself, ...inside.acts], starts: inside.starts }
}

/** What an object does when it runs. */
export function inObject(state: State, kind: string, object: JsonObject): Omit<Sets, 'later'> {
  if (kind === 'mood') return { acts: inMood(state, object), starts: [] }
  const cards = kind === 'flow' ? cardsOfFlow(object) : cardsOfCanvas(object)
  if (!cards) return { acts: [WILD], starts: [] }
  const parts = cards.map(([role, card]) => inCard(state, role, card))
  const odd = kind !== 'single' && oddMembers(kind, object) ? [WILD] : []
  return {
    acts: [...parts.flatMap((one) => one.acts), ...odd],
    starts: parts.flatMap((one) => one.starts),
  }
}

const FLOW_MEMBERS: readonly string[] = [
  ...['id', 'uri', 'name', 'folder', 'enabled', 'order', 'triggerable', 'broken', 'triggerCount'],
]

function oddMembers(kind: string, object: JsonObject): boolean {
  const own = kind === 'flow' ? ['trigger', 'conditions', 'actions'] : ['cards']
  return Object.keys(object).some((name) => ![...FLOW_MEMBERS, ...own].includes(name))
}

type Cards = readonly (readonly [role: 'trigger' | 'condition' | 'action' | 'odd', card: Json])[]

function cardsOfFlow({ trigger, conditions, actions }: JsonObject): Cards | undefined {
  if (!Array.isArray(conditions) || !Array.isArray(actions)) return undefined
  return [
    ['trigger', trigger ?? null],
    ...conditions.map((one: Json) => ['condition', one] as const),
    ...actions.map((one: Json) => ['action', one] as const),
  ]
}

const SIGNPOSTS: readonly unknown[] = ['start', 'delay', 'any', 'all', 'note']

function cardsOfCanvas({ cards }: JsonObject): Cards | undefined {
  if (!isObject(cards)) return undefined
  return Object.values(cards).flatMap((card): Cards => {
    const type = isObject(card) ? card['type'] : undefined
    if (type === 'trigger' || type === 'condition' || type === 'action') return [[type, card]]
    return SIGNPOSTS.includes(type) ? [] : [['odd', card]]
  })
}

/** Cards of the hub itself that only do what is plain. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  'homey:manager:mobile:push_text': [],
  'homey:manager:notifications:create_notification': [],
  'homey:manager:flow:enable_flow': ['flow:enable'],
  'homey:manager:flow:disable_flow': ['flow:enable'],
}

const KNOWN: readonly string[] = [
  ...['homey:manager:logic:variable_set', 'homey:manager:logic:variable_increase'],
  'homey:manager:flow:programmatic_trigger',
]

function inCard(state: State, role: Cards[number][0], card: Json): Omit<Sets, 'later'> {
  if (role === 'odd') return { acts: [WILD], starts: [] }
  const content = readCard(role, card, state)
  const [used] = content.cards
  const looks = content.mentions
    .filter(({ kind, use }) => kind === 'device' && use === 'reads')
    .filter(({ id }) => isCamera(state, id))
    .map(({ id }) =>
      act({
        ...{ operation: 'images.getImage', permissions: ['image:read'] },
        ...{ effect: false, kind: 'device', id },
      }),
    )
  if (role === 'trigger') {
    return { acts: isObject(card) ? looks : [...looks, WILD], starts: [] }
  }
  const wild = isRiddle(role, content) ? [WILD] : []
  if (role === 'condition') return { acts: [...looks, ...wild], starts: [] }
  const id = used?.id ?? ''
  const does = act({
    ...{ card: id === 'undefined' ? '' : id, permissions: PLAIN[id] ?? [] },
    classes: classesOfCard(id),
  })
  const acted = content.mentions.filter(({ use }) => ['acts', 'starts', 'writes'].includes(use))
  return {
    acts: [
      ...(used ? [does] : []),
      ...acted.flatMap((one) => onMention(state, one.kind, one.id)),
      ...looks,
      ...wild,
    ],
    starts: acted.flatMap(({ kind, id: one }): Start[] => {
      if (kind === 'mood') return [{ kind, id: one }]
      if (kind !== 'flow' && kind !== 'advanced-flow') return []
      const isAdvanced = kindOf(state, one) === 'advanced-flow'
      return [{ kind: isAdvanced ? 'advanced-flow' : 'flow', id: one }]
    }),
  }
}

function isRiddle(role: 'condition' | 'action', { cards, strange }: Content): boolean {
  const [used] = cards
  if (!used || strange.length > 0 || used.strange.length > 0 || used.twoOwners) return true
  const { owner, id } = used
  if (!owner) return true
  if (['device', 'zone', 'mood'].includes(owner.kind)) return false
  if (owner.kind !== 'manager') return true
  return role === 'action' && !KNOWN.includes(id) && !Object.hasOwn(PLAIN, id)
}

function onMention(state: State, kind: string, id: string): Act[] {
  if (kind === 'device') return control(state, id)
  if (kind === 'variable') {
    return [act({ operation: 'logic.updateVariable', permissions: ['variable:update'], kind, id })]
  }
  if (kind !== 'zone') return []
  const inside = state.devices.filter((one) => upFrom(state, one['zone']).includes(id))
  return [
    act({ permissions: ['device:control'], kind, id }),
    ...inside.flatMap((one) => control(state, String(one['id']))),
  ]
}

/** The zones from one upwards that are there. */
export function upFrom(state: State, start: unknown): string[] {
  const found: string[] = []
  let at = start
  while (typeof at === 'string' && !found.includes(at)) {
    const zone = state.zones.find((one) => one['id'] === at)
    if (!zone) break
    found.push(at)
    at = zone['parent']
  }
  return found
}

function inMood(state: State, mood: JsonObject): Act[] {
  const { devices } = mood
  if (!isObject(devices)) return [WILD]
  const known = ['id', 'uri', 'name', 'preset', 'zone', 'devices']
  let odd = Object.keys(mood).some((name) => !known.includes(name))
  const acts: Act[] = []
  for (const [id, entry] of Object.entries(devices)) {
    const values = isObject(entry) ? entry['state'] : undefined
    if (!isObject(values)) {
      odd = true
      acts.push(...control(state, id))
      continue
    }
    for (const [capability, is] of Object.entries(values)) {
      acts.push(...control(state, id, capability, { is }))
      odd ||= typeof is === 'object' && is !== null
    }
  }
  return odd ? [...acts, WILD] : acts
}

/** A device and all that is in it if it is a group. */
function members(state: State, id: string, seen: readonly string[] = []): string[] {
  if (seen.includes(id)) return []
  const device = state.devices.find((one) => one['id'] === id)
  const isGroup = device?.['driverId'] === 'homey:virtualdrivergroup:driver'
  const settings = device?.['settings']
  const ids = isGroup && isObject(settings) ? settings['deviceIds'] : []
  const texts = Array.isArray(ids) && ids.every((one) => typeof one === 'string') ? ids : []
  return [id, ...texts.flatMap((one: string) => members(state, one, [...seen, id]))]
}

function control(
  state: State,
  id: string,
  capability = 'any',
  value?: { readonly is: Json | undefined },
): Act[] {
  return [...new Set(members(state, id))].map((one) =>
    act({
      ...{ operation: 'devices.setCapabilityValue', kind: 'device', id: one, capability },
      permissions: isSecurity(state, one)
        ? ['device:control', 'security-device:control']
        : ['device:control'],
      ...(value && { value }),
    }),
  )
}

const device = (state: State, id: string): JsonObject =>
  state.devices.find((one) => one['id'] === id) ?? {}

/** The capabilities of a device that can be set. */
export function settable(state: State, id: string): string[] {
  const { capabilities, capabilitiesObj } = device(state, id)
  const all = Array.isArray(capabilities) ? capabilities.map(String) : []
  return all.filter((one) => {
    const entry = isObject(capabilitiesObj) ? capabilitiesObj[one] : undefined
    return isObject(entry) ? entry['setable'] !== false : !one.startsWith('alarm_')
  })
}

/** Whether a device is of a class. */
export function isOf(state: State, id: string, ...classes: readonly string[]): boolean {
  const { class: own, virtualClass } = device(state, id)
  return classes.some((one) => one === own || one === virtualClass)
}

const isSecurity = (state: State, id: string): boolean =>
  isOf(state, id, 'lock', 'siren', 'homealarm', 'garagedoor') ||
  settable(state, id).some((one) => one === 'locked' || one.startsWith('alarm_'))

/** Whether a device has pictures. */
export function isCamera(state: State, id: string): boolean {
  const { images, videos } = device(state, id)
  const has = (list: unknown) => Array.isArray(list) && list.length > 0
  return isOf(state, id, 'camera') || has(images) || has(videos)
}

function classesOfCard(id: string): string[] {
  const classes: string[] = []
  if (id.startsWith('homey:manager:notifications:')) classes.push('timeline')
  if (id.startsWith('homey:manager:mobile:')) classes.push('push')
  if (id === 'homey:manager:flow:programmatic_trigger') classes.push('flow-start')
  if (/^homey:(device|zone|mood):/.test(id)) classes.push('control')
  return classes
}

// --- the call itself ---

function direct({ id, effect, requirement, segments }: Operation, call: OracleCall): Act[] {
  const own = requirement.class === 'permission' ? [requirement.permission] : []
  const permissions = [...own, ...besides(call)]
  const classes = classesOf(permissions, effect)
  const [manager = '', name = ''] = id.split('.')
  const of = objectsIn(manager, name, call.ids, call.body)
  const path = segments.flatMap((one) => ('parameter' in one ? [one.parameter] : []))
  const objects = path.length > 0 || manager === 'apps' ? of : []
  const card = /^runFlowCard/.test(name) ? cardRun(call) : undefined
  const capability =
    name === 'setCapabilityValue' || name === 'getCapabilityValue'
      ? { capability: call.ids['capabilityId'] ?? '' }
      : name === 'setDeviceSettings'
        ? { capability: 'any' }
        : {}
  const itself = act({
    ...{ operation: id, permissions, effect, ...objects[0], ...capability },
    ...(card !== undefined && { card }),
    classes: [...classes, ...(card === undefined ? [] : classesOfCard(card))],
  })
  const others = objects.slice(1).map((one) => {
    return act({ operation: id, permissions, effect, ...one, ...(card !== undefined && { card }) })
  })
  return [itself, ...others]
}

function cardRun({ ids }: OracleCall): string | undefined {
  const { uri = '', id = '' } = ids
  const own = /^(homey:[a-z]+:[^:|\s]+):.+$/s.exec(id)
  if (own) return own[1] === uri ? id : undefined
  return /^homey:[a-z]+:[^:|\s]+$/.test(uri) && id !== '' && !/homey:/i.test(id)
    ? `${uri}:${id}`
    : undefined
}

function besides({ operation, ids, body }: OracleCall): string[] {
  const code = isObject(body) && body['code'] !== undefined
  if (operation === 'homeyscript.runScript' && code) return ['homeyscript:update']
  const switches = isObject(body) && Object.keys(body).join() === 'enabled'
  const only = switches && typeof body['enabled'] === 'boolean'
  if (operation === 'flow.updateFlow' && only) return ['flow:enable']
  if (operation === 'flow.updateAdvancedFlow' && only) return ['advanced-flow:enable']
  if (operation === 'devices.setCapabilityValue' && /lock|alarm/.test(ids['capabilityId'] ?? '')) {
    return ['security-device:control']
  }
  if (/^apps\.(un)?setAppSetting$/.test(operation) && ids['id'] === 'com.athom.homeyscript') {
    return ['homeyscript:update']
  }
  if (/^apps\.getAppSettings?$/.test(operation) && ids['id'] === 'com.athom.homeyscript') {
    return ['homeyscript:read']
  }
  return []
}

function classesOf(permissions: readonly string[], effect: boolean): string[] {
  const has = (...names: readonly string[]) => names.some((one) => permissions.includes(one))
  const classes: string[] = []
  if (has('speech:say', 'speech:play', 'audio:play')) classes.push('speech')
  if (has('flow:start', 'advanced-flow:start')) classes.push('flow-start')
  if (has('device:control', 'security-device:control', 'mood:set')) classes.push('control')
  const writes = classes.length === 0 && effect && permissions.some(isWriting)
  return [...classes, ...(writes ? ['write'] : []), 'any']
}

function isWriting(permission: string): boolean {
  return dangerOf(permission) === 'change' || dangerOf(permission) === 'full'
}

/** How dangerous a permission is, by the catalogue's table. */
export function dangerOf(permission: string): string {
  return PERMISSIONS.get(permission)?.danger ?? 'read'
}

type Of = { readonly kind: string; readonly id: string }

function objectsIn(
  manager: string,
  name: string,
  ids: OracleCall['ids'],
  body: Json | undefined,
): readonly Of[] {
  const { id = '', deviceId = '', groupId = '', app = '' } = ids
  if (manager === 'devices') {
    if (name === 'deleteDeviceFromGroup') {
      return [
        { kind: 'device', id: deviceId },
        { kind: 'device', id: groupId },
      ]
    }
    if (/^(get|set)CapabilityValue$/.test(name)) return [{ kind: 'device', id: deviceId }]
    if (/^getCapabilit/.test(name)) return []
    return [{ kind: 'device', id }]
  }
  if (manager === 'zones') return [{ kind: 'zone', id }]
  if (manager === 'moods') return [{ kind: 'mood', id }]
  if (manager === 'logic' && /Variable/.test(name)) return [{ kind: 'variable', id }]
  if (manager === 'homeyscript') return [{ kind: 'script', id }]
  if (manager === 'app') return [{ kind: 'app', id: app }]
  if (manager === 'energydongle' && deviceId !== '') return [{ kind: 'device', id: deviceId }]
  if (manager === 'apps') {
    const given = isObject(body) ? body['id'] : undefined
    if (name !== 'installFromAppStore') return id === '' ? [] : [{ kind: 'app', id }]
    return typeof given === 'string' ? [{ kind: 'app', id: given }] : []
  }
  if (manager !== 'flow' || /FlowCard|FlowFolder|testFlow/.test(name)) return []
  return [{ kind: /AdvancedFlow/.test(name) ? 'advanced-flow' : 'flow', id }]
}

// --- what a call sets going ---

const NOTHING: Sets = { acts: [], starts: [], later: false }

function sets(state: State, call: OracleCall): Sets {
  const { operation, ids, body } = call
  const { id = '', deviceId = '', capabilityId = '' } = ids
  const now = (acts: readonly Act[], starts: readonly Start[] = []): Sets => ({
    ...{ acts, starts, later: false },
  })
  switch (operation) {
    case 'devices.setCapabilityValue': {
      const is = isObject(body) ? body['value'] : undefined
      return now(control(state, deviceId, capabilityId, is === undefined ? undefined : { is }))
    }
    case 'moods.setMood':
      return now([], [{ kind: 'mood', id }])
    case 'flow.triggerFlow':
      return now([], [{ kind: 'flow', id }])
    case 'flow.triggerAdvancedFlow':
      return now([], [{ kind: 'advanced-flow', id }])
    case 'flow.testFlow': {
      const flow = isObject(body) && isObject(body['flow']) ? body['flow'] : {}
      const { acts, starts } = inObject(state, 'flow', { name: '', ...flow })
      return now(acts, starts)
    }
    case 'logic.updateVariable':
      return now([act({ kind: 'variable', id })])
    case 'devices.deleteDeviceFromGroup':
      return now(touched(state, deviceId))
    case 'devices.setDeviceSettings':
    case 'devices.updateGroup':
    case 'devices.createGroup':
      return grouped(state, ids['id'], body)
    case 'flow.createFlow':
    case 'flow.updateFlow':
      return wrote(state, 'flow', 'flows', ids['id'], body)
    case 'flow.createAdvancedFlow':
    case 'flow.updateAdvancedFlow':
      return wrote(state, 'advanced-flow', 'advancedFlows', ids['id'], body)
    case 'moods.createMood':
    case 'moods.updateMood':
      return wrote(state, 'mood', 'moods', ids['id'], body)
    case 'flow.runFlowCardAction':
    case 'flow.runFlowCardCondition':
      return ran(state, call)
    default:
      return NOTHING
  }
}

const touched = (state: State, id: string): Act[] =>
  [...new Set(members(state, id))].map((one) =>
    act({ permissions: ['device-group:update'], kind: 'device', id: one }),
  )

function grouped(state: State, id: string | undefined, body: Json | undefined): Sets {
  const ids = isObject(body) ? body['deviceIds'] : undefined
  if (ids === undefined) return NOTHING
  const all = Array.isArray(ids) && ids.every((one) => typeof one === 'string')
  const joined = all ? ids.flatMap((one) => control(state, String(one))) : [WILD]
  return {
    acts: [...(id === undefined ? [] : touched(state, id)), ...joined],
    starts: [],
    later: true,
  }
}

function wrote(
  state: State,
  kind: string,
  list: keyof State,
  id: string | undefined,
  body: Json | undefined,
): Sets {
  if (body === undefined) return NOTHING
  if (!isObject(body)) return { acts: [WILD], starts: [], later: true }
  const present = state[list].find((one) => one['id'] === id)
  const harmless = ['name', 'folder', 'order', 'zone', 'id', 'uri']
  const does = Object.keys(body).filter(
    (name) => !harmless.includes(name) && !(name === 'enabled' && body[name] === false),
  )
  if (id !== undefined && does.length === 0) return NOTHING
  const whole = { ...present, ...body }
  return { ...inObject(state, kind, whole), later: true }
}

function ran(state: State, { operation, ids, body }: OracleCall): Sets {
  const full = cardRun({ operation, ids, query: {}, body })
  if (full === undefined || !(body === undefined || isObject(body))) {
    return { acts: [WILD], starts: [], later: false }
  }
  const role = operation.endsWith('Action') ? 'action' : 'condition'
  const { args, droptoken } = body ?? {}
  const card: JsonObject = {
    id: full,
    ...(args !== undefined && { args }),
    ...(droptoken !== undefined && { droptoken }),
  }
  const { acts, starts } = inCard(state, role, card)
  const uncounted = acts.map((one) => (one.card === undefined ? one : { ...one, classes: [] }))
  return { acts: uncounted, starts, later: false }
}

// --- who listens ---

function listeners(state: State, one: Act): Start[] {
  if (!one.effect) return []
  const people = one.permissions.some((name) => /^(own-)?presence:update$/.test(name))
  const alarms = one.permissions.some((name) => /^alarm:(update|create|delete)$/.test(name))
  const hears = (role: string, card: Json): boolean => {
    if (role !== 'trigger' || !isObject(card)) return false
    const { cards, mentions } = readCard('trigger', card, state)
    const id = cards[0]?.id ?? ''
    if (people && id.startsWith('homey:manager:presence:')) return true
    if (alarms && id.startsWith('homey:manager:alarms:')) return true
    return mentions.some(
      ({ kind, id: what, use }) => use === 'hears' && isAbout(state, one, kind, what),
    )
  }
  const live = (flow: JsonObject) => flow['enabled'] !== false
  return [
    ...state.flows
      .filter((flow) => live(flow) && hears('trigger', flow['trigger'] ?? null))
      .map((flow) => ({ kind: 'flow', id: String(flow['id']) })),
    ...state.advancedFlows
      .filter(
        (flow) => live(flow) && cardsOfCanvas(flow)?.some(([role, card]) => hears(role, card)),
      )
      .map((flow) => ({ kind: 'advanced-flow', id: String(flow['id']) })),
  ]
}

function isAbout(state: State, { kind, id }: Act, what: string, named: string): boolean {
  if (kind === what && id === named) return true
  return (
    kind === 'device' &&
    what === 'zone' &&
    upFrom(state, device(state, id ?? '')['zone']).includes(named)
  )
}
