// Turns what was decided into steps: one request each, in an order in which everything finds what it
// needs. What is in a circle gets its references afterwards; flows are switched on behind the barrier.
import type { Json, JsonObject } from '../json.ts'
import { KIND_NAMES, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { SnapshotObject } from '../snapshot/snapshot.ts'
import { bearersOf, type Deciding, isThere } from './deciding.ts'
import type { Fate, PartChange } from './fate.ts'
import { cyclic, ordered } from './graph.ts'
import { pathOf } from './home.ts'
import type { Step, Undo } from './plan.ts'
import { expectationOf } from './same.ts'

/** An object with its fate. */
export interface Decided {
  readonly object: SnapshotObject
  readonly fate: Fate
  readonly held: boolean
  /** For whose sake it is moved, if not for its own. */
  readonly because: string | undefined
}

/** All steps, in an order in which they can be done one after the other. */
export function stepsOf(deciding: Deciding, decided: readonly Decided[]): readonly Step[] {
  const late = lateOf(deciding, decided)
  const steps = decided.flatMap((one) =>
    stepsOfOne({ deciding, late: late.get(keyOf(one.object)) ?? NONE }, one),
  )
  const made = new Map(
    steps.filter(makes).map((step) => [keyOf({ kind: step.kind, id: step.source }), step.id]),
  )
  const apps = appSwitches(steps)
  const linked = steps.map((step) => ({
    ...step,
    after: afterOf(deciding, step, { made, apps, steps }),
  }))
  return inOrder(deciding, linked)
}

const NONE: ReadonlySet<ObjectKey> = new Set()
const makes = ({ verb }: Step): boolean => verb === 'create' || verb === 'install'

// What is made and needs each other. What is there already can be pointed at at any time.
function lateOf(deciding: Deciding, decided: readonly Decided[]) {
  const graph = new Map<ObjectKey, readonly ObjectKey[]>()
  for (const { object, fate } of decided) {
    if (fate.is === 'made') graph.set(keyOf(object), deciding.source.needs(object).objects)
  }
  return cyclic(graph)
}

interface Making {
  readonly deciding: Deciding
  readonly late: ReadonlySet<ObjectKey>
}

function stepsOfOne(making: Making, decided: Decided): readonly Step[] {
  const { fate, object } = decided
  if (fate.is === 'made') return stepsOfMade(making, decided, fate)
  const activate = 'activate' in fate ? fate.activate : undefined
  const target = 'target' in fate ? fate.target : null
  return [
    ...(fate.is === 'changed'
      ? fate.parts.map((part, at) => changeStep(making, decided, { part, at, target }))
      : []),
    ...(activate
      ? [
          {
            ...activating(decided, activate),
            target,
            after: fate.is === 'changed' ? [idOf(object, 'update', 0)] : [],
          },
        ]
      : []),
  ]
}

function idOf({ kind, id }: SnapshotObject, verb: string, at = 0): string {
  return `${kind}:${id}/${verb}${at === 0 ? '' : `-${at + 1}`}`
}

type StepParts = Pick<Step, 'id' | 'verb' | 'body' | 'reason'> & Partial<Step>

function step({ object, because }: Decided, parts: StepParts): Step {
  const { kind, id: source, name } = object
  const reason = because ? `${parts.reason} It is moved because ${because}.` : parts.reason
  return {
    ...{ kind, source, name, phase: 'build', target: null, before: null },
    ...{ late: [], placeholders: [], after: [], expects: null, undo: { how: 'delete' } },
    ...parts,
    reason,
  }
}

// An app that did not run on the source is not waited for on the target.
const notRunning = ({ kind, facts }: Decided['object']): JsonObject =>
  kind === 'app' && facts['running'] === false ? { running: false } : {}

function stepsOfMade(
  { deciding, late }: Making,
  decided: Decided,
  { content, parts, reason }: Extract<Fate, { is: 'made' }>,
): readonly Step[] {
  const { object, held } = decided
  const { hasNonce } = KINDS[object.kind]
  const verb = object.kind === 'app' ? 'install' : 'create'
  const body = hasNonce ? { ...content, enabled: false } : { ...content, ...notRunning(object) }
  const first = idOf(object, verb)
  const open = mentioned(body, [...late])
  const placeholders = placeholdersOf(deciding, object, body)
  const steps: Step[] = [
    step(decided, { id: first, verb, reason, body, late: open, placeholders }),
    ...parts.map((part, at) =>
      step(decided, {
        ...{ id: idOf(object, 'set', at), verb: 'set', body: part, after: [first] },
        ...{ reason: 'Making it cannot set this.', undo: DELETED },
      }),
    ),
  ]
  const isOpen = (value: Json): boolean => mentioned(value, open).length > 0
  const patch = Object.fromEntries(Object.entries(content).filter(([, value]) => isOpen(value)))
  if (open.length > 0) {
    steps.push(
      step(decided, {
        ...{ id: idOf(object, 'patch'), verb: 'patch', body: patch, undo: DELETED },
        placeholders: placeholdersOf(deciding, object, patch),
        reason: 'It names others that name it in turn, and which were not there before.',
        after: [first],
      }),
    )
  }
  if (!hasNonce) return steps
  const enabled = content['enabled'] === true && !held
  const named = { name: content['name'] ?? null, ...(enabled && { enabled: true }) }
  return [...steps, { ...activating(decided, named), after: steps.map(({ id }) => id) }]
}

const DELETED: Undo = { how: 'nothing', because: 'The object is deleted.' }

function activating(decided: Decided, body: JsonObject): Step {
  const on = body['enabled'] === true
  return step(decided, {
    ...{ id: idOf(decided.object, 'activate'), verb: 'activate', phase: 'cutover', body },
    reason: on ? 'It was switched on.' : 'It gets its name; it stays switched off.',
    undo: on
      ? { how: 'restore', before: { enabled: false } }
      : { how: 'nothing', because: 'A name does nothing.' },
  })
}

interface ChangeAt {
  readonly part: PartChange
  readonly at: number
  readonly target: string | null
}

function changeStep({ deciding }: Making, decided: Decided, { part, at, target }: ChangeAt): Step {
  const { body, before } = part
  const { object, fate } = decided
  const reason = fate.is === 'changed' ? fate.reason : ''
  return step(decided, {
    ...{ id: idOf(object, 'update', at), verb: before === null ? 'set' : 'update' },
    ...{ reason, body, target, before },
    expects: before === null ? null : expectationOf(before),
    placeholders: placeholdersOf(deciding, object, body),
    undo: undoOf(object, before),
  })
}

function undoOf({ kind, id }: SnapshotObject, before: JsonObject | null): Undo {
  if (before !== null) return { how: 'restore', before }
  if (kind === 'app-setting' || (kind === 'option' && canUnset(id))) return { how: 'unset' }
  if (kind === 'notification-owner')
    return { how: 'restore', before: { enabled: true, push: true } }
  return { how: 'nothing', because: 'The target had nothing here.' }
}

const canUnset = (id: string): boolean => KINDS.option.writing.remove?.(id).operation !== ''

/** Which of some objects a value names. */
function mentioned(value: Json, keys: readonly ObjectKey[]): readonly ObjectKey[] {
  if (keys.length === 0) return keys
  const text = JSON.stringify(value)
  return keys.filter((key) => text.includes(idIn(key)))
}

const idIn = (key: ObjectKey): string => key.slice(key.indexOf(':') + 1)

const isKey = (key: string): key is ObjectKey =>
  KIND_NAMES.some((kind) => key.startsWith(`${kind}:`))

function placeholdersOf(
  deciding: Deciding,
  object: SnapshotObject,
  body: Json,
): readonly ObjectKey[] {
  const { objects, dangling, unsure } = deciding.source.needs(object)
  const missing = objects.filter((key) => !isThere(deciding, key))
  const nothing = [...dangling, ...unsure].map(
    ({ kind, id }) => deciding.source.byId.get(id) ?? `${kind}:${id}`,
  )
  const gone = nothing.filter(isKey).filter((key) => !isThere(deciding, key))
  return [...new Set(mentioned(body, [...missing, ...gone]))]
}

interface Links {
  /** The steps that make objects. */
  readonly made: ReadonlyMap<ObjectKey, string>
  /** The steps after which an app runs. */
  readonly apps: ReadonlyMap<ObjectKey, string>
  readonly steps: readonly Step[]
}

function appSwitches(steps: readonly Step[]): ReadonlyMap<ObjectKey, string> {
  const switching = steps.filter(
    ({ kind, verb, body }) =>
      kind === 'app' && (verb === 'install' || JSON.stringify(body).includes('"enabled":true')),
  )
  return new Map(switching.map(({ source, id }) => [keyOf({ kind: 'app', id: source }), id]))
}

function afterOf({ source }: Deciding, step: Step, { made, apps }: Links): readonly string[] {
  const object = source.get(keyOf({ kind: step.kind, id: step.source }))
  if (!object) return step.after
  const isFlow = KINDS[step.kind].hasNonce
  const { objects } = source.needs(object)
  const all =
    step.phase === 'cutover'
      ? objects
      : [...mentioned(step.body, objects), ...bearersOf(source, object)]
  const after = new Set(step.after)
  for (const key of all) {
    // A flow may be there before the apps of its cards are; it only must not be switched on.
    if (key.startsWith('app:') && isFlow && step.phase === 'build') continue
    if (step.late.includes(key)) continue
    const id = (key.startsWith('app:') ? apps.get(key) : undefined) ?? made.get(key)
    if (id !== undefined && id !== step.id) after.add(id)
  }
  const owner = step.kind === 'notification-owner' || step.kind === 'app-setting' ? objects : []
  for (const key of owner) {
    const id = made.get(key)
    if (id !== undefined) after.add(id)
  }
  const own = made.get(keyOf(object))
  if (own !== undefined && own !== step.id) after.add(own)
  return [...after]
}

// Building before the barrier and cutting over behind it; within, as people would tell it.
function inOrder(deciding: Deciding, steps: readonly Step[]): readonly Step[] {
  const byId = new Map(steps.map((one) => [one.id, one]))
  const rank = new Map(
    steps.map((one) => {
      const object = deciding.source.get(keyOf({ kind: one.kind, id: one.source }))
      const path = object ? pathOf(deciding.source, object).join('/') : ''
      const phase = one.phase === 'build' ? 0 : 1
      const kind = String(KIND_NAMES.indexOf(one.kind)).padStart(2, '0')
      return [one.id, `${phase}${kind} ${path}\u0000${one.name ?? ''}\u0000${one.id}`] as const
    }),
  )
  const graph = new Map(steps.map(({ id, after }) => [id, after]))
  const compare = (one: string, other: string): number => {
    const [a = '', b = ''] = [rank.get(one), rank.get(other)]
    return a < b ? -1 : a > b ? 1 : 0
  }
  return ordered(graph, compare).flatMap((id) => byId.get(id) ?? [])
}
