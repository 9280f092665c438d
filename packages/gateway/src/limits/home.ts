// What the policy knows of a hub: its objects as they are at present, in V3's form. The live model gives
// it; the policy only reads it.
import type { Generation } from '@latchkey/catalogue'

/** An object of the hub, in V3's form. */
export type Item = Readonly<Record<string, unknown>>

/** The kinds that the model holds. */
export const HOME_KINDS = [
  'zone',
  'device',
  'flow',
  'advanced-flow',
  'flow-folder',
  'variable',
  'mood',
  'dashboard',
  'user',
] as const

/** A kind that the model holds. A group is a device. */
export type HomeKind = (typeof HOME_KINDS)[number]

/** The state of a hub at one moment. A new one is made for every change; none is ever changed. */
export interface Home {
  readonly generation: Generation
  /** Counts every change; two homes of one hub with the same version are the same. */
  readonly version: number
  /** The objects of a kind by id, in the hub's order. */
  readonly items: Readonly<Record<HomeKind, ReadonlyMap<string, Item>>>
}

/** A home in which one object is another; the version stays, so keep it to yourself. */
export function withItem(home: Home, kind: HomeKind, id: string, item: Item): Home {
  if (home.items[kind].get(id) === item) return home
  return { ...home, items: { ...home.items, [kind]: new Map(home.items[kind]).set(id, item) } }
}

const NOTHING: ReadonlyMap<string, Item> = new Map()

const nothing = new Map<Generation, Home>()

/** A home of which nothing is known: for what is judged without looking at one. */
export function nothingKnown(generation: Generation): Home {
  const known = nothing.get(generation)
  if (known) return known
  const home: Home = {
    ...{ generation, version: 0 },
    items: {
      ...{ zone: NOTHING, device: NOTHING, flow: NOTHING, 'advanced-flow': NOTHING },
      ...{ 'flow-folder': NOTHING, variable: NOTHING, mood: NOTHING, dashboard: NOTHING },
      user: NOTHING,
    },
  }
  nothing.set(generation, home)
  return home
}
