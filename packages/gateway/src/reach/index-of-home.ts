// What of a home is looked up by what it has to do with: which flows hear what, which groups hold a device,
// which devices an app has. It is put together from what is remembered of each object, and made anew only
// for the kinds of which something changed.
import type { Home, HomeKind, Item } from '../limits/home.ts'
import { reachedDevice } from './devices.ts'
import { advancedFlowFacts, type FlowFacts, flowFacts } from './flow-facts.ts'
import { type Edge, edgeTo } from './node.ts'

type Items = ReadonlyMap<string, Item>

const FLOW_KINDS = ['flow', 'advanced-flow'] as const

/** What reach has to know of a flow, by its kind. */
export const factsOf: Readonly<Record<(typeof FLOW_KINDS)[number], (item: Item) => FlowFacts>> = {
  flow: flowFacts,
  'advanced-flow': advancedFlowFacts,
}

const heardIn = perMap((items: Items, kind: HomeKind) => {
  const heard = new Map<string, Edge[]>()
  if (kind !== 'flow' && kind !== 'advanced-flow') return heard
  for (const [flow, item] of items) {
    const { enabled, entries } = factsOf[kind](item)
    if (!enabled) continue
    for (const [entry, { keys }] of entries.entries()) {
      if (keys.length === 0) continue
      const edge = edgeTo('run', flow, 'triggers', String(entry))
      for (const key of keys) listOf(heard, key).push(edge)
    }
  }
  return heard
})

/** The flows that begin at a key; what is switched off hears nothing. */
export function hearersOf({ items }: Home, key: string): readonly Edge[] {
  return FLOW_KINDS.flatMap((kind) => heardIn(items[kind], kind).get(key) ?? [])
}

/** The flows that begin at any key of a kind. */
export function hearersOfAny({ items }: Home, kind: string): readonly Edge[] {
  return FLOW_KINDS.flatMap((one) =>
    [...heardIn(items[one], one)].flatMap(([key, all]) => (key.startsWith(`${kind} `) ? all : [])),
  )
}

interface DeviceIndex {
  /** The groups that hold a device. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly byApp: ReadonlyMap<string, readonly string[]>
}

const devicesIn = perMap((items: Items): DeviceIndex => {
  const groups = new Map<string, string[]>()
  const byApp = new Map<string, string[]>()
  for (const [id, item] of items) {
    const { group, members, app } = reachedDevice(item)
    if (group) for (const member of members) listOf(groups, member).push(id)
    if (app !== undefined) listOf(byApp, app).push(id)
  }
  return { groups, byApp }
})

/** The devices of a home by what they belong to. */
export const deviceIndex = ({ items }: Home): DeviceIndex => devicesIn(items.device, 'device')

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key)
  if (known) return known
  const list: T[] = []
  lists.set(key, list)
  return list
}

// A map of the live model is never changed: for other objects there is another map.
function perMap<T>(work: (items: Items, kind: HomeKind) => T): (items: Items, kind: HomeKind) => T {
  const known = new WeakMap<Items, Map<HomeKind, T>>()
  return (items, kind) => {
    const byKind = known.get(items) ?? new Map<HomeKind, T>()
    known.set(items, byKind)
    const found = byKind.get(kind)
    if (found !== undefined) return found
    const made = work(items, kind)
    byKind.set(kind, made)
    return made
  }
}
