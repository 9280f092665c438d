// Finds on the target what has the same natural key, and says where that is not enough to decide.
import { isObject, type Json, type JsonObject } from '../json.ts'
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import type { Bindings } from './binding.ts'
import { containerOf, type Home } from './home.ts'
import { type ChosenPolicies, policyOf } from './policies.ts'
import { pruned } from './pruned.ts'
import { isSame, keyText } from './same.ts'

/** Objects of the target that are called the same, and are not it for certain. */
export type Clashes = ReadonlyMap<ObjectKey, readonly SnapshotObject[]>

const CONTAINERS: readonly KindName[] = ['zone', 'flow-folder']
const PLAIN: readonly KindName[] = ['zone', 'group', 'variable', 'flow-folder', 'alarm', 'mood']
/** Kinds that name each other in circles. */
const CIRCULAR: readonly KindName[] = ['script', 'flow', 'advanced-flow']
/** Policies under which one of the same name is it, whatever it contains. */
const BY_NAME = ['merge', 'skip', 'overwrite', 'adopt']

/** Binds by natural keys what is not bound. */
export function bindByKeys(bindings: Bindings, policies: ChosenPolicies): Clashes {
  const clashes = new Map<ObjectKey, readonly SnapshotObject[]>()
  for (const kind of PLAIN) {
    for (const object of outermostFirst(bindings.source, kind)) {
      bindOne(bindings, object, clashes, policies)
    }
  }
  bindCircular(bindings, clashes, policies)
  for (const object of bindings.source.snapshot.objects.dashboard.values()) {
    bindOne(bindings, object, clashes, policies)
  }
  return clashes
}

/** Containers before what lies in them. */
export function outermostFirst(home: Home, kind: KindName): readonly SnapshotObject[] {
  const depth = (object: SnapshotObject): number => {
    const seen = new Set<SnapshotObject>()
    let at: SnapshotObject | undefined = object
    while (at && !seen.has(at)) {
      seen.add(at)
      at = containerOf(home, at)
    }
    return seen.size
  }
  const all = [...home.snapshot.objects[kind].values()]
  if (!CONTAINERS.includes(kind)) return all
  return all
    .map((object) => [depth(object), object] as const)
    .sort(([a], [b]) => a - b)
    .map(([, object]) => object)
}

type Found = Map<ObjectKey, readonly SnapshotObject[]>

function bindOne(
  bindings: Bindings,
  object: SnapshotObject,
  clashes: Found,
  policies: ChosenPolicies,
): void {
  const key = keyOf(object)
  if (bindings.of(key) !== undefined || bindings.declined.has(key)) return
  const candidates = candidatesOf(bindings, object)
  const [only] = candidates
  if (only === undefined) return
  const same = candidates.find((other) => hasSameContent(bindings, object, other))
  const byName = BY_NAME.includes(policyOf(object.kind, policies))
  // Two containers are never the same one, however alike they look from outside.
  const isClear = candidates.length === 1 || !CONTAINERS.includes(object.kind)
  if (same && isClear) bindings.bind(object, same)
  else if (byName && candidates.length === 1) bindings.bind(object, only)
  else clashes.set(key, candidates)
}

function candidatesOf(bindings: Bindings, object: SnapshotObject): readonly SnapshotObject[] {
  const { kind } = object
  const content = bindings.rewritten(object, object.content)
  const own = KINDS[kind].naturalKey({ ...object, content })
  const matching = (loosely: boolean): readonly SnapshotObject[] =>
    (keysOf(bindings.target, kind, loosely).get(keyText(own, loosely)) ?? []).filter(
      (other) => !bindings.isClaimed(other),
    )
  const exact = matching(false)
  return exact.length > 0 || !CONTAINERS.includes(kind) ? exact : matching(true)
}

type Keys = ReadonlyMap<string, readonly SnapshotObject[]>

const KNOWN = new WeakMap<Home, Map<string, Keys>>()

