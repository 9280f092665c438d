// Random calls: every operation of the catalogue in V3's form, with ids that are covered, are not, are
// not there, and bodies that are whole, partial or hostile.
import { type Operation, operations, pathParameters } from '@latchkey/catalogue'
import { cardId, idOf, type Role } from './cards.ts'
import { SCRIPTS } from './grants.ts'
import * as objects from './objects.ts'
import type { Random } from './random.ts'
import type { Json, JsonObject, OracleCall, State } from './state.ts'

/** The operations that can be called; two kinds of hub speak V3 themselves, the third through the gateway. */
export const OPERATIONS: readonly Operation[] = [
  ...operations('pro-2023'),
  ...operations('cloud').filter(({ id }) => !operations('pro-2023').some((one) => one.id === id)),
].filter(({ requirement }) => requirement.class === 'permission')

// What limits look at most is drawn most.
const WEIGHTY =
  /^(flow|devices|zones|moods|dashboards|logic|homeyscript|flowtoken|insights|notifications|files|videos|images)\./
const WRITES =
  /^flow\.(create|update)|^moods\.(create|update)|^devices\.(create|update|set)|^flow\.run/
const CONTENT = OPERATIONS.filter(({ id }) => WEIGHTY.test(id) && !id.endsWith('.getState'))
const WRITING = OPERATIONS.filter(({ id }) => WRITES.test(id))

const NAMES = ['onoff', 'dim', 'measure_power', 'locked', 'onoff.left', 'alarm_motion', 'foo']

/** The full id of a log or token. */
function ownedId(random: Random, state: State): string {
  return random.pick([
    () => `homey:device:${idOf(random, state.devices)}:${random.pick(NAMES)}`,
    () => `homey:device:${idOf(random, state.devices)}:${random.pick(NAMES)}`,
    () => `homey:zone:${idOf(random, state.zones)}:active`,
    () => `homey:manager:logic:${idOf(random, state.variables)}`,
    () => 'homey:manager:cron:time',
    () => 'homey:manager:system:cpu',
    () => `homey:app:${random.pick(['com.example.app', 'com.other.app'])}:tag`,
    () => 'homey:thing:x:y',
  ])()
}

const ownerOf = (full: string): string => full.split(':').slice(0, 3).join(':')

const BY_MANAGER: Readonly<Record<string, readonly (readonly [RegExp, keyof State])[]>> = {
  flow: [
    [/FlowFolder$/, 'folders'],
    [/AdvancedFlow$/, 'advancedFlows'],
    [/Flow$/, 'flows'],
  ],
  devices: [[/./, 'devices']],
  zones: [[/./, 'zones']],
  moods: [[/./, 'moods']],
  dashboards: [[/Dashboard$/, 'dashboards']],
  logic: [[/Variable$/, 'variables']],
  users: [[/User$/, 'users']],
}

function roleOf(name: string): Role {
  if (name.includes('Trigger')) return 'trigger'
  return name.includes('Condition') ? 'condition' : 'action'
}

function randomIds(
  random: Random,
  { manager, name, id }: Operation,
  state: State,
): Record<string, string> {
  if (/FlowCard/.test(name)) {
    const role = name.includes('Autocomplete')
      ? random.pick(['trigger', 'condition', 'action'] as const)
      : roleOf(name)
    const card = cardId(random, state, role)
    const uri = random.chance(0.04) ? `homey:device:${idOf(random, state.devices)}` : ownerOf(card)
    return { id: card, uri, type: `flowcard${role}` }
  }
  if (manager === 'flowtoken' || manager === 'insights') {
    const full = ownedId(random, state)
    const uri = random.chance(0.04) ? ownerOf(ownedId(random, state)) : ownerOf(full)
    return { id: full, uri }
  }
  if (manager === 'notifications') return { uri: ownerOf(ownedId(random, state)), id: random.id() }
  if (manager === 'homeyscript') return { id: random.pick([...SCRIPTS, 's3']) }
  if (manager === 'apps' || manager === 'app') {
    const app = random.pick(['com.example.app', 'com.athom.homeyscript', 'com.missing.app'])
    return { id: app, app, name: 'setting' }
  }
  if (manager === 'files' || manager === 'videos') return { id: imageId(random, state) }
  const list = BY_MANAGER[manager]?.find(([pattern]) => pattern.test(name))?.[1]
  const device = idOf(random, state.devices)
  return {
    id: list ? idOf(random, state[list]) : random.id(),
    ...{ deviceId: device, groupId: idOf(random, state.devices), type: 'dynamic', uri: id },
    capabilityId: random.pick(capabilitiesOf(state, device, random)),
  }
}

function capabilitiesOf(state: State, device: string, random: Random): readonly string[] {
  const own = state.devices.find((one) => one['id'] === device)?.['capabilities']
  const texts = Array.isArray(own) ? own.filter((one) => typeof one === 'string') : []
  return texts.length > 0 && random.chance(0.9) ? texts : NAMES
}

function imageId(random: Random, state: State): string {
  const all = state.devices.flatMap(({ images }) => (Array.isArray(images) ? images : []))
  const one: Json | undefined = all.length > 0 ? random.pick(all) : undefined
  if (typeof one !== 'object' || one === null || !('imageObj' in one)) return random.id()
  const { imageObj } = one
  const isRecord = typeof imageObj === 'object' && imageObj !== null && 'id' in imageObj
  return isRecord && random.chance(0.8) ? String(imageObj['id']) : random.id()
}

