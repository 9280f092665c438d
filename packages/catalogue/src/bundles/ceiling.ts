// What a hub's own credential can do bounds what may be granted on that hub, and the other way
// round: what is granted tells the narrowest credential that would do.
import type { Generation } from '../generation.ts'
import { satisfies } from '../operations/scopes.ts'
import { REFINING_PERMISSIONS } from '../permissions/refinements.ts'
import { operationsByPermission } from './athom-scopes.ts'

function scopesOf(permission: string, generation: Generation): readonly string[] {
  const base = REFINING_PERMISSIONS[permission] ?? permission
  const operations = operationsByPermission(generation).get(base) ?? []
  return operations.flatMap((operation) => operation.scopes)
}

/**
 * Whether a credential with these scopes can do all that a permission allows. `null` is a
 * credential whose scopes nobody knows; it is given the benefit of the doubt.
 */
export function withinCeiling(
  permission: string,
  generation: Generation,
  scopes: readonly string[] | null,
): boolean {
  if (scopes === null) return true
  return scopesOf(permission, generation).every((needs) =>
    scopes.some((held) => satisfies(held, needs)),
  )
}

/** The fewest of Athom's scopes that a hub's credential needs for these permissions, sorted. */
export function scopesNeeded(permissions: Iterable<string>, generation: Generation): string[] {
  const needed = new Set([...permissions].flatMap((one) => scopesOf(one, generation)))
  return [...needed]
    .filter((one) => ![...needed].some((other) => other !== one && satisfies(other, one)))
    .sort()
}