// Objects by natural key, worked out once for a home.
function keysOf(home: Home, kind: KindName, loosely: boolean): Keys {
  const known = KNOWN.get(home) ?? new Map<string, Keys>()
  KNOWN.set(home, known)
  const name = `${kind} ${loosely}`
  const keys =
    known.get(name) ??
    Map.groupBy(home.snapshot.objects[kind].values(), (object) =>
      keyText(KINDS[kind].naturalKey(object), loosely),
    )
  known.set(name, keys)
  return keys
}

/** Whether an object of the target has what an object of the source would have there. */
export function hasSameContent(
  bindings: Bindings,
  object: SnapshotObject,
  other: SnapshotObject,
): boolean {
  const mayCome = (key: ObjectKey): boolean =>
    bindings.of(key) !== undefined || !/^(?:device|user):/.test(key)
  const content = pruned(bindings.source, object, mayCome)
  const left = {
    ...other,
    content: lasting({ ...other, content: bindings.refreshed(other) }),
    secrets: bindings.target.snapshot.secrets,
  }
  const right = {
    ...object,
    content: lasting({ ...object, content: bindings.rewritten(object, content) }),
    secrets: bindings.source.snapshot.secrets,
  }
  return isSame(right, left)
}

/** What the hub works out by itself, or what is switched there, does not make two flows different. */
const ASIDE: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  flow: ['enabled'],
  'advanced-flow': ['enabled'],
  mood: ['zone'],
}

function lasting({ kind, content }: SnapshotObject): SnapshotObject['content'] {
  const aside = [...KINDS[kind].volatile, ...(ASIDE[kind] ?? [])]
  return Object.fromEntries(Object.entries(content).filter(([name]) => !aside.includes(name)))
}

// Whether two flows are the same may hang on whether two others are. All that could be is believed at
// first, and taken back as long as something contradicts.
function bindCircular(bindings: Bindings, clashes: Found, policies: ChosenPolicies): void {
  const believed: SnapshotObject[] = []
  for (const kind of CIRCULAR) {
    for (const object of bindings.source.snapshot.objects[kind].values()) {
      const key = keyOf(object)
      if (bindings.of(key) !== undefined || bindings.declined.has(key)) continue
      const candidates = candidatesOf(bindings, object)
      if (candidates.length === 0) continue
      const likeliest = candidates.find((other) => looksAlike(bindings, object, other))
      clashes.set(key, candidates)
      if (!likeliest) continue
      bindings.bind(object, likeliest)
      believed.push(object)
    }
  }
  for (let wrong = contradicted(bindings, believed); wrong.length > 0; ) {
    for (const object of wrong) bindings.unbind(object)
    wrong = contradicted(bindings, believed)
  }
  for (const object of believed) if (bindings.objectOf(object)) clashes.delete(keyOf(object))
  for (const [key, [only, ...others]] of clashes) {
    const object = bindings.source.get(key)
    if (!object || !only || others.length > 0 || !CIRCULAR.includes(object.kind)) continue
    if (!BY_NAME.includes(policyOf(object.kind, policies)) || bindings.isClaimed(only)) continue
    bindings.bind(object, only)
    clashes.delete(key)
  }
}

function contradicted(bindings: Bindings, believed: readonly SnapshotObject[]) {
  return believed.filter((object) => {
    const other = bindings.objectOf(object)
    return other !== undefined && !hasSameContent(bindings, object, other)
  })
}

// As far as can be said before it is known which flow stands for which: the same, ids and copies of names
// left out.
function looksAlike(bindings: Bindings, object: SnapshotObject, other: SnapshotObject): boolean {
  const outline = (content: JsonObject): string =>
    keyText(withoutNames(content), false).replace(ANY_ID, '')
  return (
    outline(lasting({ ...object, content: bindings.rewritten(object, object.content) })) ===
    outline(lasting(other))
  )
}

const ANY_ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

function withoutNames(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNames)
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(([name]) => name !== 'name' || !('id' in value))
  return Object.fromEntries(members.map(([name, one]) => [name, withoutNames(one)]))
}
