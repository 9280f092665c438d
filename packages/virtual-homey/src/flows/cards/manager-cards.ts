// The cards of the hub itself: time, presence, variables, notifications, alarms, and starting flows.
// The sample has the cards that flows use most, not all that a real hub offers.

import { startFlow } from '../../behaviours/flows.ts'
import { setVariable } from '../../behaviours/logic.ts'
import { applyMood } from '../../behaviours/moods.ts'
import { invalid } from '../../hub-error.ts'
import { isRecord, rowOf, textOf } from '../../json.ts'
import { all, change, find, type Hub, lookUp, newId, now, put } from '../../state/hub.ts'
import type { Card, CardRun, CardType } from './card.ts'

type ManagerCard = Omit<Card, 'ownerUri' | 'ownerName' | 'id'>

const variable = { name: 'variable', type: 'autocomplete' }
const comparison = { droptoken: ['number'], args: [{ name: 'comparator', type: 'number' }] }

const TRIGGERS: Readonly<Record<string, ManagerCard>> = {
  'flow:programmatic_trigger': { title: 'This Flow is started', highlight: true },
  'cron:time_exactly': { title: 'The time is', args: [{ name: 'time', type: 'time' }] },
  'cron:time_exactly_day': {
    title: 'The day and time is',
    args: [
      { name: 'day', type: 'dropdown' },
      { name: 'time', type: 'time' },
    ],
  },
  'cron:every': { title: 'Every', args: [{ name: 'minutes', type: 'number' }] },
  'cron:sunset': { title: 'The sun sets' },
  'cron:sunrise': { title: 'The sun rises' },
  'presence:user_enter': { title: 'Somebody came home', tokens: [token('user', 'string', 'Name')] },
  'presence:user_leave': { title: 'Somebody left home', tokens: [token('user', 'string', 'Name')] },
  'presence:first_user_entered': { title: 'The first one came home' },
  'presence:last_user_left': { title: 'The last one left home' },
  'logic:variable_changed': {
    ...{ title: 'A variable changed', args: [variable] },
    tokens: [token('variable', 'string', 'Value')],
  },
}

const CONDITIONS: Readonly<Record<string, ManagerCard>> = {
  'logic:eq': {
    title: 'Is !{{|not}} exactly',
    droptoken: ['string', 'number'],
    args: [{ name: 'value', type: 'text' }],
    run: (hub, run) => textOf(dropped(hub, run)) === textOf(run.args['value']),
  },
  'logic:lt': {
    ...{ title: 'Is !{{|not}} less than', ...comparison },
    run: (hub, run) => Number(dropped(hub, run)) < numberIn(run.args['comparator']),
  },
  'logic:gt': {
    ...{ title: 'Is !{{|not}} greater than', ...comparison },
    run: (hub, run) => Number(dropped(hub, run)) > numberIn(run.args['comparator']),
  },
  'presence:noone_athome': {
    title: 'Nobody is home',
    run: (hub) => all(hub, 'users').every((user) => !user.present),
  },
  'presence:someone_athome': {
    title: 'Somebody is home',
    run: (hub) => all(hub, 'users').some((user) => user.present),
  },
}

const ACTIONS: Readonly<Record<string, ManagerCard>> = {
  'flow:programmatic_trigger': {
    title: 'Start a Flow',
    args: [{ name: 'flow', type: 'autocomplete' }],
    run: (hub, { args }) => {
      const id = idIn(args, 'flow')
      startFlow(hub, lookUp(hub, 'advancedFlows', id) ?? find(hub, 'flows', id))
    },
  },
  'logic:variable_set': {
    title: 'Set a variable',
    args: [variable, { name: 'value', type: 'text' }],
    run: (hub, { args }) => {
      const { id, type } = find(hub, 'variables', idIn(args, 'variable'))
      setVariable(hub, id, READ_AS[type](args['value']))
    },
  },
  'notifications:create_notification': {
    title: 'Create a notification',
    args: [{ name: 'text', type: 'text' }],
    run: (hub, { args }) => {
      const excerpt = textOf(args['text'] ?? '')
      const owner = { ownerUri: 'homey:manager:flow', ownerName: 'Flow' }
      const meta = {}
      put(hub, 'notifications', { ...owner, id: newId(hub), dateCreated: now(hub), excerpt, meta })
    },
  },
  'mobile:push_text': {
    title: 'Send a push notification',
    args: [
      { name: 'user', type: 'autocomplete' },
      { name: 'text', type: 'text' },
    ],
  },
  'alarms:enable': alarmCard('Turn on an alarm', true),
  'alarms:disable': alarmCard('Turn off an alarm', false),
}

const TABLES: Readonly<Record<CardType, Readonly<Record<string, ManagerCard>>>> = {
  trigger: TRIGGERS,
  condition: CONDITIONS,
  action: ACTIONS,
}

/** The cards of the hub's own managers and of its moods. */
export function managerCards(hub: Hub, type: CardType): Card[] {
  const ofManagers = Object.entries(TABLES[type]).map(([name, card]) => {
    const [manager = ''] = name.split(':')
    const ownerName = manager.charAt(0).toUpperCase() + manager.slice(1)
    return { ...card, id: `homey:manager:${name}`, ownerUri: `homey:manager:${manager}`, ownerName }
  })
  return type === 'action' ? [...ofManagers, ...moodCards(hub)] : ofManagers
}

function moodCards(hub: Hub): Card[] {
  return all(hub, 'moods').map((mood) => ({
    ...{ id: `homey:mood:${mood.id}:set`, ownerUri: `homey:mood:${mood.id}`, ownerName: mood.name },
    title: 'Set the mood',
    run: () => applyMood(hub, mood),
  }))
}

function alarmCard(title: string, enabled: boolean): ManagerCard {
  return {
    ...{ title, args: [{ name: 'alarm', type: 'autocomplete' }] },
    run: (hub, { args }) => void change(hub, 'alarms', idIn(args, 'alarm'), { enabled }),
  }
}

function numberIn(value: unknown): number {
  const number = Number(textOf(value))
  if (Number.isNaN(number)) throw invalid('Invalid arguments: expected a number')
  return number
}

const READ_AS = {
  string: textOf,
  number: numberIn,
  boolean: (value: unknown) => value === true || value === 'true',
}

// An argument that was picked from a list holds the whole object that was picked.
function idIn(args: CardRun['args'], name: string): string {
  const picked = args[name]
  if (isRecord(picked) && typeof picked['id'] === 'string') return picked['id']
  throw invalid(`Invalid arguments: ${name}`)
}

// Only tokens that hold anywhere can be looked up here: `<owner uri>|<token>`.
function dropped(hub: Hub, { droptoken = '' }: CardRun): unknown {
  const [owner = '', name = ''] = droptoken.split('|')
  if (owner === 'homey:manager:logic') return lookUp(hub, 'variables', name)?.value
  const device = lookUp(hub, 'devices', owner.replace(/^homey:device:/, ''))
  return device && rowOf(device.capabilitiesObj, name)?.value
}

function token(id: string, type: string, title: string) {
  return { id, type, title }
}
