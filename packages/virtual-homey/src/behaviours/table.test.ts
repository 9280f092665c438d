// The table against the specification: every operation has a row, every row an operation, and every
// operation answers over HTTP without a fault of ours.
import assert from 'node:assert/strict'
import test from 'node:test'
import { GROUP_DRIVER } from '../capabilities/write.ts'
import { GENERATIONS, type Generation, traitsOf } from '../generations/generation.ts'
import { routesOfGeneration } from '../generations/routes.ts'
import { splitDriverId, splitId } from '../generations/split-id.ts'
import type { Route } from '../http/routes.ts'
import { startVirtualHomey } from '../index.ts'
import type { HomeyState } from '../state/homey-state.ts'
import { BEHAVIOURS, countByKind } from './table.ts'

const EXISTING: Readonly<Record<Generation, number>> = {
  'pro-2019': 259,
  'pro-2023': 352,
  cloud: 260,
}

function namesOf(generation: Generation): string[] {
  return routesOfGeneration(generation).all.map((route) => route.name)
}

test('every operation of the three has a row and every row is an operation', () => {
  for (const generation of GENERATIONS) {
    const names = namesOf(generation)
    assert.equal(names.length, EXISTING[generation])
    assert.deepEqual(
      names.filter((name) => !BEHAVIOURS.has(name)),
      [],
    )
    console.log(`${generation}: ${names.length} operations`, JSON.stringify(countByKind(names)))
  }
  const everything = new Set(GENERATIONS.flatMap(namesOf))
  assert.deepEqual([...BEHAVIOURS.keys()].sort(), [...everything].sort())
})

test('every documented row says why', () => {
  const silent = [...BEHAVIOURS].filter(([, row]) => row.kind === 'documented' && !row.reason)
  assert.deepEqual(silent, [])
  const reasons = Map.groupBy(
    [...BEHAVIOURS].filter(([, row]) => row.kind === 'documented'),
    ([, row]) => row.reason,
  )
  for (const [reason, rows] of reasons) {
    const names = rows.map(([name]) => `${name} (${generationsOf(name).join(', ')})`)
    console.log(`documented, since ${reason}:\n    ${names.join('\n    ')}`)
  }
})

function generationsOf(name: string): Generation[] {
  return GENERATIONS.filter((generation) => routesOfGeneration(generation).named(name))
}

