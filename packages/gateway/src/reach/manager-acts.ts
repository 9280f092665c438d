// What the action cards of the hub's own managers do. Most of their names are not publicly known, so a
// card that no row knows is told by its manager, and one of an unknown manager may do anything.
import type { Act } from './acts.ts'
import type { HappeningKind } from './consequence.ts'

/** A card of a manager, with the ids that were picked on it. */
export interface ManagerCardUse {
  readonly id: string
  /** The id of the manager: `logic`. */
  readonly owner: string
  /** What the card is called there: `variable_set`. */
  readonly name: string
  readonly picks: readonly string[]
}

type Does = (card: ManagerCardUse) => readonly Act[]

/** Everything that a card of a manager does. */
export function managerActs(card: ManagerCardUse): readonly Act[] {
  const does = Object.hasOwn(MANAGERS, card.owner) ? MANAGERS[card.owner] : undefined
  const acts: readonly Act[] = does?.(card) ?? [
    { do: 'unknown', why: 'manager-card', what: card.id },
  ]
  return [...acts, { do: 'manager', manager: card.owner }]
}

const about =
  (act: 'variable' | 'alarm' | 'mood'): Does =>
  ({ picks, id }) =>
    picks.length > 0
      ? picks.map((one) => ({ do: act, id: one }))
      : [{ do: 'unknown', why: 'reference', what: id }]

const happens =
  (kind: HappeningKind): Does =>
  ({ id: card }) => [{ do: 'happening', kind, card }]

// That there are cards which switch flows is known, what they are called is not.
const FLOW_CARDS: readonly (readonly [name: RegExp, does: readonly ('start' | 'on' | 'off')[]])[] =
  [
    [/^programmatic_trigger$/, ['start']],
    [/disable/, ['off']],
    [/enable/, ['on']],
    [/^/, ['start', 'on', 'off']],
  ]

const flows: Does = ({ name, picks, id }) => {
  if (picks.length === 0) return [{ do: 'unknown', why: 'reference', what: id }]
  const [, does = []] = FLOW_CARDS.find(([pattern]) => pattern.test(name)) ?? []
  return picks.flatMap((one) => does.map((act) => ({ do: act, id: one })))
}

/** By manager. */
const MANAGERS: Readonly<Record<string, Does>> = {
  flow: flows,
  logic: about('variable'),
  alarms: about('alarm'),
  moods: about('mood'),
  mobile: happens('push'),
  notifications: happens('timeline'),
  ...{ 'speech-output': happens('speech'), 'speech-input': happens('speech') },
  speech: happens('speech'),
  audio: happens('sound'),
  ledring: happens('led-ring'),
  presence: happens('presence'),
  ...{ system: happens('system'), updates: happens('system'), backup: happens('system') },
  apps: happens('app-install'),
}
