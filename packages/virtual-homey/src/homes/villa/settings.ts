// What lies in the settings of apps, in the options of the hub and in its timeline: ids in every
// form, and secrets that a test recognises by `SECRET`.
import type { AdvancedFlow, Flow } from '../../state/items.ts'
import { GONE, type Household, type Setup } from './household.ts'
import { numberedSecrets } from './secrets.ts'

/** Fills the settings of the apps. */
export function fillAppSettings(
  home: Household,
  { variable }: Setup,
  flow: (name: string) => Flow | AdvancedFlow,
): void {
  const { house, device, zone, can } = home
  const set = (app: string, settings: Readonly<Record<string, unknown>>): void => {
    house.hub.state.appSettings[app] = { ...house.hub.state.appSettings[app], ...settings }
  }
  const lamp = device('living/Ceiling').id
  const kitchen = zone('kitchen').id
  set('com.example.bridge', { bridge: '192.168.1.20', user: 'SECRET-bridge-user' })
  set('nl.example.climate', {
    username: 'olivia@example.com',
    password: 'SECRET-climate-password',
    oauth: { access_token: 'SECRET-climate-access', refresh_token: 'SECRET-climate-refresh' },
    rooms: { [kitchen]: { target: 20.5 }, [zone('living').id]: { target: 21 } },
  })
  set('com.example.timer', {
    timers: [
      { device: `homey:device:${lamp}`, minutes: 5 },
      { device: lamp, flow: flow('Movie time').id, minutes: 10 },
      { device: GONE.device, minutes: 15 },
    ],
    [`last/${lamp}?`]: 'a key with a slash, a question mark and an id',
    variable: `homey:manager:logic|${variable('Mode').id}`,
    saved: JSON.stringify({ lamp, zone: kitchen, note: '$& [[x]] | y' }),
    text: `Lamp ${lamp} in ${kitchen}`,
  })
  set('com.example.casa', { webhook: webhookOf(home), keys: numberedSecrets('casa', 40) })
  set('com.example.fjord', { homeId: house.hub.state.system.id, network: 'SECRET-zwave-key' })
  set('com.example.calendar', { urls: ['https://calendar.example/SECRET-calendar-url.ics'] })
  set('com.example.virtual', {
    devices: { [device('hall/Alarm panel').id]: { pin: 'SECRET-pin' } },
  })
  if (!can.scripts) return
  set('net.i-dev.betterlogic', {
    variables: [
      { name: 'Party mode', type: 'boolean', value: true },
      { name: 'Last lamp', type: 'string', value: lamp },
    ],
  })
}

// Webhooks name the hub that they call; on another hub they are dead.
function webhookOf({ house }: Household): string {
  return `https://webhooks.example/${house.hub.state.system.id}?secret=SECRET-webhook`
}

/** Sets what the hub itself remembers: place, language, ring, prices, who may notify. */
export function chooseOptions({ house, device, can }: Household): void {
  const { state } = house.hub
  Object.assign(state.options, {
    'i18n.language': 'nl',
    'i18n.units': 'metric',
    'geolocation.address': 'Lindenlaan 1, Enschede',
    'geolocation.location': { latitude: 52.2215, longitude: 6.8937, accuracy: 20 },
    'google-assistant.enabled': true,
    'google-assistant.pinCode': '0417',
    'energy.electricityPriceFixed': { costs: { user_fixed_base: { value: 0.2871 } } },
    ...(can.alarms && {
      'ledring.screensaver': { uri: 'homey:manager:ledring', id: 'aurora' },
      'updates.autoupdate': false,
    }),
  })
  state.notificationOwners = {
    [`homey:device:${device('hall/Motion').id}`]: { enabled: false, push: false },
    [`homey:device:${device('frontGarden/Camera').id}`]: { enabled: true, push: false },
    'homey:app:com.example.casa': { enabled: true, push: false },
    'homey:manager:updates': { enabled: false, push: true },
    [`homey:device:${GONE.device}`]: { enabled: false, push: true },
  }
  house.notification(`homey:device:${device('hall/Motion').id}`, 'Motion', 'Motion in the hall')
  house.notification('homey:app:nl.example.climate', 'Warm Home', 'The boiler needs **water**')
  house.notification('homey:manager:apps', 'Apps', 'Bright Lights was updated')
}

const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

type Alarms = ReadonlyMap<string, { readonly id: string; readonly name: string }>

/** Sets the alarms, where a hub has any; they are found by name. */
export function setAlarms({ house, can }: Household): Alarms {
  if (!can.alarms) return new Map()
  const alarms = [
    house.alarm('School', '06:45', WORKDAYS),
    house.alarm('Weekend', '09:00', ['saturday', 'sunday']),
    house.alarm('Opa’s Mittagsschlaf 😴', '14:15', ['wednesday'], false),
    house.alarm('Once', '05:00', []),
  ]
  return new Map(alarms.map(({ id, name }) => [name, { id, name }]))
}
