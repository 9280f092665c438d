// Whether a deed is what something is about. Compiled once for each rule, asked for every deed.

import { deviceFacts } from '../limits/facts.ts'
import type { Home } from '../limits/home.ts'
import { isBelow } from '../limits/places.ts'
import { type About, OBJECT_LISTS, type ObjectList, type ValueTest } from './about.ts'
import { ANY, type Deed } from './deed.ts'
import { THINGS, type ThingName, thingsOf, thingsOfCapability } from './things.ts'

/** Whether a deed in a home is meant. */
export type Fits = (deed: Deed, home: Home) => boolean

/** Compiles what is meant. What nobody can tell is always meant. */
export function fitsOf(about: About): Fits {
  const parts = PARTS.flatMap((part) => part(about) ?? [])
  // What only reads is meant where something is said that can be read.
  const readsToo = [about.operations, about.permissions, about.dangers, about.things].some(Boolean)
  return (deed, home) => {
    if (deed.anything) return true
    if (!deed.effect && !readsToo) return false
    return parts.every((fits) => fits(deed, home))
  }
}

type Part = (about: About) => Fits | undefined

const PARTS: readonly Part[] = [
  ({ operations }) => {
    const all = operations && new Set(operations)
    return all && (({ operation }) => operation !== undefined && all.has(operation))
  },
  ({ permissions }) => {
    const all = permissions && new Set(permissions)
    return all && ((deed) => deed.permissions.some((one) => all.has(one)))
  },
  ({ dangers }) => dangers && (({ danger }) => dangers.includes(danger)),
  ({ things }) => things && ((deed, home) => things.some((one) => isThing(one, deed, home))),
  objectsPart,
  ({ capabilities }) => {
    const all = capabilities && new Set(capabilities)
    return all && ((deed, home) => [...all].some((one) => mayTouch(deed, one, home)))
  },
  ({ values }) => values && ((deed, home) => values.some((one) => passes(one, deed, home))),
]

function isThing(name: ThingName, { permissions, ...deed }: Deed, home: Home): boolean {
  const needed: readonly string[] = THINGS[name].permissions
  if (permissions.some((one) => needed.includes(one))) return true
  const { object, capability, effect } = deed
  if (!effect || object?.kind !== 'device') return false
  if (thingsOf(home.items.device.get(object.id)).has(name)) return true
  return capability !== undefined && thingsOfCapability(capability).includes(name)
}

const LISTS = Object.keys(OBJECT_LISTS).filter((name): name is ObjectList => name in OBJECT_LISTS)

function objectsPart(about: About): Fits | undefined {
  const { zones, cards } = about
  const ids = new Set(
    LISTS.flatMap((list) =>
      (about[list] ?? []).flatMap((id) => OBJECT_LISTS[list].map((kind) => `${kind}:${id}`)),
    ),
  )
  const above = zones && new Set(zones)
  const named = cards && new Set(cards)
  if (ids.size === 0 && !above && !named) return undefined
  return ({ object, card }, home) => {
    if (card !== undefined && named?.has(card)) return true
    if (!object) return false
    return ids.has(`${object.kind}:${object.id}`) || liesIn(object, above, home)
  }
}

function liesIn(
  { kind, id }: NonNullable<Deed['object']>,
  above: ReadonlySet<string> | undefined,
  { items }: Home,
): boolean {
  if (!above) return false
  if (kind === 'zone') return isBelow(items.zone, id, above)
  if (kind !== 'device' && kind !== 'mood') return false
  const item = items[kind].get(id)
  if (!item) return false
  const zone = item['zone']
  // Nobody can say of what is in no zone that is there that it is in none of these.
  if (typeof zone !== 'string' || !items.zone.has(zone)) return kind === 'device'
  return isBelow(items.zone, zone, above)
}

/** Whether a deed sets a capability, or may: a card does not say which. */
function mayTouch({ object, capability }: Deed, wanted: string, home: Home): boolean {
  if (capability === undefined) return false
  if (capability !== ANY) return capability === wanted
  const device = object?.kind === 'device' ? home.items.device.get(object.id) : undefined
  return (device && deviceFacts(device).capabilities?.has(wanted)) ?? true
}

function passes(test: ValueTest, deed: Deed, home: Home): boolean {
  if (!mayTouch(deed, test.capability, home)) return false
  // What is not said may be anything; so may what a hub reads in its own way.
  if (!deed.value || deed.capability === ANY) return true
  const { is: value } = deed.value
  const { is, above, below } = test
  if (is !== undefined && typeof value === typeof is && value !== is) return false
  if (typeof value !== 'number') return true
  return (above === undefined || value > above) && (below === undefined || value < below)
}
