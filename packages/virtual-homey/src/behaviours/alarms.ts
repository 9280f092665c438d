// Alarms: a time, the days on which it repeats, and when it will ring next. The hub's own spelling of
// that last member is kept.
import { localTime, momentOf } from '../flows/local-time.ts'
import { invalid } from '../hub-error.ts'
import { isRecord } from '../json.ts'
import { change, type Hub, newId, put } from '../state/hub.ts'
import type { Alarm } from '../state/items.ts'
import { type Call, type Rows, record, stored, text } from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const alarms: Rows = {
  getAlarms: listOf('alarms', presentAlarm),
  getAlarm: oneOf('alarms', presentAlarm),
  createAlarm: stored((call) => {
    const alarm = { id: newId(call.hub), ...NEW_ALARM, ...membersIn(call) }
    return presentAlarm(put(call.hub, 'alarms', alarm), call.hub)
  }),
  updateAlarm: stored((call) =>
    presentAlarm(change(call.hub, 'alarms', text(call, 'id'), membersIn(call)), call.hub),
  ),
  deleteAlarm: deletionOf('alarms'),
}

const DAY = 24 * 60 * 60 * 1000
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const NEVER = Object.fromEntries(DAYS.map((day) => [day, false]))
const NEW_ALARM = { name: 'Alarm', time: '08:00', enabled: true, repetition: NEVER }

function membersIn(call: Call): Partial<Omit<Alarm, 'id'>> {
  const { name, time, enabled, repetition } = record(call, 'alarm')
  if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(time))) {
    throw invalid('Invalid Time: expected HH:MM')
  }
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof time === 'string' && { time }),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(repetition !== undefined && { repetition: checkDays(repetition) }),
  }
}

function checkDays(repetition: unknown): Record<string, boolean> {
  const days = isRecord(repetition) ? repetition : {}
  return Object.fromEntries(
    DAYS.map((day) => {
      if (typeof days[day] !== 'boolean') {
        throw invalid(`should have required property '${day}' (#/properties/repetition)`)
      }
      return [day, days[day]] as const
    }),
  )
}

/** An alarm as it is answered: with when it rings next. */
export function presentAlarm(alarm: Alarm, hub: Hub): unknown {
  return { ...alarm, nextOccurance: alarm.enabled ? nextRing(alarm, hub) : null }
}

// An alarm that repeats on no day rings once, at its next time.
function nextRing({ time, repetition }: Alarm, hub: Hub): string | null {
  const { timezone } = hub.state.system
  const from = hub.clock()
  const once = DAYS.every((day) => !repetition[day])
  for (let ahead = 0; ahead <= 7; ahead++) {
    const near = new Date(from.getTime() + ahead * DAY)
    const at = momentOf(localTime(near, timezone).date, time, timezone)
    if (at > from && (once || repetition[localTime(at, timezone).day])) return at.toISOString()
  }
  return null
}
