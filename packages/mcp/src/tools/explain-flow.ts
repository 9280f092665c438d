// What a Flow does, in the words of its cards.
import { z } from 'zod'
import { type CardIndex, cardIndex, type Role } from '../authoring/card-index.ts'
import { hubText, hubValue } from '../home/hub-text.ts'
import { type Item, isItem, itemIn, listIn, textIn } from '../home/item.ts'
import { KINDS } from '../home/kinds.ts'
import { resolve } from '../home/resolve.ts'
import { tool } from '../tool.ts'

const STEP = z.strictObject({
  ...{ at: z.string(), does: z.string(), of: z.string().optional(), card: z.string().optional() },
  ...{ args: z.unknown().optional(), droptoken: z.string().optional() },
  next: z.record(z.string(), z.array(z.string())).optional(),
})

type Step = z.output<typeof STEP>

export const explainFlow = tool({
  name: 'flow_explain',
  title: 'Explain a Flow',
  description:
    'What a Flow or Advanced Flow does: its trigger, conditions and actions, with the titles of the cards, their arguments, and for an Advanced Flow what follows what.',
  needs: [
    ['flow:read', 'flow-card:read'],
    ['advanced-flow:read', 'flow-card:read'],
  ],
  kind: 'read',
  input: z.strictObject({
    kind: z.enum(['flow', 'advanced-flow']),
    flow: z.string().min(1).max(120).describe('id, or exact name'),
  }),
  output: z.strictObject({
    ...{ id: z.string(), name: z.string(), enabled: z.boolean(), steps: z.array(STEP) },
  }),
  run: async ({ kind, flow }, home) => {
    const item = resolve(await home.list(KINDS[kind].list), flow, KINDS[kind].label)
    const cards = await cardIndex(home)
    return {
      ...{ id: textIn(item, 'id'), name: hubText(item['name']) },
      enabled: item['enabled'] === true,
      steps: kind === 'flow' ? flowSteps(item, cards) : advancedSteps(item, cards),
    }
  },
})

function flowSteps(flow: Item, cards: CardIndex): Step[] {
  const of = (role: Role, list: string) =>
    listIn(flow, list)
      .filter(isItem)
      .map((card, at) => step(`${list}[${at}]`, role, card, cards))
  return [
    step('trigger', 'trigger', itemIn(flow, 'trigger'), cards),
    ...of('condition', 'conditions'),
    ...of('action', 'actions'),
  ]
}

const OUTPUTS = ['outputSuccess', 'outputTrue', 'outputFalse', 'outputError']

function advancedSteps(flow: Item, cards: CardIndex): Step[] {
  return Object.entries(itemIn(flow, 'cards')).flatMap(([key, card]) => {
    if (!isItem(card)) return []
    const type = textIn(card, 'type')
    const role = type === 'trigger' || type === 'condition' || type === 'action' ? type : undefined
    const outputs = OUTPUTS.flatMap((name) => {
      const to = listIn(card, name).map((one) => hubText(one, 60))
      return to.length > 0 ? [[name, to] as const] : []
    })
    const at = hubText(key, 60)
    const own = role
      ? step(at, role, card, cards)
      : { at, does: [type, hubText(card['value'])].filter(Boolean).join(': ') }
    return [{ ...own, ...(outputs.length > 0 && { next: Object.fromEntries(outputs) }) }]
  })
}

function step(at: string, role: Role, card: Item, cards: CardIndex): Step {
  const id = textIn(card, 'id')
  const known = cards[role].get(id)
  const args = itemIn(card, 'args')
  const droptoken = textIn(card, 'droptoken')
  const title = known ? hubText(known['title'], 100) : 'a card that is not on this Homey'
  const not = card['inverted'] === true ? 'NOT: ' : ''
  const otherwise = card['group'] === 'else' ? 'else: ' : ''
  return {
    ...{ at, does: `${otherwise}${not}${title}`, card: hubText(id, 200) },
    ...(known && { of: hubText(known['ownerName'], 60) }),
    ...(Object.keys(args).length > 0 && { args: hubValue(args, 4) }),
    ...(droptoken !== '' && { droptoken: hubText(droptoken, 200) }),
  }
}
