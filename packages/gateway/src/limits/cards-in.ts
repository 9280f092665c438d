// The cards of a flow, each with what it is there and where it stands. Signposts are none.
import { type CardRole, fullCardId } from '@latchkey/catalogue'
import { isObject, type Json } from './json.ts'

/** A card in its place. */
export interface CardIn {
  readonly role: CardRole
  /** Its full id, if it has one. */
  readonly id: string | undefined
  readonly card: Json
  readonly path: readonly (string | number)[]
}

/** The cards of a flow of either kind, or the one card; what is none of these has none. */
export function cardsIn(kind: string, object: Json): readonly CardIn[] {
  if (kind === 'flow') {
    return [
      ...one('trigger', object['trigger'], ['trigger']),
      ...many('condition', object['conditions'], 'conditions'),
      ...many('action', object['actions'], 'actions'),
    ]
  }
  if (kind === 'card') return withRole(object, [])
  const { cards } = object
  if (kind !== 'advanced-flow' || !isObject(cards)) return []
  return Object.entries(cards).flatMap(([key, card]) =>
    isObject(card) ? withRole(card, ['cards', key]) : [],
  )
}

function one(role: CardRole, card: unknown, path: CardIn['path']): CardIn[] {
  return isObject(card) ? [{ role, card, path, id: fullCardId(card) }] : []
}

function many(role: CardRole, cards: unknown, name: string): CardIn[] {
  return Array.isArray(cards) ? cards.flatMap((card, at) => one(role, card, [name, at])) : []
}

function withRole(card: Json, path: CardIn['path']): CardIn[] {
  const { type } = card
  return type === 'trigger' || type === 'condition' || type === 'action'
    ? one(type, card, path)
    : []
}
