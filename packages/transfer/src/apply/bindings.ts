// Which object of the target stands for which of the source at this moment: what the plan found there,
// and what the journal says was made since.
import type { Mapping } from '@latchkey/catalogue'
import type { JournalState } from '../journal/journal-state.ts'
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'
import { bodyOf, finalName, isMaking, objectOf, type PlanIndex } from './steps.ts'

/** What an open reference points at until it is closed: an id of the right form that nothing ever has. */
export const NIL = '00000000-0000-0000-0000-000000000000'

/** Names of objects of the target as they are now; nothing where that is not known. */
export type NameOnTarget = (kind: KindName, id: string) => string | undefined

/** Ids of the target by objects of the source. */
export function boundNow(index: PlanIndex, { done }: JournalState): ReadonlyMap<ObjectKey, string> {
  const bound = new Map<ObjectKey, string>()
  for (const [key, id] of Object.entries(index.plan.bound)) bound.set(key as ObjectKey, id)
  for (const step of index.steps) {
    const made = isMaking(step) ? done.get(step.id) : undefined
    if (made) bound.set(objectOf(step), made.target)
  }
  return bound
}

/** What references are rewritten by. Names are those that the objects will have in the end. */
export function mappingOf(
  index: PlanIndex,
  bound: ReadonlyMap<ObjectKey, string>,
  nameOnTarget: NameOnTarget,
): Mapping {
  const renamed = plannedNames(index)
  const rows = [...bound].map(([key, id]) => {
    const [kind, source] = divided(key)
    const name = renamed.get(key) ?? nameOnTarget(kind, id)
    return [source, { id, ...(name !== undefined && { name }) }] as const
  })
  return Object.fromEntries(rows)
}

/** A mapping in which these objects point nowhere yet. */
export function withOpen(mapping: Mapping, late: readonly ObjectKey[]): Mapping {
  if (late.length === 0) return mapping
  const open = late.map((key) => [divided(key)[1], { id: NIL }] as const)
  return { ...mapping, ...Object.fromEntries(open) }
}

/** Kind and id of a key. */
export function divided(key: ObjectKey): readonly [KindName, string] {
  const at = key.indexOf(':')
  return [key.slice(0, at) as KindName, key.slice(at + 1)]
}

// What is made has the name that it is made with, what is bound the one that a step gives it.
function plannedNames({ steps }: PlanIndex): ReadonlyMap<ObjectKey, string> {
  const names = new Map<ObjectKey, string>()
  for (const step of steps) {
    const { name } = bodyOf(step)
    if (isMaking(step)) names.set(objectOf(step), finalName(step))
    else if (typeof name === 'string' && step.verb === 'update') names.set(objectOf(step), name)
  }
  return names
}

/** The id at the target of what a step is about; nothing if it is not there yet. */
export function targetOf(
  step: Parameters<typeof objectOf>[0] & { readonly target: string | null },
  bound: ReadonlyMap<ObjectKey, string>,
  mapping: Mapping,
): string | undefined {
  if (step.target !== null) return step.target
  const made = bound.get(objectOf(step))
  if (made !== undefined) return made
  // Ids that are put together from others, such as the URI of whom a setting is for.
  const { source } = step
  const ids = source.match(UUID) ?? []
  if (ids.some((id) => !Object.hasOwn(mapping, id))) return undefined
  return source.replace(UUID, (id) => mapping[id]?.id ?? id)
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

