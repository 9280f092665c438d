// The table against the specification: every operation has a row, every row an operation, and every
// operation answers over HTTP without a fault of ours.
import assert from 'node:assert/strict'
import test from 'node:test'
import { loadSpecification } from '@latchkey/catalogue/specification'
import { GROUP_DRIVER } from '../capabilities/write.ts'
import { routesOf } from '../http/routes.ts'
import { startVirtualHomey } from '../index.ts'
import type { HomeyState } from '../state/homey-state.ts'
import { BEHAVIOURS, countByKind } from './table.ts'

const routes = routesOf(loadSpecification('pro-2023')).all

test('every operation has a row and every row an operation', () => {
  assert.equal(routes.length, 352)
  assert.deepEqual([...BEHAVIOURS.keys()].sort(), routes.map((route) => route.name).sort())
  console.log('rows by kind:', JSON.stringify(countByKind()))
})

test('every documented row says why', () => {
  const silent = [...BEHAVIOURS].filter(([, row]) => row.kind === 'documented' && !row.reason)
  assert.deepEqual(silent, [])
})

test('every operation answers over HTTP', { timeout: 60_000 }, async () => {
  await using homey = await startVirtualHomey({ home: 'apartment' })
  const answers: Record<string, string[]> = {}
  // Deletions come last, so that the others find what they ask for; a session of its own for each.
  const inOrder = routes.toSorted((a, b) => rank(a.operation.method) - rank(b.operation.method))
  for (const { name, manager, operation } of inOrder) {
    const parameters = Object.entries(operation.parameters ?? {})
    let path = `/api/manager/${manager}${operation.path}`
    let body: unknown = {}
    const query = new URLSearchParams()
    for (const [parameter, { in: place, root, type, properties }] of parameters) {
      const value = plausible(homey.state, name, parameter, type, properties)
      if (place === 'path') path = path.replace(`:${parameter}`, String(value))
      else if (place === 'query' && type !== 'object') query.set(parameter, String(value))
      else if (root) body = value
      else if (place === 'body') body = { ...(body as object), [parameter]: value }
    }
    const method = operation.method.toUpperCase()
    const response = await fetch(`${homey.address}${path}?${query}`, {
      method,
      headers: { authorization: `Bearer ${homey.signIn()}` },
      ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    assert.ok(response.status < 500, `${name}: ${response.status} ${text}`)
    assert.equal(response.headers.get('x-homey-id'), homey.id, name)
    assert.doesNotMatch(text, /Not Found: (GET|PUT|POST|DELETE)/, name)
    answers[response.status] = [...(answers[response.status] ?? []), name]
  }
  const counts = Object.entries(answers).map(([status, names]) => [status, names.length])
  console.log('answers by status:', JSON.stringify(Object.fromEntries(counts)))
  const refused = Object.entries(answers).flatMap(([status, names]) =>
    Number(status) < 400 ? [] : names.filter((name) => BEHAVIOURS.get(name)?.kind !== 'documented'),
  )
  assert.deepEqual(refused.sort(), Object.keys(REFUSED).sort())
})

/** What is refused although its row is not a documented one, and why. */
const REFUSED = {
  'devices.createGroup': 'the light was put into another group just before',
  'drivers.deletePairSessionDevice': 'the session was deleted just before',
  'drivers.getPairSession': 'none is open yet when the reads are made',
  'insights.deleteLogEntries': 'the log was deleted just before',
  'users.deletePersonalAccessToken': 'a user id is no key',
  'users.deleteUser': 'the owner stays',
  'users.deleteUserMe': 'the owner stays',
}

function rank(method: string): number {
  return ['get', 'put', 'post', 'delete'].indexOf(method.toLowerCase())
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
