// The villa's devices after the move to a new Homey: the same hardware, paired again. A third of it
// nobody has named or placed yet, three things were not found, two are new. Nothing else was set up.
import type { Home } from '../home.ts'
import { LINKS_WITH_KEY } from './hardware.ts'
import { INSIDE } from './inventory-inside.ts'
import { LEFT_BEHIND, OUTSIDE } from './inventory-outside.ts'
import { MODELS, type Model } from './models.ts'
import { modelOf, type Placement, pairAll } from './pairing.ts'
import { movePeopleIn } from './people.ts'
import { buildRooms } from './rooms.ts'
import { installApps } from './software.ts'
import { keyOf, type Thing } from './thing.ts'

/** Apps that the new hub has not got, or not yet. */
const NOT_INSTALLED = [
  ...['com.sdn.group', 'com.example.calendar', 'com.example.withdrawn', 'com.example.homemade'],
  ...['com.example.crashing', 'com.example.off'],
]

/** The pond has a new switch that cannot dim; the plug belongs to a neighbour. */
const STRANGERS: readonly Thing[] = [
  { name: 'Fjord Switch', model: 'switch', room: 'pond', number: 99 },
  { name: 'Smart Plug', model: 'plug', room: 'home', number: 99 },
]

export const villaMoved: Home = {
  name: 'villa-moved',
  describe(house) {
    movePeopleIn(house, true)
    installApps(house, (id) => !NOT_INSTALLED.includes(id))
    const { things, place } = whatWasFound()
    const used = new Set(things.map((thing) => place(thing, modelOf(house, thing)).room))
    const rooms = buildRooms(house, (key) => key === 'home' || used.has(key))
    pairAll({ house, rooms, place }, things)
  },
}

interface Found {
  readonly things: readonly Thing[]
  readonly place: (thing: Thing, model: Model) => Placement
}

// Only things that an address or a serial number tells apart are left unnamed: whoever pairs a thing
// without one names it at once, or never finds it again. Inventory order is not pairing order.
function whatWasFound(): Found {
  const found = [...INSIDE, ...OUTSIDE]
    .filter((thing) => !LEFT_BEHIND.includes(keyOf(thing)))
    .map((thing) => (thing.model.startsWith('matter') ? byItsMaker(thing) : thing))
  const things = [...found.slice(60), ...STRANGERS, ...found.slice(0, 60)]
  const withKey = found.filter((thing) => LINKS_WITH_KEY.includes(MODELS[thing.model].link))
  const unnamed = new Set(withKey.filter((_, index) => index % 2 === 0).slice(0, third(found)))
  return {
    things,
    place: (thing, model) =>
      unnamed.has(thing)
        ? { name: model.name, room: 'home' }
        : { name: thing.name, room: thing.room },
  }
}

function third(things: readonly Thing[]): number {
  return Math.round(things.length / 3)
}

// The old hub could not talk Matter and used the maker's app; the same was done here.
function byItsMaker(thing: Thing): Thing {
  return { ...thing, model: thing.model === 'matterPlug' ? 'lanPlug' : 'lanLight' }
}
