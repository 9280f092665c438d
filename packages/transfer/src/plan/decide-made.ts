// Decides about what can be made: zones, variables, folders, alarms, scripts, moods, flows, dashboards,
// groups, apps.
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import { type KindName, keyOf } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import {
  bearersOf,
  byHandFor,
  type Deciding,
  inWords,
  isThere,
  makingOf,
  policyFor,
} from './deciding.ts'
import type { Fate, PartChange } from './fate.ts'
import { hasSameContent } from './natural.ts'
import { pruned } from './pruned.ts'
import { beforeOf, isSame, keyText } from './same.ts'

/** Decides about an object that can be made. `held`: it must not be switched on. */
export function decideMade(deciding: Deciding, object: SnapshotObject, held: boolean): Fate {
  const { bindings, clashes } = deciding
  const key = keyOf(object)
  const there = bindings.objectOf(object)
  const content = pruned(deciding.source, object, (one) => isThere(deciding, one))
  if (there && bindings.made.has(key)) return completing(deciding, { object, content, there, held })
  if (there) return existing(deciding, { object, content, there, held })
  const clash = clashes.get(key) ?? []
  const policy = policyFor(deciding, object.kind)
  if (clash.length > 0 && (policy === 'ask' || (clash.length > 1 && policy !== 'rename'))) {
    return {
      is: 'undecided',
      question: `The target has ${clash.length} of the name "${object.name ?? ''}": which of them is it, or is a new one made?`,
      choices: clash.map(({ id }) => id),
    }
  }
  return making(deciding, object, content)
}

/** Whether an object is to be made, as far as can be said before it is known what will be there. */
export function isToBeMade(
  deciding: Pick<Deciding, 'bindings' | 'clashes' | 'options' | 'obstacle' | 'isSelected'>,
  object: SnapshotObject,
): boolean {
  const key = keyOf(object)
  const operations = makingOf(object)
  if (operations.length === 0 || deciding.bindings.objectOf(object)) return false
  if (!deciding.isSelected(key)) return false
  if (operations.some((one) => deciding.obstacle(one) !== undefined)) return false
  if (object.kind === 'app') return object.facts['origin'] === 'appstore'
  const clash = deciding.clashes.get(key) ?? []
  const policy = policyFor(deciding, object.kind)
  return !(clash.length > 0 && (policy === 'ask' || (clash.length > 1 && policy !== 'rename')))
}

function making(deciding: Deciding, object: SnapshotObject, content: JsonObject): Fate {
  const key = keyOf(object)
  const { label } = KINDS[object.kind]
  const byHand = byHandFor(deciding, makingOf(object), label.toLowerCase())
  if (byHand) return byHand
  if (!deciding.coming.has(key)) {
    const waitsFor = bearersOf(deciding.source, object).filter((one) => !isThere(deciding, one))
    const what = waitsFor.map((one) => inWords(deciding, one)).join(', ')
    return { is: 'waits', waitsFor, because: `${what} is not there` }
  }
  const { deviceIds } = content
  if (object.kind === 'group' && Array.isArray(deviceIds) && deviceIds.length === 0) {
    const waitsFor = deciding.source.needs(object).objects.filter((one) => !isThere(deciding, one))
    return { is: 'waits', waitsFor, because: 'none of its members is there' }
  }
  const name = freeName(deciding, object)
  const renamed = name !== object.name
  return {
    is: 'made',
    reason: renamed
      ? `The target has another one that is called "${object.name}".`
      : 'The target does not have it.',
    content: renamed ? { ...content, name } : content,
    parts: laterParts(object),
  }
}

// What creating a group cannot set.
function laterParts({ kind, content }: SnapshotObject): readonly JsonObject[] {
  if (kind !== 'group') return []
  const more = Object.entries(content).filter(
    ([name, value]) =>
      ['note', 'virtualClass', 'uiIndicator', 'hidden'].includes(name) &&
      value !== null &&
      value !== false,
  )
  return more.length === 0 ? [] : [Object.fromEntries(more)]
}