type Body = (random: Random, state: State) => JsonObject

const zone: Body = (random, state) => ({
  name: 'Zone',
  icon: 'home',
  parent: random.chance(0.1) ? null : idOf(random, state.zones),
})
const run: Body = (random, state) => {
  const { id: _, group: __, inverted: ___, ...rest } = cardFor(random, state)
  return rest
}
const cardFor = (random: Random, state: State): JsonObject => {
  const { actions } = objects.flow(random, state)
  const [first] = Array.isArray(actions) ? actions : []
  return typeof first === 'object' && first !== null && !Array.isArray(first)
    ? (first as JsonObject)
    : { args: {} }
}
const settings: Body = (random, state) =>
  random.pick<() => JsonObject>([
    () => ({ brightness: 5 }),
    () => ({ friend: idOf(random, state.devices) }),
    () => ({ deep: { list: [`homey:zone:${idOf(random, state.zones)}`] } }),
    () => ({ deviceIds: random.some(state.devices).map((one) => String(one['id'])) }),
  ])()
const device: Body = (random, state) => ({
  name: 'Device',
  ...(random.chance(0.5) && { zone: random.chance(0.1) ? null : idOf(random, state.zones) }),
  ...(random.chance(0.3) && { virtualClass: random.pick(['light', 'lock', null]) }),
})
const folder: Body = (random, state) => ({
  name: 'Folder',
  ...(random.chance(0.7) && { parent: objects.folder(random, state) }),
})

/** Bodies by operation. */
const BODIES: Readonly<Record<string, Body>> = {
  'flow.createFlow': objects.flow,
  'flow.updateFlow': objects.flow,
  'flow.createAdvancedFlow': objects.advancedFlow,
  'flow.updateAdvancedFlow': objects.advancedFlow,
  'flow.createFlowFolder': folder,
  'flow.updateFlowFolder': folder,
  'flow.runFlowCardCondition': run,
  'flow.runFlowCardAction': run,
  'devices.setCapabilityValue': () => ({ value: true }),
  'devices.updateDevice': device,
  'devices.setDeviceSettings': settings,
  'devices.createGroup': objects.group,
  'devices.updateGroup': objects.group,
  'zones.createZone': zone,
  'zones.updateZone': zone,
  'moods.createMood': objects.mood,
  'moods.updateMood': objects.mood,
  'dashboards.createDashboard': objects.dashboard,
  'dashboards.updateDashboard': objects.dashboard,
  'logic.createVariable': () => ({ name: 'v', type: 'number', value: 1 }),
  'logic.updateVariable': () => ({ value: 2 }),
  'homeyscript.createScript': () => ({ name: 's', code: 'return 1' }),
  'homeyscript.updateScript': () => ({ code: 'return 2' }),
  'homeyscript.runScript': (random) => (random.chance(0.5) ? { args: [] } : { code: 'return 3' }),
  'apps.installFromAppStore': (random) => ({
    id: random.pick(['com.example.app', 'com.evil.app']),
  }),
}

const deep = (depth: number): Json => (depth === 0 ? 1 : { a: deep(depth - 1) })

function hostile(random: Random, body: JsonObject): Json {
  return random.pick<() => Json>([
    () => ({ ...body, unheardOf: 1 }),
    () => JSON.parse(`{"__proto__":{"enabled":true},${JSON.stringify(body).slice(1)}`) as Json,
    () => ({ ...body, name: deep(45) }),
    () => [body],
    () => 'text',
    () => ({
      ...body,
      trigger: 5,
      actions: {},
      devices: [],
      columns: 'x',
      cards: [],
      deviceIds: 'x',
    }),
  ])()
}

// Half of what changes something changes only part of it.
function partial(random: Random, body: JsonObject): JsonObject {
  const names = random.some(Object.keys(body))
  return Object.fromEntries(names.map((name) => [name, body[name] ?? null]))
}

function randomBody(random: Random, operation: Operation, state: State): Json | undefined {
  const make = BODIES[operation.id]
  if (!make) return operation.method === 'GET' ? undefined : {}
  const whole = make(random, state)
  const updates = /\.update/.test(operation.id)
  const body = updates && random.chance(0.6) ? partial(random, whole) : whole
  const named = updates && random.chance(0.1) ? { ...body, id: 'x', broken: false } : body
  return random.chance(0.02) ? hostile(random, named) : named
}

/** Draws a call. */
export function randomCall(random: Random, state: State): OracleCall {
  const among = random.chance(0.45) ? WRITING : random.chance(0.8) ? CONTENT : OPERATIONS
  return callOf(random, random.pick(among), state)
}

/** Draws ids, query and body for an operation. */
export function callOf(random: Random, operation: Operation, state: State): OracleCall {
  const all = randomIds(random, operation, state)
  const ids = Object.fromEntries(
    pathParameters(operation).map((name) => [name, all[name] ?? random.id()]),
  )
  const query: Record<string, string> =
    operation.name === 'getFlowCardAutocomplete'
      ? { name: 'flow', query: random.chance(0.2) ? idOf(random, state.devices) : 'a' }
      : {}
  return { operation: operation.id, ids, query, body: randomBody(random, operation, state) }
}
