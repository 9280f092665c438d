// The cards and tokens that a hub offers, as far as liveness needs them. A catalogue may have 12 MB
// (reference 7), so each list is cut down before the next is asked for, and nothing of it is kept.
import type { TransferHub } from '../hub/transfer-hub.ts'
import { isObject, type JsonObject } from '../json.ts'
import { itemsOf, type WhyUnread } from '../kinds/from-list.ts'
import type { CardFacts } from './snapshot.ts'

/** What was found, and what could not be asked. */
export interface Offered {
  readonly cards: readonly CardFacts[]
  readonly tokens: readonly string[]
  readonly unread: readonly WhyUnread[]
}

const LISTS: readonly (readonly [CardFacts['role'], string])[] = [
  ['trigger', 'flow.getFlowCardTriggers'],
  ['condition', 'flow.getFlowCardConditions'],
  ['action', 'flow.getFlowCardActions'],
]

/** Reads the catalogue of cards and the tokens; one after the other, as they are large. */
export async function readOffered(hub: TransferHub): Promise<Offered> {
  const cards: CardFacts[] = []
  const unread: WhyUnread[] = []
  for (const [role, operation] of LISTS) {
    const list = await itemsOf(hub, operation, 'cards')
    if ('unread' in list) unread.push(...list.unread)
    else cards.push(...list.items.map((item) => card(role, item)))
  }
  const list = await itemsOf(hub, 'flowtoken.getFlowTokens', 'tokens')
  if ('unread' in list) unread.push(...list.unread)
  const tokens = 'items' in list ? list.items.map(({ id }) => String(id)).sort() : []
  cards.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return { cards, tokens, unread }
}

const keyOf = ({ role, id }: CardFacts): string => `${role} ${id}`

function card(role: CardFacts['role'], item: JsonObject): CardFacts {
  const { id, ownerUri, args } = item
  const named = (Array.isArray(args) ? args : isObject(args) ? Object.values(args) : [])
    .filter(isObject)
    .map((one) => [String(one['name']), argument(one)] as const)
  return {
    id: String(id),
    role,
    ownerUri: typeof ownerUri === 'string' ? ownerUri : null,
    args: Object.fromEntries(named),
  }
}

function argument({ type, values }: JsonObject): CardFacts['args'][string] {
  const ids = (Array.isArray(values) ? values : []).flatMap((one) => {
    const id = isObject(one) ? one['id'] : one
    return typeof id === 'string' || typeof id === 'number' ? [String(id)] : []
  })
  return { type: String(type), ...(ids.length > 0 && { values: ids }) }
}
