// What flows can do with the hub itself. What would happen outside of it, such as a push message, is
// noted in the effects and nowhere else.
import { startFlow } from '../../behaviours/flows.ts'
import { setVariable } from '../../behaviours/logic.ts'
import { textOf } from '../../json.ts'
import { change, find, lookUp, newId, now, put, recordEffect } from '../../state/hub.ts'
import { idIn, numberIn, READ_AS } from './arguments.ts'
import type { ManagerCard } from './card.ts'
import { FLOW_SWITCHES } from './flow-cards.ts'

const picked = (name: string) => ({ name, type: 'autocomplete' })
const words = { name: 'text', type: 'text' }

// The two of presence and the one of speech are named by analogy: their real names are not public.
export const ACTIONS: Readonly<Record<string, ManagerCard>> = {
  'flow:programmatic_trigger': {
    title: 'Start a Flow',
    args: [picked('flow')],
    run: (hub, { args }) => {
      const id = idIn(args, 'flow')
      startFlow(hub, lookUp(hub, 'advancedFlows', id) ?? find(hub, 'flows', id))
    },
  },
  'logic:variable_set': {
    title: 'Set a variable',
    args: [picked('variable'), { name: 'value', type: 'text' }],
    run: (hub, { args }) => {
      const { id, type } = find(hub, 'variables', idIn(args, 'variable'))
      setVariable(hub, id, READ_AS[type](args['value']))
    },
  },
  ...FLOW_SWITCHES,
  'logic:variable_increase': {
    title: 'Increase a variable',
    args: [picked('variable'), { name: 'value', type: 'number' }],
    run: (hub, { args }) => {
      const { id, value } = find(hub, 'variables', idIn(args, 'variable'))
      setVariable(hub, id, numberIn(value) + numberIn(args['value']))
    },
  },
  'mobile:push_image': {
    title: 'Send an image',
    args: [words],
    droptoken: ['image'],
    run: (hub, { args, dropped }) =>
      recordEffect(hub, 'pushed', { text: textOf(args['text'] ?? ''), image: dropped ?? null }),
  },
  'notifications:create_notification': {
    title: 'Create a notification',
    args: [words],
    run: (hub, { args }) => {
      const excerpt = textOf(args['text'] ?? '')
      const owner = { ownerUri: 'homey:manager:flow', ownerName: 'Flow' }
      const item = { ...owner, id: newId(hub), dateCreated: now(hub), excerpt, meta: {} }
      put(hub, 'notifications', item)
      recordEffect(hub, 'notification-created', { notificationId: item.id, excerpt })
    },
  },
  'mobile:push_text': {
    title: 'Send a push notification',
    args: [picked('user'), words],
    run: (hub, { args }) => {
      const user = find(hub, 'users', idIn(args, 'user'))
      recordEffect(hub, 'pushed', { userId: user.id, text: textOf(args['text'] ?? '') })
    },
  },
  'speech-output:say': {
    title: 'Say',
    args: [words],
    run: (hub, { args }) => recordEffect(hub, 'said', { text: textOf(args['text'] ?? '') }),
  },
  'presence:set_present': presenceCard('Set whether somebody is home', 'present'),
  'presence:set_asleep': presenceCard('Set whether somebody is asleep', 'asleep'),
  'alarms:enable': alarmCard('Turn on an alarm', true),
  'alarms:disable': alarmCard('Turn off an alarm', false),
}

function alarmCard(title: string, enabled: boolean): ManagerCard {
  return {
    ...{ title, args: [picked('alarm')] },
    run: (hub, { args }) => void change(hub, 'alarms', idIn(args, 'alarm'), { enabled }),
  }
}

function presenceCard(title: string, member: 'present' | 'asleep'): ManagerCard {
  return {
    ...{ title, args: [picked('user'), { name: 'value', type: 'checkbox' }] },
    run: (hub, { args }) => {
      const value = READ_AS.boolean(args['value'])
      change(hub, 'users', idIn(args, 'user'), { [member]: value })
    },
  }
}
