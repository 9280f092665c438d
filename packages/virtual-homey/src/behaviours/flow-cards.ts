// The cards that flows can be built of, worked out from the devices, moods and apps that there are.
// The same id can be a trigger and an action, so a card is found by its type and id. Lists of cards
// are arrays, unlike all other lists.
import { appCards } from '../flows/cards/app-cards.ts'
import { capabilityCards } from '../flows/cards/capability-cards.ts'
import { type Card, type CardType, presentCard } from '../flows/cards/card.ts'
import { managerCards } from '../flows/cards/manager-cards.ts'
import { notFound } from '../hub-error.ts'
import { rowOf } from '../json.ts'
import { type Hub, recordEffect } from '../state/hub.ts'
import { type Call, computed, optionalText, type Rows, record, stored, text } from './behaviour.ts'
import { autocomplete } from './flow-card-autocomplete.ts'

export const flowCards: Rows = {
  getFlowCardTriggers: listOfCards('trigger'),
  getFlowCardTrigger: oneCard('trigger'),
  getFlowCardConditions: listOfCards('condition'),
  getFlowCardCondition: oneCard('condition'),
  getFlowCardActions: listOfCards('action'),
  getFlowCardAction: oneCard('action'),
  // Cards without a `run` only leave an effect: what they do lies outside this hub.
  runFlowCardAction: stored((call) => {
    runCard(call, 'action')
  }),
  runFlowCardCondition: computed((call) => ({ result: runCard(call, 'condition') === true })),
  getFlowCardAutocomplete: computed((call) => {
    const type = rowOf(CARD_TYPES, text(call, 'type'))
    if (!type) throw notFound('FlowCardType', text(call, 'type'))
    const card = findCard(call, type)
    return autocomplete(call.hub, card, text(call, 'name'), text(call, 'query'))
  }),
}

const CARD_TYPES: Readonly<Record<string, CardType>> = {
  flowcardtrigger: 'trigger',
  flowcardcondition: 'condition',
  flowcardaction: 'action',
}

const ITEM_NAMES: Readonly<Record<CardType, string>> = {
  trigger: 'FlowCardTrigger',
  condition: 'FlowCardCondition',
  action: 'FlowCardAction',
}

function cardsOf(hub: Hub, type: CardType): Card[] {
  return [...capabilityCards(hub, type), ...managerCards(hub, type), ...appCards(hub, type)]
}

function listOfCards(type: CardType) {
  return computed(({ hub }) => cardsOf(hub, type).map((card) => presentCard(card, type)))
}

function oneCard(type: CardType) {
  return computed((call) => presentCard(findCard(call, type), type))
}

// The path names the owner, then the full id once more. The older short id is taken as well.
function findCard(call: Call, type: CardType): Card {
  const [uri, id] = [text(call, 'uri'), text(call, 'id')]
  const card = cardsOf(call.hub, type).find(
    (candidate) => candidate.id === id || candidate.id === `${uri}:${id}`,
  )
  if (card?.ownerUri !== uri) throw notFound(ITEM_NAMES[type], id)
  return card
}

function runCard(call: Call, type: CardType): unknown {
  const card = findCard(call, type)
  recordEffect(call.hub, 'card-run', { cardId: card.id, type, here: card.run !== undefined })
  const droptoken = optionalText(call, 'droptoken')
  return card.run?.(call.hub, { args: record(call, 'args'), droptoken })
}
