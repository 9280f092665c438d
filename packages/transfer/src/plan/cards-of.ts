// The cards of a flow, standard or advanced, each with its role.
import { isObject, type JsonObject } from '../json.ts'
import type { CardFacts } from '../snapshot/snapshot.ts'

/** A card in a flow. */
export interface UsedCard {
  readonly role: CardFacts['role']
  readonly id: string
  readonly card: JsonObject
}

/** The cards that can be missing: what only says in which order others come is always there. */
export function cardsOf(content: JsonObject): readonly UsedCard[] {
  const { trigger, conditions, actions, cards } = content
  const found: UsedCard[] = []
  const add = (role: unknown, card: unknown): void => {
    if (!isObject(card) || typeof card['id'] !== 'string') return
    if (role !== 'trigger' && role !== 'condition' && role !== 'action') return
    found.push({ role, id: card['id'], card })
  }
  add('trigger', trigger)
  if (Array.isArray(conditions)) for (const one of conditions) add('condition', one)
  if (Array.isArray(actions)) for (const one of actions) add('action', one)
  for (const one of isObject(cards) ? Object.values(cards) : []) {
    if (isObject(one)) add(one['type'], one)
  }
  return found
}

/** Tokens of others that stand in a card: `[owner, id]`. */
export function tokensOf(card: JsonObject): readonly (readonly [owner: string, id: string])[] {
  const found: (readonly [string, string])[] = []
  const dropped = card['droptoken']
  if (typeof dropped === 'string') add(found, dropped)
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const [, token = ''] of value.matchAll(/\[\[(homey:[^[\]]+)\]\]/g)) add(found, token)
    } else if (Array.isArray(value)) for (const one of value) look(one)
    else if (isObject(value)) for (const one of Object.values(value)) look(one)
  }
  look(card['args'])
  return found
}

// What has no pipe is a zone, or is broken and stays what it is.
function add(found: (readonly [string, string])[], token: string): void {
  const at = token.indexOf('|')
  if (at > 0 && token.startsWith('homey:')) found.push([token.slice(0, at), token.slice(at + 1)])
}
