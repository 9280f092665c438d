// Random cards: of devices, zones, moods, managers, apps, with code, with tokens and picks, and such as
// nobody honest writes.
import type { Random } from './random.ts'
import type { Json, JsonObject, State } from './state.ts'

export type Role = 'trigger' | 'condition' | 'action'

const MANAGER: Readonly<Record<Role, readonly string[]>> = {
  trigger: [
    ...['homey:manager:flow:programmatic_trigger', 'homey:manager:cron:time_exactly'],
    ...['homey:manager:cron:every', 'homey:manager:presence:user_enter'],
    ...['homey:manager:logic:variable_changed', 'homey:manager:geolocation:moved'],
  ],
  condition: [
    ...['homey:manager:logic:eq', 'homey:manager:logic:lt'],
    ...['homey:manager:presence:noone_athome', 'homey:manager:flow:flow_enabled'],
  ],
  action: [
    ...['homey:manager:logic:variable_set', 'homey:manager:flow:programmatic_trigger'],
    ...['homey:manager:notifications:create_notification', 'homey:manager:mobile:push_text'],
    ...['homey:manager:cron:every', 'homey:manager:flow:enable_flow'],
  ],
}

/** The id of something of a kind; now and then of something that is not there. */
export function idOf(random: Random, list: readonly JsonObject[]): string {
  if (list.length === 0 || random.chance(0.04)) return random.id()
  return String(random.pick(list)['id'])
}

/** A full card id for a role. */
export function cardId(random: Random, state: State, role: Role): string {
  const kind = random.int(20)
  if (kind < 9)
    return `homey:device:${idOf(random, state.devices)}:${random.pick(['on', 'off', 'dim'])}`
  if (kind < 11) return `homey:zone:${idOf(random, state.zones)}:zone_on`
  if (kind < 12) return `homey:mood:${idOf(random, state.moods)}:set`
  if (kind < 18) return random.pick(MANAGER[role])
  return random.pick([
    ...['homey:app:com.example.app:do', 'homey:app:com.athom.homeyscript:run'],
    ...['homey:app:com.athom.homeyscript:runCode', 'homey:device:', 'nonsense'],
  ])
}

function token(random: Random, state: State): string {
  return random.pick([
    () =>
      `homey:device:${idOf(random, state.devices)}|${random.pick(['onoff', 'dim', 'measure_power'])}`,
    () => `homey:manager:logic|${idOf(random, state.variables)}`,
    () => 'homey:manager:cron|time',
    () => `homey:zone:${idOf(random, state.zones)}|active`,
    () => 'homey:manager:geolocation|latitude',
    () => 'homey:app:com.athom.homeyscript|tag',
    () => 'temperature',
  ])()
}

const LISTS = [
  ...([
    ['flow', 'flows'],
    ['flow', 'advancedFlows'],
    ['variable', 'variables'],
    ['zone', 'zones'],
  ] as const),
  ...([
    ['mood', 'moods'],
    ['user', 'users'],
    ['device', 'devices'],
  ] as const),
] as const

const pick = (random: Random, list: readonly JsonObject[]): Json => ({
  id: idOf(random, list),
  name: 'Something',
})

function argument(random: Random, state: State): readonly [name: string, value: Json] {
  return random.pick<() => readonly [string, Json]>([
    () => ['value', random.int(100) / 100],
    () => ['text', 'Good morning'],
    () => ['text', `It is [[${token(random, state)}]] now`],
    () => ['text', `see ${idOf(random, state.devices)} there`],
    () => ['mode', { id: 'warm', name: 'Warm' }],
    () => {
      const [name, list] = random.pick(LISTS)
      return [name, pick(random, state[list])]
    },
  ])()
}

/** A card as it stands in a flow. */
export function card(random: Random, state: State, role: Role): JsonObject {
  const id = cardId(random, state, role)
  const args: Record<string, Json> = {}
  // A script's cards have arguments of their own.
  if (!id.includes('homeyscript') && random.chance(0.3)) {
    const [name, value] = argument(random, state)
    args[name] = value
  }
  if (id.includes(':logic:variable_')) args['variable'] = pick(random, state.variables)
  if (id === 'homey:manager:flow:programmatic_trigger' && role === 'action') {
    args['flow'] = pick(random, random.chance(0.5) ? state.flows : state.advancedFlows)
  }
  if (id.endsWith(':runCode')) args['code'] = 'return 1'
  if (id.endsWith(':run')) args['script'] = { id: random.pick(['s1', 's2']), name: 'S' }
  const beside = random.chance(0.03)
    ? { ownerUri: `homey:device:${idOf(random, state.devices)}` }
    : {}
  const dropped = random.chance(0.1) ? { droptoken: token(random, state) } : {}
  const inGroup =
    role === 'trigger' ? {} : { group: role === 'action' ? 'then' : 'group1', inverted: false }
  return { id, args, ...inGroup, ...beside, ...dropped }
}
