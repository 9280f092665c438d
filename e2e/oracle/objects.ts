// Random flows, moods, dashboards and groups, as they stand in a home and as they are sent.
import { card, idOf } from './cards.ts'
import type { Random } from './random.ts'
import type { Json, JsonObject, State } from './state.ts'

const few = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: random.int(most + 1) }, make)

export const CAPABILITIES = [
  'onoff',
  'dim',
  'measure_power',
  'locked',
  'alarm_motion',
  'onoff.left',
] as const

/** A folder's id, or none. */
export const folder = (random: Random, state: State): string | null =>
  random.chance(0.5) ? null : idOf(random, state.folders)

/** What a standard flow holds. */
export function flow(random: Random, state: State): JsonObject {
  return {
    name: 'Flow',
    folder: folder(random, state),
    enabled: random.chance(0.6),
    trigger: card(random, state, 'trigger'),
    conditions: few(random, 1, () => card(random, state, 'condition')),
    actions: few(random, 2, () => card(random, state, 'action')),
  }
}

/** What an advanced flow holds. */
export function advancedFlow(random: Random, state: State): JsonObject {
  const cards: Record<string, Json> = {}
  for (let count = 1 + random.int(3); count > 0; count--) {
    cards[random.id()] = advancedCard(random, state)
  }
  return { name: 'Advanced', folder: folder(random, state), enabled: random.chance(0.6), cards }
}

function advancedCard(random: Random, state: State): JsonObject {
  const at = { x: random.int(500), y: random.int(500) }
  const role = random.pick(['trigger', 'condition', 'action', 'action', 'signpost'] as const)
  if (role !== 'signpost') {
    const { group: _, inverted: __, ...rest } = card(random, state, role)
    return { type: role, ...rest, ...at }
  }
  return random.pick<JsonObject>([
    { type: 'start', ...at, outputSuccess: [] },
    { type: 'delay', args: { delay: { number: '1', multiplier: 60 } }, ...at, outputSuccess: [] },
    { type: 'any', ...at, outputSuccess: [] },
    { type: 'note', value: 'words', color: 'yellow', width: 100, height: 100, ...at },
    { type: 'teleport', ...at },
  ])
}

/** What a mood holds. */
export function mood(random: Random, state: State): JsonObject {
  const devices: Record<string, Json> = {}
  for (let count = 1 + random.int(2); count > 0; count--) {
    const values = Object.fromEntries(
      random.some(CAPABILITIES.slice(0, 2)).map((one) => [one, true]),
    )
    devices[idOf(random, state.devices)] = { state: values }
  }
  return { name: 'Mood', preset: null, devices }
}

/** What a dashboard holds: widgets that say what they show, and one that does not. */
export function dashboard(random: Random, state: State): JsonObject {
  const widgets = few(random, 1, () => ({
    id: random.id(),
    ...random.pick<() => JsonObject>([
      () => ({ type: 'device', deviceId: idOf(random, state.devices) }),
      () => ({ type: 'zone', zoneId: idOf(random, state.zones), wide: true }),
      () => ({ type: 'variable', variableId: idOf(random, state.variables) }),
      () => ({ device: { id: idOf(random, state.devices) } }),
    ])(),
  }))
  return { name: 'Board', columns: random.chance(0.3) ? [] : [{ id: random.id(), widgets }] }
}

/** What a group is made of. */
export function group(random: Random, state: State): JsonObject {
  const deviceIds = few(random, 2, () => idOf(random, state.devices))
  return {
    ...{ name: 'Group', class: 'light', deviceIds },
    zoneId: random.chance(0.1) ? null : idOf(random, state.zones),
  }
}

const KINDS = ['light', 'socket', 'lock', 'sensor', 'siren', 'group', 'door', 'plain'] as const

/** The members that tell of one capability. */
function capabilities(ids: readonly string[], setable: (id: string) => boolean): JsonObject {
  return {
    capabilities: [...ids],
    capabilitiesObj: Object.fromEntries(
      ids.map((id) => [
        id,
        { id, type: 'boolean', title: id, getable: true, setable: setable(id), value: null },
      ]),
    ),
  }
}

/** A device of a home. */
export function device(random: Random, state: State): JsonObject {
  const id = random.id()
  const kind = random.pick(KINDS)
  const own = {
    ...{ id, name: kind, zone: idOf(random, state.zones), virtualClass: null, settings: {} },
    ...{ driverId: 'homey:app:com.example.app:thing', ownerUri: 'homey:app:com.example.app' },
    ...{ class: kind === 'plain' || kind === 'door' ? 'other' : kind, energyObj: { W: 5 } },
    ...{ capabilitiesOptions: { onoff: { title: 'On' } }, images: [], videos: [], insights: [] },
    ui: { quickAction: 'onoff', components: [{ id: 'toggle', capabilities: ['onoff'] }] },
  }
  const settable = (one: string) => !one.startsWith('alarm_') && !one.startsWith('measure_')
  if (kind === 'lock' || kind === 'door') return { ...own, ...capabilities(['locked'], settable) }
  if (kind === 'sensor') {
    return { ...own, ...capabilities(['alarm_motion', 'measure_power'], () => random.chance(0.05)) }
  }
  if (kind === 'group') {
    const deviceIds = random.chance(0.1)
      ? ['x', 5]
      : random.some(state.devices).map((one) => one['id'] ?? null)
    return {
      ...{ ...own, ...capabilities(['onoff'], settable), class: 'light', settings: { deviceIds } },
      ...{
        driverId: 'homey:virtualdrivergroup:driver',
        ownerUri: 'homey:manager:virtualdrivergroup',
      },
    }
  }
  const pictures = random.chance(0.3)
    ? { images: [{ id: 'still', type: 'camera', imageObj: { id: random.id() } }] }
    : {}
  const ids = random.pick([
    ['onoff', 'dim'],
    ['onoff', 'dim', 'measure_power'],
    ['onoff', 'onoff.left'],
  ])
  const virtual = random.chance(0.05) ? { virtualClass: 'lock' } : {}
  return { ...own, ...capabilities(ids, settable), ...pictures, ...virtual }
}
