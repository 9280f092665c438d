// Folders and zones that cannot go, because something is in them that stays.

import { isMaking } from '../apply/steps.ts'
import type { JsonObject } from '../json.ts'
import { KIND_NAMES, type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { targetKey, type Undoing } from './undoing.ts'

/** What objects of a kind lie in, and the member that says in which. */
const INSIDE: Readonly<Partial<Record<KindName, readonly [KindName, string]>>> = {
  zone: ['zone', 'parent'],
  device: ['zone', 'zone'],
  group: ['zone', 'zone'],
  'flow-folder': ['flow-folder', 'parent'],
  flow: ['flow-folder', 'folder'],
  'advanced-flow': ['flow-folder', 'folder'],
}

/** Containers that have to stay, by what stays in them. */
export function containersKept(
  undoings: readonly Undoing[],
  target: Snapshot,
): ReadonlyMap<ObjectKey, string> {
  const leaving = new Set(
    undoings.filter(({ kept, step }) => kept === undefined && isMaking(step)).map(targetKey),
  )
  const moving = movedTo(undoings)
  const kept = new Map<ObjectKey, string>()
  const look: ObjectKey[] = []
  const keep = (key: ObjectKey | undefined, because: string): void => {
    if (key === undefined || kept.has(key)) return
    kept.set(key, because)
    look.push(key)
  }
  const objects = KIND_NAMES.flatMap((kind) => [...target.objects[kind].values()])
  const containerOf = (key: ObjectKey, content: JsonObject): ObjectKey | undefined =>
    moving.get(key) ?? inside(key, content)
  for (const object of objects) {
    const key = keyOf(object)
    if (!leaving.has(key)) keep(containerOf(key, object.content), object.name ?? object.id)
  }
  const byKey = new Map(objects.map((object) => [keyOf(object), object]))
  for (let key = look.pop(); key !== undefined; key = look.pop()) {
    const object = byKey.get(key)
    if (object) keep(containerOf(key, object.content), object.name ?? object.id)
  }
  return kept
}

function inside(key: ObjectKey, content: JsonObject): ObjectKey | undefined {
  const [kind, member] = INSIDE[key.slice(0, key.indexOf(':')) as KindName] ?? []
  const id = member === undefined ? undefined : content[member]
  return kind !== undefined && typeof id === 'string' ? `${kind}:${id}` : undefined
}

// What is put back where it was is not in its present place any more.
function movedTo(undoings: readonly Undoing[]): ReadonlyMap<ObjectKey, ObjectKey> {
  const moved = new Map<ObjectKey, ObjectKey>()
  for (const one of undoings) {
    if (one.kept !== undefined || one.step.undo.how !== 'restore') continue
    const to = inside(targetKey(one), one.step.undo.before)
    if (to !== undefined) moved.set(targetKey(one), to)
  }
  return moved
}
