// What flows can ask of the hub itself.
import { textOf } from '../../json.ts'
import { all } from '../../state/hub.ts'
import { numberIn } from './arguments.ts'
import type { ManagerCard } from './card.ts'

const comparison = { droptoken: ['number'], args: [{ name: 'comparator', type: 'number' }] }

export const CONDITIONS: Readonly<Record<string, ManagerCard>> = {
  'logic:eq': {
    title: 'Is !{{|not}} exactly',
    droptoken: ['string', 'number'],
    args: [{ name: 'value', type: 'text' }],
    run: (_hub, { args, dropped }) => textOf(dropped) === textOf(args['value']),
  },
  'logic:lt': {
    ...{ title: 'Is !{{|not}} less than', ...comparison },
    run: (_hub, { args, dropped }) => Number(dropped) < numberIn(args['comparator']),
  },
  'logic:gt': {
    ...{ title: 'Is !{{|not}} greater than', ...comparison },
    run: (_hub, { args, dropped }) => Number(dropped) > numberIn(args['comparator']),
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
