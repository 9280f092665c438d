// The villa's HomeyScripts: every way in which code names things of the house, one file that does not
// parse, and what the app itself keeps of them in its settings.
import { addScript, HOMEYSCRIPT, scriptsOf } from '../../web/homeyscript.ts'
import type { Household, Setup } from './household.ts'

type Script = { readonly id: string; readonly name: string }

/** Writes the scripts; they are found by name. */
export function writeScripts(
  household: Household,
  setup: Pick<Setup, 'variable'>,
): ReadonlyMap<string, Script> {
  if (!household.can.scripts) return new Map()
  const { hub } = household.house
  const scripts = Object.entries(codeOf(household, setup)).map(([name, code]) => {
    const { id } = addScript(hub, name, `${code.join('\n')}\n`)
    return [name, { id, name }] as const
  })
  keepExamples(household)
  return new Map(scripts)
}

function codeOf({ device, zone }: Household, { variable }: Pick<Setup, 'variable'>) {
  const lamp = device('living/Ceiling').id
  const door = device('hall/Front door').id
  const pond = device('pond/Pond dimmer').id
  const message = variable(' Message ').id
  const kitchen = zone('kitchen').id
  return {
    'Count lights': [
      'const devices = await Homey.devices.getDevices()',
      "const lights = Object.values(devices).filter((device) => device.class === 'light')",
      'return lights.filter((light) => light.capabilitiesObj.onoff?.value).length',
    ],
    'Ceiling by id': [
      `const CEILING = '${lamp}'`,
      'const device = await Homey.devices.getDevice({ id: CEILING })',
      "await device.setCapabilityValue('dim', 0.4)",
    ],
    'Ids in a template': [
      `const url = \`homey:device:${door}|locked and \${args[0]} of ${kitchen}\``,
      'log(url)',
      'return url',
    ],
    'Ids glued together': [
      `const id = '${pond.slice(0, 8)}' + '${pond.slice(8)}'`,
      "const uri = 'homey:device:' + id",
      `return uri + ':' + "${lamp}"`,
    ],
    'By name': [
      'const devices = Object.values(await Homey.devices.getDevices())',
      "const lamp = devices.find((device) => device.name === 'Reading lamp')",
      "const zone = Object.values(await Homey.zones.getZones()).find((z) => z.name === 'Kitchen')",
      'return [lamp?.id, zone?.id]',
    ],
    'Id in a comment': [`// the old lamp was ${lamp}`, `/* and the door ${door} */`, 'return true'],
    'Does not parse': [`const broken = '${lamp}'`, 'if (broken {', '  return ]'],
    'Set the message': [
      `await Homey.logic.updateVariable({ id: '${message}', variable: { value: 'Hi' } })`,
      "tag('greeting', 'Hi')",
      "global.set('greeted', new Date().toISOString())",
    ],
    'Map of ids': [
      `const names = { '${lamp}': 'ceiling', "${door}": \`door\` }`,
      `const list = ['${lamp}', '${door}', '${pond}']`,
      'return list.map((id) => names[id])',
    ],
    'Talks to the cloud': [
      "const key = 'SECRET-script-weather-key'",
      "return (await fetch('https://weather.example/v1?key=' + key)).status",
    ],
    'ضوء 🌙 name': [`return Homey.devices.getDevice({ id: "${lamp}" })`],
    'Regular expression': [
      `const known = /^(${lamp}|${door})$/`,
      `return known.test('${door}') ? 'yes' : '$& | [[nothing]]'`,
    ],
  }
}

// Its examples have ids of their own, and what `tag` and `global.set` keep lies beside the scripts.
function keepExamples({ house: { hub }, device }: Household): void {
  const lines = Object.entries({ 'example-lights': 'return 1\n', 'example-hello': 'return 2\n' })
  const examples = lines.map(([id, code]) => [
    id,
    { id, name: id.replace('example-', 'Example: '), code, version: 1, lastExecuted: null },
  ])
  hub.state.appSettings[HOMEYSCRIPT] = {
    scripts: { ...scriptsOf(hub), ...Object.fromEntries(examples) },
    tokens: { greeting: { id: 'greeting', type: 'string', title: 'greeting', value: 'Hi' } },
    'homeyscript-greeted': '2026-05-01T08:00:00.000Z',
    'homeyscript-lastLamp': device('living/Ceiling').id,
  }
}
