// Makes a plan: a pure function of two snapshots and a mapping. The same three give the same plan.
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { TransferMapping } from '../mapping/mapping.ts'
import { canonical } from '../snapshot/canonical.ts'
import { sha256 } from '../snapshot/hash.ts'
import type { Snapshot, SnapshotObject } from '../snapshot/snapshot.ts'
import { Bindings } from './binding.ts'
import { checklistOf } from './checklist.ts'
import { isToBeMade } from './decide-made.ts'
import { decide } from './decide-set.ts'
import { comingOf, type Deciding, type Waiting, waitingOf } from './deciding.ts'
import { NOT_SELECTED } from './fate.ts'
import { homeOf } from './home.ts'
import { offerOf } from './liveness.ts'
import { type Decided, stepsOf } from './make-steps.ts'
import { bindByKeys } from './natural.ts'
import type { ByHand, Held, Kept, TransferPlan, Undecided } from './plan.ts'
import { obstacleOn, type PlanOptions } from './plan-options.ts'
import { selectedOf } from './selection.ts'

/** Kinds of which an object is marked as waiting if something that it names is not there. */
const HELD: readonly KindName[] = [
  ...(['flow', 'advanced-flow', 'script', 'mood', 'group', 'dashboard', 'favourites'] as const),
]

/**
 * Makes a plan.
 * @throws RangeError if something was selected that the source does not have
 */
export function makePlan(
  source: Snapshot,
  target: Snapshot,
  mapping: TransferMapping,
  options: PlanOptions,
): TransferPlan {
  const { deciding, because } = prepared(source, target, mapping, options)
  const decided = deciding.source.all.map((object): Decided & { waiting: Waiting | undefined } => {
    const waiting = HELD.includes(object.kind) ? waitingOf(deciding, object) : undefined
    const held = waiting !== undefined
    const selected = deciding.isSelected(keyOf(object))
    const fate = selected ? fateOf(deciding, object, waiting) : unselected(deciding, object)
    return { object, fate, held, waiting: selected ? waiting : undefined, because: because(object) }
  })
  const steps = stepsOf(deciding, decided)
  const lists = listsOf(deciding, decided, mapping)
  const { bindings } = deciding
  const overwrites = decided.filter(({ fate }) => fate.is === 'changed' && fate.overwrites).length
  const bound = sorted(bindings.entries)
  const plan = {
    ...({ format: 'homey-transfer-plan', version: 1 } as const),
    ...{ source: source.manifest.hub, target: target.manifest.hub },
    ...{ sourceRoot: source.manifest.root, targetRoot: target.manifest.root },
    ...{ bound, names: namesOf(deciding, decided) },
    ...hashesOf(deciding, decided),
    ...{ steps, ...lists },
    guards: {
      ...{ overwrites, maxOverwrite: options.maxOverwrite ?? 20 },
      // Nothing that the target has is ever deleted by a plan.
      ...{ deletions: 0, maxDelete: options.maxDelete ?? 0 },
    },
  }
  return { ...plan, id: idOf(plan), madeAt: options.madeAt }
}

// What is read is in the roots, and what is done about it in the ids of the steps: the same two homes and
// the same decisions give the same id.
function idOf(plan: Omit<TransferPlan, 'id' | 'madeAt'>): string {
  const { sourceRoot, targetRoot, bound, names, steps, held, guards } = plan
  const done = steps.map(({ id, expects }) => [id, expects])
  const waiting = held.map(({ object, because }) => [object, because])
  return sha256(canonical([sourceRoot, targetRoot, bound, names, done, waiting, guards])).slice(
    0,
    16,
  )
}

interface Prepared {
  readonly deciding: Deciding
  /** For whose sake an object is moved that was not selected itself. */
  readonly because: (object: SnapshotObject) => string | undefined
}

function prepared(
  from: Snapshot,
  to: Snapshot,
  mapping: TransferMapping,
  options: PlanOptions,
): Prepared {
  const [source, target] = [homeOf(from), homeOf(to)]
  const bindings = new Bindings(source, target)
  bindings.take(mapping)
  bindings.takeSame()
  const clashes = bindByKeys(bindings, options.policies ?? {})
  const obstacle = obstacleOn(to, options)
  const isMissing = (object: SnapshotObject): boolean =>
    isToBeMade({ bindings, clashes, options, obstacle, isSelected: () => true }, object)
  const selected = options.only ? selectedOf(source, options.only, isMissing) : undefined
  const isSelected = (key: ObjectKey): boolean => selected === undefined || selected.has(key)
  const base = { source, target, bindings, clashes, obstacle, options, isSelected }
  const deciding = whatComes(base)
  return {
    deciding,
    because: (object) => {
      const why = selected?.get(keyOf(object))
      return why === 'it was selected' ? undefined : why
    },
  }
}

