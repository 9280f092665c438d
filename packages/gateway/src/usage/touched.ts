// Which objects a call is about, by the row of its operation in the limit column: those in its path, and
// those that its body names. Only objects that limits can name are kept.
import { type Limits, limitOf } from '@latchkey/catalogue'
import type { LimitedCall } from '../limits/call.ts'
import { type ContentKind, contentFacts, deviceFacts } from '../limits/facts.ts'
import type { Home } from '../limits/home.ts'
import { isObject } from '../limits/json.ts'
import { ownedIn, parseOwner } from '../limits/owner-uri.ts'

/** Limits that are lists of objects. */
export type ObjectList = Exclude<
  keyof Limits,
  'own' | 'drafts' | 'cards' | 'except' | 'capabilities'
>

/** Each kind of object, by the list that names it. */
const LISTS = {
  ...{ device: 'devices', group: 'devices', zone: 'zones', flow: 'flows' },
  ...{ 'advanced-flow': 'flows', 'flow-folder': 'flowFolders', mood: 'moods' },
  ...{ variable: 'variables', dashboard: 'dashboards', script: 'scripts', app: 'apps' },
} as const satisfies Readonly<Record<string, ObjectList>>

/** A kind of object that limits can name. */
export type TouchedKind = keyof typeof LISTS

/** An object that a call is about. */
export interface Touched {
  readonly kind: TouchedKind
  readonly id: string
}

/** Whether a word is such a kind. */
export const isTouchedKind = (kind: string): kind is TouchedKind => Object.hasOwn(LISTS, kind)

/** The list that names objects of a kind. */
export const listOf = (kind: TouchedKind): ObjectList => LISTS[kind]

type Ids = Readonly<Record<string, string>>

const one = (kind: string, id: string | undefined): readonly Touched[] =>
  id !== undefined && isTouchedKind(kind) ? [{ kind, id }] : []

const NOTHING: readonly Touched[] = []

/** The objects in the path of a call. What is of no object that limits name has none. */
export function touchedInPath(operation: string, ids: Ids): readonly Touched[] {
  const row = limitOf(operation)
  switch (row.judge) {
    case 'object':
      return one(row.kind, ids[row.parameter])
    case 'capability':
      return one('device', ids['deviceId'])
    case 'owned':
      return row.what === 'owner' ? ofOwner(ids['uri'] ?? '') : owned(ids['uri'], ids['id'] ?? '')
    case 'card':
      return owned(ids['uri'], ids['id'] ?? '')
    case 'write':
    case 'change':
      return row.mode === 'update' ? one(row.kind, ids['id']) : NOTHING
    case 'settings':
      return one('device', ids['id'])
    case 'delete-zone':
      return one('zone', ids['id'])
    case 'leave-group':
      return [...one('device', ids['groupId']), ...one('device', ids['deviceId'])]
    case 'code':
      return one('script', ids['id'])
    case 'app-settings':
      return one('app', ids['id'])
    default:
      return NOTHING
  }
}

function owned(uri: string | undefined, id: string): readonly Touched[] {
  const found = ownedIn(uri, id)
  return found ? ofOwner(found.uri, found.name) : NOTHING
}

function ofOwner(uri: string, name?: string): readonly Touched[] {
  const owner = parseOwner(uri)
  if (owner?.type === 'manager') return owner.id === 'logic' ? one('variable', name) : NOTHING
  return owner
    ? one(owner.type === 'advancedflow' ? 'advanced-flow' : owner.type, owner.id)
    : NOTHING
}

/** Where what is written lies. */
const CONTAINERS: readonly (readonly [member: string, kind: TouchedKind])[] = [
  ['zone', 'zone'],
  ['zoneId', 'zone'],
  ['folder', 'flow-folder'],
]

const PARENTS: Readonly<Partial<Record<string, TouchedKind>>> = {
  zone: 'zone',
  'flow-folder': 'flow-folder',
}

/** The objects that the body of a call names, and the device of a picture. Slower: for learning only. */
export function touchedBesides({ matched, body }: LimitedCall, home: Home): readonly Touched[] {
  const row = limitOf(matched.operation.id)
  const { id = '', uri } = matched.ids
  if (row.judge === 'media') return mediaOwners(id, home)
  if (row.judge === 'install') return one('app', textIn(body, 'id'))
  if (row.judge === 'card' && row.run) {
    const card = ownedIn(uri, id)
    const full = card ? `${card.uri}:${card.name}` : id
    return named('card', { ...(isObject(body) ? body : {}), type: row.role, id: full })
  }
  if (!isObject(body)) return NOTHING
  if (row.judge === 'write') return [...named(row.kind, body), ...containers(body)]
  if (row.judge !== 'change') return NOTHING
  return [...containers(body), ...one(PARENTS[row.kind] ?? '', textIn(body, 'parent'))]
}

const textIn = (body: unknown, member: string): string | undefined => {
  const value = isObject(body) ? body[member] : undefined
  return typeof value === 'string' ? value : undefined
}

function named(kind: ContentKind, object: Readonly<Record<string, unknown>>): Touched[] {
  return contentFacts(kind, object).members.flatMap((member) => one(member.kind, member.id))
}

function containers(body: Readonly<Record<string, unknown>>): Touched[] {
  return CONTAINERS.flatMap(([member, kind]) => one(kind, textIn(body, member)))
}

function mediaOwners(id: string, home: Home): Touched[] {
  return [...home.items.device].flatMap(([device, item]) =>
    deviceFacts(item).media.has(id) ? one('device', device) : [],
  )
}
