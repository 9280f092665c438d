// The apartment's rooms and devices.
import type { SettingDefinition } from '../state/items.ts'
import type { ApartmentSoftware } from './apartment-software.ts'
import type { House } from './house.ts'

export type ApartmentThings = ReturnType<typeof describeThings>
type Rooms = ReturnType<typeof describeRooms>

/** Furnishes the apartment. */
export function describeThings(house: House, apps: ApartmentSoftware) {
  const rooms = describeRooms(house)
  const lights = describeLights(house, rooms, apps)
  const things = {
    ...rooms,
    ...lights,
    ...describeComfort(house, rooms, apps),
    ...describeSafety(house, rooms, apps),
  }
  house.group('Kitchen lights', rooms.kitchen, [lights.counter, lights.table])
  return things
}

function describeRooms(house: House) {
  const home = house.zone('Home', { icon: 'home' })
  const downstairs = house.zone('Downstairs', { icon: 'floor', in: home })
  const upstairs = house.zone('Upstairs', { icon: 'floor', in: home })
  return {
    home,
    downstairs,
    upstairs,
    living: house.zone('Living room', { icon: 'livingRoom', in: downstairs }),
    kitchen: house.zone('Kitchen', { icon: 'kitchen', in: downstairs }),
    hall: house.zone('Hall', { icon: 'hallway', in: downstairs }),
    bedroom: house.zone('Bedroom', { icon: 'bedroomDouble', in: upstairs }),
    garage: house.zone('Garage', { icon: 'garage', in: home }),
  }
}

function describeLights(house: House, rooms: Rooms, { hue }: ApartmentSoftware) {
  return {
    ceiling: house.device('Ceiling light', {
      ...{ in: rooms.living, class: 'light', driver: [hue, 'white'] },
      has: { onoff: true, dim: 0.8 },
    }),
    reading: house.device('Reading lamp', {
      ...{ in: rooms.living, class: 'light', driver: [hue, 'colour'] },
      has: {
        ...{ onoff: false, dim: 0.4, light_mode: 'temperature' },
        ...{ light_hue: 0.1, light_saturation: 0.5, light_temperature: 0.7 },
      },
    }),
    counter: house.device('Counter light', {
      ...{ in: rooms.kitchen, class: 'light', driver: [hue, 'white'] },
      has: { onoff: true, dim: 1 },
    }),
    table: house.device('Kitchen table light', {
      ...{ in: rooms.kitchen, class: 'light', driver: [hue, 'white'] },
      has: { onoff: true, dim: 0.6 },
    }),
    bedside: house.device('Bedside lamp', {
      ...{ in: rooms.bedroom, class: 'light', driver: [hue, 'white'] },
      has: { onoff: false, dim: 0.2 },
    }),
  }
}

function describeComfort(house: House, rooms: Rooms, { plugs, climate }: ApartmentSoftware) {
  return {
    television: house.device('Television socket', {
      ...{ in: rooms.living, class: 'socket', driver: [plugs, 'plug'] },
      has: { onoff: true, measure_power: 84.5, meter_power: 231.7 },
    }),
    washer: house.device('Washing machine', {
      ...{ in: rooms.garage, class: 'socket', driver: [plugs, 'plug'] },
      has: { onoff: true, measure_power: 3.2, meter_power: 98.1 },
    }),
    thermostat: house.device('Thermostat', {
      ...{ in: rooms.living, class: 'thermostat', driver: [climate, 'thermostat'] },
      has: {
        ...{ target_temperature: 20.5, measure_temperature: 19.8 },
        ...{ measure_humidity: 47, thermostat_mode: 'heat' },
      },
      settings: [
        [text('clientToken', 'Client token'), 'SECRET-client-token'],
        [{ id: 'offset', type: 'number', label: 'Offset', min: -5, max: 5 }, 0.5],
        [{ id: 'eco', type: 'checkbox', label: 'Save energy' }, true],
      ],
    }),
    curtains: house.device('Curtains', {
      ...{ in: rooms.bedroom, class: 'curtain', driver: [plugs, 'curtain'] },
      has: { windowcoverings_set: 0.25 },
    }),
    speaker: house.device('Kitchen speaker', {
      ...{ in: rooms.kitchen, class: 'speaker', driver: [plugs, 'speaker'] },
      has: {
        speaker_playing: false,
        speaker_track: 'Morning',
        volume_set: 0.3,
        volume_mute: false,
      },
    }),
  }
}

function describeSafety(house: House, rooms: Rooms, { plugs }: ApartmentSoftware) {
  const battery = { batteries: ['AA', 'AA'] }
  return {
    frontDoor: house.device('Front door', {
      ...{ in: rooms.hall, class: 'lock', driver: [plugs, 'lock'], ...battery },
      has: { locked: true, measure_battery: 73 },
    }),
    garageDoor: house.device('Garage door', {
      ...{ in: rooms.garage, class: 'garagedoor', driver: [plugs, 'garage-door'] },
      has: { garagedoor_closed: true },
    }),
    hallMotion: house.device('Hall motion', {
      ...{ in: rooms.hall, class: 'sensor', driver: [plugs, 'motion'], ...battery },
      has: { alarm_motion: true, measure_luminance: 120, measure_battery: 88 },
    }),
    bedroomWindow: house.device('Bedroom window', {
      ...{ in: rooms.bedroom, class: 'sensor', driver: [plugs, 'contact'], ...battery },
      has: { alarm_contact: false, measure_battery: 64 },
    }),
    smoke: house.device('Smoke alarm', {
      ...{ in: rooms.kitchen, class: 'smokealarm', driver: [plugs, 'smoke'], ...battery },
      has: { alarm_smoke: false, alarm_tamper: false },
    }),
    panel: house.device('Alarm panel', {
      ...{ in: rooms.hall, class: 'homealarm', driver: [plugs, 'panel'] },
      has: { homealarm_state: 'disarmed' },
    }),
    siren: house.device('Siren', {
      ...{ in: rooms.hall, class: 'siren', driver: [plugs, 'siren'] },
      has: { onoff: false },
    }),
    camera: house.device('Garage camera', {
      ...{ in: rooms.garage, class: 'camera', driver: ['virtualdrivervirtualipcamera', 'driver'] },
      has: { onoff: true, alarm_motion: false },
      camera: true,
      settings: [
        [text('address', 'Address'), '192.168.1.40'],
        [{ id: 'password', type: 'password', label: 'Password' }, 'SECRET-camera-password'],
        [text('clientToken', 'Client token'), 'SECRET-camera-token'],
      ],
    }),
  }
}

function text(id: string, label: string): SettingDefinition {
  return { id, type: 'text', label }
}
