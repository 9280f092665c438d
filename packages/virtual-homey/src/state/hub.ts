// The hub as behaviours see it: its state, the time and its source of ids. Every object is added,
// changed and removed through the functions here, so that everything that happens is told to sockets
// and flows from one place.
import type { AccountLink } from '../account/account-link.ts'
import { type Generation, traitsOf } from '../generations/generation.ts'
import { type Pace, paceOf } from '../generations/pace.ts'
import { notFound } from '../hub-error.ts'
import { type JsonRecord, rowOf } from '../json.ts'
import { type Random, uuid } from '../random.ts'
import type { Scripting } from '../scripts/script-host.ts'
import { HubEvents, type ItemChange } from './events.ts'
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
  readonly events: HubEvents
  readonly generation: Generation
  readonly pace: Pace
  /** The cloud whose users may sign in here; without one nobody signs in from outside. */
  account: AccountLink | undefined
  /** What runs scripts; a hub without it runs none. */
  scripts: Scripting | undefined
  /** Does something when the clock is so much further; at once on a hub whose clock nobody moves. */
  later: (milliseconds: number, run: () => void) => void
}

/** A hub with this state, to which nobody listens yet. */
export function newHub(
  state: HomeyState,
  clock: () => Date,
  random: Random,
  generation: Generation = 'pro-2023',
  paced = true,
): Hub {
  const pace = paceOf(paced ? traitsOf(generation).burst : null, clock)
  return {
    state,
    clock,
    random,
    generation,
    pace,
    events: new HubEvents(),
    account: undefined,
    scripts: undefined,
    later: (_milliseconds, run) => run(),
  }
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
  const items = collection(hub, kind)
  const replaced = rowOf(items, item.id)
  items[item.id] = item
  tell(hub, kind, replaced ? 'update' : 'create', item.id, item, Object.keys(item))
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
  const before: JsonRecord = { ...item }
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) Object.assign(item, { [name]: value })
  }
  const different = Object.keys(members).filter((name) => {
    const value = Reflect.get(item, name)
    return value !== before[name]
  })
  tell(hub, kind, 'update', id, item, different)
  return item
}

/** Removes an object. @throws HubError 404 if there is none. */
export function remove(hub: Hub, kind: KindName, id: string): void {
  const item = find(hub, kind, id)
  delete hub.state[kind][id]
  tell(hub, kind, 'delete', id, item, [])
}

/** Tells the subscribers of a URI what no object of the state stands for, such as an option. */
export function tellMessage(hub: Hub, uri: string, name: string, data: unknown): void {
  hub.events.announce({ type: 'message', uri, name, data })
}

/** Notes something that a real hub would have done in the world. */
export function recordEffect(hub: Hub, kind: string, details: JsonRecord = {}): void {
  hub.state.effects.push({ ...details, time: now(hub), kind })
}

function collection<K extends KindName>(hub: Hub, kind: K): Record<string, Kinds[K]> {
  const collections: Collections = hub.state
  return collections[kind]
}

function tell(
  hub: Hub,
  kind: KindName,
  change: ItemChange,
  id: string,
  item: unknown,
  members: readonly string[],
): void {
  hub.events.announce({ type: 'item', kind, change, id, item, members })
}
