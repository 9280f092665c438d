// The models of device that the family has bought over the years, with the name that each driver
// gives a new device. The maker and the driver stay the same wherever the device is paired.
import type { CapabilityValue, SettingDefinition } from '../../state/items.ts'
import type { Link } from './hardware.ts'

/** A model of device. */
export interface Model {
  /** The app whose driver it is; a word that begins with `virtualdriver` is Homey's own. */
  readonly app: string
  readonly driver: string
  /** What the driver calls a device that nobody has named yet. */
  readonly name: string
  readonly maker: string
  readonly class: string
  readonly link: Link
  readonly has: Readonly<Record<string, CapabilityValue>>
  readonly batteries?: readonly string[]
  readonly camera?: boolean
  readonly settings?: readonly (readonly [SettingDefinition, unknown])[]
}

const LIGHTS = 'nl.example.lights'
const PLUGS = 'nl.example.plugs'
const BRIDGE = 'com.example.bridge'
const ZWAVE = 'com.example.fjord'
const CLIMATE = 'nl.example.climate'
const LAN = 'com.example.casa'
const RADIO = 'com.example.klik'
const AQUA = 'com.example.aqua'

const white = { onoff: true, dim: 0.8 }
const warm = { ...white, light_temperature: 0.7 }
const colour = { ...warm, light_mode: 'temperature', light_hue: 0.1, light_saturation: 0.6 }
const power = { measure_power: 12.5, meter_power: 231.7 }
const AA = ['AA', 'AA']
const CR = ['CR2032']

const level = (id: string, label: string, min: number, max: number, value: number) =>
  [{ id, type: 'number', label, min, max }, value] as const
const tick = (id: string, label: string, value: boolean) =>
  [{ id, type: 'checkbox', label }, value] as const
const secret = (id: string, label: string, value: string) =>
  [{ id, type: 'password', label }, value] as const
const fade = level('transition', 'Fade (s)', 0, 10, 2)

type Rest = Omit<Model, 'app' | 'driver' | 'name' | 'maker' | 'link' | 'has' | 'class'>
type Has = Model['has']

function model(app: string, maker: string, link: Link) {
  return (driver: string, name: string, kind: string, has: Has, rest: Rest = {}): Model => ({
    ...{ app, maker, link, driver, name, has, ...rest },
    class: kind,
  })
}

const lights = model(LIGHTS, 'Lumi Nord', 'zigbee')
const plugs = model(PLUGS, 'Plugwerk', 'zigbee')
const bridge = model(BRIDGE, 'Signal', 'bridge')
const zwave = model(ZWAVE, 'Fjord', 'zwave')
const climate = model(CLIMATE, 'Warm Home', 'cloud')
const lan = model(LAN, 'Casa', 'lan')
const sensor433 = model(RADIO, 'Klik', 'sensor-433')
const socket433 = model(RADIO, 'Klik', 'socket-433')
const aqua = model(AQUA, 'Aqua', 'zigbee')

