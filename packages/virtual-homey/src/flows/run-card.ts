// Running one card, for a flow or by itself: tokens are put in, and what is run with what is noted
// before it happens.
import { notFound } from '../hub-error.ts'
import type { JsonRecord } from '../json.ts'
import { type Hub, recordEffect } from '../state/hub.ts'
import type { CardType } from './cards/card.ts'
import { cardById } from './catalogue.ts'
import { type LocalTokens, resolveText, tokenValue } from './tokens.ts'

/** A card as it is used: where, and with which local tokens. */
export interface CardRequest {
  readonly use: Readonly<JsonRecord>
  readonly local: LocalTokens
  readonly flowId?: string
}

const KIND: Readonly<Record<CardType, string>> = {
  trigger: 'FlowCardTrigger',
  condition: 'FlowCardCondition',
  action: 'FlowCardAction',
}

/**
 * Runs a card. The answer may be a promise.
 * @throws HubError 404 if there is no such card now, or whatever the card itself refuses
 */
export function runCard(hub: Hub, type: CardType, request: CardRequest): unknown {
  const { use, local, flowId } = request
  const id = String(use['id'])
  const card = cardById(hub, type, id)
  if (!card) throw notFound(KIND[type], id)
  const args = resolveArgs(hub, local, use['args'])
  const { droptoken, duration } = use
  const dropped = typeof droptoken === 'string' ? tokenValue(hub, local, droptoken) : undefined
  recordEffect(hub, 'card-run', {
    ...(flowId !== undefined && { flowId }),
    ...{ cardId: id, type, args, here: card.run !== undefined },
    ...(typeof droptoken === 'string' && { droptoken, dropped: dropped ?? null }),
    ...(duration !== undefined && duration !== null && { duration }),
  })
  return card.run?.(hub, { args, dropped })
}

function resolveArgs(hub: Hub, local: LocalTokens, args: unknown): JsonRecord {
  const given = typeof args === 'object' && args !== null ? args : {}
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? resolveText(hub, local, value) : value,
  ])
  return Object.fromEntries(entries)
}
