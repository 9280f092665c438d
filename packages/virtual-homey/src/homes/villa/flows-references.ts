// One flow for each form in which a flow can refer to something, and for each thing that a careless
// rewriting of references would break. Dead references stand here too.
import type { CardUse, Flow, FlowFolder } from '../../state/items.ts'
import { byHand, card, equals, notify, of, reading, setMood, setTo, tokenOf } from '../cards.ts'
import { compare, dropped, ofApp, ofZone, push, runCode, runScript } from './cards.ts'
import { GONE, type Household, type Setup } from './household.ts'

/** Draws one flow for each form of reference. */
export function describeReferences(home: Household, setup: Setup, folder: FlowFolder): Flow[] {
  const { house } = home
  const one = (name: string, then: CardUse | readonly CardUse[], when = byHand()): Flow =>
    house.flow(name, { folder, when, do: [then].flat() })
  return [
    ...texts(home, setup).map(([name, text]) => one(`Text: ${name}`, notify(text))),
    ...objects(home, setup).map(([name, use]) => one(`Picked: ${name}`, use)),
    ...dropping(home, setup, folder),
    ...uris(home, folder),
    ...(home.can.scripts ? code(home, setup).map(([name, use]) => one(`Code: ${name}`, use)) : []),
    ...dead(home, setup).map(([name, use, when]) => one(`Dead: ${name}`, use, when)),
  ]
}

const APP_TEXTS: readonly [string, string][] = [
  ['script tag', '[[homey:app:com.athom.homeyscript|greeting]]'],
  ['Better Logic by name', '[[homey:app:net.i-dev.betterlogic|Party mode]]'],
]

function texts({ device, zone, can }: Household, { variable }: Setup): [string, string][] {
  const climate = device('living/Climate')
  const message = tokenOf(variable(' Message '))
  return [
    ['variable', `It says ${message}`],
    ['device', `${reading(climate, 'measure_temperature')} °C`],
    ['several', `${message}: ${reading(climate, 'measure_humidity')} % and ${message} again`],
    ['literal pipes', `a|b|${message}|c || homey:device:none|onoff`],
    ['zone without pipe', `Now in [[homey:zone:${zone('kitchen').id}]]`],
    ...(can.scripts ? APP_TEXTS : []),
    ['clock', '[[homey:manager:cron|time]] on [[homey:manager:cron|date]]'],
    ['brackets that are no token', 'use [[ and ]] or [[not a token]] or [single]'],
    ['patterns', `$& $1 $$ \\1 ${message} %20 &amp;`],
    ['a colon for a pipe', `[[homey:manager:logic:${variable('Mode').id}]]`],
    ['bare id', `the id is ${climate.id}`],
    ['secret', `token=SECRET-flow-text-token ${message}`],
  ]
}

function objects({ device, zone, can }: Household, setup: Setup): [string, CardUse][] {
  const { variable, mood, user, alarm, script } = setup
  const { id, name } = device('living/Speaker')
  const kitchen = zone('kitchen')
  const mode = variable('Mode')
  const host = { host: '192.168.1.77', serial: 'SN0417', secret: 'SECRET-picker' }
  const timer = (what: string, args: Record<string, unknown>) =>
    ofApp('com.example.timer', what, args)
  return [
    ['variable', setTo(mode, 'day')],
    ['number', setTo(variable('Washes'), 42)],
    ['user', push(user('健太'), '宿題は？')],
    ['mood card', setMood(mood('Relax'))],
    ['mood', timer('set_mood', { mood: { id: mood('Night').id, name: 'Night' } })],
    ['zone', timer('zone_off', { zone: { id: kitchen.id, name: kitchen.name, icon: 'kitchen' } })],
    ['device of the app', ofApp('com.example.casa', 'say', { device: { id, name, ...host } })],
    ['device as an id', timer('start', { device: id, minutes: 5 })],
    ['device as a uri', timer('start', { device: `homey:device:${id}`, minutes: 5 })],
    ['several devices', timer('all_off', { devices: [{ id, name }, { id: mode.id }] })],
    ['image', ofApp('com.example.casa', 'show', { image: { uri: `homey:device:${id}` } })],
    ['calendar', ofApp('com.example.calendar', 'next', { calendar: { id: 'work', name: 'Work' } })],
    ...(can.alarms
      ? ([['alarm', card('homey:manager:alarms:enable', { alarm: alarm('Weekend') })]] as const)
      : []),
    ...(can.scripts
      ? ([
          ['script', runScript(script('Count lights'))],
          ['script with argument', runScript(script('By name'), `${id}|${tokenOf(mode)}|x`)],
          ['example script', runScript({ id: 'example-lights', name: 'Example: lights' })],
        ] as const)
      : []),
  ].map(([label, use]): [string, CardUse] => [String(label), use as CardUse])
}

