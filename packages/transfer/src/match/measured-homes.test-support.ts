// The homes that matching is measured on. They were written after its weights were settled, and share
// nothing with those that it was tuned on: other makers and radios, floors, words of four languages,
// things with channels, other slips of the finger, rooms under other names, apps that learned more.
import {
  Draw,
  type Move,
  type Paired,
  type Room,
  type Row,
  snapshotOf,
} from './synthetic-home.test-support.ts'

/** How a device is known by its driver, and what survives of that. */
type Link = 'zigbee' | 'bridge' | 'lan' | 'cloud' | 'zwave' | 'matter'

interface Model {
  readonly driver: string
  readonly name: string
  readonly class: string
  readonly has: readonly string[]
  readonly link: Link
  readonly share: number
  /** What people call such a thing. */
  readonly calls: readonly string[]
  readonly channels?: number
}

const model = (
  [driver, name, kind, link]: readonly [string, string, string, Link],
  share: number,
  has: string,
  calls: string,
  channels = 0,
): Model => ({
  ...{ driver: `homey:app:${driver}`, name, class: kind, link, share, channels },
  ...{ has: has.split(' '), calls: calls.split('|') },
})

const MODELS: readonly Model[] = [
  model(['se.bulb:e27', 'TRÅDFRI bulb', 'light', 'zigbee'], 22, 'onoff dim', 'Lamp|Stehlampe|Bulb'),
  model(['se.bulb:gu10', 'TRÅDFRI GU10', 'light', 'zigbee'], 16, 'onoff dim', 'Spot|Strahler'),
  model(
    ['hue.bridge:bulb', 'Hue Lamp', 'light', 'bridge'],
    18,
    'onoff dim light_hue light_temperature',
    'Plafond|Ambiance|Leeslamp|Deckenlampe',
  ),
  model(
    ['hue.bridge:dimmer', 'Hue dimmer switch', 'remote', 'bridge'],
    6,
    'measure_battery',
    'Schalter|Switch',
  ),
  model(
    ['nl.watt:socket', 'Energy Socket', 'socket', 'lan'],
    14,
    'onoff measure_power',
    'Wasmachine|Router|Printer|Stekker|Aquarium',
  ),
  model(
    ['cn.aq:door', 'Door and window sensor', 'sensor', 'zigbee'],
    18,
    'alarm_contact measure_battery',
    'Raam|Deur|Fenster|Tür',
  ),
  model(
    ['cn.aq:pir', 'Motion', 'sensor', 'zigbee'],
    12,
    'alarm_motion measure_luminance',
    'Bewegung|Beweging|Mouvement',
  ),
  model(
    ['cn.aq:th', 'Temperature and humidity', 'sensor', 'zigbee'],
    9,
    'measure_temperature measure_humidity',
    'Klima|Sensor',
  ),
  model(
    ['de.heat:trv', 'Thermostat', 'thermostat', 'cloud'],
    10,
    'target_temperature measure_temperature',
    'Heizung|Radiateur|Verwarming',
  ),
  model(
    ['de.roll:shade', 'Rollladen', 'blinds', 'zwave'],
    10,
    'windowcoverings_set',
    'Rolladen|Volet|Jalousie',
  ),
  model(
    ['dk.fib:dim', 'Dimmer 2', 'light', 'zwave'],
    12,
    'onoff dim measure_power',
    'Licht|Lumière|Esstisch',
  ),
  model(
    ['dk.fib:dbl', 'Double Switch', 'socket', 'zwave'],
    6,
    'onoff measure_power',
    'Doppel|Tuinverlichting',
    2,
  ),
  model(
    ['cn.aq:wall2', 'Wall switch', 'socket', 'zigbee'],
    4,
    'onoff',
    'Wandschalter|Interrupteur',
    2,
  ),
  model(
    ['dk.fib:smoke', 'Smoke Sensor', 'sensor', 'zwave'],
    8,
    'alarm_smoke measure_battery',
    'Rauchmelder|Rookmelder',
  ),
  model(
    ['us.snd:one', 'Sound One', 'speaker', 'lan'],
    7,
    'speaker_playing volume_set',
    'Musik|Enceinte|Muziek',
  ),
  model(
    ['matter.x:plug', 'Matter Plug', 'socket', 'matter'],
    6,
    'onoff',
    'Ventilator|Lüfter|Weihnachten',
  ),
  model(
    ['us.car:wall', 'Wallbox', 'evcharger', 'cloud'],
    1,
    'onoff measure_power',
    'Laadpaal|Auto',
  ),
  model(
    ['us.sky:station', 'Sky Station', 'sensor', 'cloud'],
    1,
    'measure_temperature measure_rain',
    'Wetter|Météo',
  ),
  model(['us.lock:bolt', 'Smart Bolt', 'lock', 'zwave'], 1, 'locked', 'Voordeur|Haustür'),
]

