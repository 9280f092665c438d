// The cards that flows can be built of, and running one by itself. Lists of cards are arrays, unlike
// all other lists.
import { type Card, type CardType, presentCard } from '../flows/cards/card.ts'
import { cardById, cardsOf } from '../flows/catalogue.ts'
import { runCard } from '../flows/run-card.ts'
import { notFound } from '../hub-error.ts'
import { rowOf } from '../json.ts'
import { type Call, computed, optionalText, type Rows, record, stored, text } from './behaviour.ts'
import { autocomplete } from './flow-card-autocomplete.ts'

export const flowCards: Rows = {
  getFlowCardTriggers: listOfCards('trigger'),
  getFlowCardTrigger: oneCard('trigger'),
  getFlowCardConditions: listOfCards('condition'),
  getFlowCardCondition: oneCard('condition'),
  getFlowCardActions: listOfCards('action'),
  getFlowCardAction: oneCard('action'),
  runFlowCardAction: stored(async (call) => {
    await runAlone(call, 'action')
  }),
  runFlowCardCondition: computed(async (call) => ({
    result: (await runAlone(call, 'condition')) === true,
  })),
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

function listOfCards(type: CardType) {
  return computed(({ hub }) => cardsOf(hub, type).map((card) => presentCard(card, type)))
}

function oneCard(type: CardType) {
  return computed((call) => presentCard(findCard(call, type), type))
}

// The path names the owner, then the full id once more. The older short id is taken as well.
function findCard(call: Call, type: CardType): Card {
  const [uri, id] = [text(call, 'uri'), text(call, 'id')]
  const card = cardById(call.hub, type, id) ?? cardById(call.hub, type, `${uri}:${id}`)
  if (card?.ownerUri !== uri) throw notFound(ITEM_NAMES[type], id)
  return card
}

// The caller gives the values of local tokens along; the answer waits until the card is done.
function runAlone(call: Call, type: CardType): unknown {
  const { id } = findCard(call, type)
  const tokens = record(call, 'tokens')
  return runCard(call.hub, type, {
    use: { id, args: record(call, 'args'), droptoken: optionalText(call, 'droptoken') },
    local: (name) => rowOf(tokens, name),
  })
}
