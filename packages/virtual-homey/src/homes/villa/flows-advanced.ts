// The advanced flows of the villa: all nine types of card, tokens that live within one flow, edges
// that are written twice, errors that lead somewhere; and one small flow for every room.
import type { AdvancedFlow, FlowFolder } from '../../state/items.ts'
import { action, all, any, condition, note, start, trigger, wait } from '../advanced-cards.ts'
import { byHand, card, equals, notify, of, reading, setMood, tokenOf } from '../cards.ts'
import { compare, ofZone, push, runCode, startAny } from './cards.ts'
import type { Household, Setup } from './household.ts'
import { roomKeys } from './rooms.ts'

/** Draws the advanced flows that use every type of card. */
export function describeAdvanced(
  home: Household,
  setup: Setup,
  folder: FlowFolder,
): AdvancedFlow[] {
  return [
    hallway(home, setup, folder),
    goodbye(home, folder),
    openings(home, setup, folder),
    powerWatch(home, setup, folder),
    ...(home.can.scripts ? [scripted(home, setup, folder)] : []),
  ]
}

function hallway({ house, device }: Household, { variable }: Setup, folder: FlowFolder) {
  const quiet = equals(variable('Quiet hours'), 'true')
  const power = { droptoken: 'trigger::motion::measure_luminance' }
  return house.advancedFlow(
    'Somebody in the hall',
    {
      motion: trigger([0, 0], of(device('hall/Motion'), 'measure_luminance_changed'), ['dark']),
      dark: condition(
        [240, 0],
        card('homey:manager:logic:lt', { comparator: 20 }, power),
        ['quiet'],
        [],
      ),
      quiet: { ...condition([480, 0], quiet, ['light'], ['music']), inverted: true },
      light: action([720, 0], of(device('hall/Ceiling'), 'dim', { dim: 0.2 })),
      music: action([720, 160], of(device('kitchen/Speaker'), 'play'), [], ['sorry']),
      sorry: action([960, 160], notify('No music: [[card::music::error]]')),
      reminder: note([0, 300], `Only by day. [[token]] | ${device('hall/Motion').id}`),
    },
    folder,
  )
}

function goodbye({ house, device }: Household, folder: FlowFolder) {
  const button = of(device('hall/Goodbye button'), 'press')
  return house.advancedFlow(
    'Leave together',
    {
      start: start([0, 80], ['lights', 'socket', 'pond']),
      asked: trigger([0, 240], byHand(), ['lights', 'socket', 'pond']),
      lights: action([240, 0], of(device('living/Ceiling'), 'off'), ['both']),
      socket: action([240, 160], of(device('living/TV socket'), 'off'), ['both']),
      pond: action([240, 320], of(device('hobby/Train power'), 'off'), ['both'], ['both']),
      both: all([480, 80], ['lights', 'socket', 'pond'], ['later']),
      later: wait([640, 80], 5, ['lock', 'button']),
      lock: action([800, 80], of(device('hall/Front door'), 'lock')),
      button: action([800, 240], button),
    },
    folder,
  )
}

function openings({ house, device }: Household, { variable, user }: Setup, folder: FlowFolder) {
  const text = `Open! ${tokenOf(variable(' Message '))} | ${reading(device('garage/Gate'), 'garagedoor_closed')}`
  return house.advancedFlow(
    'Doors and windows',
    {
      window: trigger([0, 0], of(device('living/Window left'), 'alarm_contact_true'), ['either']),
      garage: trigger([0, 160], of(device('garage/Gate'), 'garagedoor_closed_false'), ['either']),
      came: trigger([0, 320], card('homey:manager:presence:user_enter'), ['hello', 'either']),
      either: any([240, 80], ['tell']),
      tell: action([480, 80], push(user('Olivia'), text)),
      hello: action([480, 320], notify('Hello [[trigger::came::user]]!')),
    },
    folder,
  )
}

function powerWatch({ house, device }: Household, { variable, mood }: Setup, folder: FlowFolder) {
  const washer = device('utility/Washing machine')
  const below = compare('lt', 'trigger::power::measure_power', 5)
  const { id, name, type } = variable('Washes')
  return house.advancedFlow(
    'Washing watch',
    {
      power: trigger([0, 0], of(washer, 'measure_power_changed'), ['idle']),
      idle: condition([240, 0], below, ['count'], ['busy']),
      count: action(
        [480, 0],
        card('homey:manager:logic:variable_increase', { variable: { id, name, type }, value: 1 }),
        ['tell'],
      ),
      tell: action([720, 0], notify('Done after [[trigger::power::measure_power]] W'), ['mood']),
      mood: action([960, 0], setMood(mood('Relax'))),
      busy: action([480, 160], of(washer, 'on')),
    },
    folder,
  )
}

function scripted({ house, device }: Household, { variable }: Setup, folder: FlowFolder) {
  const lamp = device('living/Reading lamp').id
  const code = `return '${lamp}' + "${variable('Mode').id}"`
  return house.advancedFlow(
    'Script and answer',
    {
      start: start([0, 0], ['ask']),
      ask: action([240, 0], runCode(code, 'runCodeReturnsString_v2'), ['tell'], ['failed']),
      tell: action([480, 0], notify('It said [[action::ask::string]]')),
      failed: action([480, 160], notify('It failed: [[card::ask::error]]')),
    },
    folder,
  )
}

/** One flow for each room that has a light, started by the evening flow of the room before it. */
export function describeEveningChain(home: Household, folder: FlowFolder): AdvancedFlow[] {
  const flows: AdvancedFlow[] = []
  for (const key of roomKeys()) {
    const zone = home.zone(key)
    const light = [...home.devices.values()].find(
      (device) => device.zone === zone.id && device.class === 'light',
    )
    if (!light) continue
    const before = flows.at(-1)
    const next = before ? { next: action([480, 160], startAny(before)) } : {}
    const flow = home.house.advancedFlow(
      `Evening: ${zone.name}`,
      {
        asked: trigger([0, 0], byHand(), ['here']),
        dusk: trigger([0, 160], ofZone(zone, 'activated'), ['here']),
        here: condition([240, 0], ofZone(zone, 'active'), ['light'], before ? ['next'] : []),
        light: action([480, 0], {
          ...of(light, 'on'),
          ownerUri: `homey:device:${light.id}`,
        }),
        ...next,
      },
      folder,
    )
    flow.enabled = flows.length % 5 !== 4
    flows.push(flow)
  }
  return flows
}
