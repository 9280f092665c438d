// What each object of the target should hold after the steps that were done: their bodies, one over the
// other, in ids of the target.
import { type Bindings, targetOf } from '../apply/bindings.ts'
import { postedBody } from '../apply/fingerprint.ts'
import { rewritten } from '../apply/request.ts'
import { bodyOf, carriesNonce, objectOf, type PlanIndex } from '../apply/steps.ts'
import type { JournalState } from '../journal/journal-state.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Step } from '../plan/plan.ts'

/** One object of the target that was written. */
export interface Expected {
  readonly object: ObjectKey
  readonly kind: KindName
  readonly name: string | null
  readonly target: string
  /** What it should hold; secrets are stubs. Members that are not here were not written. */
  readonly content: JsonObject
  /** Whether it was made, rather than changed. */
  readonly made: boolean
  /** References of secrets that were not known when it was written. */
  readonly open: readonly string[]
  readonly steps: readonly Step[]
  /** Ids of the source that may stand in it. */
  readonly placeholders: readonly ObjectKey[]
}

/** Everything that was written so far. */
export function expectedOn(
  index: PlanIndex,
  bindings: Bindings,
  { done, undone }: Pick<JournalState, 'done' | 'undone'>,
): readonly Expected[] {
  const byObject = new Map<ObjectKey, Expected>()
  for (const step of index.steps) {
    const end = done.get(step.id)
    if (!end || undone.has(step.id) || step.verb === 'install') continue
    const object = objectOf(step)
    const before = byObject.get(object)
    const target = before?.target ?? targetOf(step, bindings) ?? end.target
    byObject.set(object, {
      ...{ object, kind: step.kind, name: before?.name ?? step.name, target },
      content: over(before?.content ?? {}, writtenBy(step, bindings)),
      made: before?.made === true || step.verb === 'create',
      open: [...(before?.open ?? []), ...end.open],
      steps: [...(before?.steps ?? []), step],
      placeholders: [...(before?.placeholders ?? []), ...step.placeholders],
    })
  }
  return [...byObject.values()]
}

// Bodies of one object come in the order of the plan: made, patched, switched on.
function writtenBy(step: Step, { mapping }: Bindings): JsonObject {
  const body = rewritten(step, mapping)
  if (step.verb === 'create') {
    const content = projected(step.kind, body)
    if (!carriesNonce(step)) return content
    const { name: _name, ...rest } = content
    return { ...rest, enabled: false }
  }
  if (step.verb !== 'patch' || !KINDS[step.kind].hasNonce) return body
  const { name: _name, enabled: _enabled, ...rest } = body
  return rest
}

/** Content as far as making an object writes it. */
export function projected(kind: KindName, content: JsonObject): JsonObject {
  const { create } = KINDS[kind].writing
  return create ? postedBody(create(content)) : content
}

function over(before: JsonObject, part: JsonObject): JsonObject {
  const { settings } = part
  const old = before['settings']
  if (!isObject(settings) || !isObject(old)) return { ...before, ...part }
  const merged: Json = { ...old, ...settings }
  return { ...before, ...part, settings: merged }
}

/** Whether the plan switches an object on in the end. */
export function isActivation(step: Step): boolean {
  return step.verb === 'activate' && bodyOf(step)['enabled'] === true
}
