// The cards of a flow: V3 names a card by one full id, V2 by its owner and a short id beside it. A
// flow in V3's form would be stored by a V2 hub and never start, so nothing goes there unread.
import { isObject, type Json, mapMembers } from './json.ts'
import { joinId, meantId, splitId } from './owned-id.ts'

/** What is done with one card. */
type CardChange = (card: Json) => Json

/** Where V2 writes the owner of a card: in a flow, and on the canvas of an advanced flow. */
type OwnerMember = 'uri' | 'ownerUri'

/** A card as a client means it, in either spelling, in V3's. What is no card stays as it is. */
const meant =
  (owner: OwnerMember): CardChange =>
  ({ [owner]: uri, ...card }) => {
    const id = meantId(uri, card['id'])
    if (id !== undefined) return { ...card, id }
    return uri === undefined ? card : { ...card, [owner]: uri }
  }

/** A card in V3's form as a V2 hub keeps it. */
const written =
  (owner: OwnerMember): CardChange =>
  (card) => {
    const halves = splitId(card['id'])
    return halves ? { ...card, [owner]: halves.uri, id: halves.id } : card
  }

/** A card as a V2 hub answers it, in V3's form; one that the hub itself does not know stays. */
const answered =
  (owner: OwnerMember): CardChange =>
  ({ [owner]: uri, ...card }) => {
    const id = joinId(uri, card['id'])
    if (id !== undefined) return { ...card, id }
    return uri === undefined ? card : { ...card, [owner]: uri }
  }

function inFlow(flow: unknown, change: CardChange): unknown {
  if (!isObject(flow)) return flow
  const one = (card: unknown) => (isObject(card) ? change(card) : card)
  const { trigger, conditions, actions } = flow
  return {
    ...flow,
    ...(trigger !== undefined && { trigger: one(trigger) }),
    ...(Array.isArray(conditions) && { conditions: conditions.map(one) }),
    ...(Array.isArray(actions) && { actions: actions.map(one) }),
  }
}

// Notes, delays and the like have no id, and so are no cards of anybody.
function inAdvancedFlow(flow: unknown, change: CardChange): unknown {
  if (!isObject(flow) || !isObject(flow['cards'])) return flow
  const cards = mapMembers(flow['cards'], (card) =>
    isObject(card) && 'id' in card ? change(card) : card,
  )
  return { ...flow, cards }
}

/** A kind of flow in the three directions that there are. */
export interface FlowForms {
  /** In V3's form, from a client that may write either. */
  readonly meant: (flow: unknown) => unknown
  /** In V2's form, from V3's. */
  readonly written: (flow: unknown) => unknown
  /** In V3's form, from a V2 hub. */
  readonly answered: (flow: unknown) => unknown
}

/** Flows: `trigger`, `conditions`, `actions`. */
export const FLOW: FlowForms = {
  meant: (flow) => inFlow(flow, meant('uri')),
  written: (flow) => inFlow(flow, written('uri')),
  answered: (flow) => inFlow(flow, answered('uri')),
}

/** Advanced flows: `cards` by key. */
export const ADVANCED_FLOW: FlowForms = {
  meant: (flow) => inAdvancedFlow(flow, meant('ownerUri')),
  written: (flow) => inAdvancedFlow(flow, written('ownerUri')),
  answered: (flow) => inAdvancedFlow(flow, answered('ownerUri')),
}
