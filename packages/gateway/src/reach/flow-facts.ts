// A flow, as far as reach goes: where it begins, at what, and what it does from there on. An Advanced
// Flow begins at each of its triggers by itself: what no edge leads to from there, that does not happen.
import { type CardIn, cardsIn } from '../limits/cards-in.ts'
import type { Item } from '../limits/home.ts'
import { isObject, isTextList, type Json } from '../limits/json.ts'
import { type Act, actsOf } from './acts.ts'
import { type Hears, hearsOf } from './hears.ts'
import { remembered } from './remembered.ts'

/** One place where a flow begins, and what it does from there. */
export interface Entry extends Hears {
  readonly acts: readonly Act[]
}

/** What reach has to know of a flow of either kind. */
export interface FlowFacts {
  readonly name: string
  readonly enabled: boolean
  readonly entries: readonly Entry[]
}

/** Of a standard flow. It may be started whatever its trigger is. */
export const flowFacts = remembered((flow: Item): FlowFacts => {
  const cards = cardsIn('flow', flow)
  const wrong = ['conditions', 'actions'].some((name) => !isCardList(flow[name]))
  const trigger = cards.find(({ role }) => role === 'trigger')
  const acts = [...cards.flatMap(actsOf), ...(wrong ? [unseen(flow)] : [])]
  const keys = trigger ? hearsOf(trigger).keys : []
  return { ...headOf(flow), entries: [{ start: true, keys, acts: distinct(acts) }] }
})

/** Of an Advanced Flow. */
export const advancedFlowFacts = remembered((flow: Item): FlowFacts => {
  const { cards } = flow
  if (!isObject(cards)) {
    return { ...headOf(flow), entries: [{ start: true, keys: [], acts: [unseen(flow)] }] }
  }
  const byKey = new Map(cardsIn('advanced-flow', flow).map((card) => [String(card.path[1]), card]))
  const entries = Object.entries(cards).flatMap(([at, card]): Entry[] => {
    const hears = isObject(card) ? beginning(card, byKey.get(at)) : undefined
    return hears ? [{ ...hears, acts: actsBehind(at, cards, byKey) }] : []
  })
  return { ...headOf(flow), entries }
})

const isCardList = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every(isObject))

const unseen = ({ id }: Item): Act => ({ do: 'unknown', why: 'shape', what: String(id) })

function headOf({ id, name, enabled }: Item): Omit<FlowFacts, 'entries'> {
  return { name: typeof name === 'string' ? name : String(id), enabled: enabled !== false }
}

function beginning({ type }: Json, card: CardIn | undefined): Hears | undefined {
  if (type === 'start') return { start: true, keys: [] }
  return type === 'trigger' && card ? hearsOf(card) : undefined
}

const OUTPUTS = ['outputSuccess', 'outputTrue', 'outputFalse', 'outputError']

// Every edge may be taken: nobody knows what a condition will say.
function actsBehind(
  start: string,
  cards: Json,
  byKey: ReadonlyMap<string, CardIn>,
): readonly Act[] {
  const seen = new Set<string>([start])
  const acts: Act[] = []
  for (const at of seen) {
    const card = byKey.get(at)
    if (card) acts.push(...actsOf(card))
    for (const next of nextOf(Object.hasOwn(cards, at) ? cards[at] : undefined)) seen.add(next)
  }
  return distinct(acts)
}

function nextOf(card: unknown): readonly string[] {
  if (!isObject(card)) return []
  return OUTPUTS.flatMap((name) => {
    const output = card[name]
    return isTextList(output) ? output : []
  })
}

function distinct(acts: readonly Act[]): readonly Act[] {
  return [...new Map(acts.map((act) => [JSON.stringify(act), act])).values()]
}
