// What a Flow is checked against: the cards and tokens that the hub really has, and the objects that the client may
// see. What it may not see is not called dead.
import type { ReferenceKind } from '@latchkey/catalogue'
import type { Home } from '../home/home.ts'
import { textIn } from '../home/item.ts'
import { KINDS, type KindName } from '../home/kinds.ts'
import { type CardIndex, cardIndex } from './card-index.ts'

/** It. */
export interface Known {
  readonly cards: CardIndex
  /** Types of the tokens of devices, variables and the like, as `owner|token`. */
  readonly tokens: ReadonlyMap<string, string>
  /** Ids by kind, where the client may read them. */
  readonly ids: Readonly<Partial<Record<ReferenceKind, ReadonlySet<string>>>>
}

/** Reads it. @throws Refused */
export async function knownOf(home: Home): Promise<Known> {
  const kinds: readonly KindName[] = ['device', 'zone', 'flow', 'advanced-flow', 'flow-folder']
  const others: readonly KindName[] = ['mood', 'variable', 'alarm', 'script', 'app']
  const readable = [...kinds, ...others].filter((kind) => home.may(KINDS[kind].permission))
  const [cards, tokens, ...lists] = await Promise.all([
    cardIndex(home),
    home.list('flowtoken.getFlowTokens'),
    ...readable.map((kind) => home.list(KINDS[kind].list)),
  ])
  return {
    cards,
    tokens: new Map(
      tokens.map((one) => [
        `${textIn(one, 'ownerUri')}|${textIn(one, 'ownerId')}`,
        textIn(one, 'type'),
      ]),
    ),
    ids: Object.fromEntries(
      readable.map((kind, at) => [
        kind,
        new Set((lists[at] ?? []).map((one) => textIn(one, 'id'))),
      ]),
    ),
  }
}
