// The cards of the hub itself: time, presence, variables, notifications, alarms, and starting flows.
// They are the ones that flows use most, not all that a real hub offers. What starts a flow by a
// trigger is decided in `triggers.ts`; here the triggers are only described.
import { traitsOf } from '../../generations/generation.ts'
import type { Hub } from '../../state/hub.ts'
import type { Card, CardType, ManagerCard } from './card.ts'
import { ACTIONS } from './manager-actions.ts'
import { CONDITIONS } from './manager-conditions.ts'

const time = { name: 'time', type: 'time' }
const named = [{ id: 'user', type: 'string', title: 'Name' }]
const picked = (name: string) => [{ name, type: 'autocomplete' }]

// `alarms:alarm_rings` and the two of sleep are named by analogy: their real names are not public.
const TRIGGERS: Readonly<Record<string, ManagerCard>> = {
  'flow:programmatic_trigger': { title: 'This Flow is started', highlight: true },
  'cron:time_exactly': { title: 'The time is', args: [time] },
  'cron:time_exactly_day': {
    title: 'The day and time is',
    args: [{ name: 'day', type: 'dropdown' }, time],
  },
  'cron:every': { title: 'Every', args: [{ name: 'minutes', type: 'number' }] },
  'cron:sunset': { title: 'The sun sets' },
  'cron:sunrise': { title: 'The sun rises' },
  'presence:user_enter': { title: 'Somebody came home', tokens: named },
  'presence:user_leave': { title: 'Somebody left home', tokens: named },
  'presence:first_user_entered': { title: 'The first one came home' },
  'presence:last_user_left': { title: 'The last one left home' },
  'presence:user_asleep': { title: 'Somebody fell asleep', tokens: named },
  'presence:user_awake': { title: 'Somebody woke up', tokens: named },
  'alarms:alarm_rings': { title: 'An alarm rings', args: picked('alarm') },
  'logic:variable_changed': {
    ...{ title: 'A variable changed', args: picked('variable') },
    tokens: [{ id: 'variable', type: 'string', title: 'Value' }],
  },
}

const TABLES: Readonly<Record<CardType, Readonly<Record<string, ManagerCard>>>> = {
  trigger: TRIGGERS,
  condition: CONDITIONS,
  action: ACTIONS,
}

/** Managers that not every generation has, and which has them. */
const ONLY_ON: Readonly<Record<string, (hub: Hub) => boolean>> = {
  alarms: (hub) => traitsOf(hub.generation).platform === 'local',
  'speech-output': (hub) => traitsOf(hub.generation).apiVersion === 2,
}

/** The cards of the hub's own managers, or of one of them. */
export function managerCards(hub: Hub, type: CardType, only?: string): Card[] {
  return Object.entries(TABLES[type]).flatMap(([name, card]) => {
    const [manager = ''] = name.split(':')
    if (only !== undefined && only !== manager) return []
    if (ONLY_ON[manager]?.(hub) === false) return []
    const ownerName = manager.charAt(0).toUpperCase() + manager.slice(1)
    const ownerUri = `homey:manager:${manager}`
    return [{ ...card, id: `homey:manager:${name}`, ownerUri, ownerName }]
  })
}
