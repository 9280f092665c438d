// A third family of homes for measuring matching, written after everything else and never tuned on: an old
// house that grew, in which people name things after themselves and what they do rather than after rooms,
// with clusters of the same thing, drivers that were split in two, and rooms that were put together.
import {
  Draw,
  type Move,
  type Paired,
  type Room,
  type Row,
  snapshotOf,
} from './synthetic-home.test-support.ts'

type Radio = 'zigbee' | 'zwave' | 'wifi' | 'cloud'

interface Product {
  readonly app: string
  readonly driver: string
  readonly label: string
  readonly class: string
  readonly can: readonly string[]
  readonly radio: Radio
  /** How many are bought at once. */
  readonly bundle: number
}

const product = (line: string): Product => {
  const [app = '', driver = '', label = '', kind = '', can = '', radio = '', bundle = '1'] =
    line.split(';')
  const known: readonly Radio[] = ['zigbee', 'zwave', 'wifi', 'cloud']
  return {
    ...{ app, driver, label, class: kind, can: can.split(' ') },
    ...{ radio: known.find((one) => one === radio) ?? 'wifi', bundle: Number(bundle) },
  }
}

const PRODUCTS = [
  'org.lumen;candle;Candle E14;light;onoff dim light_temperature;zigbee;5',
  'org.lumen;strip;Light Strip Plus;light;onoff dim light_hue;zigbee;2',
  'org.lumen;rocker;Rocker Switch;button;measure_battery;zigbee;2',
  'com.kobold;relay1;Relay 1PM;socket;onoff measure_power;wifi;3',
  'com.kobold;relay2;Relay Mini;socket;onoff;wifi;2',
  'eu.vaer;trv2;Radiator Valve 2;thermostat;target_temperature measure_temperature;zwave;4',
  'eu.vaer;leak;Leak Detector;sensor;alarm_water measure_battery;zwave;2',
  'io.fenster;tilt;Tilt Sensor;sensor;alarm_contact alarm_tamper;zigbee;4',
  'io.fenster;radar;Presence Radar;sensor;alarm_motion measure_luminance;wifi;1',
  'jp.haru;ac;Split Airco;thermostat;onoff target_temperature thermostat_mode;cloud;2',
  'jp.haru;purifier;Purifier 400;fan;onoff dim measure_pm25;cloud;1',
  'no.nett;meter;P1 Meter;sensor;measure_power meter_power;wifi;1',
  'no.nett;cam;Doorbell Cam;camera;alarm_generic;cloud;1',
].map(product)

const WHOSE = ['Ingrid', 'Bas', 'oma', 'Jonah', 'gäste', 'Noor', 'the cat', 'Papa']
const WHAT = [
  ...['reading', 'night', 'desk', 'lounge', 'vinyl', 'aquarium', 'workshop', 'laundry', 'bread'],
  ...['guest', 'winter', 'plant', 'hobby', 'stair', 'cellar', 'sewing', 'gym', 'cot', 'tent'],
]
const ROOMS = [
  ...['Old kitchen', 'New kitchen', 'Snug', 'Library', 'Loft', 'Stairwell', 'Annex', 'Wash house'],
  ...['Boot room', 'Studio', 'East bedroom', 'West bedroom', 'Greenhouse', 'Cellar', 'Yard'],
]

interface Bought {
  readonly product: Product
  readonly name: string
  readonly room: string
  readonly serial: string
}

/** A home of about `count` devices before and after its move. */
export function blindMove(seed: number, row: Row, count = 200): Move {
  const draw = new Draw(Math.imul(seed ^ 0x2545f491, 0x85ebca6b))
  const names = new Set<string>()
  const things: Bought[] = []
  while (things.length < count) things.push(...bundle(draw, names))
  const strangers = Array.from({ length: Math.round(count / 20) }, () => bundle(draw, names)[0])
  const [here, there] = [rooms(draw), rooms(draw)]
  const renumbered = draw.chance(0.5)
  const truth = new Map<string, string>()
  const [before, after]: [Paired[], Paired[]] = [[], []]
  for (const thing of things) {
    const old = paired(draw, thing, {
      name: thing.name,
      room: here.get(thing.room) ?? '',
      keyed: true,
    })
    before.push(old)
    if (draw.chance(0.03)) continue
    const now = again(draw, thing, { there, row, renumbered })
    after.push(now)
    truth.set(old.id, now.id)
  }
  for (const one of strangers) if (one) after.push(again(draw, one, { there, row, renumbered }))
  return {
    ...{ seed, truth },
    source: snapshotOf('1'.repeat(24), listOf(here, draw), draw.shuffled(before)),
    target: snapshotOf('2'.repeat(24), listOf(there, draw), draw.shuffled(after)),
  }
}

