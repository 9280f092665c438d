// The capabilities that the sample homes use: type, range and title, as the hub's own definitions
// have them. A sub-capability such as `onoff.second` has the definition of the part before the dot.
import { rowOf } from '../json.ts'
import type { CapabilityState, CapabilityValue } from '../state/items.ts'

type Definition = Pick<CapabilityState, 'type' | 'title' | 'setable'> &
  Partial<
    Pick<CapabilityState, 'getable' | 'units' | 'decimals' | 'min' | 'max' | 'step' | 'values'>
  >

function toggle(title: string): Definition {
  return { type: 'boolean', title, setable: true }
}

function alarm(title: string): Definition {
  return { type: 'boolean', title, setable: false }
}

function measure(title: string, units: string, decimals: number): Definition {
  return { type: 'number', title, units, decimals, setable: false }
}

/** Homey keeps percentages as 0 to 1, although their unit says `%`. */
function share(title: string, units?: string): Definition {
  const range = { min: 0, max: 1, step: 0.01, decimals: 2 }
  return { type: 'number', title, setable: true, ...range, ...(units && { units }) }
}

function choice(title: string, values: readonly (readonly [string, string])[]): Definition {
  const options = values.map(([id, label]) => ({ id, title: label }))
  return { type: 'enum', title, setable: true, values: options }
}

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  onoff: toggle('Turned on'),
  dim: share('Dim level', '%'),
  light_hue: share('Hue'),
  light_saturation: share('Color saturation'),
  light_temperature: share('Color temperature'),
  light_mode: choice('Light mode', [
    ['color', 'Color'],
    ['temperature', 'Temperature'],
  ]),
  target_temperature: {
    ...{ type: 'number', title: 'Target temperature', setable: true, units: '°C' },
    ...{ min: 4, max: 35, step: 0.5, decimals: 1 },
  },
  thermostat_mode: choice('Thermostat mode', [
    ['auto', 'Automatic'],
    ['heat', 'Heat'],
    ['cool', 'Cool'],
    ['off', 'Off'],
  ]),
  locked: toggle('Locked'),
  garagedoor_closed: toggle('Closed'),
  homealarm_state: choice('Home alarm state', [
    ['armed', 'Armed'],
    ['disarmed', 'Disarmed'],
    ['partially_armed', 'Partially armed'],
  ]),
  windowcoverings_set: share('Position', '%'),
  volume_set: share('Volume', '%'),
  volume_mute: toggle('Muted'),
  speaker_playing: toggle('Playing'),
  speaker_track: { type: 'string', title: 'Track', setable: false },
  button: { ...toggle('Button'), getable: false },
  measure_temperature: measure('Temperature', '°C', 1),
  measure_humidity: measure('Humidity', '%', 0),
  measure_luminance: measure('Luminance', 'lx', 0),
  measure_battery: { ...measure('Battery', '%', 0), min: 0, max: 100 },
  measure_power: measure('Power', 'W', 1),
  meter_power: measure('Energy', 'kWh', 3),
  alarm_motion: alarm('Motion alarm'),
  alarm_contact: alarm('Contact alarm'),
  alarm_smoke: alarm('Smoke alarm'),
  alarm_water: alarm('Water alarm'),
  alarm_tamper: alarm('Tamper alarm'),
  alarm_generic: alarm('Generic alarm'),
}

/** What every hub knows of its capabilities, whether or not a device has them. */
export function definedCapabilities(): (Definition & { readonly id: string })[] {
  return Object.entries(DEFINITIONS).map(([id, definition]) => ({
    getable: true,
    ...definition,
    id,
  }))
}

/** The part of a capability id that names its definition. */
export function baseOf(capability: string): string {
  return capability.split('.', 1)[0] ?? capability
}

/** A capability as a device carries it. One that is not in the table is a text that only shows. */
export function capabilityState(
  id: string,
  value: CapabilityValue,
  lastUpdated: string,
): CapabilityState {
  const base = baseOf(id)
  const definition = rowOf(DEFINITIONS, base) ?? { type: 'string', title: id, setable: false }
  return {
    getable: true,
    ...definition,
    id,
    value,
    lastUpdated: value === null ? null : lastUpdated,
  }
}
