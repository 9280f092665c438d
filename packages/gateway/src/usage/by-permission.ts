// What was used, by permission: how often, first and last, and by which operations. Pure.
import { readNeed } from './need.ts'
import { UNDER_LIMITS } from './usage-log.ts'
import type { Used, UsedNeed } from './usage-store.ts'

/** The use of a permission. */
export interface PermissionUse extends Used {
  readonly permission: string
  readonly operations: readonly string[]
}

/** The uses of what is held, the most used first. A call that several would have done for counts for each. */
export function usesOf(
  needs: readonly UsedNeed[],
  held: ReadonlySet<string>,
): readonly PermissionUse[] {
  const uses = new Map<string, PermissionUse>()
  for (const { operation, need, ...used } of needs) {
    if (operation === UNDER_LIMITS) continue
    for (const permission of heldIn(need, held)) {
      const known = uses.get(permission)
      uses.set(permission, {
        permission,
        count: (known?.count ?? 0) + used.count,
        first: Math.min(known?.first ?? used.first, used.first),
        last: Math.max(known?.last ?? used.last, used.last),
        operations: [...new Set([...(known?.operations ?? []), operation])],
      })
    }
  }
  return [...uses.values()].sort((one, other) => other.count - one.count)
}

function heldIn(text: string, held: ReadonlySet<string>): ReadonlySet<string> {
  const need = readNeed(text)
  if ('shows' in need) return new Set([need.shows].filter((one) => held.has(one)))
  const met = need.alternatives.filter((all) => all.every((one) => held.has(one)))
  return new Set(met.flat())
}
