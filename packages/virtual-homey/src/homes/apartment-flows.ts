// What happens by itself in the apartment: moods, variables, alarms, flows, dashboards. Together the
// flows use every form in which one object can refer to another.
import { describeAdvancedFlows } from './apartment-advanced-flows.ts'
import type { ApartmentSoftware } from './apartment-software.ts'
import type { ApartmentThings } from './apartment-things.ts'
import {
  at,
  byHand,
  card,
  equals,
  notify,
  of,
  reading,
  setMood,
  setTo,
  start,
  tokenOf,
} from './cards.ts'
import type { House } from './house.ts'

export type Apartment = ApartmentThings & ApartmentSoftware
type Setup = ReturnType<typeof describeMoods> & ReturnType<typeof describeVariables>

/** Sets up everything that runs by itself. */
export function describeAutomation(house: House, home: Apartment): void {
  const setup = { ...describeMoods(house, home), ...describeVariables(house) }
  const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
  const wakeUp = house.alarm('Wake up', '06:45', workdays)
  house.alarm('Weekend', '09:00', ['saturday', 'sunday'])
  house.alarm('Holiday', '10:30', [], false)
  describeFlows(house, home, setup, wakeUp.id)
  describeAdvancedFlows(house, home, setup)
  describeDashboards(house, home)
  const alarmPanel = `homey:device:${home.panel.id}`
  house.notification(alarmPanel, home.panel.name, 'The home alarm was **disarmed**')
  house.notification('homey:app:nl.example.climate', 'Warm Home', 'The boiler needs water')
  house.notification('homey:manager:apps', 'Apps', 'Bright Lights was updated')
}

function describeMoods(house: House, home: Apartment) {
  const { living, bedroom, kitchen, ceiling, reading: lamp, bedside, counter, table } = home
  const relaxed = { light_temperature: 0.9, light_mode: 'temperature' }
  return {
    movie: house.mood('Movie', living, [
      [ceiling, { onoff: true, dim: 0.1 }],
      [lamp, { onoff: false }],
    ]),
    bright: house.mood('Bright', living, [[ceiling, { onoff: true, dim: 1 }]], 'bright'),
    relax: house.mood('Relax', living, [[lamp, { onoff: true, dim: 0.3, ...relaxed }]], 'relax'),
    night: house.mood('Night', bedroom, [[bedside, { onoff: true, dim: 0.05 }]], 'night'),
    cooking: house.mood('Cooking', kitchen, [
      [counter, { onoff: true, dim: 1 }],
      [table, { onoff: true, dim: 0.8 }],
    ]),
  }
}

function describeVariables(house: House) {
  return {
    guests: house.variable('Guests', false),
    holiday: house.variable('Holiday', false),
    quiet: house.variable('Quiet hours', true),
    target: house.variable('Target temperature', 20.5),
    washes: house.variable('Washes', 41),
    bins: house.variable('Days until bins', 3),
    message: house.variable('Message', 'Welcome home'),
    mode: house.variable('Mode', 'day'),
  }
}

function describeFlows(house: House, home: Apartment, setup: Setup, wakeUp: string): void {
  const daily = house.folder('Daily')
  const mornings = house.folder('Mornings', daily)
  const evenings = house.folder('Evenings', daily)
  const safety = house.folder('Safety')
  const goodMorning = house.flow('Good morning', {
    folder: mornings,
    when: at('07:00'),
    and: [equals(setup.holiday, 'false')],
    do: [
      of(home.counter, 'on'),
      of(home.curtains, 'windowcoverings_set', { windowcoverings_set: 1 }),
    ],
    otherwise: [notify('Sleep in!')],
  })
  house.flow('Start the day', { folder: mornings, when: byHand(), do: [start(goodMorning)] })
  house.flow('No alarm on holidays', {
    folder: mornings,
    when: card('homey:manager:logic:variable_changed', { variable: { id: setup.holiday.id } }),
    do: [card('homey:manager:alarms:disable', { alarm: { id: wakeUp, name: 'Wake up' } })],
  })
  house.flow('Movie time', { folder: evenings, when: byHand(), do: [setMood(setup.movie)] })
  house.flow('Lights out', {
    folder: evenings,
    when: at('23:30'),
    do: [of(home.ceiling, 'off'), of(home.reading, 'off'), setTo(setup.mode, 'night')],
  })
  house.flow('Warm evening', {
    folder: evenings,
    when: card('homey:manager:cron:sunset'),
    do: [of(home.thermostat, 'target_temperature_set', { target_temperature: 21 })],
  })
  describeSafetyFlows(house, home, setup, safety)
  describeOtherFlows(house, home, setup)
}

function describeSafetyFlows(
  house: House,
  home: Apartment,
  setup: Setup,
  folder: ReturnType<House['folder']>,
): void {
  house.flow('Lock up', {
    folder,
    when: card('homey:manager:presence:last_user_left'),
    do: [of(home.frontDoor, 'lock'), of(home.panel, 'set_homealarm_state', { state: 'armed' })],
  })
  house.flow('Let me in', { folder, when: byHand(), do: [of(home.frontDoor, 'unlock')] })
  house.flow('Motion while away', {
    folder,
    when: of(home.hallMotion, 'alarm_motion_true'),
    and: [card('homey:manager:presence:noone_athome'), equals(setup.guests, 'false')],
    do: [
      of(home.siren, 'on'),
      notify(`Motion at ${reading(home.hallMotion, 'measure_luminance')} lx`),
    ],
  })
  house.flow('Smoke', {
    folder,
    when: of(home.smoke, 'alarm_smoke_true'),
    do: [of(home.siren, 'on'), of(home.frontDoor, 'unlock')],
  })
  house.flow('Garage open at night', {
    folder,
    when: of(home.garageDoor, 'garagedoor_closed_false'),
    and: [equals(setup.mode, 'night')],
    do: [notify('The garage is open')],
  })
}

function describeOtherFlows(house: House, home: Apartment, setup: Setup): void {
  const [countLights] = home.scriptList
  const script = countLights && { id: countLights.id, name: 'Count lights' }
  house.flow('Washing done', {
    when: of(home.washer, 'measure_power_changed'),
    and: [card('homey:manager:logic:lt', { comparator: 5 }, { droptoken: 'measure_power' })],
    do: [notify(`Wash number ${tokenOf(setup.washes)} used [[measure_power]] W`)],
  })
  house.flow('Count the lights', {
    when: at('22:00'),
    do: [card('homey:app:com.athom.homeyscript:run', { script })],
  })
  house.flow('Old thing', {
    off: true,
    when: card('homey:app:com.example.gone:something'),
    do: [notify('This app is not here any more')],
  })
}

function describeDashboards(house: House, home: Apartment): void {
  house.dashboard('Wall tablet', [
    [
      { type: 'device', deviceId: home.ceiling.id },
      { type: 'device', deviceId: home.thermostat.id },
    ],
    [{ type: 'zone', zoneId: home.living.id }],
  ])
  house.dashboard('Phone', [
    [
      {
        type: 'appwidget',
        widgetId: 'homey:app:com.example.echo:greeting',
        settings: { name: 'Olivia' },
      },
      { type: 'device', deviceId: home.frontDoor.id },
    ],
  ])
  house.widgetStore('homey:app:com.example.echo', { opened: 3 })
}
