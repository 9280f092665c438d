// How often a Flow runs by itself, as far as its own triggers say. What listens to things in the house runs
// as often as they happen, which nobody can know: that is no pace.
import { cardsIn } from '../limits/cards-in.ts'
import type { Home, Item } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'
import { consequencesOf } from './consequences.ts'
import { contentOf } from './content.ts'
import type { Deed } from './deed.ts'
import { flowsIn } from './deed-parts.ts'

/** The kinds of Flows. */
export type FlowKind = 'flow' | 'advanced-flow'

/** Runs a minute; infinite for what goes round in itself. */
export type Pace = number

const A_DAY = 1 / 1440

const DAILY: readonly string[] = [
  ...['homey:manager:cron:time_exactly', 'homey:manager:cron:time_exactly_day'],
  ...['homey:manager:cron:sunset', 'homey:manager:cron:sunrise'],
]

/** The pace of a Flow by its triggers; a Flow that is switched off has none. */
export function paceOf(kind: FlowKind, flow: Item): Pace {
  if (flow['enabled'] === false) return 0
  if (kind === 'advanced-flow' && goesRound(flow['cards'])) return Number.POSITIVE_INFINITY
  let pace = 0
  for (const { role, id = '', card } of cardsIn(kind, flow)) {
    if (role === 'trigger') pace += paceOfTrigger(id, card)
  }
  return pace
}

function paceOfTrigger(id: string, card: Item): Pace {
  if (DAILY.includes(id)) return A_DAY
  if (!id.startsWith('homey:manager:cron:')) return 0
  const every = id === 'homey:manager:cron:every'
  const minutes = every && isObject(card['args']) ? card['args']['minutes'] : undefined
  return typeof minutes === 'number' && minutes > 0 ? 1 / minutes : Number.POSITIVE_INFINITY
}

const OUTPUTS = ['outputSuccess', 'outputTrue', 'outputFalse', 'outputError'] as const

/** Whether from one card on the canvas a way leads back to it. */
function goesRound(cards: unknown): boolean {
  if (!isObject(cards)) return false
  const waits = new Map<string, number>()
  const next = new Map<string, readonly string[]>()
  for (const [key, card] of Object.entries(cards)) {
    const to = isObject(card) ? OUTPUTS.flatMap((name) => textsOf(card[name])) : []
    next.set(key, to)
    for (const one of to) waits.set(one, (waits.get(one) ?? 0) + 1)
  }
  const free = [...next.keys()].filter((key) => !waits.has(key))
  let done = 0
  for (let key = free.pop(); key !== undefined; key = free.pop()) {
    done++
    for (const one of next.get(key) ?? []) {
      const left = (waits.get(one) ?? 0) - 1
      waits.set(one, left)
      if (left === 0 && next.has(one)) free.push(one)
    }
  }
  return done < next.size
}

const textsOf = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []

/** How often a Flow runs, what it brings about, and what follows from that. */
export interface Running {
  readonly pace: Pace
  readonly deeds: readonly Deed[]
  readonly follows: readonly Deed[]
}

/** How often a Flow runs and what it brings about. One that starts itself again goes round. */
export function runningOf(kind: FlowKind, flow: Item, home: Home, id?: string): Running {
  const { deeds, starts } = contentOf(kind, flow, home)
  const follows = consequencesOf(deeds, starts, home)
  const again = id !== undefined && flow['enabled'] !== false && flowsIn(follows).has(id)
  return { pace: again ? Number.POSITIVE_INFINITY : paceOf(kind, flow), deeds, follows }
}
