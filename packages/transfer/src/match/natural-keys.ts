// The keys by which an object of the target is known to be one of the source: those of the table of
// kinds, with the ids in them pointed at what they stand for on the target.
import type { Json } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { canonical } from '../snapshot/canonical.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { normalName, tidyName } from './names.ts'

/** Ids of the target by those of the source, of all kinds. */
export type Bound = ReadonlyMap<string, string>

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** Kinds of which a person makes no two that differ in capitals only. */
const WHATEVER_CAPITALS: readonly KindName[] = ['zone', 'flow-folder']

/**
 * The key of an object as a text; undefined if it has none. `bound` rewrites the ids of a source, and
 * is empty for a target. Names are compared without space around them; `loosely`, for rooms and
 * folders, without capitals as well.
 */
export function naturalKey(
  { kind, ...object }: SnapshotObject,
  bound: Bound,
  loosely: boolean,
): string | undefined {
  if (isRoot(kind, object.content)) return 'the root'
  const key = KINDS[kind].naturalKey(object)
  if (key === null) return undefined
  const name = object.name === null ? undefined : nameKey(kind, object.name, loosely)
  // What lies in something that has no counterpart has none either: its old id is in no key.
  return canonical(rewritten(key, (text) => (text === object.name && name) || inIds(text, bound)))
}

/** Whether equal ids make two objects the same, whatever else is in their key. */
export function isSameEverywhere(source: SnapshotObject, target: SnapshotObject): boolean {
  return (
    source.id === target.id && ['app', 'option', 'experiment', 'app-setting'].includes(source.kind)
  )
}

function isRoot(kind: KindName, content: SnapshotObject['content']): boolean {
  return kind === 'zone' && typeof content['parent'] !== 'string'
}

function nameKey(kind: KindName, name: string, loosely: boolean): string {
  return loosely && WHATEVER_CAPITALS.includes(kind) ? normalName(name) : tidyName(name)
}

function inIds(text: string, bound: Bound): string {
  return bound.get(text) ?? text.replace(UUID, (id) => bound.get(id) ?? id)
}

function rewritten(value: Json, edit: (text: string) => string): Json {
  if (typeof value === 'string') return edit(value)
  if (Array.isArray(value)) return value.map((one) => rewritten(one, edit))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [edit(name), rewritten(one, edit)]),
  )
}
