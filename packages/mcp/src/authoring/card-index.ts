// The cards that this hub really has, and looking for one.
import type { Home } from '../home/home.ts'
import { hubText, hubValue } from '../home/hub-text.ts'
import { type Item, isItem, listIn, textIn } from '../home/item.ts'

/** What a card is used as. */
export const ROLES = ['trigger', 'condition', 'action'] as const

/** One of them. */
export type Role = (typeof ROLES)[number]

const LISTS: Readonly<Record<Role, string>> = {
  trigger: 'flow.getFlowCardTriggers',
  condition: 'flow.getFlowCardConditions',
  action: 'flow.getFlowCardActions',
}

/** The cards of a hub, by role and full id. */
export type CardIndex = Readonly<Record<Role, ReadonlyMap<string, Item>>>

/** Reads all cards. @throws Refused */
export async function cardIndex(home: Home): Promise<CardIndex> {
  const [trigger, condition, action] = await Promise.all([
    byId(home, 'trigger'),
    byId(home, 'condition'),
    byId(home, 'action'),
  ])
  return { trigger, condition, action }
}

async function byId(home: Home, role: Role): Promise<ReadonlyMap<string, Item>> {
  return new Map((await home.list(LISTS[role])).map((card) => [textIn(card, 'id'), card]))
}

/** A card that was found. */
export interface FoundCard {
  readonly role: Role
  readonly card: Item
}

/** Cards with all the words in their title, owner or id; those that have them in the title first. */
export function searchCards(
  index: CardIndex,
  text: string,
  roles: readonly Role[],
): readonly FoundCard[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const found = roles.flatMap((role) =>
    [...index[role].values()].flatMap((card) => {
      if (card['deprecated'] === true) return []
      const { title, owner, all } = textsOf(card)
      if (!words.every((word) => all.includes(word))) return []
      const inTitle = words.filter((word) => title.includes(word)).length
      const inOwner = words.filter((word) => owner.includes(word)).length
      return [{ role, card, score: inTitle + inOwner }]
    }),
  )
  return found.toSorted((one, other) => other.score - one.score)
}

interface Texts {
  readonly title: string
  readonly owner: string
  readonly all: string
}

// Making the texts alike takes longer than looking through them, and the cards are the same from call to call.
const known = new WeakMap<Item, Texts>()

function textsOf(card: Item): Texts {
  const made = known.get(card)
  if (made) return made
  const [title, owner] = [plain(textIn(card, 'title')), plain(textIn(card, 'ownerName'))]
  const texts = { title, owner, all: `${title} ${owner} ${plain(textIn(card, 'id'))}` }
  known.set(card, texts)
  return texts
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** A card in few words: what it is, what it takes, what it gives. */
export function cardView({ role, card }: FoundCard): Item {
  const args = listIn(card, 'args').filter(isItem).map(argumentView)
  const tokens = listIn(card, 'tokens').filter(isItem)
  const droptoken = listIn(card, 'droptoken')
  return {
    ...{ role, id: textIn(card, 'id') },
    ...{ title: hubText(card['title'], 80), owner: hubText(card['ownerName'], 60) },
    ...(args.length > 0 && { args }),
    ...(droptoken.length > 0 && { droptoken: droptoken.map((one) => hubText(one, 20)) }),
    ...(tokens.length > 0 && {
      tokens: tokens.map(({ id, type }) => `${hubText(id, 60)}: ${hubText(type, 20)}`),
    }),
  }
}

function argumentView(argument: Item): Item {
  const { min, max } = argument
  const values = listIn(argument, 'values').filter(isItem)
  return {
    ...{ name: hubText(argument['name'], 60), type: hubText(argument['type'], 20) },
    ...(argument['required'] === false && { required: false }),
    ...(typeof min === 'number' && { min }),
    ...(typeof max === 'number' && { max }),
    ...(values.length > 0 && { values: values.slice(0, 12).map(({ id }) => hubValue(id)) }),
  }
}
