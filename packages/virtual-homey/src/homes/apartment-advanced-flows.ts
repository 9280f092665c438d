// The apartment's advanced flows: between them they hold every type of card there is.
import type { Variable } from '../state/items.ts'
import { action, all, any, condition, note, start, trigger, wait } from './advanced-cards.ts'
import type { Apartment } from './apartment-flows.ts'
import { equals, notify, of, tokenOf } from './cards.ts'
import type { House } from './house.ts'

interface Variables {
  readonly quiet: Variable
  readonly message: Variable
}

/** Draws the advanced flows. */
export function describeAdvancedFlows(
  house: House,
  home: Apartment,
  { quiet, message }: Variables,
): void {
  const folder = house.folder('Advanced')
  house.advancedFlow(
    'Somebody in the hall',
    {
      motion: trigger([0, 0], of(home.hallMotion, 'alarm_motion_true'), ['quiet']),
      quiet: condition([240, 0], equals(quiet, 'true'), ['light'], ['music']),
      light: action([480, 0], of(home.ceiling, 'on')),
      music: action([480, 160], of(home.speaker, 'play'), [], ['sorry']),
      sorry: action([720, 160], notify('No music: [[card::music::error]]')),
      reminder: note([0, 300], 'Music only by day'),
    },
    folder,
  )
  house.advancedFlow(
    'Leave together',
    {
      start: start([0, 80], ['lights', 'socket']),
      lights: action([240, 0], of(home.ceiling, 'off'), ['both']),
      socket: action([240, 160], of(home.television, 'off'), ['both']),
      both: all([480, 80], ['lights', 'socket'], ['later']),
      later: wait([640, 80], 5, ['lock']),
      lock: action([800, 80], of(home.frontDoor, 'lock')),
    },
    folder,
  )
  house.advancedFlow('Doors and windows', {
    window: trigger([0, 0], of(home.bedroomWindow, 'alarm_contact_true'), ['either']),
    garage: trigger([0, 160], of(home.garageDoor, 'garagedoor_closed_false'), ['either']),
    either: any([240, 80], ['tell']),
    tell: action([480, 80], notify(`Open! ${tokenOf(message)}`)),
  })
  house.advancedFlow('Power watch', {
    power: trigger([0, 0], of(home.television, 'measure_power_changed'), ['tell']),
    tell: action([240, 0], notify('It uses [[trigger::power::measure_power]] W')),
  })
}
