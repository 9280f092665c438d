// The forty zones of the villa. Families name rooms in all their languages; some names occur on two
// floors, one begins and ends with a space, one is written with a combining accent.
import type { Zone } from '../../state/items.ts'
import type { House } from '../house.ts'

interface RoomPlan {
  readonly name: string
  readonly icon: string
  readonly in: string | null
}

const room = (name: string, icon: string, within: string | null): RoomPlan => ({
  ...{ name, icon },
  in: within,
})

/** The plan of the house, from the outside in. */
export const ROOMS = {
  home: room('Home', 'home', null),
  ground: room('Ground floor', 'groundFloor', 'home'),
  first: room('First floor', 'firstFloor', 'home'),
  attic: room('Zolder', 'attic', 'home'),
  basement: room('Keller', 'basement', 'home'),
  outside: room('Outside', 'garden', 'home'),
  guestHouse: room('Gästehaus / Guest house', 'guestHouse', 'home'),
  living: room('Living room', 'livingRoom', 'ground'),
  kitchen: room('Kitchen', 'kitchen', 'ground'),
  pantry: room('Pantry', 'pantry', 'kitchen'),
  hall: room('Hall', 'hallway', 'ground'),
  dining: room('Salle à manger', 'diningRoom', 'ground'),
  study: room('Study 📚', 'office', 'ground'),
  toilet: room('WC', 'toilet', 'ground'),
  utility: room('Bijkeuken', 'laundryRoom', 'ground'),
  landing: room('Landing', 'hallway', 'first'),
  master: room('Master bedroom', 'bedroomDouble', 'first'),
  dressing: room('Dressing', 'wardrobe', 'master'),
  bathroom: room('Bathroom', 'bathroom', 'first'),
  children: room('子供部屋', 'bedroomKids', 'first'),
  nursery: room('Kinderzimmer “Löwe”', 'bedroomKids', 'first'),
  amina: room('غرفة أمينة', 'bedroomSingle', 'first'),
  guest: room('Chambre d’amis', 'bedroomSingle', 'first'),
  hobby: room('Hobby 🚂🧑🏽‍🔧', 'hobbyRoom', 'attic'),
  atticBath: room('Bathroom', 'bathroom', 'attic'),
  atticStore: room('Storage', 'storage', 'attic'),
  cellar: room(' Wine cellar ', 'wineCellar', 'basement'),
  technical: room('Technik & Server', 'serverRoom', 'basement'),
  basementStore: room('Storage', 'storage', 'basement'),
  gym: room('Gym', 'gym', 'basement'),
  cinema: room('Cinema (100% dark?)', 'theater', 'basement'),
  frontGarden: room('Front garden', 'garden', 'outside'),
  backGarden: room('Back garden', 'garden', 'outside'),
  terrace: room('Terrasse #1', 'terrace', 'backGarden'),
  pond: room('Pond', 'pond', 'terrace'),
  driveway: room('Driveway', 'driveway', 'outside'),
  garage: room('Garage', 'garage', 'outside'),
  workshop: room('Werkplaats', 'workshop', 'garage'),
  cafe: room('Cafe\u0301', 'bar', 'outside'),
  guestLiving: room('Гостиная', 'livingRoom', 'guestHouse'),
} as const satisfies Readonly<Record<string, RoomPlan>>

export type RoomKey = keyof typeof ROOMS
export type Rooms = ReadonlyMap<string, Zone>

/** Builds the rooms that are wanted, and those around them. */
export function buildRooms(house: House, wanted: (key: RoomKey) => boolean = () => true): Rooms {
  const built = new Map<string, Zone>()
  const plans = new Map<string, RoomPlan>(Object.entries(ROOMS))
  const build = (key: string): Zone => {
    const present = built.get(key)
    if (present) return present
    const plan = plans.get(key)
    if (!plan) throw new TypeError(`the villa has no room "${key}"`)
    const around = plan.in === null ? undefined : build(plan.in)
    const zone = house.zone(plan.name, { icon: plan.icon, ...(around && { in: around }) })
    built.set(key, zone)
    return zone
  }
  for (const key of roomKeys()) if (wanted(key)) build(key)
  return built
}

/** The keys of all rooms, from the outside in. */
export function roomKeys(): RoomKey[] {
  return Object.keys(ROOMS).filter((key): key is RoomKey => Object.hasOwn(ROOMS, key))
}