// What comes in one box mostly hangs in one room, and is numbered or told apart by whose it is.
function bundle(draw: Draw, names: Set<string>): Bought[] {
  const made = draw.of(PRODUCTS)
  const room = draw.of(ROOMS)
  const stem = draw.of(WHAT)
  const numbered = draw.chance(0.6)
  return Array.from({ length: 1 + draw.below(made.bundle) }, (_, at) => {
    const own = numbered ? `${stem} ${at + 1}` : `${draw.of(WHOSE)}s ${stem}`
    let name = own
    for (let more = 2; names.has(name); more++) name = `${own} (${more})`
    names.add(name)
    return {
      product: made,
      name,
      room: draw.chance(0.85) ? room : draw.of(ROOMS),
      serial: draw.hex(12),
    }
  })
}

// Ids of rooms by name; the root under the empty name.
function rooms(draw: Draw): ReadonlyMap<string, string> {
  return new Map(['', ...ROOMS].map((name) => [name, draw.id()]))
}

function listOf(ids: ReadonlyMap<string, string>, draw: Draw): readonly Room[] {
  const root = ids.get('') ?? ''
  return [...ids].map(([name, id]) => ({
    ...{ id, in: name === '' ? null : root },
    name: name === '' ? draw.of(['Home', 'Huis']) : name,
  }))
}

interface Again {
  readonly there: ReadonlyMap<string, string>
  readonly row: Row
  /** The driver was split: everything of it has another id now. */
  readonly renumbered: boolean
}

function again(draw: Draw, thing: Bought, { there, row, renumbered }: Again): Paired {
  const unnamed = draw.chance(row.defaultNames)
  const inRoot = draw.chance(row.defaultZones)
  const moves = draw.chance(0.04)
  const name = unnamed ? thing.product.label : mistyped(draw, thing.name)
  const room = inRoot ? '' : moves ? draw.of(ROOMS) : thing.room
  const driver =
    renumbered && thing.product.driver === 'relay1' ? 'relay1gen2' : thing.product.driver
  const now = { ...thing, product: { ...thing.product, driver } }
  return paired(draw, now, { name, room: there.get(room) ?? '', keyed: draw.chance(row.keys) })
}

function mistyped(draw: Draw, name: string): string {
  if (!draw.chance(0.05)) return name
  const at = 1 + draw.below(Math.max(1, name.length - 2))
  return draw.of([
    name.slice(0, at) + name.slice(at + 1),
    name.toUpperCase(),
    `${name} `,
    name.slice(0, at) + name.charAt(at - 1) + name.slice(at),
  ])
}

function paired(
  draw: Draw,
  { product: made, serial }: Bought,
  as: { readonly name: string; readonly room: string; readonly keyed: boolean },
): Paired {
  const own = as.keyed ? serial : draw.hex(12)
  const data = {
    zigbee: { token: draw.hex(16) },
    zwave: { token: draw.hex(16) },
    wifi: { id: own },
    cloud: { deviceId: own },
  }[made.radio]
  const shown = {
    zigbee: as.keyed ? { zb_ieee_address: serial.replace(/(..)(?=.)/g, '$1:') } : {},
    zwave: { zw_node_id: String(2 + draw.below(230)) },
    ...{ wifi: {}, cloud: {} },
  }[made.radio]
  const flags = made.radio === 'zigbee' || made.radio === 'zwave' ? [made.radio] : []
  return {
    ...{ id: draw.id(), name: as.name, room: as.room, class: made.class, capabilities: made.can },
    ...{ driver: `homey:app:${made.app}:${made.driver}`, data, shown, flags },
  }
}
