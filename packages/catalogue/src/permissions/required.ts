// What one request needs: the operation's permission, with the refinements that its content calls
// for. Pure; the gateway asks it for every request, and the same answer tells a client what to ask.
import type { Operation } from '../operations/operation.ts'
import { REFINEMENTS, type RequestFacts } from './refinements.ts'

/** A request's needs: any one of the alternatives, and all permissions of that one. */
export type Required =
  | { readonly kind: 'permissions'; readonly alternatives: readonly (readonly string[])[] }
  | { readonly kind: 'always' }
  | { readonly kind: 'never'; readonly because: string }

/** Whether the needs of an operation depend on what stands in the request. */
export function isJudgedByContent(operation: Operation): boolean {
  return REFINEMENTS[operation.id] !== undefined
}

/** What a request for this operation with this content needs. */
export function required(operation: Operation, facts: RequestFacts): Required {
  const { requirement } = operation
  if (requirement.class === 'always') return { kind: 'always' }
  if (requirement.class === 'withheld') return { kind: 'never', because: requirement.because }
  const own = [requirement.permission]
  const instead: (readonly string[])[] = []
  for (const refinement of REFINEMENTS[operation.id] ?? []) {
    if (!refinement.when(facts)) continue
    if (refinement.kind === 'never') return { kind: 'never', because: refinement.because }
    if (refinement.kind === 'also') own.push(refinement.permission)
    else instead.push([refinement.permission])
  }
  return { kind: 'permissions', alternatives: [own, ...instead] }
}

/** Whether a set of permissions satisfies one of the alternatives. */
export function suffices(
  held: ReadonlySet<string>,
  alternatives: readonly (readonly string[])[],
): boolean {
  return alternatives.some((all) => all.every((permission) => held.has(permission)))
}