export const MODELS = {
  bulb: lights('bulb', 'LED Bulb', 'light', white, { settings: [fade] }),
  warmBulb: lights('bulb-white', 'Warm Bulb', 'light', warm, { settings: [fade] }),
  colourBulb: lights('bulb-colour', 'Colour Bulb', 'light', colour, { settings: [fade] }),
  strip: bridge('strip', 'Signal Strip', 'light', colour),
  spot: bridge('spot', 'Signal Spot', 'light', warm),
  lamp: bridge('lamp', 'Signal Lamp', 'light', colour),
  remote: bridge('remote', 'Signal Remote', 'remote', { measure_battery: 80 }, { batteries: CR }),
  plug: plugs('plug', 'Smart Plug', 'socket', { onoff: true, ...power }),
  bigPlug: plugs('plug-16', 'Smart Plug 16A', 'socket', { onoff: true, ...power }),
  motion: plugs(
    ...(['motion', 'Motion Sensor', 'sensor'] as const),
    { alarm_motion: false, measure_luminance: 120, measure_battery: 88 },
    { batteries: AA, settings: [level('cooldown', 'Quiet time (s)', 0, 600, 60)] },
  ),
  contact: plugs(
    ...(['contact', 'Contact Sensor', 'sensor'] as const),
    { alarm_contact: false, measure_battery: 64 },
    { batteries: CR },
  ),
  climateSensor: aqua(
    ...(['climate', 'Climate Sensor', 'sensor'] as const),
    { measure_temperature: 20.4, measure_humidity: 51, measure_battery: 71 },
    { batteries: CR },
  ),
  leak: aqua('leak', 'Leak Sensor', 'sensor', { alarm_water: false, measure_battery: 90 }),
  aquaSwitch: aqua('switch-2', 'Double Switch', 'socket', { onoff: false, ...power }),
  dimmer: zwave(...(['dimmer', 'Fjord Dimmer', 'light', { ...white, ...power }] as const), {
    settings: [level('zw_min', 'Lowest level', 1, 98, 5), tick('zw_double', 'Double click', true)],
  }),
  switch: zwave('switch', 'Fjord Switch', 'socket', { onoff: false, ...power }),
  double: zwave('double', 'Fjord Double Switch', 'socket', { onoff: false, measure_power: 3 }),
  shutter: zwave('shutter', 'Fjord Shutter', 'blinds', {
    windowcoverings_set: 0.5,
    measure_power: 0,
  }),
  smoke: zwave(
    ...(['smoke', 'Fjord Smoke Sensor', 'sensor'] as const),
    { alarm_smoke: false, alarm_tamper: false, measure_temperature: 21, measure_battery: 95 },
    { batteries: AA },
  ),
  lock: zwave(...(['lock', 'Fjord Lock', 'lock', { locked: true, measure_battery: 73 }] as const), {
    batteries: AA,
    settings: [secret('userCodes', 'Codes', 'SECRET-lock-code-0417')],
  }),
  siren: zwave('siren', 'Fjord Siren', 'siren', { onoff: false, alarm_generic: false }),
  thermostat: climate(
    ...(['thermostat', 'Warm Thermostat', 'thermostat'] as const),
    {
      ...{ target_temperature: 20.5, measure_temperature: 19.8, measure_humidity: 47 },
      thermostat_mode: 'heat',
    },
    { settings: [level('offset', 'Offset', -5, 5, 0.5), tick('eco', 'Save energy', true)] },
  ),
  valve: climate(
    ...(['valve', 'Warm Valve', 'thermostat'] as const),
    { target_temperature: 19, measure_temperature: 19.2, measure_battery: 58 },
    { batteries: AA, settings: [level('offset', 'Offset', -5, 5, 0)] },
  ),
  boiler: climate(...(['boiler', 'Warm Boiler', 'heater', { onoff: true, ...power }] as const), {
    settings: [secret('clientToken', 'Client token', 'SECRET-boiler-client-token')],
  }),
  camera: lan(
    ...(['camera', 'Casa Cam', 'camera', { onoff: true, alarm_motion: false }] as const),
    {
      camera: true,
      settings: [
        [{ id: 'username', type: 'text', label: 'User' }, 'admin'],
        secret('password', 'Password', 'SECRET-camera-password'),
      ],
    },
  ),
  doorbell: lan('doorbell', 'Casa Bell', 'doorbell', { alarm_generic: false }, { camera: true }),
  speaker: lan(...(['speaker', 'Casa Speaker', 'speaker'] as const), {
    speaker_playing: false,
    speaker_track: 'Morning',
    volume_set: 0.3,
    volume_mute: false,
  }),
  television: lan('tv', 'Casa TV', 'tv', { onoff: false, volume_set: 0.2, volume_mute: false }),
  charger: lan('charger', 'Casa Charger', 'evcharger', { onoff: false, ...power }),
  meter: lan('meter', 'Casa Meter', 'sensor', { measure_power: 431, meter_power: 10231.7 }),
  weather: lan(...(['weather', 'Casa Weather', 'sensor'] as const), {
    measure_temperature: 11.2,
    measure_humidity: 81,
    'measure_temperature.soil': 8.1,
  }),
  garageDoor: lan('gate', 'Casa Gate', 'garagedoor', { garagedoor_closed: true }),
  sensor433: sensor433('thermo', 'Klik Thermo', 'sensor', { measure_temperature: 7.5 }),
  button433: sensor433('button', 'Klik Button', 'button', { alarm_generic: false }),
  socket433: socket433('socket', 'Klik Socket', 'socket', { onoff: false }),
  blind433: socket433('blind', 'Klik Blind', 'sunshade', { windowcoverings_set: 0 }),
  virtualSwitch: model(
    'com.example.virtual',
    'Virtual',
    'virtual',
  )(...(['switch', 'Virtual Switch', 'other', { onoff: false }] as const)),
  alarmPanel: model(
    'com.example.virtual',
    'Virtual',
    'virtual',
  )(...(['alarm', 'Virtual Alarm', 'homealarm', { homealarm_state: 'disarmed' }] as const)),
  virtualButton: model(
    'virtualdrivervirtualbutton',
    'Homey',
    'virtual',
  )(...(['driver', 'Virtual Button', 'button', { button: null }] as const)),
  matterPlug: model(
    'virtualdrivermatter',
    'Tessel',
    'matter',
  )(...(['driver', 'Tessel Plug', 'socket', { onoff: true, ...power }] as const)),
  matterLight: model(
    'virtualdrivermatter',
    'Tessel',
    'matter',
  )(...(['driver', 'Tessel Light', 'light', warm] as const)),
  lanPlug: lan('tessel-plug', 'Tessel Plug', 'socket', { onoff: true, ...power }),
  lanLight: lan('tessel-light', 'Tessel Light', 'light', warm),
} as const satisfies Readonly<Record<string, Model>>

export type ModelKey = keyof typeof MODELS
