// A snapshot seen as a home: which object an id is of, and what each object points at.
import { type Reference, references } from '@latchkey/catalogue'
import { KIND_NAMES, type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'

/** Kinds that others can point at by id. The others borrow their ids. */
const POINTED_AT: readonly KindName[] = [
  ...(['user', 'app', 'zone', 'device', 'group', 'variable', 'flow-folder', 'alarm'] as const),
  ...(['script', 'mood', 'flow', 'advanced-flow', 'dashboard'] as const),
]

/** A place where something is pointed at that the home does not have. */
export type Dangling = Pick<Reference, 'kind' | 'id' | 'form' | 'sure'>

/** What an object points at. */
export interface Needs {
  /** Objects of the home, each once, in the order of their first place. */
  readonly objects: readonly ObjectKey[]
  /** What is certainly a reference to something of a known kind that the home does not have. */
  readonly dangling: readonly Dangling[]
  /** What a person has to look at, such as ids that code puts together. */
  readonly unsure: readonly Dangling[]
}

/** A home. */
export interface Home {
  readonly snapshot: Snapshot
  readonly byId: ReadonlyMap<string, ObjectKey>
  readonly all: readonly SnapshotObject[]
  get(key: ObjectKey): SnapshotObject | undefined
  needs(object: SnapshotObject): Needs
}

/** The home of a snapshot. What objects point at is worked out once. */
export function homeOf(snapshot: Snapshot): Home {
  const byId = new Map<string, ObjectKey>()
  for (const kind of POINTED_AT) {
    for (const id of snapshot.objects[kind].keys()) byId.set(id, keyOf({ kind, id }))
  }
  const all = KIND_NAMES.flatMap((kind) => [...snapshot.objects[kind].values()])
  const byKey = new Map(all.map((object) => [keyOf(object), object]))
  const known = new Map<SnapshotObject, Needs>()
  const needs = (object: SnapshotObject): Needs => {
    const before = known.get(object)
    if (before) return before
    const found = needsOf(object, byId)
    known.set(object, found)
    return found
  }
  return { snapshot, byId, all, get: (key) => byKey.get(key), needs }
}

function needsOf(object: SnapshotObject, byId: ReadonlyMap<string, ObjectKey>): Needs {
  const { shape } = KINDS[object.kind]
  const found = shape === null ? [] : references(shape, object.content)
  const objects = new Set<ObjectKey>()
  const dangling: Dangling[] = []
  const unsure: Dangling[] = []
  for (const { kind, id, form, sure } of found) {
    const key = byId.get(id)
    if (form === 'athom-id') continue
    if (sure !== 'certain') unsure.push({ kind, id, form, sure })
    else if (key !== undefined) objects.add(key)
    else if (kind === 'unknown') unsure.push({ kind, id, form, sure })
    else dangling.push({ kind, id, form, sure })
  }
  // An app setting and the owner of notifications are of something that no shape tells.
  const app = object.kind === 'app-setting' ? byId.get(String(object.content['app'])) : undefined
  if (app !== undefined) objects.add(app)
  if (object.kind === 'favourites') {
    const person = byId.get(object.id)
    if (person !== undefined) objects.add(person)
  }
  return { objects: [...objects], dangling, unsure }
}

/** Names from the outermost container to the one that an object is in, without the root zone. */
export function pathOf(home: Home, object: SnapshotObject): readonly string[] {
  const names: string[] = []
  const seen = new Set<ObjectKey>()
  for (let at = containerOf(home, object); at && !seen.has(keyOf(at)); at = containerOf(home, at)) {
    seen.add(keyOf(at))
    if (at.kind !== 'zone' || at.content['parent'] !== null) names.unshift(at.name ?? '')
  }
  return names
}

/** What an object lies in: its folder or its zone. */
export function containerOf(home: Home, { content }: SnapshotObject): SnapshotObject | undefined {
  const id = content['folder'] ?? content['zone'] ?? content['parent']
  const key = typeof id === 'string' ? home.byId.get(id) : undefined
  return key === undefined ? undefined : home.get(key)
}

/** The root zone: the one without a parent. */
export function rootOf({ snapshot }: Home): SnapshotObject | undefined {
  return [...snapshot.objects.zone.values()].find(({ content }) => content['parent'] === null)
}
