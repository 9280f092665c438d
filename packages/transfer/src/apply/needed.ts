// What of the target has to be looked at closely before a plan is applied: the members of objects that
// steps expect to find as the plan found them. Everything else is known from lists well enough.
import type { Needs } from '../kinds/kind.ts'
import { keyOf, type ObjectKey } from '../kinds/kind-name.ts'
import type { Step } from '../plan/plan.ts'
import { type Bindings, targetOf } from './bindings.ts'
import { bodyOf } from './steps.ts'

/** What these steps compare before they write. A step of which the object is not known yet needs all. */
export function neededBy(steps: readonly Step[], bindings: Bindings): Needs {
  const members = new Map<ObjectKey, Set<string>>()
  const whole = new Set<Step['kind']>()
  for (const step of steps) {
    if (step.expects === null) continue
    const id = targetOf(step, bindings)
    if (id === undefined) {
      whole.add(step.kind)
      continue
    }
    const key = keyOf({ kind: step.kind, id })
    const known = members.get(key) ?? new Set()
    for (const member of Object.keys(bodyOf(step))) known.add(member)
    members.set(key, known)
  }
  return (kind, id, member) => {
    if (whole.has(kind)) return true
    const needed = members.get(keyOf({ kind, id }))
    return needed !== undefined && (member === undefined || needed.has(member))
  }
}
