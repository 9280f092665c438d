// The cards of the hub's own managers that may stand in a flow which is held to limits: they do nothing
// themselves, or nothing but to the object that is named on them. Everything that a card of a manager
// could do besides (speak, push, notify, reboot, move people) is refused by not being here.
import type { ReferenceKind } from './reference.ts'

/** What a card is in a flow. The same id can be a trigger and an action, and mean two things. */
export type CardRole = 'trigger' | 'condition' | 'action'

/** What an object has to do with another that it names. */
export type Use = 'hears' | 'asks' | 'acts' | 'reads' | 'shows' | 'holds' | 'starts' | 'writes'

export interface ManagerCard {
  /** Why it may stand in a flow that is held to limits. */
  readonly because: string
  /** The argument that names the one object which the card is about. */
  readonly about?: {
    readonly argument: string
    readonly kind: ReferenceKind
    readonly use: Use
  }
  /** The permission to read what the card lets one find out. */
  readonly reveals?: string
}

const TIME = { because: 'only waits for a time of day' }
const COMPARES = { because: 'compares a token, which is judged by itself' }
const HOME = {
  because: 'only listens; users are not limited by rooms, so it needs the right to see them',
  reveals: 'presence:read',
}

const about = (
  kind: ReferenceKind,
  use: Use,
  because: string,
): ManagerCard & Required<Pick<ManagerCard, 'about'>> => ({
  because,
  about: { argument: kind, kind, use },
})

/** By role and id. Names that are not publicly known are left out rather than guessed. */
export const MANAGER_CARDS: Readonly<Record<CardRole, Readonly<Record<string, ManagerCard>>>> = {
  trigger: {
    'homey:manager:flow:programmatic_trigger': { because: "is the flow's own start" },
    'homey:manager:cron:time_exactly': TIME,
    'homey:manager:cron:time_exactly_day': TIME,
    'homey:manager:cron:every': TIME,
    'homey:manager:cron:sunset': TIME,
    'homey:manager:cron:sunrise': TIME,
    'homey:manager:logic:variable_changed': about(
      'variable',
      'hears',
      'listens to the variable that it names',
    ),
    'homey:manager:presence:user_enter': HOME,
    'homey:manager:presence:user_leave': HOME,
    'homey:manager:presence:first_user_entered': HOME,
    'homey:manager:presence:last_user_left': HOME,
  },
  condition: {
    'homey:manager:logic:eq': COMPARES,
    'homey:manager:logic:lt': COMPARES,
    'homey:manager:logic:gt': COMPARES,
    'homey:manager:presence:noone_athome': HOME,
    'homey:manager:presence:someone_athome': HOME,
  },
  action: {
    'homey:manager:logic:variable_set': about(
      'variable',
      'writes',
      'sets the variable that it names, and nothing else',
    ),
    'homey:manager:logic:variable_increase': about(
      'variable',
      'writes',
      'sets the variable that it names, and nothing else',
    ),
    'homey:manager:flow:programmatic_trigger': about(
      'flow',
      'starts',
      'starts the flow that it names, which is judged by itself',
    ),
  },
}

/** Managers whose tokens tell nothing but the time, or the value of the variable that they name. */
export const MANAGER_TOKENS: Readonly<Record<string, string>> = {
  cron: 'the time and the date',
  logic: 'the variable that the token names',
}