function dropping(
  { house, device, can }: Household,
  { variable }: Setup,
  folder: FlowFolder,
): Flow[] {
  const washer = device('utility/Washing machine')
  const camera = device('driveway/Camera')
  const shown = card(...(['homey:manager:mobile:push_image', { text: 'Look' }] as const), {
    droptoken: `homey:device:${camera.id}|image-camera-snapshot`,
  })
  const party = { droptoken: 'homey:app:net.i-dev.betterlogic|Party mode' }
  const ifParty = card('homey:manager:logic:eq', { value: 'true' }, party)
  const plan = { folder, when: byHand(), and: [ifParty], do: [notify('party')] }
  return [
    house.flow('Dropped: own trigger', {
      ...{ folder, when: of(washer, 'measure_power_changed'), do: [notify('[[measure_power]] W')] },
      and: [compare('lt', 'measure_power', 5)],
    }),
    house.flow('Dropped: device', {
      ...{ folder, when: byHand(), do: [setTo(variable('Mode'), 'hot')] },
      and: [compare('gt', dropped(device('living/Climate'), 'measure_temperature'), 25)],
    }),
    house.flow('Dropped: variable', {
      ...{ folder, when: byHand(), do: [notify('day')] },
      and: [equals(variable('Mode'), 'day')],
    }),
    house.flow('Dropped: image', { folder, when: byHand(), do: [shown] }),
    ...(can.scripts ? [house.flow('Dropped: app', plan)] : []),
  ]
}

// Clients write back what they have read: their own uri of a card, and of the whole flow.
function uris({ house, device }: Household, folder: FlowFolder): Flow[] {
  const trigger = of(device('hall/Motion'), 'alarm_motion_true')
  const action = of(device('hall/Ceiling'), 'on')
  return [
    house.flow('Uri: written by a client', {
      folder,
      when: { ...trigger, uri: `homey:flowcardtrigger:${trigger.id}` },
      do: [{ ...action, uri: `homey:flowcardaction:${action.id}` }],
    }),
    house.flow('Uri: owner', {
      folder,
      when: { ...trigger, ownerUri: trigger.id.split(':', 3).join(':') },
      do: [{ ...action, ownerUri: `homey:device:${device('hall/Ceiling').id}` }],
    }),
  ]
}

function code({ device, zone }: Household, { variable, script }: Setup): [string, CardUse][] {
  const lamp = device('living/Ceiling').id
  const mode = variable('Mode').id
  const byArgument = 'runCodeWithArg_v2'
  const asText = 'runCodeReturnsString_v2'
  return [
    ['id', runCode(`await Homey.devices.getDevice({ id: '${lamp}' })`)],
    ['template', runCode(`return \`homey:device:${lamp}|onoff\``)],
    ['glued', runCode(`return 'homey:device:' + '${lamp}' + "|onoff"`)],
    ['older card', runCode(`return "${mode}"`, 'runCode')],
    ['argument', runCode(`return args[0] === '${mode}'`, byArgument, { argument: `${lamp}|x` })],
    ['returns text', runCode(`return '${zone('kitchen').id}'`, asText)],
    ['comment', runCode(`// ${lamp}\nreturn true`)],
    ['does not parse', runCode(`if ('${lamp}' {`)],
    ['secret', runCode("return 'SECRET-flow-code-key'")],
    ['script by id', runCode(`return '${script('By name').id}'`)],
  ]
}

function dead({ zone, can }: Household, { variable }: Setup): [string, CardUse, CardUse?][] {
  const gone = { id: GONE.variable, name: 'Gone', type: 'string' }
  const told = notify(`[[homey:manager:logic|${GONE.variable}]]`)
  const lost = runScript({ id: GONE.script, name: 'Gone' })
  return [
    ['device', card(`homey:device:${GONE.device}:on`)],
    ['device trigger', notify('x'), card(`homey:device:${GONE.device}:onoff_true`)],
    ['zone', card(`homey:zone:${GONE.zone}:lights_on`)],
    ['variable', card('homey:manager:logic:variable_set', { variable: gone, value: 'x' })],
    ['variable in a text', told],
    ['flow', card('homey:manager:flow:programmatic_trigger', { flow: { id: GONE.flow } })],
    ['mood', card(`homey:mood:${GONE.mood}:set`)],
    ...(can.scripts ? [['script', lost] satisfies [string, CardUse]] : []),
    ['app', card('homey:app:com.example.gone:something', { text: 'x' })],
    ['crashed app', ofApp('com.example.crashing', 'act'), ofApp('com.example.crashing', 'seen')],
    ['starting app', ofApp('com.example.slow', 'act')],
    ['disabled app', ofApp('com.example.off', 'act')],
    ['withdrawn app', ofApp('com.example.withdrawn', 'act')],
    ['renamed card', ofApp('com.example.timer', 'begin', { minutes: 3 })],
    ['made at home', ofApp('com.example.homemade', 'act', { variable: variable('Mode').id })],
    ['token with a colon', ofZone(zone('kitchen'), 'no_such_card')],
  ]
}
