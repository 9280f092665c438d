// What makes a trigger card fire, as keys of the graph: a device that changes, a variable that is set, an
// app that is called. Time makes no key: nobody who writes brings it about.
import { isHomeyScriptCard, type Reference, references } from '@latchkey/catalogue'
import type { CardIn } from '../limits/cards-in.ts'
import { parseOwned, parseOwner } from '../limits/owner-uri.ts'
import { hasTwoOwners } from './acts.ts'
import { changedKey, key } from './keys.ts'

/** What a trigger card listens to. */
export interface Hears {
  /** It fires when the flow is started by hand or by a card. */
  readonly start: boolean
  readonly keys: readonly string[]
}

const START: Hears = { start: true, keys: [] }

/** What makes a trigger card fire. A card that nobody knows may fire at anything. */
export function hearsOf(card: Pick<CardIn, 'id' | 'card'>): Hears {
  const id = card.id ?? ''
  if (id === 'homey:manager:flow:programmatic_trigger') return START
  const owned = parseOwned(id)
  const owner = owned && parseOwner(owned.uri)
  const named = namedIn(card)
  const hears = owner && Object.hasOwn(OWNERS, owner.type) ? OWNERS[owner.type] : undefined
  const own =
    hears && owner && owned
      ? hears({ owner: owner.id, name: owned.name, named, card: card.card })
      : [ANYTHING]
  const other = hasTwoOwners(card.card) ? [ANYTHING] : []
  return { start: false, keys: [...new Set([...own, ...other, ...named.flatMap(keysOfNamed)])] }
}

/** The key of triggers that may fire at whatever happens. */
export const ANYTHING = 'anything'

interface Heard {
  readonly owner: string
  readonly name: string
  readonly named: readonly Reference[]
  readonly card: CardIn['card']
}

// A battery runs low by itself: nothing that is set brings it about.
const BY_ITSELF = /^(?:measure|alarm)_battery(?:_|$)/

/** By what owns the card. */
const OWNERS: Readonly<Record<string, (heard: Heard) => readonly string[]>> = {
  device: ({ owner, name }) => (BY_ITSELF.test(name) ? [] : [changedKey(owner)]),
  zone: ({ owner }) => [key('active', owner)],
  mood: ({ owner }) => [key('mood', owner)],
  user: () => ['presence'],
  app: ({ owner, named, card }) => {
    if (isHomeyScriptCard(card)) return [ANYTHING]
    // One that names no device may be about any device of its app.
    const bound = named.some(({ kind }) => kind === 'device' || kind === 'group')
    return [key('app', owner), ...(bound ? [] : [key('app-device', owner)])]
  },
  manager: ({ owner, name, named }) => {
    const keys = Object.hasOwn(MANAGERS, owner) ? MANAGERS[owner]?.(name, named) : undefined
    return keys ?? [key('manager', owner)]
  },
}

const unlessNamed =
  (kind: string) =>
  (_name: string, named: readonly Reference[]): readonly string[] =>
    named.length > 0 ? [] : [key(kind, '*')]

/** By manager; what is not here is heard by its manager as a whole. */
const MANAGERS: Readonly<
  Record<string, (name: string, named: readonly Reference[]) => readonly string[]>
> = {
  // The sun rises where the hub is said to be.
  cron: (name) => (/sun/.test(name) ? [key('manager', 'geolocation')] : []),
  logic: (name, named) =>
    /webhook/i.test(name) ? ['webhook'] : unlessNamed('variable')(name, named),
  alarms: unlessNamed('alarm'),
  moods: unlessNamed('mood'),
  cloud: () => ['webhook'],
  presence: () => ['presence'],
}

/** By kind of what is named on a trigger, in whatever form. */
const NAMED: Readonly<Partial<Record<Reference['kind'], (id: string) => readonly string[]>>> = {
  device: (id) => [changedKey(id)],
  group: (id) => [changedKey(id)],
  zone: (id) => [key('active', id)],
  variable: (id) => [key('variable', id)],
  alarm: (id) => [key('alarm', id)],
  mood: (id) => [key('mood', id)],
  flow: (id) => [key('ran', id)],
  'advanced-flow': (id) => [key('ran', id)],
  script: (id) => [key('script', id)],
  // It may be the id of any of these.
  unknown: (id) => [
    changedKey(id),
    ...['active', 'variable', 'alarm', 'mood', 'ran', 'script'].map((kind) => key(kind, id)),
  ],
}

const keysOfNamed = ({ kind, id }: Reference): readonly string[] => NAMED[kind]?.(id) ?? []

// Who owns the card is told by its id; what else stands on it, a dropped token too, is listened to.
function namedIn({ card }: Pick<CardIn, 'card'>): readonly Reference[] {
  return references('card', card).filter(
    ({ path: [first], form, id }) =>
      (first === 'args' || first === 'droptoken') && id !== '' && form !== 'words',
  )
}
