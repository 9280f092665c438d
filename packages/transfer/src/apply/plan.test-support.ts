// A planner for tests: everything of one home that can be made on another one that has the same people,
// apps and devices under the same names. It knows no policies; what it plans is all that applying can do.
import { references } from '@latchkey/catalogue'
import type { JsonObject } from '../json.ts'
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Held, Step, TransferPlan } from '../plan/plan.ts'
import { beforeOf, expectationOf } from '../plan/same.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { aliveOn, lacking } from '../verify/liveness.ts'

const MADE: readonly KindName[] = [
  ...(['zone', 'flow-folder', 'variable', 'alarm', 'group', 'script', 'mood'] as const),
  ...(['flow', 'advanced-flow', 'dashboard'] as const),
]
const SAME_NAME: readonly KindName[] = ['user', 'device']

/** A plan of all that is not there. */
export function planForTest(source: Snapshot, target: Snapshot): TransferPlan {
  const bound = boundByName(source, target)
  const making = MADE.flatMap((kind) =>
    [...source.objects[kind].values()].filter((object) => !(keyOf(object) in bound)),
  )
  const held = making.filter((object) => dead(object, source).length > 0)
  const steps = [
    ...making.flatMap((object) => makingSteps(object, making, source)),
    ...changingSteps(source, target, bound),
    ...settingSteps(source, target, making),
  ]
  return {
    ...{ format: 'homey-transfer-plan', version: 1, id: 'plan-for-test' },
    ...{ madeAt: '2026-05-01T08:00:00Z', source: source.manifest.hub, target: target.manifest.hub },
    ...{ sourceRoot: source.manifest.root, targetRoot: target.manifest.root, bound, steps },
    ...{ names: {}, sourceHashes: {}, targetHashes: {}, kept: [], byHand: [] },
    held: held.map(heldOf),
    ...{ undecided: [] },
    guards: { overwrites: 0, maxOverwrite: 99, deletions: 0, maxDelete: 0 },
  }
}

const dead = ({ kind, content }: SnapshotObject, source: Snapshot): readonly string[] =>
  KINDS[kind].hasNonce ? lacking(kind, content, aliveOn(source)) : []

const heldOf = (object: SnapshotObject): Held => ({
  ...{ object: keyOf(object), name: object.name, waitsFor: [] },
  because: 'It lacks something on the source already.',
})

function boundByName(source: Snapshot, target: Snapshot): Record<ObjectKey, string> {
  const bound: Record<ObjectKey, string> = {}
  for (const kind of SAME_NAME) {
    for (const object of source.objects[kind].values()) {
      const same = [...target.objects[kind].values()].find(({ name }) => isNamed(name, object.name))
      if (same) bound[keyOf(object)] = same.id
    }
  }
  for (const id of source.objects.app.keys()) bound[`app:${id}`] = id
  const [root, other] = [rootOf(source), rootOf(target)]
  if (root && other) bound[`zone:${root.id}`] = other.id
  return bound
}

const isNamed = (now: string | null, name: string | null): boolean =>
  now === name || now === `New ${name}`

const rootOf = ({ objects }: Snapshot): SnapshotObject | undefined =>
  [...objects.zone.values()].find(({ content }) => content['parent'] === null)

const idOf = (kind: string, id: string): string => `create/${kind}/${id}`

function needed(object: SnapshotObject, making: readonly SnapshotObject[]) {
  const { shape } = KINDS[object.kind]
  const ids = new Set((shape ? references(shape, object.content) : []).map(({ id }) => id))
  return making.filter(({ id }) => ids.has(id))
}

const STEP = {
  ...{ target: null, before: null, late: [], placeholders: [], expects: null },
  ...{ reason: 'It is not there.', phase: 'build' as const },
}

// What comes later in the list, or is the object itself, cannot be there before: it is patched.
function makingSteps(
  object: SnapshotObject,
  making: readonly SnapshotObject[],
  source_: Snapshot,
): readonly Step[] {
  const { kind, id: source, name, content } = object
  const at = making.indexOf(object)
  const needs = needed(object, making)
  const late = needs.filter((one) => making.indexOf(one) >= at && one.kind !== 'zone')
  const before = needs.filter((one) => !late.includes(one))
  const create: Step = {
    ...{ ...STEP, id: idOf(kind, source), kind, source, name, verb: 'create', body: content },
    ...{ late: late.map(keyOf), after: before.map((one) => idOf(one.kind, one.id)) },
    undo: { how: 'delete' },
  }
  const nothing = { how: 'nothing' as const, because: 'The object is deleted.' }
  const patch: Step = {
    ...{ ...STEP, id: `patch/${kind}/${source}`, kind, source, name, verb: 'patch' },
    ...{ body: content, undo: nothing },
    after: [create.id, ...late.map((one) => idOf(one.kind, one.id))],
  }
  const activate: Step = {
    ...{ ...STEP, id: `activate/${kind}/${source}`, kind, source, name, verb: 'activate' },
    ...{ phase: 'cutover', body: { enabled: true }, after: [create.id], undo: nothing },
  }
  const isOn = KINDS[kind].hasNonce && content['enabled'] === true && dead(object, source_).length === 0
  return [create, ...(late.length > 0 ? [patch] : []), ...(isOn ? [activate] : [])]
}

function changingSteps(
  source: Snapshot,
  target: Snapshot,
  bound: Record<ObjectKey, string>,
): readonly Step[] {
  return [...source.objects.device.values()].flatMap((object): Step[] => {
    const there = target.objects.device.get(bound[keyOf(object)] ?? '')
    if (!there) return []
    const body: JsonObject = { name: object.content['name'] ?? null, zone: object.content['zone'] ?? null }
    const before = beforeOf(there.content, body)
    const zone = String(object.content['zone'])
    const after = `zone:${zone}` in bound ? [] : [idOf('zone', zone)]
    const { kind, id, name } = object
    return [
      {
        ...{ ...STEP, id: `update/device/${id}`, kind, source: id, name, verb: 'update' },
        ...{ target: there.id, before, body, after, expects: expectationOf(before) },
        undo: { how: 'restore', before },
      },
    ]
  })
}

// What the target does not have yet, after everything that it names.
function settingSteps(
  source: Snapshot,
  target: Snapshot,
  making: readonly SnapshotObject[],
): readonly Step[] {
  return [...source.objects['app-setting'].values()]
    .filter(({ id }) => !target.objects['app-setting'].has(id))
    .map((object) => ({
      ...{ ...STEP, id: `set/${object.id}`, kind: object.kind, source: object.id },
      ...{ name: object.name, verb: 'set' as const, target: object.id, body: object.content },
      after: needed(object, making).map((one) => idOf(one.kind, one.id)),
      undo: { how: 'unset' as const },
    }))
}
