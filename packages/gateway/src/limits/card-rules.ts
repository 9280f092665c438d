// What `cards` and `capabilities` say of the cards in what is written or run: which may be used, and
// what the owner's word for one of them excuses.
import { isDeepStrictEqual } from 'node:util'
import { type AllowedCard, isHomeyScriptCard, type Reason } from '@latchkey/catalogue'
import type { CardIn } from './cards-in.ts'
import type { CompiledLimits } from './compiled-limits.ts'
import type { Coverage } from './coverage.ts'
import { revealedBy } from './facts.ts'
import { isObject } from './json.ts'
import { type Denied, deny } from './judgement.ts'

/** Whether `cards` names a card, with these very arguments. */
function isNamed({ id, card }: CardIn, { cards }: Pick<CompiledLimits, 'cards'>): boolean {
  const args = isObject(card['args']) ? card['args'] : {}
  return (cards?.get(id ?? '') ?? []).some((allowed) =>
    Object.entries(allowed.args ?? {}).every(
      ([name, value]) => Object.hasOwn(args, name) && isDeepStrictEqual(args[name], value),
    ),
  )
}

/** Whether the owner fixed what a card with code runs. */
export const isFixed = ({ args }: AllowedCard): boolean =>
  args !== undefined && (Object.hasOwn(args, 'code') || Object.hasOwn(args, 'script'))

/** Whether a card is as the owner named it, code and all. */
function isAsFixed(card: CardIn, { cards }: CompiledLimits): boolean {
  const fixed = (cards?.get(card.id ?? '') ?? []).filter(isFixed)
  const { id } = card
  return id !== undefined && isNamed(card, { cards: new Map([[id, fixed]]) })
}

/** Whether the owner's word for a card stands for what is not understood of it. */
export function isExcused(
  { path, why }: Reason,
  cards: readonly CardIn[],
  { limits }: Coverage,
): boolean {
  // Of two owners the hub may mean the other.
  if (!limits.cards || why === 'two-owners') return false
  const within = cards.find((card) => card.path.every((step, at) => path[at] === step))
  const member = within && path[within.path.length]
  if (!within || (member !== 'id' && member !== 'args')) return false
  if (!isNamed(within, limits)) return false
  // Free code does anything, so naming the card alone says nothing of it.
  return !isHomeyScriptCard(within.card) || !limits.room || isAsFixed(within, limits)
}

/** The apps whose cards the owner named: for these cards they count as covered. */
export function excusedApps(cards: readonly CardIn[], { limits }: Coverage): ReadonlySet<string> {
  return new Set(
    cards
      .filter((card) => limits.cards !== undefined && isNamed(card, limits))
      .flatMap(({ id }) => /^homey:app:([^:|\s]+):/.exec(id ?? '')?.[1] ?? []),
  )
}

/** The first card that may not be used, whatever it names; nothing if there is none. */
export function cardRefusals(cards: readonly CardIn[], coverage: Coverage): Denied | undefined {
  for (const card of cards) {
    const refusal = cardRefusal(card, coverage)
    if (refusal) return refusal
  }
  return undefined
}

function cardRefusal(card: CardIn, { limits, subject }: Coverage): Denied | undefined {
  const { id = '', role, path } = card
  const place = [...path, 'id'].join('.').slice(0, 200)
  if (limits.cards && !isNamed(card, limits)) {
    return deny('not-understood', `${place} is a card that the limits of this key do not name.`)
  }
  if (!limits.cards && limits.capabilities && id.startsWith('homey:device:')) {
    const words = `${place} is a card that does not say which capability it is about.`
    return deny('not-understood', words)
  }
  const reveals = revealedBy(role, id)
  if (reveals === undefined || subject.permissions.has(reveals)) return undefined
  const words = `${place} is a card that lets one find out what ${reveals} is needed for.`
  return deny('content-not-covered', words, [[reveals]])
}
