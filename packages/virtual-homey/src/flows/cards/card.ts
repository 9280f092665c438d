// A flow card as the hub offers it: its description, and what running it does. Only the description
// leaves the hub.
import type { JsonRecord } from '../../json.ts'
import type { Hub } from '../../state/hub.ts'

export type CardType = 'trigger' | 'condition' | 'action'

/** What a card is run with: its arguments, tokens in them replaced, and what was dropped on it. */
export interface CardRun {
  readonly args: Readonly<JsonRecord>
  readonly dropped: unknown
}

/**
 * A card that the hub offers. Without `run` it can be placed in a flow, but nothing happens here.
 * `run` may answer later. A condition is true or not; an action returns the values of its tokens.
 */
export interface Card {
  readonly id: string
  readonly ownerUri: string
  readonly ownerName: string
  readonly title: string
  readonly args?: readonly CardArgument[]
  readonly tokens?: readonly CardToken[]
  readonly droptoken?: readonly string[]
  readonly highlight?: boolean
  readonly run?: (hub: Hub, run: CardRun) => unknown
}

/** A card of the hub itself; its name in a table says whose it is. */
export type ManagerCard = Omit<Card, 'ownerUri' | 'ownerName' | 'id'>

/** A card of an app, and all of them by type and name. */
export type AppCard = Pick<Card, 'title' | 'args' | 'tokens' | 'run'>
export type AppCards = Partial<Readonly<Record<CardType, Readonly<Record<string, AppCard>>>>>

export interface CardArgument {
  readonly name: string
  readonly type: string
  readonly title?: string
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly values?: readonly { readonly id: string; readonly title: string }[]
}

export interface CardToken {
  readonly id: string
  readonly type: string
  readonly title: string
}

/** The description of a card, as the list endpoints answer it. */
export function presentCard(card: Card, type: CardType): JsonRecord {
  const { id, ownerUri, ownerName, title } = card
  return {
    ...{ id, ownerUri, ownerName, title, ownerId: id.slice(ownerUri.length + 1) },
    ...{ titleFormatted: null, hint: null, args: card.args ?? null },
    ...{ droptoken: card.droptoken ?? null, deprecated: null, highlight: card.highlight ?? null },
    ...(type !== 'condition' && { tokens: card.tokens ?? null }),
    ...(type === 'action' && ACTION_MEMBERS),
  }
}

const ACTION_MEMBERS = { duration: false, durationMin: null, durationMax: null, advanced: false }
