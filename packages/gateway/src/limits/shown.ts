// Which items are covered, and what of them is shown, by the names that kinds have on the socket.
import type { CardRole } from '@latchkey/catalogue'
import type { Coverage, CoveredKind } from './coverage.ts'
import { cutDevice, cutZone } from './cut-device.ts'
import type { HomeKind } from './home.ts'
import type { Json } from './json.ts'
import { parseOwned } from './owner-uri.ts'

/** How items of a kind are judged. */
export interface Shown {
  /** Whether an item is covered as it is said to be; `key` is what it is called in a map. */
  readonly item: (coverage: Coverage, item: Json, key: string | undefined) => boolean
  /** Whether what has this id is covered, or was. */
  readonly id: (coverage: Coverage, id: string) => boolean
  /** What of a covered item is shown. */
  readonly cut?: (item: Json, coverage: Coverage) => Json
}

const textOf = (item: Json, name: string): string | undefined => {
  const value = item[name]
  return typeof value === 'string' ? value : undefined
}

const byId = (id: Shown['id']): Shown => ({
  id,
  item: (coverage, item) => {
    const own = textOf(item, 'id')
    return own !== undefined && id(coverage, own)
  },
})

const kept = (kind: HomeKind, cut?: Shown['cut']): Shown => ({
  item: (coverage, item) => coverage.coversItem(kind, item),
  id: (coverage, id) => coverage.covers(kind, id),
  ...(cut && { cut }),
})

const named = (kind: CoveredKind): Shown => byId((coverage, id) => coverage.covers(kind, id))

const card = (role: CardRole): Shown => byId((coverage, id) => coverage.mayUseCard(role, id))

const coversOwned = (coverage: Coverage, id: string): boolean => {
  const owned = parseOwned(id)
  return owned ? coverage.coversOwner(owned.uri, owned.name) : !coverage.limits.room
}

// What an item says beside its id must be the same owner.
const owned: Shown = {
  id: coversOwned,
  item: (coverage, item) => {
    const [id, uri] = [textOf(item, 'id'), textOf(item, 'ownerUri')]
    if (id === undefined || !coversOwned(coverage, id)) return false
    return uri === undefined || uri === (parseOwned(id)?.uri ?? uri)
  },
}

const byOwner: Shown = {
  id: (coverage) => !coverage.limits.room,
  item: (coverage, item) => {
    const uri = textOf(item, 'ownerUri')
    return uri === undefined ? !coverage.limits.room : coverage.coversOwner(uri)
  },
}

const owner: Shown = {
  id: (coverage, id) => coverage.coversOwner(id),
  item: (coverage, item, key) => {
    const uris = [key, textOf(item, 'uri')].filter((uri) => uri !== undefined)
    return uris.length > 0 && uris.every((uri) => coverage.coversOwner(uri))
  },
}

const free: Shown = { id: () => true, item: () => true }
const withoutRoom: Shown = {
  id: ({ limits }) => !limits.room,
  item: ({ limits }) => !limits.room,
}

/** By kind. What is not here is shown to no grant with limits. */
export const SHOWN: Readonly<Record<string, Shown>> = {
  advancedflow: kept('advanced-flow'),
  alarm: free,
  app: named('app'),
  appwidget: free,
  capability: free,
  dashboard: kept('dashboard'),
  device: kept('device', cutDevice),
  driver: free,
  flow: kept('flow'),
  flowcardaction: card('action'),
  flowcardcondition: card('condition'),
  flowcardtrigger: card('trigger'),
  flowfolder: kept('flow-folder'),
  flowtoken: owned,
  image: byOwner,
  log: owned,
  mood: kept('mood'),
  notification: byOwner,
  notificationowner: owner,
  pairsession: withoutRoom,
  script: named('script'),
  user: free,
  variable: kept('variable'),
  video: byOwner,
  widgetstore: withoutRoom,
  zone: kept('zone', cutZone),
}

/** How items of a kind are judged; undefined for those that are shown to no grant with limits. */
export function shownAs(kind: string): Shown | undefined {
  return Object.hasOwn(SHOWN, kind) ? SHOWN[kind] : undefined
}
