// Plausible arguments for every operation, from what a home holds: for the tests that call them all.
// It is no test itself, and is not published.
import { GROUP_DRIVER } from '../capabilities/write.ts'
import { type Generation, traitsOf } from '../generations/generation.ts'
import { splitDriverId, splitId } from '../generations/split-id.ts'
import type { Route } from '../http/routes.ts'
import type { HomeyState } from '../state/homey-state.ts'

/** The named arguments of an operation, in the words of the generation. */
export function plausibleArguments(
  state: HomeyState,
  generation: Generation,
  { name, operation }: Route,
): Record<string, unknown> {
  const entries = Object.entries(operation.parameters ?? {}).map(
    ([parameter, { type, properties }]) => {
      const plain = plausible(state, name, parameter, type, properties)
      return [parameter, traitsOf(generation).shortIds ? shortened(name, parameter, plain) : plain]
    },
  )
  return Object.fromEntries(entries)
}

/** The order to call operations in: reads first, deletions last, a session opened before its use. */
export function rank({ name, operation }: Route): number {
  if (name === 'drivers.createPairSession') return 1.5
  if (name === 'drivers.emitPairingHeartbeat') return 2.9
  return ['get', 'put', 'post', 'delete'].indexOf(operation.method.toLowerCase())
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
  'apps.installFromAppStore id': () => 'com.example.fjord',
  'apps.installFromAppStore version': () => '1.4.2',
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
