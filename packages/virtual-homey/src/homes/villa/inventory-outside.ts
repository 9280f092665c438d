// What stands outside, in the guest house and in the garage. Three of these things are not found
// again when the family moves.
import { inRoom, numbered, type Thing } from './thing.ts'

/** Gardens, garage, workshop, guest house. */
export const OUTSIDE: readonly Thing[] = [
  ...inRoom(
    'frontGarden',
    ...numbered(3, 'Path light', 'spot'),
    ['Camera', 'camera'],
    ['Motion', 'motion'],
    ['Weather', 'weather'],
  ),
  ...inRoom(
    'backGarden',
    ['Tree', 'matterLight'],
    ['Irrigation', 'switch'],
    ['Camera', 'camera'],
    ['Soil', 'sensor433'],
  ),
  ...inRoom(
    'terrace',
    ['Awning', 'shutter'],
    ['Lights / Lichter', 'strip'],
    ['Heater', 'socket433'],
    ['Motion', 'motion'],
  ),
  ...inRoom('pond', ['Pond dimmer', 'dimmer'], ['Pump', 'matterPlug'], ['Thermo', 'sensor433']),
  ...inRoom('driveway', ['Camera', 'camera'], ['Charger', 'charger'], ['Lamp', 'spot']),
  ...inRoom(
    'garage',
    ['Gate', 'garageDoor'],
    ['Light', 'matterLight'],
    ['Motion', 'motion'],
    ['Gate contact', 'contact'],
    ['Button', 'button433'],
  ),
  ...inRoom('workshop', ['Saw', 'bigPlug'], ['Licht', 'bulb'], ['Rauchmelder', 'smoke']),
  ...inRoom('cafe', ['Machine à café', 'plug'], ['Guirlande', 'strip'], ['Button', 'button433']),
  ...inRoom(
    'guestLiving',
    ['Лампа', 'colourBulb'],
    ['Термостат', 'thermostat'],
    ['Замок', 'lock'],
    ['Окно', 'contact'],
    ['Датчик', 'motion'],
    ['Розетка', 'plug'],
  ),
  ...inRoom('outside', ['Button', 'button433']),
  ...inRoom('guestHouse', ['Smoke', 'smoke'], ['Leak', 'leak']),
]

/** Things that are not paired again after the move, by key. */
export const LEFT_BEHIND: readonly string[] = [
  'pond/Pond dimmer',
  'workshop/Saw',
  'frontGarden/Weather',
]