const FLOORS: Readonly<Record<string, readonly string[]>> = {
  Erdgeschoss: ['Woonkamer', 'Küche', 'Flur', 'WC', 'Arbeitszimmer', 'Hauswirtschaft'],
  Boven: ['Slaapkamer', 'Kinderzimmer', 'Bad', 'Ankleide', 'Flur'],
  'Sous-sol': ['Cave', 'Atelier', 'Buanderie', 'Salle de jeux'],
  Buiten: ['Terras', 'Schuur', 'Carport', 'Vorgarten'],
}

/** Of things that were there: not paired again, strangers, slips in names, other drivers (4.2). */
const SHARES = { missing: 0.03, strangers: 0.05, slips: 0.05, swapped: 0.02, unnamedBefore: 0.03 }

interface Thing {
  readonly model: Model
  readonly name: string
  readonly room: string
  readonly serial: string
}

/** A home of 200 devices and its move, drawn from a seed. */
export function measuredMove(seed: number, row: Row, count = 200): Move {
  const draw = new Draw(Math.imul(seed, 0x9e3779b1) ^ 0x51ab)
  const names = new Set<string>()
  const things = Array.from({ length: count }, () => boughtThing(draw, names))
  const strangers = Array.from({ length: Math.round(count * SHARES.strangers) }, () =>
    boughtThing(draw, names),
  )
  const [here, there] = [roomsOf(draw, 0), roomsOf(draw, 0.06)]
  const before = things.map((thing) => pairing(draw, thing, here, { ...thing, keyed: true }))
  const truth = new Map<string, string>()
  const after: Paired[] = []
  for (const [at, thing] of things.entries()) {
    if (draw.chance(SHARES.missing)) continue
    const devices = pairedAgain(draw, thing, there, row)
    after.push(...devices)
    // Parts follow; what is measured are things.
    truth.set(before[at]?.[0]?.id ?? '', devices[0]?.id ?? '')
    for (const [part, device] of (before[at] ?? []).entries()) {
      truth.set(device.id, devices[part]?.id ?? '')
    }
  }
  after.push(...strangers.flatMap((thing) => pairedAgain(draw, thing, there, row)))
  return {
    ...{ seed, truth },
    source: snapshotOf('5'.repeat(24), [...here.values()], draw.shuffled(before.flat())),
    target: snapshotOf('7'.repeat(24), [...there.values()], draw.shuffled(after)),
  }
}

// Most people give every thing a name of its own; some forget, and one in thirty names nothing.
function boughtThing(draw: Draw, names: Set<string>): Thing {
  const made = weighted(draw)
  const floor = draw.of(Object.keys(FLOORS))
  const place = draw.of(FLOORS[floor] ?? [])
  const call = draw.of(made.calls)
  const wanted = draw.chance(0.75) ? `${place} ${call}` : call
  const name = draw.chance(SHARES.unnamedBefore) ? made.name : ownName(draw, wanted, names)
  return { model: made, name, room: `${floor}/${place}`, serial: draw.hex(10) }
}

function ownName(draw: Draw, wanted: string, names: Set<string>): string {
  let name = wanted
  for (let number = 2; names.has(name) && !draw.chance(0.01); number++) name = `${wanted} ${number}`
  names.add(name)
  return name
}

function weighted(draw: Draw): Model {
  let at = draw.below(MODELS.reduce((sum, { share }) => sum + share, 0))
  for (const one of MODELS) {
    at -= one.share
    if (at < 0) return one
  }
  return draw.of(MODELS)
}

// Some rooms are called otherwise in the new home.
function roomsOf(draw: Draw, renamed: number): ReadonlyMap<string, Room> {
  const root = { id: draw.id(), name: draw.of(['Home', 'Thuis', 'Zuhause']), in: null }
  const rooms = new Map<string, Room>([['', root]])
  for (const [floor, places] of Object.entries(FLOORS)) {
    const around = { id: draw.id(), name: floor, in: root.id }
    rooms.set(floor, around)
    for (const place of places) {
      const name = draw.chance(renamed) ? `${place} neu` : place
      rooms.set(`${floor}/${place}`, { id: draw.id(), name, in: around.id })
    }
  }
  return rooms
}

interface As {
  readonly name: string
  readonly room: string
  readonly keyed: boolean
}

