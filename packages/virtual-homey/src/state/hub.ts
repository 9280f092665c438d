// The hub as behaviours see it: its state, the time and its source of ids. Every object is added,
// changed and removed through the functions here, so that later everything that happens can be told
// to sockets from one place.
import { notFound } from '../hub-error.ts'
import { type JsonRecord, rowOf } from '../json.ts'
import { type Random, uuid } from '../random.ts'
import {
  type Collections,
  type HomeyState,
  ITEM_NAMES,
  type KindName,
  type Kinds,
} from './homey-state.ts'

/** One hub, without its network. */
export interface Hub {
  readonly state: HomeyState
  readonly clock: () => Date
  readonly random: Random
}

/** The present time as the hub writes it. */
export function now(hub: Hub): string {
  return hub.clock().toISOString()
}

/** An id that no object of this hub has yet: hubs assign ids themselves, whatever was sent. */
export function newId(hub: Hub): string {
  return uuid(hub.random)
}

/** All objects of one kind. */
export function all<K extends KindName>(hub: Hub, kind: K): Kinds[K][] {
  return Object.values(collection(hub, kind))
}

/** The object with this id, if there is one. Names that every JavaScript object has are no ids. */
export function lookUp<K extends KindName>(
  hub: Hub,
  kind: K,
  id: string | null,
): Kinds[K] | undefined {
  const items = collection(hub, kind)
  return id === null ? undefined : rowOf(items, id)
}

/** The object with this id. @throws HubError 404 if there is none. */
export function find<K extends KindName>(hub: Hub, kind: K, id: string): Kinds[K] {
  const item = lookUp(hub, kind, id)
  if (!item) throw notFound(ITEM_NAMES[kind], id)
  return item
}

/** Adds an object, or replaces the one with the same id. */
export function put<K extends KindName>(
  hub: Hub,
  kind: K,
  item: Kinds[K] & { id: string },
): Kinds[K] {
  collection(hub, kind)[item.id] = item
  return item
}

/** Replaces members of an object; members that are `undefined` stay as they are. */
export function change<K extends KindName>(
  hub: Hub,
  kind: K,
  id: string,
  members: Partial<Kinds[K]>,
): Kinds[K] {
  const item = find(hub, kind, id)
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) Object.assign(item, { [name]: value })
  }
  return item
}

/** Removes an object. @throws HubError 404 if there is none. */
export function remove(hub: Hub, kind: KindName, id: string): void {
  find(hub, kind, id)
  delete hub.state[kind][id]
}

/** Notes something that a real hub would have done in the world. */
export function recordEffect(hub: Hub, kind: string, details: JsonRecord = {}): void {
  hub.state.effects.push({ ...details, time: now(hub), kind })
}

function collection<K extends KindName>(hub: Hub, kind: K): Record<string, Kinds[K]> {
  const collections: Collections = hub.state
  return collections[kind]
}