/** The name that it gets: its own, unless the target has something else that is called so. */
function freeName(deciding: Deciding, object: SnapshotObject): string | null {
  const { name, kind } = object
  if (name === null || !isTaken(deciding, object, name)) return name
  const from = deciding.source.snapshot.manifest.hub.name
  const base = `${name.trim()} (from ${from})`
  for (let number = 1; ; number++) {
    const proposal = number === 1 ? base : `${base} ${number}`
    if (!isTaken(deciding, { ...object, kind }, proposal)) return proposal
  }
}

function isTaken({ clashes, target }: Deciding, object: SnapshotObject, name: string): boolean {
  const { kind } = object
  if (name === object.name && (clashes.get(keyOf(object)) ?? []).length > 0) return true
  // The type of a variable cannot be changed, and two of one name nobody can tell apart.
  const byNameAlone: readonly KindName[] = ['variable']
  if (name === object.name && !byNameAlone.includes(kind)) return false
  return [...target.snapshot.objects[kind].values()].some(
    (other) => other.name?.trim() === name.trim(),
  )
}

interface Existing {
  readonly object: SnapshotObject
  readonly content: JsonObject
  readonly there: SnapshotObject
  readonly held: boolean
}

function existing(deciding: Deciding, { object, content, there, held }: Existing): Fate {
  const kept = (how: 'adopted' | 'merged' | 'skipped', because: string): Fate => ({
    ...{ is: 'kept', how, target: there.id, because },
  })
  const policy = policyFor(deciding, object.kind)
  const same = hasSameContent(deciding.bindings, object, there)
  const value = object.kind === 'variable' ? valueChange(object, there) : undefined
  if (same && value === undefined) return kept('adopted', sameWords(object, there))
  if (policy === 'merge' && (object.kind === 'zone' || object.kind === 'flow-folder')) {
    return kept('merged', `It becomes one with "${there.name ?? ''}".`)
  }
  if (policy === 'merge') return merging(deciding, { object, content, there, held })
  if (policy === 'overwrite') return overwriting(deciding, { object, content, there, held })
  if (policy === 'ask') {
    return {
      is: 'undecided',
      question: `The target has another "${object.name ?? ''}": is it written over, or left?`,
      choices: [there.id],
    }
  }
  return kept('skipped', value ?? 'The target has its own, which is used and stays as it is.')
}

function sameWords(object: SnapshotObject, there: SnapshotObject): string {
  const [before, now] = [object.content['enabled'], there.content['enabled']]
  if (before === now || typeof now !== 'boolean') return 'The target has the same.'
  return `The target has the same, switched ${now ? 'on' : 'off'}; it stays so.`
}

function valueChange(object: SnapshotObject, there: SnapshotObject): string | undefined {
  const [before, now] = [object.content['value'], there.content['value']]
  if (before === now) return undefined
  return `Its value stays ${JSON.stringify(now)}; the old Homey has ${JSON.stringify(before)}.`
}

function overwriting(deciding: Deciding, { object, content, there, held }: Existing): Fate {
  const { hasNonce, writing } = KINDS[object.kind]
  const sourceOf = { ...object, secrets: deciding.source.snapshot.secrets }
  const targetOf = { ...there, secrets: deciding.target.snapshot.secrets }
  const isMemberSame = (name: string, value: Json): boolean =>
    isSame(
      { ...sourceOf, content: deciding.bindings.rewritten(object, { [name]: value }) },
      { ...targetOf, content: { [name]: there.content[name] ?? null } },
    )
  const differing = Object.entries(content).filter(([name, value]) => !isMemberSame(name, value))
  const changed = Object.fromEntries(differing)
  const parts = (
    writing.parts?.(hasNonce ? { ...changed, enabled: false } : changed, there.id) ?? []
  ).map((body): PartChange => ({ body, before: beforeOf(there.content, body) }))
  if (parts.length === 0) {
    return { is: 'kept', how: 'merged', target: there.id, because: 'Nothing of it can be changed.' }
  }
  const enabled = content['enabled'] === true && !held
  return {
    ...{ is: 'changed', reason: 'It is written over, as was asked.', target: there.id, parts },
    overwrites: true,
    ...(hasNonce && enabled && { activate: { enabled: true } }),
  }
}