function pairedAgain(
  draw: Draw,
  thing: Thing,
  rooms: ReadonlyMap<string, Room>,
  row: Row,
): readonly Paired[] {
  const as = {
    name: draw.chance(row.defaultNames) ? thing.model.name : slipped(draw, thing.name),
    room: draw.chance(row.defaultZones) ? '' : thing.room,
    keyed: draw.chance(row.keys),
  }
  const { driver, has } = thing.model
  const swapped = draw.chance(SHARES.swapped)
  const learned = draw.chance(0.05) ? [...has, 'alarm_generic'] : has
  const made = { ...thing.model, has: learned, ...(swapped && { driver: `${driver}_v2` }) }
  return pairing(draw, { ...thing, model: made }, rooms, as)
}

function slipped(draw: Draw, name: string): string {
  if (!draw.chance(SHARES.slips) || name.length < 3) return name
  const at = draw.below(name.length - 1)
  const [a, b] = [name.charAt(at), name.charAt(at + 1)]
  const rest = [name.slice(0, at), name.slice(at + 2)] as const
  return draw.of([
    `${rest[0]}${b}${a}${rest[1]}`,
    `${rest[0]}${a}${a}${b}${rest[1]}`,
    `${rest[0]}${b}${rest[1]}`,
    `${rest[0]}${draw.of([...'aeinrst'])}${b}${rest[1]}`,
    name.toUpperCase(),
    ` ${name} `,
  ])
}

// A thing with its channels, as its radio tells it.
function pairing(
  draw: Draw,
  { model: made, serial }: Thing,
  rooms: ReadonlyMap<string, Room>,
  { name, room, keyed }: As,
): readonly Paired[] {
  // No two things of a network have one number.
  const node = Number.parseInt(serial.slice(0, 8), 16)
  const marks = MARKS[made.link]({ draw, serial, node, keyed })
  return Array.from({ length: 1 + (made.channels ?? 0) }, (_, channel): Paired => {
    const part = channel > 0
    const zwave = made.link === 'zwave'
    return {
      ...{ id: draw.id(), name: part ? `${name} (${channel})` : name, driver: made.driver },
      ...{ room: rooms.get(room)?.id ?? '', class: made.class, capabilities: made.has },
      ...(FLAG[made.link] && { flags: [FLAG[made.link] ?? ''] }),
      data: {
        ...marks.data,
        ...(part && { [zwave ? 'multiChannelNodeId' : 'subDeviceId']: channel }),
      },
      shown: {
        ...marks.shown,
        ...(zwave && { zw_node_id: part ? `${node}.${channel}` : `${node}` }),
      },
    }
  })
}

const FLAG: Readonly<Partial<Record<Link, string>>> = {
  ...{ zigbee: 'zigbee', zwave: 'zwave', matter: 'matter' },
}

interface Marking {
  readonly draw: Draw
  readonly serial: string
  readonly node: number
  readonly keyed: boolean
}

type Marks = Pick<Paired, 'data' | 'shown'>

const NEITHER = { data: {}, shown: {} }

// The row says how many things keep a key, whatever their radio; those without show passing marks only.
const MARKS: Readonly<Record<Link, (marking: Marking) => Marks>> = {
  zigbee: ({ draw, serial, keyed }) => ({
    data: { token: draw.hex(32) },
    shown: {
      ...{ zb_short_address: draw.hex(4), zb_manufacturer_name: 'LUMI1234567' },
      ...(keyed && { zb_ieee_address: `00158d${serial}` }),
    },
  }),
  zwave: ({ draw, serial, keyed }) => ({
    data: { token: draw.hex(32), manufacturerId: 271, productId: 4096 },
    shown: { zw_home_id: draw.hex(8), ...(keyed && { serial_number: `h'${serial}` }) },
  }),
  bridge: ({ serial, keyed }) =>
    keyed ? { data: { id: `00:17:88:${serial}-0b`, bridge: '001788fffe1' }, shown: {} } : NEITHER,
  lan: ({ draw, serial, keyed }) => ({
    data: keyed ? { id: `a4cf${serial}` } : {},
    shown: { address: `10.0.0.${draw.below(255)}` },
  }),
  cloud: ({ serial, keyed }) =>
    keyed ? { data: { deviceId: `SN${serial}1` }, shown: {} } : NEITHER,
  matter: ({ draw, serial, keyed }) => ({
    data: {
      nodeId: draw.hex(16),
      fabricId: draw.hex(16),
      ...(keyed && { uniqueId: `m1${serial}` }),
    },
    shown: {},
  }),
}
