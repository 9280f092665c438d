// The flows that every room and every device of a kind has: nobody drew these one by one. They fill
// the villa up to its number of flows, and the last of them are as many as still fit.
import type { Device, Flow, FlowFolder } from '../../state/items.ts'
import { at, card, equals, notify, of, reading, setTo } from '../cards.ts'
import { compare, dropped, lasting, not, ofZone, push } from './cards.ts'
import type { Household, Setup } from './household.ts'

export interface Folders {
  readonly rooms: FlowFolder
  readonly climate: FlowFolder
  readonly safety: FlowFolder
  readonly devices: FlowFolder
  readonly deep: FlowFolder
}

/** Draws the flows of rooms and devices. */
export function describeRoomFlows(home: Household, setup: Setup, folders: Folders): Flow[] {
  const devices = [...home.devices.values()]
  const having = (capability: string) =>
    devices.filter((device) => device.capabilities.includes(capability))
  return [
    ...having('alarm_motion').flatMap((device) => lightOnMotion(home, device, folders)),
    ...having('alarm_contact').map((device) => heatingOff(home, setup, device, folders)),
    ...having('target_temperature').flatMap((device) => dayAndNight(home, setup, device, folders)),
    ...having('alarm_smoke').map((device) => smoke(home, setup, device, folders)),
    ...having('alarm_water').map((device) => leak(home, setup, device, folders)),
    ...having('meter_power').map((device) => finished(home, device, folders)),
    ...having('windowcoverings_set').map((device) => shade(home, device, folders)),
    ...having('measure_humidity').map((device) => damp(home, device, folders)),
  ]
}

function zoneOf({ house }: Household, device: Device) {
  const zone = house.hub.state.zones[device.zone]
  if (!zone) throw new TypeError(`"${device.name}" stands in no room`)
  return zone
}

function lightOnMotion(home: Household, device: Device, { rooms }: Folders): Flow[] {
  const zone = zoneOf(home, device)
  const lights = [...home.devices.values()].filter(
    (other) => other.zone === zone.id && other.class === 'light',
  )
  if (lights.length === 0) return []
  return [
    home.house.flow(`${zone.name}: light`, {
      folder: rooms,
      when: of(device, 'alarm_motion_true'),
      do: lights.slice(0, 3).map((light) => of(light, 'on')),
    }),
    home.house.flow(`${zone.name}: nobody here`, {
      folder: rooms,
      when: ofZone(zone, 'deactivated'),
      and: [not(of(device, 'alarm_motion'))],
      do: [ofZone(zone, 'lights_off')],
    }),
  ]
}

function heatingOff(home: Household, setup: Setup, device: Device, { climate }: Folders): Flow {
  const valve = [...home.devices.values()].find(
    (other) => other.zone === device.zone && other.capabilities.includes('target_temperature'),
  )
  const colder = valve && of(valve, 'target_temperature_set', { target_temperature: 12 })
  const who = setup.user('Olivia')
  return home.house.flow(`${zoneOf(home, device).name}: ${device.name} open`, {
    folder: climate,
    when: of(device, 'alarm_contact_true'),
    do: [colder ?? push(who, `${device.name} is open`)],
  })
}

function dayAndNight(home: Household, setup: Setup, device: Device, { climate }: Folders): Flow[] {
  const set = (value: number | string) =>
    of(device, 'target_temperature_set', { target_temperature: value })
  const at6 = { folder: climate, when: at('06:00') }
  const heating = [equals(setup.variable('Heating on'), 'true')]
  const night = `[[homey:manager:logic|${setup.variable('Night temperature').id}]]`
  const label = `${zoneOf(home, device).name}: ${device.name}`
  return [
    home.house.flow(`${label} by day`, { ...at6, and: heating, do: [set(20.5)] }),
    home.house.flow(`${label} by night`, { folder: climate, when: at('22:30'), do: [set(night)] }),
  ]
}

function smoke(home: Household, setup: Setup, device: Device, { safety }: Folders): Flow {
  const zone = zoneOf(home, device)
  return home.house.flow(`Smoke: ${zone.name}`, {
    folder: safety,
    when: of(device, 'alarm_smoke_true'),
    do: [
      of(home.device('hall/Siren'), 'on'),
      of(home.device('hall/Front door'), 'unlock'),
      push(setup.user('Olivia'), `Smoke in ${zone.name}, ${reading(device, 'measure_battery')} %`),
    ],
  })
}

function leak(home: Household, setup: Setup, device: Device, { safety }: Folders): Flow {
  return home.house.flow(`Water: ${zoneOf(home, device).name}`, {
    folder: safety,
    when: of(device, 'alarm_water_true'),
    do: [setTo(setup.variable('Alarm pending'), true), of(home.device('hall/Siren'), 'on')],
  })
}

function finished(home: Household, device: Device, { devices }: Folders): Flow {
  return home.house.flow(`${device.name.trim()} has finished`, {
    folder: devices,
    when: of(device, 'measure_power_changed'),
    and: [compare('lt', 'measure_power', 5), compare('gt', dropped(device, 'meter_power'), 1)],
    do: [notify(`${device.name} is done: ${reading(device, 'meter_power')} kWh`)],
  })
}

function shade(home: Household, device: Device, { devices }: Folders): Flow {
  return home.house.flow(`${zoneOf(home, device).name}: ${device.name} down`, {
    folder: devices,
    when: card('homey:manager:cron:sunset'),
    do: [lasting(20, of(device, 'windowcoverings_set', { windowcoverings_set: 0 }))],
  })
}

function damp(home: Household, device: Device, { deep }: Folders): Flow {
  return home.house.flow(`${zoneOf(home, device).name} is damp`, {
    folder: deep,
    when: of(device, 'measure_humidity_changed'),
    and: [compare('gt', 'measure_humidity', 70)],
    do: [notify(`[[measure_humidity]] % in ${zoneOf(home, device).name}`)],
  })
}

/** Battery warnings and switch-offs, `count` of them in all. */
export function describeRest(home: Household, setup: Setup, folders: Folders, count: number): void {
  const devices = [...home.devices.values()]
  const weak = devices.filter((device) => device.capabilities.includes('measure_battery'))
  const switches = devices.filter((device) => device.capabilities.includes('onoff'))
  const plans = [
    ...weak.map((device) => ({
      name: `Battery: ${zoneOf(home, device).name} ${device.name}`,
      when: of(device, 'measure_battery_changed'),
      and: [compare('lt', dropped(device, 'measure_battery'), 15)],
      do: [push(setup.user('Olivia'), `${device.name}: [[measure_battery]] %`)],
    })),
    ...switches.map((device) => ({
      name: `Vacation: ${zoneOf(home, device).name} ${device.name}`,
      when: card('homey:manager:presence:last_user_left'),
      and: [equals(setup.variable('Vacation'), 'true')],
      do: [of(device, 'off')],
    })),
  ]
  if (plans.length < count) throw new TypeError(`${count} flows are wanted, ${plans.length} known`)
  for (const { name, ...plan } of plans.slice(0, count)) {
    home.house.flow(name, { ...plan, folder: folders.devices })
  }
}
