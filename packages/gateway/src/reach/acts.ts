// What one card does, as far as it can be told from the card itself, whatever home it is in.
import { isHomeyScriptCard, type Reference, references, understood } from '@latchkey/catalogue'
import type { CardIn } from '../limits/cards-in.ts'
import { isObject } from '../limits/json.ts'
import { parseOwned, parseOwner } from '../limits/owner-uri.ts'
import type { HappeningKind, UnknownWhy } from './consequence.ts'
import { managerActs } from './manager-acts.ts'

/** One thing that a card does. Ids may be of anything, or of nothing. */
export type Act =
  /** A card of a device, by the card's name; `null`: something of it, nobody knows what. */
  | { readonly do: 'device'; readonly id: string; readonly card: string | null }
  | { readonly do: 'zone'; readonly id: string; readonly card: string }
  | { readonly do: 'start' | 'on' | 'off'; readonly id: string }
  | { readonly do: 'mood' | 'variable' | 'alarm' | 'script'; readonly id: string }
  /** Code on the card; what it names for certain is told by `named`. */
  | { readonly do: 'code'; readonly card: string }
  /** A card of an app, and what is picked on it; `null` where the card only asks. */
  | {
      readonly do: 'app'
      readonly app: string
      readonly card: string
      readonly picks: readonly string[] | null
    }
  | { readonly do: 'manager'; readonly manager: string }
  | { readonly do: 'happening'; readonly kind: HappeningKind; readonly card: string }
  /** Something that is named, to be looked up in the home. */
  | { readonly do: 'named'; readonly id: string }
  | { readonly do: 'unknown'; readonly why: UnknownWhy; readonly what: string }

/** What a card of a flow does; a trigger does nothing, and conditions only where they run programs. */
export function actsOf(card: CardIn): readonly Act[] {
  if (card.role === 'trigger') return []
  const id = card.id ?? ''
  const owned = parseOwned(id)
  const owner = owned && parseOwner(owned.uri)
  const does = owner && Object.hasOwn(OWNERS, owner.type) ? OWNERS[owner.type] : undefined
  const acts =
    owner && owned && does ? does({ ...card, id, owner: owner.id, name: owned.name }) : undefined
  const unseen: Act = { do: 'unknown', why: 'card', what: id }
  if (acts) return hasTwoOwners(card.card) ? [...acts, unseen] : acts
  return card.role === 'condition' ? [] : [unseen]
}

/** Whether a card names one owner in its id and another beside it: a hub may mean either. */
export function hasTwoOwners(card: CardIn['card']): boolean {
  if (card['uri'] === undefined && card['ownerUri'] === undefined) return false
  const found = understood('card', { type: 'action', ...card })
  return !found.understood && found.reasons.some(({ why }) => why === 'two-owners')
}

interface OwnedCard extends CardIn {
  readonly id: string
  /** The id of what the card belongs to. */
  readonly owner: string
  /** What it is called there. */
  readonly name: string
}

type Does = (card: OwnedCard) => readonly Act[]

const onlyActions =
  (does: Does): Does =>
  (card) =>
    card.role === 'action' ? does(card) : []

/** By what owns the card. */
const OWNERS: Readonly<Record<string, Does>> = {
  device: onlyActions((card) => [
    { do: 'device', id: card.owner, card: card.name },
    ...named(card),
  ]),
  zone: onlyActions((card) => [{ do: 'zone', id: card.owner, card: card.name }, ...named(card)]),
  mood: onlyActions((card) => [{ do: 'mood', id: card.owner }, ...named(card)]),
  app: (card) => (isHomeyScriptCard(card.card) ? codeActs(card) : appActs(card)),
  manager: onlyActions((card) => managerActs({ ...card, picks: picksOf(card) })),
}

function codeActs({ card, id }: OwnedCard): readonly Act[] {
  const args = isObject(card['args']) ? card['args'] : {}
  const { script } = args
  const picked = isObject(script) ? script['id'] : script
  if (args['code'] === undefined && typeof picked === 'string' && picked !== '') {
    return [{ do: 'script', id: picked }]
  }
  return [{ do: 'code', card: id }, ...named({ card })]
}

function appActs(card: OwnedCard): readonly Act[] {
  const { owner: app, id, role } = card
  if (role === 'condition') return [{ do: 'app', app, card: id, picks: null }]
  return [{ do: 'app', app, card: id, picks: picksOf(card) }, ...named(card)]
}

function named(card: Pick<CardIn, 'card'>): readonly Act[] {
  return picksOf(card).map((id) => ({ do: 'named', id }))
}

/** Forms in which a card only reads, or speaks to people. */
const ASIDE: ReadonlySet<Reference['form']> = new Set([
  ...(['droptoken', 'text-token', 'words', 'container', 'athom-id', 'hub-id'] as const),
  ...(['code-comment', 'code-name', 'code-broken'] as const),
])

/** The ids that stand in the arguments of a card, certain or not, each once. */
export function picksOf({ card }: Pick<CardIn, 'card'>): readonly string[] {
  const inArguments = references('card', card).filter(
    ({ path, form, id }) => path[0] === 'args' && id !== '' && !ASIDE.has(form),
  )
  return [...new Set(inArguments.map(({ id }) => id))]
}
