// Whether a Flow is whole before it is written: every card, argument, token and object in it is really there. Pure;
// a hub takes nearly anything, and shows what is missing only in its app.
import { type ReferenceKind, references } from '@latchkey/catalogue'
import { hubText } from '../home/hub-text.ts'
import { type Item, isItem, itemIn, listIn, textIn } from '../home/item.ts'
import type { Role } from './card-index.ts'
import { argumentProblems } from './check-args.ts'
import type { Known } from './known.ts'

/** Something that is wrong, and where. */
export interface Problem {
  readonly at: string
  readonly problem: string
}

/** One card in a Flow, and which tokens besides the hub's it may use. */
interface Placed {
  readonly at: string
  readonly role: Role
  readonly card: Item
}

const ROLE: Readonly<Record<string, Role>> = {
  trigger: 'trigger',
  condition: 'condition',
  action: 'action',
}

/** What is wrong with a Flow in the hub's form. */
export function flowProblems(flow: Item, known: Known): readonly Problem[] {
  const placed: Placed[] = [
    { at: 'trigger', role: 'trigger', card: itemIn(flow, 'trigger') },
    ...listIn(flow, 'conditions')
      .filter(isItem)
      .map((card, at): Placed => ({ at: `conditions[${at}]`, role: 'condition', card })),
    ...listIn(flow, 'actions')
      .filter(isItem)
      .map((card, at): Placed => ({ at: `actions[${at}]`, role: 'action', card })),
  ]
  const trigger = known.cards.trigger.get(textIn(itemIn(flow, 'trigger'), 'id'))
  const local = new Set(tokensOf(trigger))
  return [
    ...placed.flatMap((one) => cardProblems(one, known, local)),
    ...deadReferences('flow', flow, known),
  ]
}

/** What is wrong with an Advanced Flow in the hub's form. */
export function advancedProblems(flow: Item, known: Known): readonly Problem[] {
  const cards = Object.entries(itemIn(flow, 'cards')).filter((one): one is [string, Item] =>
    isItem(one[1]),
  )
  const keys = new Set(cards.map(([key]) => key))
  const local = new Set(cards.flatMap(([key, card]) => localTokens(key, card, known)))
  const begins = cards.some(([, card]) => card['type'] === 'trigger' || card['type'] === 'start')
  return [
    ...(begins
      ? []
      : [{ at: 'cards', problem: 'nothing begins it: add a card of type trigger or start' }]),
    ...cards.flatMap(([key, card]) => {
      const at = `cards.${hubText(key, 60)}`
      const type = textIn(card, 'type')
      const role = Object.hasOwn(ROLE, type) ? ROLE[type] : undefined
      return [
        ...edgeProblems(at, card, keys),
        ...(role ? cardProblems({ at, role, card }, known, local) : []),
      ]
    }),
    ...deadReferences('advanced-flow', flow, known),
  ]
}

const OUTPUTS = ['outputSuccess', 'outputTrue', 'outputFalse', 'outputError']

function edgeProblems(at: string, card: Item, keys: ReadonlySet<string>): readonly Problem[] {
  const to = OUTPUTS.flatMap((name) =>
    listIn(card, name).map((key) => ({ name, key: String(key) })),
  )
  const from = listIn(card, 'input').map((one) => ({
    name: 'input',
    key: String(one).split('::')[0] ?? '',
  }))
  return [...to, ...from]
    .filter(({ key }) => !keys.has(key))
    .map(({ name, key }) => ({
      at,
      problem: `${name} names a card "${hubText(key, 60)}" that is not there`,
    }))
}

const tokensOf = (card: Item | undefined): readonly string[] =>
  listIn(card, 'tokens')
    .filter(isItem)
    .map((token) => textIn(token, 'id'))

function localTokens(key: string, card: Item, known: Known): readonly string[] {
  const type = textIn(card, 'type')
  const role = Object.hasOwn(ROLE, type) ? ROLE[type] : undefined
  const own = role ? tokensOf(known.cards[role].get(textIn(card, 'id'))) : []
  return [...own.map((id) => `${type}::${key}::${id}`), `card::${key}::error`]
}

function cardProblems(
  { at, role, card }: Placed,
  known: Known,
  local: ReadonlySet<string>,
): readonly Problem[] {
  const id = textIn(card, 'id')
  const real = known.cards[role].get(id)
  if (!real) {
    const problem = `there is no ${role} card "${hubText(id, 200)}" on this Homey; look with cards_search`
    return [{ at, problem }]
  }
  return [
    ...argumentProblems(real, itemIn(card, 'args')),
    ...droptokenProblems(real, card, known, local),
    ...textTokens(card['args']).flatMap((token) => tokenProblem(token, known, local)),
  ].map((problem) => ({ at, problem }))
}

function droptokenProblems(real: Item, card: Item, known: Known, local: ReadonlySet<string>) {
  const takes = listIn(real, 'droptoken')
  const given = textIn(card, 'droptoken')
  if (takes.length === 0) return given === '' ? [] : ['takes no droptoken']
  if (given === '')
    return [
      `lacks its droptoken: the token that it is about, of type ${takes.map((one) => hubText(one, 20)).join(' or ')}`,
    ]
  return tokenProblem(given, known, local)
}

const TOKEN = /\[\[([^\][]*)\]\]/g

/** The tokens in all texts of a value. */
function textTokens(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(TOKEN)].map((found) => found[1] ?? '')
  if (Array.isArray(value)) return value.flatMap(textTokens)
  return isItem(value) ? Object.values(value).flatMap(textTokens) : []
}

function tokenProblem(token: string, known: Known, local: ReadonlySet<string>): readonly string[] {
  if (local.has(token) || known.tokens.has(token)) return []
  return [`there is no token "${hubText(token, 200)}" here`]
}

/** Objects that a Flow names and that are not there, of the kinds that the client may see. */
export function deadReferences(
  kind: 'flow' | 'advanced-flow',
  flow: Item,
  known: Known,
): readonly Problem[] {
  const dead = references(kind, flow).filter(
    ({ sure, kind: of, id }) => sure === 'certain' && isGone(of, id, known),
  )
  const said = new Set(dead.map(({ kind: of, id, path }) => `${path.join('.')}\n${of} ${id}`))
  return [...said].map((one) => {
    const [at = '', what = ''] = one.split('\n')
    return { at: hubText(at, 120), problem: `names the ${what}, which is not there` }
  })
}

function isGone(kind: ReferenceKind, id: string, { ids }: Known): boolean {
  const there = kind === 'group' ? ids.device : ids[kind]
  return there !== undefined && !there.has(id)
}
