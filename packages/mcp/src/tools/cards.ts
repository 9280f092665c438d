// Cards of Flows: looking for them, and the choices of their arguments.
import { z } from 'zod'
import { cardIndex, cardView, ROLES, searchCards } from '../authoring/card-index.ts'
import { hubText } from '../home/hub-text.ts'
import { isItem, itemsOf, textIn } from '../home/item.ts'
import { PAGE, PAGED, paged } from '../home/paging.ts'
import { tool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

/** Cards on one page: a search has to stay under 1 500 tokens. */
const CARDS = 10

export const searchForCards = tool({
  name: 'cards_search',
  title: 'Find cards for Flows',
  description:
    'Looks for the trigger, condition and action cards of this Homey by words of their title, owner or id: "motion hall", "kitchen turn on". Gives the full id, arguments, tokens and whether the card needs a droptoken.',
  needs: [['flow-card:read']],
  kind: 'read',
  input: z.strictObject({
    text: z.string().min(1).max(100),
    role: z.enum(ROLES).optional().describe('only these; all if left out'),
    ...PAGE,
  }),
  output: z.strictObject({ ...PAGED, cards: z.array(z.record(z.string(), z.unknown())) }),
  run: async ({ text, role, page }, home) => {
    const found = searchCards(await cardIndex(home), text, role ? [role] : ROLES)
    const shown = paged(found, page, CARDS)
    return { ...shown.of, cards: shown.items.map(cardView) }
  },
})

const TYPES = {
  trigger: 'flowcardtrigger',
  condition: 'flowcardcondition',
  action: 'flowcardaction',
} as const

export const cardChoices = tool({
  name: 'card_choices',
  title: 'Choices of an argument',
  description:
    'What an argument of type autocomplete can be. Put the whole object that you choose into the argument, as it is.',
  needs: [['flow-card:read']],
  kind: 'read',
  input: z.strictObject({
    role: z.enum(ROLES),
    card: z.string().min(1).max(300).describe('the full id of the card'),
    argument: z.string().min(1).max(80),
    text: z.string().max(80).default('').describe('words to look for'),
  }),
  output: z.strictObject({ choices: z.array(z.unknown()), more: z.int() }),
  run: async ({ role, card: id, argument, text }, home) => {
    const card = (await cardIndex(home))[role].get(id)
    if (!card)
      throw new ToolError(`There is no ${role} card "${hubText(id)}". Look with cards_search.`)
    const uri = id.split(':').slice(0, 3).join(':')
    const said = await home.read('flow.getFlowCardAutocomplete', {
      ids: { type: TYPES[role], uri, id: textIn(card, 'id') },
      query: { name: argument, query: text },
    })
    const all = itemsOf(said)
    return { choices: all.slice(0, 20).filter(isItem), more: Math.max(0, all.length - 20) }
  },
})
