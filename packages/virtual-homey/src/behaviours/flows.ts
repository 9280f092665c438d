// Standard and advanced flows. A hub stores nearly anything: unknown cards and deleted devices stay
// in a flow, and `broken` says false all the same. Only the shape of a flow is checked.
import { HubError, invalid } from '../hub-error.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import { isUuid } from '../random.ts'
import { change, find, type Hub, newId, put, recordEffect } from '../state/hub.ts'
import type { AdvancedCard, AdvancedFlow, CardUse, Flow } from '../state/items.ts'
import {
  type Call,
  documented,
  optionalText,
  type Rows,
  record,
  stored,
  text,
} from './behaviour.ts'
import { existingFolder } from './flow-folders.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'

export const flows: Rows = {
  getFlows: listOf('flows', presentFlow),
  getFlow: oneOf('flows', presentFlow),
  createFlow: stored(createFlow),
  updateFlow: stored(updateFlow),
  deleteFlow: deletionOf('flows'),
  triggerFlow: stored((call) => startFlow(call.hub, find(call.hub, 'flows', text(call, 'id')))),
  testFlow: stored(testFlow),
  shareFlow: documented(
    'sharing uploads the flow to Athom, which this hub does not reach',
    (call) => {
      find(call.hub, 'flows', text(call, 'id'))
      throw invalid('Homey Is Not Connected To The Cloud')
    },
  ),
  getAdvancedFlows: listOf('advancedFlows', presentAdvancedFlow),
  getAdvancedFlow: oneOf('advancedFlows', presentAdvancedFlow),
  createAdvancedFlow: stored(createAdvancedFlow),
  updateAdvancedFlow: stored(updateAdvancedFlow),
  deleteAdvancedFlow: deletionOf('advancedFlows'),
  triggerAdvancedFlow: stored((call) =>
    startFlow(call.hub, find(call.hub, 'advancedFlows', text(call, 'id'))),
  ),
}

/** Starts a flow: it runs when the operation or the card that starts it is done. */
export function startFlow(hub: Hub, flow: Flow | AdvancedFlow): void {
  if (!flow.enabled) throw invalid('Flow Is Not Enabled')
  hub.events.announce({ type: 'start', flow, tokens: {} })
}

// A test runs a flow that need not be saved, with the values that the caller gives its tokens.
function testFlow(call: Call): void {
  const { trigger, conditions, actions } = record(call, 'flow')
  const sessionId = optionalText(call, 'sessionId') ?? ''
  recordEffect(call.hub, 'flow-tested', { sessionId })
  const parts = {
    trigger: cardUse(trigger),
    conditions: cardUses(conditions),
    actions: cardUses(actions),
  }
  const flow = { id: `test:${sessionId}`, name: 'Test', folder: null, enabled: true, ...parts }
  call.hub.events.announce({ type: 'start', flow, tokens: record(call, 'tokens') })
}

const MANUAL_START = 'homey:manager:flow:programmatic_trigger'

/** A flow as it is answered. `broken` is false, whatever is the matter with it. */
export function presentFlow(flow: Flow): unknown {
  return { ...flow, triggerable: flow.trigger.id === MANUAL_START, broken: false }
}

/** An advanced flow as it is answered. */
export function presentAdvancedFlow(flow: AdvancedFlow): unknown {
  const triggerable = Object.values(flow.cards).some(
    (card) => card.type === 'start' || (card.type === 'trigger' && card['id'] === MANUAL_START),
  )
  return { ...flow, triggerable, broken: false }
}

function createFlow(call: Call): unknown {
  const { name, folder, enabled, trigger, conditions, actions } = record(call, 'flow')
  const flow = {
    id: newId(call.hub),
    name: String(name),
    folder: existingFolder(call.hub, folder),
    enabled: enabled !== false,
    trigger: cardUse(trigger),
    conditions: cardUses(conditions),
    actions: cardUses(actions),
  }
  return presentFlow(put(call.hub, 'flows', flow))
}

function updateFlow(call: Call): unknown {
  const { name, folder, enabled, trigger, conditions, actions } = record(call, 'flow')
  const members: Partial<Flow> = {
    ...(typeof name === 'string' && { name }),
    ...(folder !== undefined && { folder: existingFolder(call.hub, folder) }),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(trigger !== undefined && { trigger: cardUse(trigger) }),
    ...(conditions !== undefined && { conditions: cardUses(conditions) }),
    ...(actions !== undefined && { actions: cardUses(actions) }),
  }
  return presentFlow(change(call.hub, 'flows', text(call, 'id'), members))
}

function cardUse(card: unknown): CardUse {
  if (!isRecord(card) || typeof card['id'] !== 'string') {
    throw invalid("should have required property 'id' (#/properties/trigger/required)")
  }
  return { ...card, id: card['id'] }
}

function cardUses(cards: unknown): CardUse[] {
  return Array.isArray(cards) ? cards.map(cardUse) : []
}

// The whole body is the flow, and the specification says nothing more of it.
function advancedBody(call: Call): JsonRecord {
  const body = call.args['advancedflow']
  if (!isRecord(body)) throw invalid('Invalid Parameter: advancedflow must be of type object')
  return body
}

function createAdvancedFlow(call: Call): unknown {
  const { name, folder, enabled, cards } = advancedBody(call)
  const flow = {
    id: newId(call.hub),
    name: typeof name === 'string' ? name : 'Advanced Flow',
    folder: existingFolder(call.hub, folder),
    enabled: enabled !== false,
    cards: cards === undefined ? {} : checkCards(cards),
  }
  return presentAdvancedFlow(put(call.hub, 'advancedFlows', flow))
}

function updateAdvancedFlow(call: Call): unknown {
  const { name, folder, enabled, cards } = advancedBody(call)
  const members: Partial<AdvancedFlow> = {
    ...(typeof name === 'string' && { name }),
    ...(folder !== undefined && { folder: existingFolder(call.hub, folder) }),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(cards !== undefined && { cards: checkCards(cards) }),
  }
  return presentAdvancedFlow(change(call.hub, 'advancedFlows', text(call, 'id'), members))
}

function checkCards(cards: unknown): Record<string, AdvancedCard> {
  if (!isRecord(cards)) throw invalid('should be object (#/properties/cards/type)')
  const checked = Object.entries(cards).map(([key, card]) => {
    if (!isUuid(key)) {
      const message =
        'should NOT have additional properties (#/properties/cards/additionalProperties)'
      throw new HubError(400, message)
    }
    return [key, checkCard(card)] as const
  })
  return Object.fromEntries(checked)
}

function checkCard(card: unknown): AdvancedCard {
  const { type, x, y } = isRecord(card) ? card : {}
  if (typeof type !== 'string' || typeof x !== 'number' || typeof y !== 'number') {
    throw invalid("should have required properties 'type', 'x', 'y' (#/properties/cards)")
  }
  return { ...(isRecord(card) && card), type, x, y }
}