// What waits and is to be left out takes with it what waits for that.
function whatComes(base: Omit<Deciding, 'coming' | 'offer'>): Deciding {
  let makes = base.source.all.filter((object) => isToBeMade(base, object))
  for (;;) {
    const coming = comingOf(base, makes)
    const offer = offerOf(base.bindings, (key) => coming.has(key))
    const deciding: Deciding = { ...base, coming, offer }
    const out = makes.filter(
      (object) =>
        coming.has(keyOf(object)) && isLeftOut(deciding, object) && waitingOf(deciding, object),
    )
    if (out.length === 0) return deciding
    makes = makes.filter((object) => !out.includes(object))
  }
}

function isLeftOut({ options }: Deciding, object: SnapshotObject): boolean {
  const isFlow = object.kind === 'flow' || object.kind === 'advanced-flow'
  const chosen = options.waitingOf?.[keyOf(object)] ?? options.waiting ?? 'hold'
  return isFlow && chosen === 'skip'
}

function fateOf(deciding: Deciding, object: SnapshotObject, waiting: Waiting | undefined) {
  if (waiting && isLeftOut(deciding, object) && !deciding.bindings.objectOf(object)) {
    const because = `It is left out, since it would wait: ${waiting.because.join('; ')}.`
    return { is: 'kept', how: 'skipped', target: null, because } as const
  }
  return decide(deciding, object, waiting !== undefined)
}

function unselected({ bindings }: Deciding, object: SnapshotObject): Decided['fate'] {
  const target = bindings.of(keyOf(object)) ?? null
  return { is: 'kept', how: 'skipped', target, because: NOT_SELECTED }
}

type WithWaiting = Decided & { readonly waiting: Waiting | undefined }

function listsOf(
  deciding: Deciding,
  decided: readonly WithWaiting[],
  mapping: TransferMapping,
): Pick<TransferPlan, 'held' | 'kept' | 'byHand' | 'undecided'> {
  const held: Held[] = []
  const kept: Kept[] = []
  const byHand: ByHand[] = []
  const undecided: Undecided[] = []
  for (const { object, fate, waiting } of decided) {
    const [key, name] = [keyOf(object), object.name]
    if (fate.is === 'waits')
      held.push({ object: key, name, waitsFor: fate.waitsFor, because: fate.because })
    else if (fate.is === 'by-hand')
      byHand.push({ group: fate.group, object: key, what: fate.what, instead: true })
    else if (fate.is === 'undecided')
      undecided.push({ object: key, question: fate.question, choices: fate.choices })
    else if (isWaiting(deciding, { object, fate, waiting }) && waiting) {
      held.push({
        object: key,
        name,
        waitsFor: waiting.waitsFor,
        because: waiting.because.join('; '),
      })
    } else if (fate.is === 'kept') {
      kept.push({ object: key, name, target: fate.target, how: fate.how, because: fate.because })
    }
  }
  byHand.push(...checklistOf(deciding, decided, mapping))
  return { held, kept, byHand, undecided }
}

// What the target has by itself does not wait; what was made for it does, now or in an earlier run.
function isWaiting(
  { bindings }: Deciding,
  { object, fate, waiting }: Pick<WithWaiting, 'object' | 'fate' | 'waiting'>,
): boolean {
  if (waiting === undefined) return false
  return (
    fate.is === 'made' ||
    fate.is === 'changed' ||
    // Favourites are put together with those of the target, so they are never wholly somebody else's.
    (fate.is === 'kept' && (bindings.made.has(keyOf(object)) || object.kind === 'favourites'))
  )
}

function namesOf({ bindings }: Deciding, decided: readonly Decided[]): Record<ObjectKey, string> {
  const names = decided.flatMap(({ object, fate }): [ObjectKey, string][] => {
    const there = bindings.objectOf(object)
    const called =
      fate.is === 'made' ? fate.content['name'] : there && nameThere(object, there, fate)
    return typeof called === 'string' && called !== object.name ? [[keyOf(object), called]] : []
  })
  return sorted(names)
}

// A device that is written to gets its old name back.
function nameThere(object: SnapshotObject, there: SnapshotObject, fate: Decided['fate']) {
  const renamed = fate.is === 'changed' && fate.parts.some(({ body }) => 'name' in body)
  return renamed ? object.name : there.name
}

function hashesOf(
  { bindings, target }: Deciding,
  decided: readonly Decided[],
): Pick<TransferPlan, 'sourceHashes' | 'targetHashes'> {
  const isMoved = ({ fate }: Decided): boolean =>
    !(fate.is === 'kept' && fate.because === NOT_SELECTED) && fate.is !== 'by-hand'
  const moved = decided.filter(isMoved)
  const there = moved.flatMap(({ object, fate }) => {
    const id = 'target' in fate && fate.target !== null ? fate.target : undefined
    const found =
      bindings.objectOf(object) ??
      (id === undefined ? undefined : target.snapshot.objects[object.kind].get(id))
    return found ? [[keyOf(found), found.sha256] as const] : []
  })
  return {
    sourceHashes: sorted(moved.map(({ object }) => [keyOf(object), object.sha256])),
    targetHashes: sorted(there),
  }
}

function sorted<T>(entries: readonly (readonly [ObjectKey, T])[]): Record<ObjectKey, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
