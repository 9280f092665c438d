// Whether all that a card does is known. It is, if the card belongs to a device, a zone or a mood that
// it names, or stands in the table of manager cards, and every argument and token says what it names.
import { fullCardId, isHomeyScriptCard } from './card.ts'
import { isRecord, type JsonRecord, rowOf } from './json.ts'
import { type CardRole, MANAGER_CARDS, MANAGER_TOKENS, type ManagerCard } from './manager-cards.ts'
import type { Reason, Why } from './reason.ts'
import type { Path } from './reference.ts'
import { parseUri, type Uri } from './uri.ts'

/** A card in its place. */
export interface PlacedCard {
  readonly value: JsonRecord
  readonly role: CardRole
  readonly path: Path
}

/** Everything about a card that is not understood. */
export function cardReasons(card: PlacedCard): readonly Reason[] {
  const { value, path } = card
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(MEMBERS, name))
  const wrong = Object.keys(value).filter((name) => rowOf(MEMBERS, name)?.(value[name]) === false)
  return [
    ...[...unknown, ...wrong].map((name): Reason => ({ path: [...path, name], why: 'shape' })),
    ...ownerReasons(card),
    ...argumentReasons(card),
    ...tokenReasons(value['droptoken'], [...path, 'droptoken'], true),
    ...PERIODS.flatMap((name) => tokenReasons(value[name], [...path, name])),
  ]
}

/** The row of a card of a manager that may stand in a flow which is held to limits. */
export function managerCardOf(role: CardRole, card: JsonRecord): ManagerCard | undefined {
  return rowOf(MANAGER_CARDS[role], fullCardId(card) ?? '')
}

type Check = (value: unknown) => boolean
const isPrimitive: Check = (value) => value === null || typeof value !== 'object'
const isText: Check = (value) => typeof value === 'string'
const isEdges: Check = (value) => Array.isArray(value) && value.every(isText)
const isPeriod: Check = (value) => value === null || (isRecord(value) && isFlat(value))
const isFlat = (value: JsonRecord): boolean => Object.values(value).every(isPrimitive)

/** Members that say how long, which a token may say as well. */
const PERIODS: readonly string[] = ['delay', 'duration']

/** What a card may have, and what it has to look like. */
const MEMBERS: Readonly<Record<string, Check>> = {
  ...{ id: isText, uri: isText, ownerUri: isText, type: isText, group: isPrimitive },
  ...{ args: (value) => value === null || isRecord(value), droptoken: isPrimitive },
  ...{ inverted: isPrimitive, delay: isPeriod, duration: isPeriod },
  ...{ x: isPrimitive, y: isPrimitive, input: isEdges },
  ...{ outputSuccess: isEdges, outputTrue: isEdges, outputFalse: isEdges, outputError: isEdges },
}

type OwnerJudge = (card: PlacedCard) => Why | undefined

/** By what owns the card. What is not here owns no cards that are known. */
const OWNERS: Readonly<Record<string, OwnerJudge>> = {
  device: () => undefined,
  zone: () => undefined,
  mood: () => undefined,
  app: ({ value }) => (isHomeyScriptCard(value) ? 'code-card' : 'app-card'),
  manager: ({ value, role }) => (managerCardOf(role, value) ? undefined : 'manager-card'),
}

function ownerReasons(card: PlacedCard): Reason[] {
  const { value, path } = card
  const id = fullCardId(value) ?? ''
  const owner = parseUri(id)
  // The id of a card is never wrapped in another URI, and has a name behind its owner.
  const isWhole = owner?.separator === ':' && id === `homey:${owner.type}:${id.slice(owner.at)}`
  const judge = isWhole ? rowOf(OWNERS, owner.type) : undefined
  const why = judge ? (contradicts(value, id, owner) ?? judge(card)) : 'unowned-card'
  return why ? [{ path: [...path, 'id'], why }] : []
}

// Clients write back what they have read: the owner, or the card by the name that they gave it.
function contradicts(card: JsonRecord, id: string, owner: Uri | undefined): Why | undefined {
  const ownerUri = `homey:${owner?.type}:${owner?.id}`
  const said = [card['uri'], card['ownerUri']].filter((uri) => uri !== undefined)
  const agrees = (uri: unknown) =>
    uri === ownerUri ||
    (typeof uri === 'string' && /^homey:flowcard[a-z]+:/.test(uri) && uri.endsWith(`:${id}`))
  return said.every(agrees) ? undefined : 'two-owners'
}

function argumentReasons({ value, role, path }: PlacedCard): Reason[] {
  const args = isRecord(value['args']) ? value['args'] : {}
  const named = managerCardOf(role, value)?.about?.argument
  const missing = named !== undefined && !isPick(args[named]) ? [named] : []
  const unclear = Object.keys(args).filter((name) => name !== missing[0] && !isClear(args[name]))
  return [
    ...[...missing, ...unclear].map(
      (name): Reason => ({ path: [...path, 'args', name], why: 'argument' }),
    ),
    ...Object.keys(args).flatMap((name) => tokenReasons(args[name], [...path, 'args', name])),
  ]
}

const isPick: Check = (value) => isRecord(value) && isText(value['id']) && value['id'] !== ''

// What a pick names is asked of the references: an id that could be anything is refused there.
const isClear: Check = (value) =>
  isPrimitive(value) || (Array.isArray(value) ? value.every(isPrimitive) : isKnownPick(value))

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const isKnownPick: Check = (value) =>
  isRecord(value) && isFlat(value) && UUID.test(String(value['id']))

const TOKEN = /\[\[(homey:[^[\]]*)\]\]/g
const TOKEN_OWNERS: readonly string[] = ['device', 'zone', 'mood', 'variable']

/** Tokens at any depth that are not known to be harmless; `whole`: the text itself is one. */
export function tokenReasons(value: unknown, path: Path, whole = false): Reason[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => tokenReasons(one, [...path, at]))
  if (isRecord(value)) {
    return Object.keys(value).flatMap((name) => tokenReasons(value[name], [...path, name]))
  }
  if (typeof value !== 'string') return []
  const tokens = whole
    ? [value].filter((token) => token.startsWith('homey:'))
    : Array.from(value.matchAll(TOKEN), ([, token = '']) => token)
  return tokens.filter((token) => !isHarmless(token)).map(() => ({ path, why: 'token' }))
}

function isHarmless(token: string): boolean {
  const owner = parseUri(token)
  if (owner?.type === 'manager') return Object.hasOwn(MANAGER_TOKENS, owner.id)
  return owner !== undefined && TOKEN_OWNERS.includes(owner.type)
}
