// What can be seen of a call before it is made: which permissions its limits ask for, and, for a grant that is
// learned, how it would fare under limits to exactly what it names. The policy itself is asked, with
// fewer permissions or other limits than the grant has.
import { type Limits, limitOf } from '@latchkey/catalogue'
import type { Passed } from '../hub-path/limit.ts'
import type { LimitedCall } from '../limits/call.ts'
import type { Home } from '../limits/home.ts'
import { judge } from '../limits/judge.ts'
import type { LimitedSubject } from '../limits/subject.ts'
import { listOf, type ObjectList, type Touched } from './touched.ts'
import type { Limitable } from './uses.ts'

/** Permissions that limits ask for by what stands in a call (docs/decisions/0009). */
const BY_LIMITS = ['security-device:control', 'presence:read'] as const

/** A call as the limits look at it. */
export function limitedCallOf({ admitted: { meant, call, body } }: Passed): LimitedCall {
  return { matched: meant, query: call.query, body }
}

/** Whether a call would be allowed by limits. What is there now stands for what is merged with. */
function passes(call: LimitedCall, subject: LimitedSubject, home: Home): boolean {
  const first = judge(call, subject, home)
  const judged =
    first.verdict === 'merge' ? first.judge(home.items[first.kind].get(first.id)) : first
  return judged.verdict === 'allow'
}

const without = new WeakMap<LimitedSubject, Map<string, LimitedSubject>>()

function subjectWithout(subject: LimitedSubject, permission: string): LimitedSubject {
  const known = without.get(subject) ?? new Map<string, LimitedSubject>()
  without.set(subject, known)
  const found = known.get(permission)
  if (found) return found
  const permissions = new Set([...subject.permissions].filter((one) => one !== permission))
  const made = { ...subject, permissions }
  known.set(permission, made)
  return made
}

/** Whether what limits say to an operation may hang on these permissions; lists are only cut. */
function mayAsk(operation: string): boolean {
  const row = limitOf(operation)
  if (row.judge === 'object') return row.kind === 'flow' || row.kind === 'advanced-flow'
  if (row.judge === 'capability') return row.effect === true
  return ['write', 'change', 'settings', 'card'].includes(row.judge)
}

/** The permissions without which the limits of the grant would have refused a call that they allowed. */
export function askedByLimits(passed: Passed): readonly string[] {
  const { coverage, admitted } = passed
  if (!coverage || !mayAsk(admitted.meant.operation.id)) return []
  const { subject, home } = coverage
  const held = BY_LIMITS.filter((one) => subject.permissions.has(one))
  if (held.length === 0) return []
  const call = limitedCallOf(passed)
  return held.filter((one) => !passes(call, subjectWithout(subject, one), home))
}

/** Stands for an object that is not there, so that a list is not empty. */
const NOBODY = '-'

/** The limits of a grant without its lists of objects; null if nothing is left. */
export function withoutLists(limits: Limits | null): Limits | null {
  const { own, drafts, cards, except, capabilities } = limits ?? {}
  const left: Limits = {
    ...(own && { own }),
    ...(drafts && { drafts }),
    ...(cards && { cards }),
    ...(except && { except }),
    ...(capabilities && { capabilities }),
  }
  return Object.keys(left).length === 0 ? null : left
}

/** The limits that name these objects and nothing else. */
export function limitsNaming(objects: Iterable<Touched>, force?: ObjectList): Limits {
  const lists = new Map<ObjectList, Set<string>>()
  if (force) lists.set(force, new Set([NOBODY]))
  for (const { kind, id } of objects) {
    const list = listOf(kind)
    lists.set(list, (lists.get(list) ?? new Set()).add(id))
  }
  return Object.fromEntries([...lists].map(([list, ids]) => [list, [...ids]]))
}

/** Whether an object is one of those that rooms have. */
export const isOfRooms = ({ kind }: Touched): boolean =>
  listOf(kind) === 'devices' || listOf(kind) === 'zones'

/** How a call that these permissions allow would fare under limits to these objects. */
export function limitableTo(
  passed: Passed,
  objects: readonly Touched[],
  needed: readonly string[],
  home: Home,
): Limitable {
  const { grant } = passed.admitted
  const call = limitedCallOf(passed)
  const held = BY_LIMITS.filter((one) => grant.permissions.has(one) && !needed.includes(one))
  const fares = (limits: Limits): readonly string[] | undefined => {
    for (const more of held.length > 0 ? [[], held] : [[]]) {
      const permissions = new Set([...needed, ...more])
      if (passes(call, { limits, created: grant.created, permissions }, home)) return more
    }
    return undefined
  }
  const kept = withoutLists(grant.limits)
  // Rooms narrow more than other lists do, so what passes with them passes without.
  const inRooms = fares({ ...kept, ...limitsNaming(objects, 'devices') })
  if (inRooms) return { refusedUnder: 'none', permissions: inRooms }
  const others = objects.filter((one) => !isOfRooms(one))
  const anywhere = fares({ ...kept, ...limitsNaming(others, 'moods') })
  return anywhere
    ? { refusedUnder: 'room', permissions: anywhere }
    : { refusedUnder: 'any', permissions: [] }
}
