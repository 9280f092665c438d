// What has to be undone after a run, however far it came, and what has to stay: what a person changed
// since, and what has something in it that is not ours. Pure, over the journal and a snapshot.
import { type Bindings, targetOf } from '../apply/bindings.ts'
import { sourceStep } from '../apply/disable-source.ts'
import { isMaking, objectOf, type PlanIndex } from '../apply/steps.ts'
import type { JournalState } from '../journal/journal-state.ts'
import type { ObjectKey } from '../kinds/kind-name.ts'
import type { Step } from '../plan/plan.ts'
import { beforeOf, expectationOf } from '../plan/same.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { differences } from '../verify/equality.ts'
import { type Expected, expectedOn } from '../verify/expected.ts'
import { containersKept } from './containers.ts'
import type { Undoing } from './undoing.ts'

/** What an undo is worked out from. */
export interface UndoFrom {
  readonly index: PlanIndex
  readonly bindings: Bindings
  readonly state: JournalState
  readonly target: Snapshot
  /** Undo also what a person changed since. */
  readonly force: boolean
}

/** Everything that is left to undo. */
export function undoings(from: UndoFrom): readonly Undoing[] {
  const { index, state, bindings } = from
  const touched = index.steps.filter(
    (step) =>
      wasSent(step, state) &&
      step.undo.how !== 'nothing' &&
      !state.undone.has(step.id) &&
      !goesAnyway(step, index, state),
  )
  const followers = Map.groupBy(
    touched.flatMap((step) => step.after.map((before) => ({ before, id: step.id }))),
    ({ before }) => before,
  )
  const plain = touched.map(
    (step): Undoing => ({
      ...{ id: step.id, step, verb: step.verb, atSource: false },
      target: state.done.get(step.id)?.target ?? targetOf(step, bindings) ?? step.source,
      after: (followers.get(step.id) ?? []).map(({ id }) => id),
      kept: undefined,
    }),
  )
  const judged = judge(plain, from)
  return [...judged, ...atSource(from)]
}

// What was made is deleted, so whatever was changed of it goes with it.
function goesAnyway(step: Step, { makes }: PlanIndex, { done }: JournalState): boolean {
  const making = makes.get(objectOf(step))
  return making?.verb === 'create' && making.id !== step.id && done.has(making.id)
}

// A change that may have been made is put back as well; a creation that may have been is looked for
// before, so here it was not.
function wasSent(step: Step, { done, intents }: JournalState): boolean {
  return done.has(step.id) || (step.verb !== 'create' && intents.has(step.id))
}

function judge(all: readonly Undoing[], from: UndoFrom): readonly Undoing[] {
  const edited = editedSince(from)
  const first = all.map((one) => {
    const reason = keptBecause(one, edited, from)
    return reason === undefined ? one : { ...one, kept: reason }
  })
  const containers = containersKept(first, from.target)
  return first.map((one) => {
    const inside = isMaking(one.step) ? containers.get(`${one.step.kind}:${one.target}`) : undefined
    return one.kept === undefined && inside !== undefined
      ? { ...one, kept: `${inside} is in it.` }
      : one
  })
}

const EDITED = 'A person changed it since.'

function keptBecause(
  { step, target, id }: Undoing,
  edited: ReadonlySet<ObjectKey>,
  { state, target: now, force }: UndoFrom,
): string | undefined {
  if (step.verb === 'install') {
    const there = state.begin?.baseline.app?.includes(target) ?? false
    return there ? 'It was installed before.' : undefined
  }
  // What was begun to be undone is not as it was any more, by our own doing.
  if (force || state.undoing.has(id)) return undefined
  if (isBack(step, target, now)) return undefined
  return edited.has(objectOf(step)) ? EDITED : undefined
}

// Somebody, perhaps this tool before it died, put it back already.
function isBack(step: Step, target: string, { objects }: Snapshot): boolean {
  const { undo, kind } = step
  const object = objects[kind].get(target)
  if (undo.how !== 'restore') return object === undefined
  if (object === undefined) return false
  return expectationOf(beforeOf(object.content, undo.before)) === expectationOf(undo.before)
}

/**
 * Objects that are neither as the steps that were done left them, nor as those that may have been done or
 * may have been undone would have. What a hub calls volatile does not count.
 */
export function editedSince({ index, bindings, state, target }: UndoFrom): ReadonlySet<ObjectKey> {
  const sure = expectedOn(index, bindings, state)
  const maybe = new Map([...state.done])
  for (const step of index.steps) {
    if (maybe.has(step.id) || !wasSent(step, state)) continue
    const id = targetOf(step, bindings) ?? step.source
    maybe.set(step.id, { step: step.id, target: id, adopted: false, open: [] })
  }
  const perhaps = new Map(
    expectedOn(index, bindings, { done: maybe, undone: state.undone }).map((one) => [
      one.object,
      one,
    ]),
  )
  // What was begun to be undone may be as it was before, by our own doing.
  const without = new Map([...state.undone, ...[...state.undoing].map((id) => [id, null] as const)])
  const less = expectedOn(index, bindings, { done: state.done, undone: without })
  const edited = [...perhaps.values()].filter(({ object }) => {
    const forms = [...sure, ...perhaps.values(), ...less].filter((one) => one.object === object)
    const [first = [], ...others] = forms.map((one) => different(one, target))
    if (forms.length < 3) return false
    return first.some((name) => others.every((found) => found.includes(name)))
  })
  return new Set(edited.map(({ object }) => object))
}

// What is not there any more needs no undoing, and is no edit to keep.
function different(expected: Expected, target: Snapshot): readonly string[] {
  const found = differences(expected, target, undefined)
  return found[0] === '' ? [] : found
}

function atSource({ index, state }: UndoFrom): readonly Undoing[] {
  return index.steps.flatMap((step): Undoing[] => {
    const id = sourceStep(step)
    const before = state.preImages.get(id)
    if (!state.intents.has(id) || before === undefined || state.undone.has(id)) return []
    const undo = { how: 'restore' as const, before }
    const one = { ...step, verb: 'update' as const, undo }
    return [
      {
        id,
        step: one,
        verb: 'update',
        target: step.source,
        after: [],
        kept: undefined,
        atSource: true,
      },
    ]
  })
}
