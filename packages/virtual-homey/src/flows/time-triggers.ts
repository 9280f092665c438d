// Which cards fire at a minute: those of the clock, of the sun and of alarms. Times are those on the
// wall where the hub stands.
import { isRecord, type JsonRecord } from '../json.ts'
import { all, type Hub } from '../state/hub.ts'
import type { Alarm } from '../state/items.ts'
import { type LocalTime, localTime } from './local-time.ts'
import { type Place, sunTimes } from './sun.ts'
import { type Firing, pickedId } from './triggers.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Where a hub stands whose place nobody has set, as its option says. */
const PLACE: Place = { latitude: 52.2215, longitude: 6.8937 }

/** The cards that fire at the minute that has just begun. */
export function firingsAt(hub: Hub, moment: Date): Firing[] {
  const local = localTime(moment, hub.state.system.timezone)
  const clock = (name: string, fits?: Firing['fits']): Firing => {
    return { cardId: `homey:manager:cron:${name}`, tokens: {}, ...(fits && { fits }) }
  }
  return [
    clock('time_exactly', ({ time }) => time === local.time),
    clock('time_exactly_day', (args) => args['time'] === local.time && isDay(args, local)),
    clock('every', ({ minutes }) => isRound(moment, Number(minutes))),
    ...sunAt(hub, moment).map((name) => clock(name)),
    ...all(hub, 'alarms')
      .filter((alarm) => rings(alarm, local))
      .map(({ id }) => ({
        ...{ cardId: 'homey:manager:alarms:alarm_rings', tokens: {} },
        fits: (args: Readonly<JsonRecord>) => pickedId(args, 'alarm') === id,
      })),
  ]
}

/** Alarms that repeat on no day ring once. */
export function ringsOnce(alarm: Alarm): boolean {
  return !Object.values(alarm.repetition).includes(true)
}

/** Whether an alarm rings at a time. */
export function rings(alarm: Alarm, { time, day }: LocalTime): boolean {
  return (
    alarm.enabled && alarm.time === time && (ringsOnce(alarm) || alarm.repetition[day] === true)
  )
}

// A day is the id of a dropdown: its name or its number from Sunday on.
function isDay({ day }: Readonly<JsonRecord>, local: LocalTime): boolean {
  const wanted = String(isRecord(day) ? day['id'] : day).toLowerCase()
  return wanted === local.day || WEEK[Number(wanted)] === local.day
}

const WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function isRound(moment: Date, minutes: number): boolean {
  return minutes > 0 && Math.floor(moment.getTime() / MINUTE) % minutes === 0
}

function sunAt(hub: Hub, moment: Date): ('sunrise' | 'sunset')[] {
  const place = hub.state.options['geolocation.location']
  // The sun of a UTC day may rise or set on the day before or after, far from Greenwich.
  const days = [-DAY, 0, DAY].map((ahead) =>
    sunTimes(new Date(moment.getTime() + ahead), isPlace(place) ? place : PLACE),
  )
  const minute = Math.floor(moment.getTime() / MINUTE)
  const isNow = (time?: Date) => time && Math.floor(time.getTime() / MINUTE) === minute
  const events = ['sunrise', 'sunset'] as const
  return events.filter((name) => days.some((sun) => isNow(sun[name])))
}

function isPlace(value: unknown): value is Place & JsonRecord {
  return (
    isRecord(value) &&
    typeof value['latitude'] === 'number' &&
    typeof value['longitude'] === 'number'
  )
}
