// Rows for kinds that are simply kept: list them, get one, delete one. Lists are maps by id, as on a
// real hub. `present` adds what is worked out when an object is shown.

import type { KindName, Kinds } from '../state/homey-state.ts'
import type { Hub } from '../state/hub.ts'
import { all, find, remove } from '../state/hub.ts'
import { type Behaviour, stored, text } from './behaviour.ts'

type Present<K extends KindName> = (item: Kinds[K], hub: Hub) => unknown

/** All objects of a kind, by id. */
export function listOf<K extends KindName>(kind: K, present: Present<K> = same): Behaviour {
  return stored(({ hub }) =>
    Object.fromEntries(all(hub, kind).map((item) => [item.id, present(item, hub)])),
  )
}

/** The object that the path parameter `id` names. */
export function oneOf<K extends KindName>(kind: K, present: Present<K> = same): Behaviour {
  return stored((call) => present(find(call.hub, kind, text(call, 'id')), call.hub))
}

/** Deletes the object that `id` names, unless `guard` throws. */
export function deletionOf<K extends KindName>(
  kind: K,
  guard: (item: Kinds[K], hub: Hub) => void = () => undefined,
): Behaviour {
  return stored((call) => {
    guard(find(call.hub, kind, text(call, 'id')), call.hub)
    remove(call.hub, kind, text(call, 'id'))
  })
}

function same<T>(item: T): T {
  return item
}
