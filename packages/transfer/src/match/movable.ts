// What of a device may be switched to find out which one it is, and what must be asked before. Only
// lights are harmless; of everything else nobody here knows what hangs on it.
import { isObject, type JsonObject } from '../json.ts'

/** How a device can be moved and brought back. */
export interface Movable {
  readonly capability: 'onoff' | 'dim'
  readonly there: boolean | number
  readonly back: boolean | number
  /** What there is to ask before; null if nothing. */
  readonly ask: string | null
}

/** What these classes do when they are switched, in words that somebody can say yes or no to. */
const REASONS: Readonly<Record<string, string>> = {
  lock: 'It is a lock.',
  garagedoor: 'It is a door.',
  gate: 'It is a door.',
  doorbell: 'It is a doorbell.',
  homealarm: 'It is an alarm.',
  siren: 'It is an alarm.',
  thermostat: 'It is heating.',
  heater: 'It is heating.',
  boiler: 'It is heating.',
  heatpump: 'It is heating.',
  airconditioning: 'It is heating or cooling.',
  evcharger: 'It charges a car.',
  socket: 'It is a socket, and what is plugged in would be switched.',
}

/** Above so many watts something runs. */
const IDLE_WATTS = 0.5

/** How a device, as a hub answers it, can be moved; `not` if it has nothing to switch. */
export function movable(device: JsonObject): Movable | 'not' {
  const states = isObject(device['capabilitiesObj']) ? device['capabilitiesObj'] : {}
  const how = switching(states)
  return how === 'not' ? 'not' : { ...how, ask: reasonToAsk(device, states, how) }
}

function switching(states: JsonObject): Omit<Movable, 'ask'> | 'not' {
  const onoff = valueIn(states, 'onoff')
  if (typeof onoff === 'boolean') return { capability: 'onoff', there: !onoff, back: onoff }
  const dim = valueIn(states, 'dim')
  if (typeof dim !== 'number') return 'not'
  return { capability: 'dim', there: dim > 0.5 ? 0.1 : 1, back: dim }
}

// A lamp on a socket is shown as a light; what it is said to be counts as well as what it is.
function reasonToAsk(device: JsonObject, states: JsonObject, how: Omit<Movable, 'ask'>) {
  const classes = [device['class'], device['virtualClass']].filter((one) => typeof one === 'string')
  if (classes.length > 0 && classes.every((one) => one === 'light')) return null
  if (classes.every((one) => one === 'socket') && how.back === true) {
    const watts = valueIn(states, 'measure_power')
    if (typeof watts === 'number' && watts < IDLE_WATTS) return null
  }
  const worst = classes.map((one) => REASONS[one]).find((reason) => reason !== undefined)
  return worst ?? 'Nobody knows what hangs on it.'
}

function valueIn(states: JsonObject, name: string) {
  const state = states[name]
  return isObject(state) ? state['value'] : undefined
}
