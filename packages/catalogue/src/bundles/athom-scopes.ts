// Athom's scopes as bundles. On each generation a scope stands for exactly the permissions all of
// whose operations it allows there: never more than the hub itself would let that scope do.
import type { Generation } from '../generation.ts'
import type { Operation } from '../operations/operation.ts'
import { operations } from '../operations/operations.ts'
import { satisfies } from '../operations/scopes.ts'
import { REFINING_PERMISSIONS } from '../permissions/refinements.ts'

/** The scope above all others: a session that holds it may do everything. */
export const ROOT_SCOPE = 'homey'

const cache = new Map<Generation, ReadonlyMap<string, readonly string[]>>()

/** The permissions of each of Athom's scopes on a generation; scopes that exist there only. */
export function athomScopes(generation: Generation): ReadonlyMap<string, readonly string[]> {
  const known = cache.get(generation)
  if (known) return known
  const names = new Set(operations(generation).flatMap((one) => one.scopes))
  const bundles = new Map<string, readonly string[]>()
  for (const scope of [...names].sort()) bundles.set(scope, allowedBy(scope, generation))
  cache.set(generation, bundles)
  return bundles
}

function allowedBy(scope: string, generation: Generation): readonly string[] {
  const allowed: string[] = []
  for (const [permission, needed] of operationsByPermission(generation)) {
    const scoped = needed.filter((one) => one.scopes.length > 0)
    if (scoped.length === 0) continue
    // An operation that asks no scope is open to every session, so it adds nothing to a bundle.
    if (scoped.every((one) => one.scopes.every((needs) => satisfies(scope, needs)))) {
      allowed.push(permission)
    }
  }
  // What refines an allowed permission is allowed with it: Athom's scope does not leave out locks.
  for (const [refining, base] of Object.entries(REFINING_PERMISSIONS)) {
    if (allowed.includes(base)) allowed.push(refining)
  }
  return allowed.sort()
}

/** The operations of a generation by the permission that they need; those without are left out. */
export function operationsByPermission(
  generation: Generation,
): ReadonlyMap<string, readonly Operation[]> {
  const grouped = new Map<string, Operation[]>()
  for (const operation of operations(generation)) {
    if (operation.requirement.class !== 'permission') continue
    const { permission } = operation.requirement
    const group = grouped.get(permission)
    if (group) group.push(operation)
    else grouped.set(permission, [operation])
  }
  return grouped
}

/**
 * The Athom scopes that a set of permissions fully covers on a generation: every operation that
 * the scope allows and that can be granted at all is allowed by the set.
 */
export function coveredScopes(held: ReadonlySet<string>, generation: Generation): string[] {
  const covered: string[] = []
  const grantable = operations(generation).filter((one) => one.requirement.class === 'permission')
  const allowed = (one: Operation): boolean =>
    one.requirement.class === 'permission' &&
    [one.requirement.permission, ...refining(one.requirement.permission)].every((needs) =>
      held.has(needs),
    )
  if (grantable.every(allowed)) covered.push(ROOT_SCOPE)
  for (const scope of athomScopes(generation).keys()) {
    const meant = grantable.filter(
      (one) => one.scopes.length > 0 && one.scopes.every((needs) => satisfies(scope, needs)),
    )
    if (meant.length > 0 && meant.every(allowed)) covered.push(scope)
  }
  return covered
}

function refining(permission: string): string[] {
  return Object.entries(REFINING_PERMISSIONS).flatMap(([name, base]) =>
    base === permission ? [name] : [],
  )
}
