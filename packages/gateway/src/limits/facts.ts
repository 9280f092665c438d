// What the limits have to know of single objects, whatever the grant. It is worked out once for each
// state of an object: one that did not change is the same object in the next home.
import {
  type CardRole,
  isSecurityDevice,
  MANAGER_CARDS,
  members,
  type Use,
  understood,
} from '@latchkey/catalogue'
import { cardsIn } from './cards-in.ts'
import type { Item } from './home.ts'
import { isObject, isTextList, textsIn } from './json.ts'

/** The driver of groups. */
export const GROUP_DRIVER = 'homey:virtualdrivergroup:driver'

/** A device, as far as limits go. */
export interface DeviceFacts {
  readonly zone: string | undefined
  readonly security: boolean
  readonly group: boolean
  /** The devices of a group; undefined where it does not say which. */
  readonly members: readonly string[] | undefined
  readonly capabilities: ReadonlySet<unknown> | undefined
  readonly media: ReadonlySet<unknown>
}

/** Something that another object has to do with. */
export interface ContentMember {
  /** As the catalogue names kinds of references. */
  readonly kind: string
  readonly id: string
  readonly uses: readonly Use[]
}

/** What a flow, a mood or a dashboard is made of. */
export interface ContentFacts {
  readonly understood: boolean
  readonly members: readonly ContentMember[]
  /** Whether a card of a device stands in it, which does not say what of the device it is about. */
  readonly deviceCards: boolean
  /** The permissions to see what its cards let one find out. */
  readonly reveals: readonly string[]
  /** Capabilities of devices that it names: those that a mood sets, those of tags. */
  readonly capabilities: ReadonlySet<string>
}

/** Kinds that are covered by what they are made of. */
export type ContentKind = 'flow' | 'advanced-flow' | 'mood' | 'dashboard' | 'group' | 'card'

/** Remembers what was worked out for each object. */
function remembered<T>(work: (item: Item) => T): (item: Item) => T {
  const known = new WeakMap<Item, { readonly facts: T }>()
  return (item) => {
    const found = known.get(item)
    if (found) return found.facts
    const facts = work(item)
    known.set(item, { facts })
    return facts
  }
}

/** What limits have to know of a device. */
export const deviceFacts = remembered((device): DeviceFacts => {
  const { zone, settings, capabilities } = device
  const group = device['driverId'] === GROUP_DRIVER
  const ids = isObject(settings) ? settings['deviceIds'] : undefined
  return {
    ...{ zone: typeof zone === 'string' ? zone : undefined, group },
    ...{ security: isSecurityDevice(device), members: isTextList(ids) ? ids : undefined },
    capabilities: Array.isArray(capabilities) ? new Set(capabilities) : undefined,
    media: new Set([...mediaIn(device['images']), ...mediaIn(device['videos'])]),
  }
})

function mediaIn(list: unknown): unknown[] {
  const all = Array.isArray(list) ? list : isObject(list) ? Object.values(list) : []
  return all.flatMap((one) => {
    if (!isObject(one)) return []
    const inside = [one['imageObj'], one['videoObj']].flatMap((it) =>
      isObject(it) ? [it['id']] : [],
    )
    return [one['id'], ...inside].filter((id) => typeof id === 'string')
  })
}

const byKind: Readonly<Record<ContentKind, (item: Item) => ContentFacts>> = {
  flow: remembered((item) => contentOf('flow', item)),
  'advanced-flow': remembered((item) => contentOf('advanced-flow', item)),
  mood: remembered((item) => contentOf('mood', item)),
  dashboard: remembered((item) => contentOf('dashboard', item)),
  group: remembered((item) => contentOf('group', item)),
  card: remembered((item) => contentOf('card', item)),
}

/** What limits have to know of an object that is covered by what it is made of. */
export function contentFacts(kind: ContentKind, item: Item): ContentFacts {
  return byKind[kind](item)
}

function contentOf(kind: ContentKind, item: Item): ContentFacts {
  const cards = cardsIn(kind, item)
  return {
    understood: understood(kind, item).understood,
    members: Object.entries(members(kind, item)).flatMap(([what, found]) =>
      found.map(({ id, uses }) => ({ kind: what, id, uses })),
    ),
    deviceCards: cards.some(({ id }) => id?.startsWith('homey:device:')),
    reveals: cards.flatMap(({ role, id = '' }) => revealedBy(role, id) ?? []),
    capabilities: new Set([
      ...(kind === 'mood' ? setByMood(item) : []),
      ...(kind === 'mood' ? [] : tagsOfDevices(item)),
    ]),
  }
}

/** The permission to see what a card of a manager lets one find out; undefined where it is nothing. */
export function revealedBy(role: CardRole, id: string): string | undefined {
  return Object.hasOwn(MANAGER_CARDS[role], id) ? MANAGER_CARDS[role][id]?.reveals : undefined
}

/** The capabilities that a mood sets, of whichever device. */
export function setByMood({ devices }: Item): string[] {
  if (!isObject(devices)) return []
  return Object.values(devices).flatMap((device) =>
    isObject(device) && isObject(device['state']) ? Object.keys(device['state']) : [],
  )
}

const TAG = /homey:device:[^|\s[\]]*\|([^[\]]*)/g

function tagsOfDevices(item: Item): string[] {
  return [...textsIn(item)].flatMap((text) =>
    text.includes('homey:device:') ? Array.from(text.matchAll(TAG), ([, name = '']) => name) : [],
  )
}
