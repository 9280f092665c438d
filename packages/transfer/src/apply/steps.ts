// The steps of a plan as they are carried out: what was built under a nonce gets its name back, whether
// the plan switches it on or not.
import { isObject, type JsonObject } from '../json.ts'
import { type KindName, keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import type { Step, TransferPlan } from '../plan/plan.ts'

/** A plan with its steps by what they are about. */
export interface PlanIndex {
  readonly plan: TransferPlan
  /** All of them, those that only give a name back included. */
  readonly steps: readonly Step[]
  readonly byId: ReadonlyMap<string, Step>
  /** The step that makes an object, by the object of the source. */
  readonly makes: ReadonlyMap<ObjectKey, Step>
}

/** The object of the source that a step is about. */
export const objectOf = ({ kind, source: id }: Pick<Step, 'kind' | 'source'>): ObjectKey =>
  keyOf({ kind, id })

/** Whether a step makes an object that was not there. */
export const isMaking = ({ verb }: Step): boolean => verb === 'create' || verb === 'install'

/** Whether an object of this kind carries a nonce while it is built. */
export const carriesNonce = (step: Step): boolean =>
  step.verb === 'create' && KINDS[step.kind].hasNonce

/** The body of a step as an object; steps without one have none of its members. */
export const bodyOf = ({ body }: Pick<Step, 'body'>): JsonObject => (isObject(body) ? body : {})

/** Indexes a plan. @throws TypeError if two steps have one id or one waits for a step that is not there */
export function indexPlan(plan: TransferPlan): PlanIndex {
  const makes = new Map(plan.steps.filter(isMaking).map((step) => [objectOf(step), step]))
  const activated = new Set(plan.steps.filter(({ verb }) => verb === 'activate').map(objectOf))
  const given = plan.steps.map((step) => (step.verb === 'activate' ? named(step, makes) : step))
  const naming = [...makes.values()]
    .filter((step) => carriesNonce(step) && !activated.has(objectOf(step)))
    .map(namingOf)
  const steps = [...given, ...naming]
  const byId = new Map(steps.map((step) => [step.id, step]))
  if (byId.size !== steps.length) throw new TypeError('Two steps of the plan have the same id.')
  for (const { id, after } of steps) {
    const lost = after.find((other) => !byId.has(other))
    if (lost !== undefined) throw new TypeError(`Step ${id} waits for ${lost}, which is not there.`)
  }
  return { plan, steps, byId, makes }
}

/** The id of the step that only gives a name to what is not well enough to be switched on. */
export const unwellId = ({ id }: Pick<Step, 'id'>): string => `unwell/${id}`

/** What an object is called when all is done: as the step that makes it says. */
export function finalName(step: Step): string {
  const { name } = bodyOf(step)
  return typeof name === 'string' ? name : (step.name ?? '')
}

// Switching something on and giving it its name back is one request.
function named(step: Step, makes: PlanIndex['makes']): Step {
  const making = makes.get(objectOf(step))
  const body = bodyOf(step)
  if (!making || !carriesNonce(making) || 'name' in body) return step
  return { ...step, body: { name: finalName(making), ...body } }
}

function namingOf(making: Step): Step {
  return {
    ...making,
    ...{ id: `name/${making.id}`, verb: 'activate', phase: 'cutover', target: null },
    ...{ reason: 'It gets its name back and stays switched off.', before: null },
    ...{ body: { name: finalName(making) }, late: [], after: [making.id], expects: null },
    undo: { how: 'nothing', because: 'The object is deleted.' },
  }
}

/** Kinds of which the steps make objects, each once. */
export function madeKinds(steps: readonly Step[]): readonly KindName[] {
  return [...new Set(steps.filter(isMaking).map(({ kind }) => kind))]
}
