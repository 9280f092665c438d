// The homes that the weights of matching were tuned on: 200 devices after reference 4.2. Measurements
// are made on others (`measured-homes.test-support.ts`).
import {
  Draw,
  type Move,
  type Paired,
  type Room,
  type Row,
  snapshotOf,
} from './synthetic-home.test-support.ts'

const ROOMS = [
  ...['Living room', 'Kitchen', 'Hall', 'Study', 'Bedroom', 'Bathroom', 'Attic', 'Garage'],
  ...[
    'Garden',
    'Basement',
    'Guest room',
    'Nursery',
    'Dining room',
    'Terrace',
    'Workshop',
    'Pantry',
  ],
]
const MODELS = [
  model(
    'lights:bulb',
    'LED Bulb',
    'light',
    ['onoff', 'dim'],
    ['Ceiling', 'Lamp', 'Light', 'Wall light'],
  ),
  model(
    'lights:spot',
    'LED Spot',
    'light',
    ['onoff', 'dim', 'light_temperature'],
    ['Spot', 'Cove'],
  ),
  model(
    'plugs:plug',
    'Smart Plug',
    'socket',
    ['onoff', 'measure_power'],
    ['Fan', 'TV', 'Kettle', 'Fridge', 'Charger'],
  ),
  model(
    'plugs:motion',
    'Motion Sensor',
    'sensor',
    ['alarm_motion', 'measure_battery'],
    ['Motion', 'Presence'],
  ),
  model(
    'plugs:contact',
    'Contact Sensor',
    'sensor',
    ['alarm_contact', 'measure_battery'],
    ['Window', 'Door', 'Window left', 'Window right'],
  ),
  model(
    'climate:valve',
    'Radiator Valve',
    'thermostat',
    ['target_temperature', 'measure_temperature'],
    ['Radiator', 'Heating'],
  ),
  model(
    'climate:sensor',
    'Climate Sensor',
    'sensor',
    ['measure_temperature', 'measure_humidity'],
    ['Climate', 'Temperature'],
  ),
  model(
    'wave:dimmer',
    'Wave Dimmer',
    'light',
    ['onoff', 'dim', 'measure_power'],
    ['Dimmer', 'Main light'],
  ),
  model('wave:shutter', 'Wave Shutter', 'blinds', ['windowcoverings_set'], ['Shutter', 'Blind']),
  model('wave:smoke', 'Wave Smoke', 'sensor', ['alarm_smoke', 'measure_battery'], ['Smoke']),
  model(
    'lan:speaker',
    'Net Speaker',
    'speaker',
    ['speaker_playing', 'volume_set'],
    ['Speaker', 'Radio'],
  ),
  model(
    'lan:weather',
    'Net Weather',
    'sensor',
    ['measure_temperature', 'measure_wind'],
    ['Weather'],
  ),
  model('lan:car', 'Net Charger', 'evcharger', ['onoff', 'measure_power'], ['Car']),
]

function model(driver: string, name: string, kind: string, has: string[], calls: string[]) {
  return { driver: `homey:app:com.tuning.${driver}`, name, class: kind, capabilities: has, calls }
}

interface Thing {
  readonly model: (typeof MODELS)[number]
  readonly name: string
  readonly room: string
  readonly serial: string
}

/** A home of 200 devices and its move. */
export function tuningMove(seed: number, row: Row): Move {
  const draw = new Draw(seed)
  const things = Array.from({ length: 200 }, (_, at) => newThing(draw, at))
  const truth = new Map<string, string>()
  const here = roomsOf(draw)
  const there = roomsOf(draw)
  const sources: Paired[] = []
  const targets: Paired[] = []
  for (const thing of things) {
    const source = paired(draw, thing, here, { name: thing.name, room: thing.room, key: true })
    sources.push(source)
    if (draw.chance(0.03)) continue
    const target = again(draw, thing, there, row)
    targets.push(target)
    truth.set(source.id, target.id)
  }
  for (let at = 0; at < 10; at++) targets.push(again(draw, newThing(draw, 500 + at), there, row))
  return {
    ...{ seed, truth, source: snapshotOf('a'.repeat(24), [...here.values()], sources) },
    target: snapshotOf('b'.repeat(24), [...there.values()], draw.shuffled(targets)),
  }
}

function newThing(draw: Draw, at: number): Thing {
  const made = draw.of(MODELS)
  const room = draw.of(ROOMS)
  const call = draw.of(made.calls)
  const named = draw.chance(0.6) ? `${room} ${call}` : call
  const numbered = draw.chance(0.4) ? `${named} ${1 + draw.below(4)}` : named
  const name = draw.chance(0.05) ? made.name : numbered
  return { model: made, name, room, serial: `00158d${String(at).padStart(4, '0')}${draw.hex(6)}` }
}

function roomsOf(draw: Draw): ReadonlyMap<string, Room> {
  const root = { id: draw.id(), name: 'Home', in: null }
  const rooms = ROOMS.map((name) => [name, { id: draw.id(), name, in: root.id }] as const)
  return new Map<string, Room>([['', root], ...rooms])
}

interface As {
  readonly name: string
  readonly room: string
  readonly key: boolean
}

function again(draw: Draw, thing: Thing, rooms: ReadonlyMap<string, Room>, row: Row): Paired {
  const swapped = draw.chance(0.02)
  const made = swapped ? { ...thing.model, driver: `${thing.model.driver}-2` } : thing.model
  const kept = draw.chance(0.05) ? misspelt(draw, thing.name) : thing.name
  return paired(draw, { ...thing, model: made }, rooms, {
    name: draw.chance(row.defaultNames) ? thing.model.name : kept,
    room: draw.chance(row.defaultZones) ? '' : thing.room,
    key: draw.chance(row.keys),
  })
}

function misspelt(draw: Draw, name: string): string {
  const at = 1 + draw.below(name.length - 1)
  return name.slice(0, at) + name.slice(at + 1)
}

function paired(
  draw: Draw,
  { model: made, serial }: Thing,
  rooms: ReadonlyMap<string, Room>,
  as: As,
): Paired {
  const { driver, class: kind, capabilities } = made
  return {
    ...{ id: draw.id(), name: as.name, room: rooms.get(as.room)?.id ?? '', driver, class: kind },
    ...{ capabilities, data: { token: draw.hex(32) } },
    shown: { zb_short_address: draw.hex(4), ...(as.key && { zb_ieee_address: serial }) },
  }
}
