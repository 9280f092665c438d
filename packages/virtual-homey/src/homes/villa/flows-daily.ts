// The flows that the family made by hand, in folders within folders: mornings, evenings, leaving,
// safety. They use the ordinary cards in the ordinary way.
import type { Flow } from '../../state/items.ts'
import { at, byHand, card, equals, notify, of, reading, setMood, setTo, tokenOf } from '../cards.ts'
import { after, compare, dropped, lasting, not, ofZone, orElse, push } from './cards.ts'
import type { Household, Setup } from './household.ts'

/** The folders, some of which are twins, one of which is 8 deep. */
export function describeFolders({ house }: Household) {
  const daily = house.folder('Daily')
  const safety = house.folder('Sicherheit / Safety')
  const rooms = house.folder('Rooms')
  const deep = ['1', '2', '3', '4', '5', '6', '7'].reduce(
    (parent, level) => house.folder(`Level ${level}`, parent),
    house.folder('Deep'),
  )
  return {
    ...{ daily, safety, rooms, deep },
    mornings: house.folder('Mornings', daily),
    evenings: house.folder('Evenings', daily),
    otherMornings: house.folder('Mornings', rooms),
    references: house.folder('Forms of reference'),
    cycles: house.folder('🔁 Cycles'),
    climate: house.folder('Heizung', rooms),
    devices: house.folder(' Devices '),
    advanced: house.folder('متقدم Advanced'),
    empty: house.folder('Empty folder'),
  }
}

type Folders = ReturnType<typeof describeFolders>

/** Draws the daily flows; they are found by name. */
export function describeDailyFlows(home: Household, setup: Setup, folders: Folders): Flow[] {
  return [
    ...describeMornings(home, setup, folders),
    ...describeEvenings(home, setup, folders),
    ...describeSafety(home, setup, folders),
  ]
}

function describeMornings({ house, device }: Household, setup: Setup, folders: Folders): Flow[] {
  const { variable, user } = setup
  return [
    house.flow('Good morning', {
      folder: folders.mornings,
      when: at('07:00'),
      and: [equals(variable('Vacation'), 'false')],
      do: [
        of(device('kitchen/Counter'), 'on'),
        of(device('living/Shutter left'), 'windowcoverings_set', { windowcoverings_set: 1 }),
        after(5, of(device('kitchen/Coffee ☕️'), 'on')),
      ],
      otherwise: [notify('Sleep in!')],
    }),
    house.flow('School run', {
      folder: folders.mornings,
      when: card('homey:manager:cron:time_exactly_day', { day: 'monday', time: '07:40' }),
      and: [
        equals(variable('School day'), 'true'),
        not(card('homey:manager:presence:noone_athome')),
        orElse('group2', equals(variable('Mode'), 'day')),
        orElse('group3', compare('lt', dropped(device('frontGarden/Weather'), MILD), 5)),
      ],
      do: [
        push(user('Olivia'), `Only ${reading(device('frontGarden/Weather'), MILD)} °C outside`),
        card('homey:manager:notifications:create_notification', { text: 'Bus in 10 minutes' }),
      ],
    }),
    house.flow('Bins', {
      folder: folders.otherMornings,
      when: card('homey:manager:cron:every', { minutes: 1440 }),
      and: [compare('lt', `homey:manager:logic|${variable('Days until bins').id}`, 2)],
      do: [notify(`Bins in ${tokenOf(variable('Days until bins'))} days`)],
    }),
    house.flow('Bath warm', {
      folder: folders.mornings,
      when: card('homey:manager:cron:sunrise'),
      do: [of(device('bathroom/Valve'), 'target_temperature_set', { target_temperature: 23.5 })],
    }),
  ]
}

const MILD = 'measure_temperature'

function describeEvenings({ house, device, zone, can }: Household, setup: Setup, folders: Folders) {
  const { mood, variable, alarm } = setup
  const folder = { folder: folders.evenings }
  const flows = [
    house.flow('Movie time', { ...folder, when: byHand(), do: [setMood(mood('Movie'))] }),
    house.flow('Lights out', {
      ...folder,
      when: at('23:30'),
      do: [
        of(device('living/Ceiling'), 'off'),
        of(device('living/Reading lamp'), 'off'),
        setTo(variable('Mode'), 'night'),
        lasting(30, of(device('hall/Ceiling'), 'dim', { dim: 0.1 })),
      ],
    }),
    house.flow('Garden at dusk', {
      ...folder,
      when: card('homey:manager:cron:sunset'),
      do: [setMood(mood('Party')), ofZone(zone('frontGarden'), 'lights_on')],
    }),
    house.flow('Candle light 🕯', {
      ...folder,
      when: ofZone(zone('dining'), 'activated'),
      and: [ofZone(zone('living'), 'active')],
      do: [setMood(mood('Dîner aux chandelles 🕯'))],
    }),
  ]
  if (!can.alarms) return flows
  const { id, name } = alarm('School')
  const school = card('homey:manager:alarms:disable', { alarm: { id, name } })
  const rang = card('homey:manager:alarms:alarm_rings', { alarm: { id, name } })
  const bedside = of(device('master/Bedside left'), 'on')
  return [
    ...flows,
    house.flow('No school in the holidays', {
      when: card('homey:manager:logic:variable_changed', {
        variable: { id: variable('Vacation').id, name: 'Vacation', type: 'boolean' },
      }),
      do: [school],
    }),
    house.flow('Alarm rings', { when: rang, do: [bedside] }),
    house.flow('Light before the alarm', { when: at('06:30'), do: [bedside] }),
  ]
}

function describeSafety({ house, device }: Household, setup: Setup, folders: Folders): Flow[] {
  const { variable, user } = setup
  const folder = { folder: folders.safety }
  return [
    house.flow('Leave', {
      ...folder,
      when: card('homey:manager:presence:last_user_left'),
      do: [
        of(device('hall/Front door'), 'lock'),
        of(device('hall/Alarm panel'), 'set_homealarm_state', { state: 'armed' }),
      ],
    }),
    house.flow('Somebody came home', {
      ...folder,
      when: card('homey:manager:presence:user_enter'),
      do: [notify('[[user]] is here'), of(device('hall/Ceiling'), 'on')],
    }),
    house.flow('Motion while away', {
      ...folder,
      when: of(device('hall/Motion'), 'alarm_motion_true'),
      and: [
        card('homey:manager:presence:noone_athome'),
        equals(variable('Guests'), 'false'),
        not(of(device('hall/Front door contact'), 'alarm_contact')),
      ],
      do: [of(device('hall/Siren'), 'on'), push(user('Jean-Marc'), 'Motion in the hall')],
    }),
    house.flow('Let me in', {
      ...folder,
      when: byHand(),
      do: [of(device('hall/Front door'), 'unlock')],
    }),
    house.flow('Garage open at night', {
      ...folder,
      when: of(device('garage/Gate'), 'garagedoor_closed_false'),
      and: [equals(variable('Mode'), 'night')],
      do: [notify('The garage is open'), after(10, of(device('garage/Gate'), 'close'))],
    }),
  ]
}
