// What of a home decides about deeds: what there is, what it is and where it lies. Values come and go all the time
// and change nothing of it, so what was worked out once holds until something is built otherwise.
import type { Home, HomeKind, Item } from '../limits/home.ts'

type Items = ReadonlyMap<string, Item>

/** Stands for a structure: two homes with the same one are built alike. */
export type Structure = object

interface Known {
  readonly items: Home['items']
  readonly structure: Structure
}

/** What of each kind decides. */
const DECIDES: readonly (readonly [kind: HomeKind, members: (item: Item) => unknown])[] = [
  ['flow', withoutCounts],
  ['advanced-flow', withoutCounts],
  ['mood', (mood) => mood],
  ['zone', ({ parent }) => parent],
  ['device', ofDevice],
]

// Folders change seldom, and are each hub's own.
const known = new WeakMap<Items, Known>()

/** The structure of a home; the same object as long as nothing is built otherwise. */
export function structureOf({ items }: Home): Structure {
  const last = known.get(items['flow-folder'])
  if (last?.items === items) return last.structure
  const same = last && DECIDES.every(([kind, of]) => areAlike(last.items[kind], items[kind], of))
  const structure = same ? last.structure : {}
  known.set(items['flow-folder'], { items, structure })
  return structure
}

function areAlike(before: Items, now: Items, of: (item: Item) => unknown): boolean {
  if (before === now) return true
  if (before.size !== now.size) return false
  for (const [id, item] of now) {
    const old = before.get(id)
    if (old === item) continue
    if (!old || signed(old, of) !== signed(item, of)) return false
  }
  return true
}

const signatures = new WeakMap<Item, string>()

function signed(item: Item, of: (item: Item) => unknown): string {
  const found = signatures.get(item)
  if (found !== undefined) return found
  const signature = JSON.stringify(of(item)) ?? ''
  signatures.set(item, signature)
  return signature
}

function withoutCounts({ triggerCount: _, broken: __, ...flow }: Item): unknown {
  return flow
}

function ofDevice(device: Item): unknown {
  const { zone, class: what, virtualClass, driverId, settings, capabilities } = device
  const { capabilitiesObj, images, videos } = device
  return [
    ...[zone, what, virtualClass, driverId, member(settings, 'deviceIds'), capabilities],
    ...[settable(capabilitiesObj), images, videos],
  ]
}

function settable(entries: unknown): unknown {
  if (typeof entries !== 'object' || entries === null) return null
  return Object.entries(entries).map(([id, entry]) => [id, member(entry, 'setable')])
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([one]) => one === name)?.[1]
}
