// Which objects a transfer is about: by kind, room, folder or object, and what they drag along because
// they need it.
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'
import { keyOf } from '../kinds/kind-name.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { containerOf, type Home } from './home.ts'
import { kindNamed } from './policies.ts'

/** What somebody wants to move. Names and ids both will do. */
export type Wanted =
  | { readonly by: 'kind'; readonly kind: KindName }
  | { readonly by: 'room' | 'folder'; readonly name: string }
  | { readonly by: 'object'; readonly kind: KindName; readonly name: string }

/** What is moved, and why: `it was selected`, or for whose sake. */
export type Selected = ReadonlyMap<ObjectKey, string>

/**
 * Reads one word of `--only`: `flows`, `room:Kitchen`, `folder:Mornings`, `flow:Good morning`.
 * @throws RangeError that says what would do
 */
export function parseWanted(text: string): Wanted {
  const at = text.indexOf(':')
  const word = at < 0 ? text : text.slice(0, at)
  const name = text.slice(at + 1).trim()
  if (at >= 0 && (word === 'room' || word === 'folder')) return { by: word, name }
  const kind = kindNamed(word)
  if (kind === undefined) {
    throw new RangeError(
      `"${text}" says nothing to move. Write a kind (flows), room:<name>, folder:<name> or <kind>:<name>.`,
    )
  }
  return at < 0 ? { by: 'kind', kind } : { by: 'object', kind, name }
}

/** Whether an object of the source has to be made, if it is to be used: then it is dragged along. */
export type IsMissing = (object: SnapshotObject) => boolean

/**
 * The selection with what it needs and the target does not have.
 * @throws RangeError if something is wanted that the home does not have
 */
export function selectedOf(home: Home, wanted: readonly Wanted[], isMissing: IsMissing): Selected {
  const selected = new Map<ObjectKey, string>()
  for (const want of wanted) {
    const found = home.all.filter(matcher(home, want))
    if (found.length === 0) throw new RangeError(`The source has nothing for ${inWords(want)}.`)
    for (const object of found) selected.set(keyOf(object), 'it was selected')
  }
  const open = [...selected.keys()]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const object = home.get(key)
    if (!object) continue
    for (const needed of home.needs(object).objects) {
      const other = home.get(needed)
      if (!other || selected.has(needed) || !isMissing(other)) continue
      selected.set(needed, `the ${object.kind} "${object.name ?? object.id}" needs it`)
      open.push(needed)
    }
  }
  return selected
}

const inWords = (want: Wanted): string =>
  want.by === 'kind' ? want.kind : `${want.by === 'object' ? want.kind : want.by} "${want.name}"`

function matcher(home: Home, want: Wanted): (object: SnapshotObject) => boolean {
  if (want.by === 'kind') return ({ kind }) => kind === want.kind
  const isCalled = ({ id, name }: SnapshotObject): boolean =>
    id === want.name || name?.trim() === want.name
  if (want.by === 'object') return (object) => object.kind === want.kind && isCalled(object)
  const container = want.by === 'room' ? 'zone' : 'flow-folder'
  const inside = within(home, (object) => object.kind === container && isCalled(object))
  if (want.by === 'folder') return inside
  // What is in a room, and the flows that have to do with something in it.
  return (object) =>
    inside(object) || (ABOUT_ROOMS.includes(object.kind) && touches(home, object, inside))
}

const ABOUT_ROOMS: readonly KindName[] = ['flow', 'advanced-flow', 'notification-owner']

function touches(
  home: Home,
  object: SnapshotObject,
  inside: (object: SnapshotObject) => boolean,
): boolean {
  return home.needs(object).objects.some((key) => {
    const other = home.get(key)
    return other !== undefined && inside(other)
  })
}

// An object is in a container if it is one of those that are meant, or lies in something that is.
function within(
  home: Home,
  isMeant: (object: SnapshotObject) => boolean,
): (object: SnapshotObject) => boolean {
  return (object) => {
    const seen = new Set<SnapshotObject>()
    for (
      let at: SnapshotObject | undefined = object;
      at && !seen.has(at);
      at = containerOf(home, at)
    ) {
      if (isMeant(at)) return true
      seen.add(at)
    }
    return false
  }
}
