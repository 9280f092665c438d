// Which object of the target stands for which of the source at this moment: what the plan found there,
// and what the journal says was made since.
import type { Mapping, Target } from '@latchkey/catalogue'
import type { JournalState } from '../journal/journal-state.ts'
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'
import type { Step } from '../plan/plan.ts'
import { finalName, isMaking, objectOf, type PlanIndex } from './steps.ts'

/** What an open reference points at until it is closed: an id of the right form that nothing ever has. */
export const NIL = '00000000-0000-0000-0000-000000000000'

/** What is bound, and what references are rewritten by; both go on as objects are made. */
export class Bindings {
  readonly bound = new Map<ObjectKey, string>()
  readonly #mapping: Record<string, Target> = {}
  readonly #index: PlanIndex

  constructor(index: PlanIndex, { done }: Pick<JournalState, 'done'>) {
    this.#index = index
    for (const [key, id] of Object.entries(index.plan.bound)) this.#bind(key as ObjectKey, id)
    for (const step of index.steps) {
      const made = isMaking(step) ? done.get(step.id) : undefined
      if (made) this.made(step, made.target)
    }
  }

  get mapping(): Mapping {
    return this.#mapping
  }

  /** An object was made. */
  made(step: Step, id: string): void {
    this.#bind(objectOf(step), id, finalName(step))
  }

  // What keeps a copy of a name gets the one that the object has in the end.
  #bind(key: ObjectKey, id: string, made?: string): void {
    this.bound.set(key, id)
    const name = made ?? this.#index.plan.names[key]
    this.#mapping[divided(key)[1]] = { id, ...(name !== undefined && { name }) }
  }
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

/** The id at the target of what a step is about; nothing if it is not there yet. */
export function targetOf(
  step: Pick<Step, 'kind' | 'source' | 'target'>,
  { bound, mapping }: Bindings,
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