// What the target has stays, in its own ids; what the source has comes to it.
function merging(deciding: Deciding, { object, content, there, held }: Existing): Fate {
  const { bindings, source } = deciding
  const member = object.kind === 'mood' ? 'devices' : object.kind === 'dashboard' ? 'columns' : ''
  const [mine, theirs] = [content[member], there.content[member]]
  let body: Json | undefined
  if (isObject(mine) && isObject(theirs)) {
    const ids = new Set(
      Object.keys(mine).map((id) => bindings.of(source.byId.get(id) ?? 'device:')),
    )
    body = { ...Object.fromEntries(Object.entries(theirs).filter(([id]) => !ids.has(id))), ...mine }
  } else if (Array.isArray(mine) && Array.isArray(theirs)) {
    const now = bindings.rewritten(object, content)[member]
    const isNew = (_: Json, at: number): boolean => {
      const one = Array.isArray(now) ? now[at] : undefined
      return !theirs.some((other) => keyText(other, false) === keyText(one ?? null, false))
    }
    body = [...theirs, ...mine.filter(isNew)]
    if (body.length === theirs.length) body = undefined
  }
  if (member === '') return overwriting(deciding, { object, content, there, held })
  if (body === undefined) {
    const because = 'The target has all of it.'
    return { is: 'kept', how: 'merged', target: there.id, because }
  }
  const part = { [member]: body }
  return {
    ...{ is: 'changed', reason: 'Both are put together, as was asked.', target: there.id },
    ...{ overwrites: true, parts: [{ body: part, before: beforeOf(there.content, part) }] },
  }
}

const NONCE = /\s*⟦[0-9a-f]+⟧$/

// What an earlier run made is completed if something was missing then; what somebody changed since stays.
function completing(deciding: Deciding, { object, content, there, held }: Existing): Fate {
  const { hasNonce, writing } = KINDS[object.kind]
  const unfinished = hasNonce && NONCE.test(there.name ?? '')
  const enabled = content['enabled'] === true && !held
  const name = unfinished ? { name: (there.name ?? '').replace(NONCE, '') } : {}
  const activate = { ...name, ...(enabled && { enabled: true }) }
  const named = { ...object, content: { ...content, name: there.content['name'] ?? null } }
  if (hasSameContent(deciding.bindings, named, there)) {
    const waited = deciding.options.heldBefore?.includes(keyOf(object)) === true
    const wakes = waited && enabled && there.content['enabled'] === false
    return {
      ...{ is: 'kept', how: 'adopted', target: there.id },
      because: 'An earlier transfer made it.',
      ...((unfinished || wakes) && { activate }),
    }
  }
  if (!isIncomplete(deciding, object, there)) {
    const because = 'An earlier transfer made it, and it was changed there since: it stays so.'
    return { is: 'kept', how: 'skipped', target: there.id, because }
  }
  const { name: _, ...rest } = content
  const parts = writing.parts?.(hasNonce ? { ...rest, enabled: false } : rest, there.id) ?? []
  return {
    ...{ is: 'changed', reason: 'Something that it waited for is there now.', target: there.id },
    parts: parts.map((body): PartChange => ({ body, before: beforeOf(there.content, body) })),
    ...{ overwrites: false, ours: true },
    ...(hasNonce && Object.keys(activate).length > 0 && { activate }),
  }
}

const ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

// Ids of the source that the target does not have stand in for what was missing; where members were left
// out instead, there are fewer now than there would be.
function isIncomplete(
  { source, target }: Deciding,
  object: SnapshotObject,
  there: SnapshotObject,
): boolean {
  const named = JSON.stringify(there.content).match(ID) ?? []
  if (named.some((id) => /^[0-]+$/.test(id) || (source.byId.has(id) && !target.byId.has(id))))
    return true
  const member = object.kind === 'mood' ? 'devices' : 'deviceIds'
  const ids = (value: Json | undefined): readonly string[] =>
    Array.isArray(value) ? value.map(String) : Object.keys(isObject(value) ? value : {})
  // What the source does not have either was never waited for.
  const wanted = ids(object.content[member]).filter((id) => source.byId.has(id))
  return ids(there.content[member]).length < wanted.length
}
