// Content without what is not there, on the target or at all: some kinds do without a member and are
// marked, instead of pointing at nothing. Some hubs refuse what points at nothing.
import { isObject, type Json, type JsonObject } from '../json.ts'
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import type { Home } from './home.ts'

/** Members that hold others, of which some may be left out. By kind. */
const HOLDING: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  mood: ['devices'],
  group: ['deviceIds'],
  favourites: ['favoriteDevices', 'favoriteFlows'],
}

/** Members that say where something lies; without them it lies where the hub puts it. */
const CONTAINERS: readonly string[] = ['zone', 'folder']

/** The content as it can be written. `isThere` is asked for objects of the source. */
export function pruned(
  { byId }: Home,
  { kind, content }: SnapshotObject,
  isThere: (key: ObjectKey) => boolean,
): JsonObject {
  const stays = (id: string): boolean => {
    const key = byId.get(id)
    return key !== undefined && isThere(key)
  }
  const holding = HOLDING[kind] ?? []
  const members = Object.entries(content).flatMap(([name, value]): [string, Json][] => {
    if (holding.includes(name)) return [[name, without(value, stays)]]
    if (!CONTAINERS.includes(name) || typeof value !== 'string' || stays(value)) {
      return [[name, value]]
    }
    return name === 'folder' ? [[name, null]] : []
  })
  return Object.fromEntries(members)
}

function without(value: Json, stays: (id: string) => boolean): Json {
  if (Array.isArray(value)) return value.filter((id) => typeof id !== 'string' || stays(id))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([id]) => stays(id)))
}
