// Level 2: everything that an object needs is alive on the target. A hub saves a card that does not exist
// and says that nothing is broken, so every reference is looked up here (reference 2.1).
import { HOMEYSCRIPT, type Reference, type ReferenceKind, references } from '@latchkey/catalogue'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { CardFacts, Snapshot } from '../snapshot/snapshot.ts'

/** What is alive on a hub. */
export interface Alive {
  readonly ids: ReadonlySet<string>
  readonly cards: ReadonlyMap<string, CardFacts>
  readonly tokens: ReadonlySet<string>
  /** Kinds that could be read, so that what is not there is not alive. */
  readonly known: ReadonlySet<KindName>
}

/** What a snapshot shows to be alive. */
export function aliveOn(snapshot: Snapshot): Alive {
  const unread = new Set(
    snapshot.manifest.unread.flatMap(({ kind, id }) => (id === undefined ? [kind] : [])),
  )
  return {
    ids: new Set(KIND_NAMES.flatMap((kind) => [...snapshot.objects[kind].keys()])),
    cards: new Map(snapshot.cards.map((card) => [`${card.role} ${card.id}`, card])),
    tokens: new Set(snapshot.tokens),
    known: new Set(KIND_NAMES.filter((kind) => !unread.has(kind))),
  }
}

/** What an object needs and is not there, in words; nothing if it lives. */
export function lacking(kind: KindName, content: JsonObject, alive: Alive): readonly string[] {
  const { shape } = KINDS[kind]
  const found = shape === null ? [] : references(shape, content)
  const dead = found.filter((reference) => isDead(reference, alive))
  const cards = cardsOf(kind, content)
  return [
    ...new Set([
      ...dead.map(({ kind: of, id }) => `${of} ${id} is not there`),
      ...cards.flatMap((card) => lackingOnCard(card, alive)),
      ...cards.flatMap(({ card }) => deadTokens(card, alive)),
    ]),
  ]
}

/** Kinds of references whose objects are listed, and in which kinds. */
const LISTED: Readonly<Partial<Record<ReferenceKind, readonly KindName[]>>> = {
  ...{ device: ['device', 'group'], group: ['group', 'device'], zone: ['zone'] },
  ...{ flow: ['flow', 'advanced-flow'], 'advanced-flow': ['advanced-flow', 'flow'] },
  ...{ 'flow-folder': ['flow-folder'], variable: ['variable'], mood: ['mood'], user: ['user'] },
  ...{ dashboard: ['dashboard'], alarm: ['alarm'], script: ['script'], app: ['app'] },
}

function isDead({ kind, id, sure, form }: Reference, alive: Alive): boolean {
  const kinds = LISTED[kind]
  if (sure !== 'certain' || form === 'athom-id' || kinds === undefined) return false
  return kinds.every((one) => alive.known.has(one)) && !alive.ids.has(id)
}

interface Card {
  readonly role: CardFacts['role']
  readonly card: JsonObject
}

const ROLES = ['trigger', 'condition', 'action'] as const
const IN_FLOW: readonly (readonly [string, CardFacts['role']])[] = [
  ...([
    ['trigger', 'trigger'],
    ['conditions', 'condition'],
    ['actions', 'action'],
  ] as const),
]

function cardsOf(kind: KindName, content: JsonObject): readonly Card[] {
  if (kind === 'flow') {
    return IN_FLOW.flatMap(([member, role]) =>
      listOf(content[member], member === 'trigger').map((card) => ({ role, card })),
    )
  }
  if (kind !== 'advanced-flow') return []
  return listOf(content['cards'], false).flatMap((card) => {
    const role = ROLES.find((one) => one === card['type'])
    return role ? [{ role, card }] : []
  })
}

function listOf(value: Json | undefined, single: boolean): readonly JsonObject[] {
  if (single) return isObject(value) ? [value] : []
  const all = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
  return all.filter(isObject)
}

function lackingOnCard({ role, card }: Card, { cards }: Alive): readonly string[] {
  if (cards.size === 0) return []
  const id = cardId(card)
  const facts = cards.get(`${role} ${id}`)
  if (!facts) return [`the card ${id} is not offered`]
  const args = isObject(card['args']) ? card['args'] : {}
  return Object.entries(args).flatMap(([name, value]) => {
    const { type, values } = Object.hasOwn(facts.args, name)
      ? (facts.args[name] ?? { type: '' })
      : { type: '' }
    if (type !== 'dropdown' || values === undefined || values.length === 0) return []
    const chosen = isObject(value) ? value['id'] : value
    return values.includes(String(chosen)) ? [] : [`${id} does not take ${String(chosen)}`]
  })
}

function cardId(card: JsonObject): string {
  const id = String(card['id'])
  const owner = card['ownerUri'] ?? card['uri']
  return id.startsWith('homey:') || typeof owner !== 'string' ? id : `${owner}:${id}`
}

const IN_TEXT = /\[\[(homey:[^\]|]+)\|([^\]]+)\]\]/g
/** Tags of HomeyScript come into being whenever a script is run that sets them. */
const OF_SCRIPTS = `homey:app:${HOMEYSCRIPT}:`
const DROPPED = /^(homey:[^|]+)\|(.+)$/

// The list of tokens has a colon where references have a bar (reference 3.7).
function deadTokens(card: JsonObject, { tokens }: Alive): readonly string[] {
  if (tokens.size === 0) return []
  const named: string[] = []
  const look = (value: Json | undefined): void => {
    if (typeof value === 'string') {
      for (const [, owner, token] of value.matchAll(IN_TEXT)) named.push(`${owner}:${token}`)
    } else if (Array.isArray(value)) for (const one of value) look(one)
    else if (isObject(value)) for (const one of Object.values(value)) look(one)
  }
  look(card['args'])
  const { droptoken } = card
  const dropped = typeof droptoken === 'string' ? DROPPED.exec(droptoken) : null
  if (dropped) named.push(`${dropped[1]}:${dropped[2]}`)
  return named
    .filter((id) => !tokens.has(id) && !id.startsWith(OF_SCRIPTS))
    .map((id) => `the tag ${id} is not offered`)
}