for (const generation of GENERATIONS) {
  test(`every operation of a ${generation} answers over HTTP`, { timeout: 60_000 }, async () => {
    // A clock on which requests are far apart: an older hub would refuse them otherwise.
    let time = Date.UTC(2026, 0, 5, 12)
    const clock = () => {
      time += 150
      return new Date(time)
    }
    await using homey = await startVirtualHomey({ home: 'apartment', generation, clock })
    const answers: Record<string, string[]> = {}
    // Deletions come last, so that the others find what they ask for; a session of its own for each.
    const routes = routesOfGeneration(generation).all
    const inOrder = routes.toSorted((a, b) => rank(a) - rank(b))
    for (const route of inOrder) {
      const { method, path, body } = requestFor(homey.state, generation, route)
      const response = await fetch(`${homey.address}${path}`, {
        method,
        headers: { authorization: `Bearer ${homey.signIn()}` },
        ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const { name } = route
      const missing = text.includes('missing_api_method')
      assert.equal(missing, name === 'insights.getStorageInfo', name)
      assert.ok(response.status < 500 || missing, `${name}: ${response.status} ${text}`)
      assert.equal(response.headers.get('x-homey-id'), homey.id, name)
      assert.doesNotMatch(text, /Not Found: (GET|PUT|POST|DELETE)/, name)
      answers[response.status] = [...(answers[response.status] ?? []), name]
    }
    const counts = Object.entries(answers).map(([status, names]) => [status, names.length])
    console.log(generation, 'by status:', JSON.stringify(Object.fromEntries(counts)))
    const refused = Object.entries(answers).flatMap(([status, names]) =>
      Number(status) < 400
        ? []
        : names.filter((name) => BEHAVIOURS.get(name)?.kind !== 'documented'),
    )
    const here = namesOf(generation)
    const expected = Object.keys(REFUSED).filter(
      (name) => here.includes(name) && (ONLY[name] ?? GENERATIONS).includes(generation),
    )
    assert.deepEqual(refused.sort(), expected.sort())
  })
}

/** What is refused although its row is not a documented one, and why. */
const REFUSED = {
  'devices.createGroup': 'the light was put into another group just before',
  'drivers.deletePairSessionDevice': 'the session was deleted just before',
  'drivers.getPairSession': 'none is open yet when the reads are made',
  'insights.deleteLog': 'all logs were deleted just before',
  'insights.deleteLogEntries': 'the log was deleted just before',
  'speech-output.uninstallVoice': 'a voice of the hub stays',
  'users.acceptSharingInvite': 'nobody was invited with this token',
  'users.deletePersonalAccessToken': 'a user id is no key',
  'users.deleteUser': 'the owner stays',
  'users.deleteUserMe': 'the owner stays',
  'users.login': 'there is no cloud here',
}

/** Where the order of the calls is such that this one comes too late. */
const ONLY: Readonly<Record<string, readonly Generation[]>> = {
  'insights.deleteLog': ['pro-2019'],
  'insights.deleteLogEntries': ['pro-2023', 'cloud'],
  'users.deleteUser': ['pro-2023'],
}

function requestFor(
  state: HomeyState,
  generation: Generation,
  { name, manager, operation }: Route,
) {
  let path = `/api/manager/${manager}${operation.path}`
  let body: unknown = {}
  const query = new URLSearchParams()
  const parameters = Object.entries(operation.parameters ?? {})
  for (const [parameter, { in: place, root, type, properties }] of parameters) {
    const plain = plausible(state, name, parameter, type, properties)
    const value = traitsOf(generation).shortIds ? shortened(name, parameter, plain) : plain
    if (place === 'path') path = path.replace(`:${parameter}`, String(value))
    else if (place === 'query' && type !== 'object') query.set(parameter, String(value))
    else if (root) body = value
    else if (place === 'body') body = { ...(body as object), [parameter]: value }
  }
  return { method: operation.method.toUpperCase(), path: `${path}?${query}`, body }
}

// The same thing in the words of an older hub: an owner and a short id.
function shortened(operation: string, parameter: string, value: unknown): unknown {
  if (operation === 'drivers.createPairSession') {
    return { type: 'pair', driverUri: 'homey:app:nl.example.lights', driverId: 'white' }
  }
  if (operation === 'drivers.getDriver') {
    const { uri, id } = splitDriverId('homey:app:nl.example.lights:white')
    return parameter === 'uri' ? uri : id
  }
  if (operation === 'devices.getCapability') {
    return parameter === 'uri' ? 'homey:manager:capabilities' : 'onoff'
  }
  if (operation === 'flowtoken.getFlowToken') {
    return splitId(String(value))[parameter === 'uri' ? 'uri' : 'id']
  }
  if (operation.includes('AppWidget')) return value
  const whole = typeof value === 'string' && value.split(':').length > 3
  return parameter === 'id' && whole ? splitId(value).id : value
}

// Reads first; a pairing session is opened before it is used.
function rank({ name, operation }: Route): number {
  if (name === 'drivers.createPairSession') return 1.5
  return ['get', 'put', 'post', 'delete'].indexOf(operation.method.toLowerCase())
}

type Properties = Readonly<Record<string, { readonly type?: string | readonly string[] }>>

// An object that exists for ids, a value of the right type for everything else.
function plausible(
  state: HomeyState,
  operation: string,
  name: string,
  type: string | readonly string[] | undefined,
  properties: Properties | undefined,
): unknown {
  if (properties) {
    const entries = Object.entries(properties).map(([member, shape]) => [
      member,
      plausible(state, operation, member, shape.type, undefined),
    ])
    return Object.fromEntries(entries)
  }
  const known = KNOWN[`${operation} ${name}`] ?? KNOWN[name]
  if (known) return known(state)
  if (name === 'id' || name === 'uri') return idFor(state, operation, name)
  return VALUES[String(type)] ?? 'text'
}

const VALUES: Readonly<Record<string, unknown>> = {
  number: 1,
  boolean: true,
  object: {},
  array: [],
}

function first(items: Readonly<Record<string, { readonly id: string }>>): string {
  return Object.values(items).at(-1)?.id ?? 'none'
}

const light = (state: HomeyState) =>
  Object.values(state.devices).find((device) => device.name === 'Ceiling light')?.id ?? 'none'
const group = (state: HomeyState) =>
  Object.values(state.devices).find((device) => device.driverId === GROUP_DRIVER)?.id ?? 'none'
const member = (state: HomeyState) =>
  Object.values(state.devices).find((device) => device.group !== null)?.id ?? 'none'
const script = 'homey:app:com.athom.homeyscript'

const KNOWN: Readonly<Record<string, (state: HomeyState) => unknown>> = {
  capabilityId: () => 'onoff',
  deviceId: light,
  zone: (state) => first(state.zones),
  zoneId: (state) => first(state.zones),
  parent: (state) => Object.values(state.zones)[0]?.id,
  newOwnerUserId: (state) => first(state.users),
  time: () => '07:30',
  role: () => 'user',
  deviceIds: (state) => [light(state)],
  trigger: () => ({ id: 'homey:manager:flow:programmatic_trigger' }),
  repetition: () => Object.fromEntries(DAYS.map((day) => [day, true])),
  advancedflow: () => ({ name: 'Advanced', cards: {} }),
  query: () => '',
  driverId: () => 'homey:app:nl.example.lights:white',
  'apps.installFromAppStore id': () => 'net.i-dev.betterlogic',
  'devices.setDeviceSettings settings': () => ({}),
  'devices.updateGroup id': group,
  groupId: group,
  'devices.setCapabilityValue value': () => true,
  'users.updateUserLocalCredentials username': () => 'somebody',
  'devices.deleteDeviceFromGroup deviceId': member,
  'drivers.createPairSession type': () => 'pair',
  'images.getImage id': (state) => first(state.images),
  'sessions.deleteSession id': (state) => Object.keys(state.sessions)[0],
  'speech-output.getVoice id': () => 'nl-female',
  'speech-output.playVoiceSample id': () => 'nl-female',
  'speech-output.uninstallVoice id': () => 'nl-female',
  'speech-output.installVoice id': () => 'de-female',
  'experiments.enableExperiment id': () => 'ssh',
  'experiments.disableExperiment id': () => 'ssh',
  'flow.getFlowCardAutocomplete type': () => 'flowcardaction',
  'flow.getFlowCardAutocomplete uri': () => script,
  'flow.getFlowCardAutocomplete id': () => `${script}:run`,
  'flow.getFlowCardAutocomplete name': () => 'script',
  'logic.createVariable type': () => 'string',
  'drivers.createPairSessionDevice zone': (state) => first(state.zones),
}
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const COLLECTIONS: Readonly<Record<string, keyof HomeyState>> = {
  Pair: 'pairSessions',
  Alarm: 'alarms',
  AdvancedFlow: 'advancedFlows',
  App: 'apps',
  Dashboard: 'dashboards',
  WidgetStore: 'widgetStores',
  Device: 'devices',
  FlowFolder: 'flowFolders',
  Flow: 'flows',
  Mood: 'moods',
  Notification: 'notifications',
  User: 'users',
  Present: 'users',
  Asleep: 'users',
  Variable: 'variables',
  Zone: 'zones',
}

function idFor(state: HomeyState, operation: string, name: string): string {
  const owner = `homey:device:${light(state)}`
  if (operation.startsWith('insights.')) return name === 'uri' ? owner : `${owner}:dim`
  if (operation.startsWith('flowtoken.')) return `${owner}:dim`
  if (operation.includes('FlowCardTrigger')) return name === 'uri' ? owner : `${owner}:onoff_true`
  if (operation.includes('FlowCard')) return name === 'uri' ? owner : `${owner}:on`
  if (operation === 'notifications.setOwnerEnabled') return owner
  if (operation.includes('AppWidget')) return 'homey:app:com.example.echo:greeting'
  if (operation === 'drivers.getDriver') return 'homey:app:nl.example.lights:white'
  if (name === 'uri') return 'homey:manager:apps'
  const found = Object.entries(COLLECTIONS).find(([word]) => operation.includes(word))?.[1]
  const items = found ? state[found] : {}
  const ids = Object.keys(items)
  return ids.at(-1) ?? 'none'
}
