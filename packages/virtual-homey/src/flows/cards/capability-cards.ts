// The cards that the capabilities of a device bring to flows. Their names are those of the hub's own
// definitions; an action sets the capability, a condition looks at its value.
import { baseOf } from '../../capabilities/definitions.ts'
import { setCapability } from '../../capabilities/write.ts'
import { rowOf, textOf } from '../../json.ts'
import { all, type Hub } from '../../state/hub.ts'
import type { CapabilityState, CapabilityValue, Device } from '../../state/items.ts'
import { isRunning } from '../owners.ts'
import { numberIn } from './arguments.ts'
import type { Card, CardArgument, CardRun, CardType } from './card.ts'

interface ConditionWords {
  readonly name: string
  readonly title: string
  /** An enum is compared with this argument; a boolean is simply true. */
  readonly argument?: string
}

interface ActionWords {
  readonly name: string
  readonly title: string
  readonly args?: readonly CardArgument[]
  readonly value: (current: CapabilityValue, args: CardRun['args']) => unknown
}

const CONDITIONS: Readonly<Record<string, ConditionWords>> = {
  onoff: { name: 'on', title: 'Is turned !{{on|off}}' },
  locked: { name: 'locked', title: 'A lock is !{{locked|unlocked}}' },
  garagedoor_closed: { name: 'closed', title: 'Is !{{closed|open}}' },
  speaker_playing: { name: 'is_playing', title: 'Is !{{|not}} playing' },
  homealarm_state: {
    name: 'homealarm_state_is',
    title: 'The state is !{{|not}}',
    argument: 'state',
  },
  thermostat_mode: {
    ...{ name: 'thermostat_mode_is', title: 'The thermostat mode !{{is|is not}}' },
    argument: 'thermostat_mode',
  },
}

const range = (name: string, min: number, max: number, step = 0.01): CardArgument[] => [
  { name, type: 'range', min, max, step },
]
const always = (value: boolean) => () => value
const opposite = (current: CapabilityValue) => current !== true
const argument = (name: string) => (_current: CapabilityValue, args: CardRun['args']) => args[name]

const ACTIONS: Readonly<Record<string, readonly ActionWords[]>> = {
  onoff: [
    { name: 'on', title: 'Turn on', value: always(true) },
    { name: 'off', title: 'Turn off', value: always(false) },
    { name: 'toggle', title: 'Toggle on or off', value: opposite },
  ],
  dim: [
    { name: 'dim', title: 'Dim to', args: range('dim', 0, 1), value: argument('dim') },
    { name: 'dim_relative', title: 'Dim by', args: range('dim', -1, 1), value: dimmedBy },
  ],
  locked: [
    { name: 'lock', title: 'Lock', value: always(true) },
    { name: 'unlock', title: 'Unlock', value: always(false) },
  ],
  garagedoor_closed: [
    { name: 'close', title: 'Close', value: always(true) },
    { name: 'open', title: 'Open', value: always(false) },
    { name: 'toggle', title: 'Toggle open or closed', value: opposite },
  ],
  speaker_playing: [
    { name: 'play', title: 'Play', value: always(true) },
    { name: 'pause', title: 'Pause', value: always(false) },
    { name: 'toggle_playing', title: 'Toggle play or pause', value: opposite },
  ],
  target_temperature: [setting('target_temperature_set', 'target_temperature', 5, 40, 0.5)],
  windowcoverings_set: [setting('windowcoverings_set', 'windowcoverings_set', 0, 1)],
  volume_set: [setting('volume_set', 'volume_set', 0, 1)],
  light_hue: [setting('hue', 'hue', 0, 1)],
  light_saturation: [setting('saturation', 'saturation', 0, 1)],
  light_temperature: [setting('temperature', 'temperature', 0, 1)],
  homealarm_state: [choosing('set_homealarm_state', 'state')],
  thermostat_mode: [choosing('thermostat_mode_set', 'thermostat_mode')],
  button: [{ name: 'press', title: 'Press the button', value: always(true) }],
}

function setting(name: string, arg: string, min: number, max: number, step = 0.01): ActionWords {
  return { name, title: 'Set to', args: range(arg, min, max, step), value: argument(arg) }
}

function choosing(name: string, arg: string): ActionWords {
  return { name, title: 'Set to', args: [{ name: arg, type: 'dropdown' }], value: argument(arg) }
}

function dimmedBy(current: CapabilityValue, args: CardRun['args']): number {
  const wanted = Number(current ?? 0) + Number(textOf(args['dim']))
  return Math.min(1, Math.max(0, wanted))
}

/** The cards of all devices. */
export function capabilityCards(hub: Hub, type: CardType): Card[] {
  return all(hub, 'devices').flatMap((device) => cardsOfDevice(hub, device, type))
}

/** The cards of one device; none while its app does not run. */
export function cardsOfDevice(hub: Hub, device: Device, type: CardType): Card[] {
  if (!isRunning(hub, device.ownerUri)) return []
  return Object.values(device.capabilitiesObj).flatMap((capability) =>
    MAKERS[type](device, capability).map((card) => withOwner(device, card)),
  )
}

type OwnedCard = Omit<Card, 'ownerUri' | 'ownerName'>

function withOwner(device: Device, card: OwnedCard): Card {
  const ownerUri = `homey:device:${device.id}`
  return { ...card, id: `${ownerUri}:${card.id}`, ownerUri, ownerName: device.name }
}

const MAKERS: Readonly<
  Record<CardType, (device: Device, capability: CapabilityState) => readonly OwnedCard[]>
> = {
  trigger: (_device, { id, type, title, getable }) => {
    if (!getable) return []
    if (type === 'boolean') {
      return [
        { id: `${id}_true`, title: `${title}: yes`, highlight: true },
        { id: `${id}_false`, title: `${title}: no` },
      ]
    }
    const tokens = [{ id, type: type === 'number' ? 'number' : 'string', title }]
    return [{ id: `${id}_changed`, title: `${title} changed`, tokens }]
  },
  condition: (_device, capability) => {
    const base = baseOf(capability.id)
    const alarm = base.startsWith('alarm_') && {
      name: base,
      title: `${capability.title} is !{{on|off}}`,
    }
    const words: ConditionWords | undefined = rowOf(CONDITIONS, base) ?? (alarm || undefined)
    if (!words) return []
    const { name, title, argument: compared } = words
    const args = compared ? [choice(compared, capability)] : []
    const expected = (run: CardRun) => (compared ? chosen(run.args[compared]) : true)
    return [{ id: name, title, args, run: (_hub, run) => capability.value === expected(run) }]
  },
  action: (device, capability) =>
    (rowOf(ACTIONS, baseOf(capability.id)) ?? []).map(({ name, title, args = [], value }) => ({
      ...{ id: name, title, highlight: name === 'on' || name === 'off' },
      args: args.map((arg) => (arg.type === 'dropdown' ? choice(arg.name, capability) : arg)),
      run: (hub: Hub, run: CardRun) => {
        const wanted = chosen(value(capability.value, run.args))
        setCapability(hub, device.id, capability.id, fitting(capability, wanted))
      },
    })),
}

function choice(name: string, { values = [] }: CapabilityState): CardArgument {
  return { name, type: 'dropdown', values }
}

// A dropdown is stored as the id of its value; some clients send the whole value.
function chosen(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

// A number that came out of a token has become a text on the way.
function fitting({ type }: CapabilityState, value: unknown): unknown {
  return type === 'number' && typeof value === 'string' ? numberIn(value) : value
}
