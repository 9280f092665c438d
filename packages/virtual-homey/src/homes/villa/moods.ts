// Moods and groups of the villa. Two moods hold a device that is not found again after the move, one
// a device that has been deleted.
import type { Device, Mood } from '../../state/items.ts'
import { GONE, type Household } from './household.ts'

/** Sets up the moods; they are found by name. */
export function describeMoods({ house, zone, device }: Household): ReadonlyMap<string, Mood> {
  const warm = { light_mode: 'temperature', light_temperature: 0.9 }
  const moods = [
    house.mood('Movie', zone('living'), [
      [device('living/Ceiling'), { onoff: true, dim: 0.1, ...warm }],
      [device('living/Lamp left'), { onoff: false }],
      [device('living/TV strip'), { onoff: true, light_mode: 'color', light_hue: 0.6 }],
    ]),
    house.mood(
      ...(['Relax', zone('living')] as const),
      [[device('living/Lamp left'), { onoff: true, dim: 0.3, ...warm }]],
      'relax',
    ),
    house.mood('Bright', zone('living'), [[device('living/Ceiling'), { dim: 1 }]], 'bright'),
    house.mood('Bright', zone('kitchen'), [[device('kitchen/Table'), { dim: 1 }]], 'bright'),
    house.mood('Dîner aux chandelles 🕯', zone('dining'), [
      [device('dining/Lustre'), { onoff: true, dim: 0.15 }],
    ]),
    house.mood(
      ...(['Night', zone('master')] as const),
      [
        [device('master/Bedside left'), { onoff: true, dim: 0.05 }],
        [device('master/Bedside right'), { onoff: false }],
      ],
      'night',
    ),
    house.mood('おやすみ', zone('children'), [
      [device('children/夜灯'), { onoff: true, dim: 0.02 }],
      [device('children/天井の照明'), { onoff: false }],
    ]),
    house.mood('Party', zone('terrace'), [
      [device('terrace/Lights / Lichter'), { onoff: true, light_hue: 0.9, light_saturation: 1 }],
      [device('pond/Pond dimmer'), { onoff: true, dim: 0.6 }],
    ]),
    house.mood('Pond at night', zone('pond'), [[device('pond/Pond dimmer'), { dim: 0.2 }]]),
    house.mood('Welcome', zone('hall'), [[device('hall/Ceiling'), { onoff: true, dim: 0.7 }]]),
  ]
  const [movie] = moods
  if (movie) movie.devices[GONE.device] = { state: { onoff: false } }
  return new Map(moods.map((mood) => [mood.name, mood]))
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'kitchen/Spots': ['Spot 1', 'Spot 2', 'Spot 3', 'Spot 4'].map((name) => `kitchen/${name}`),
  'living/Lamps': ['living/Lamp left', 'living/Lamp right'],
  'frontGarden/Path': ['1', '2', '3'].map((number) => `frontGarden/Path light ${number}`),
  'cinema/Lights': ['cinema/Star sky', 'cinema/Seats'],
}

/** Groups of lights: the hub's own, or those of an app on a hub that has none. */
export function describeGroups(household: Household): readonly Device[] {
  const { house, device, can } = household
  return Object.entries(GROUPS).map(([key, members]) => {
    const [, name = key] = key.split('/')
    const devices = members.map(device)
    const [first] = devices
    const zone = first && house.hub.state.zones[first.zone]
    if (!zone) throw new TypeError(`the group "${key}" has no members`)
    if (can.groups) return house.group(name, zone, devices)
    return appGroup(household, name, devices)
  })
}

// The app keeps the members as objects, with names that were true when the group was made.
function appGroup({ house }: Household, name: string, members: readonly Device[]): Device {
  const [first] = members
  const zone = first && house.hub.state.zones[first.zone]
  const app = house.hub.state.apps['com.sdn.group']
  if (!first || !zone || !app) throw new TypeError(`the group "${name}" cannot be made`)
  return house.device(name, {
    ...{ in: zone, class: first.class, driver: [app, 'group'] as const },
    has: { onoff: true, dim: 0.8 },
    more: {
      settings: {
        labelDevices: members.map((member) => member.name).join(', '),
        groupedDevices: members.map(({ id, name: member }) => ({ id, name: member })),
        deviceIds: members.map((member) => member.id),
      },
    },
  })
}
