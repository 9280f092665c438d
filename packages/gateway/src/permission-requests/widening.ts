// How a grant becomes wider by a request, and never narrower: permissions are added, objects join lists that are there,
// and nothing that it has already is touched. Pure.
import type { Limits } from '@latchkey/catalogue'
import type { Grant } from '../grants/grant.ts'
import type { GrantChange } from '../grants/grant-rows.ts'
import type { About } from '../oversight/about.ts'
import type { Restrictions } from '../oversight/restrictions.ts'
import { LIST_MEMBERS, type ListMember } from '../owner-api/limit-inputs.ts'
import type { AskedObjects, Extension } from './permission-request.ts'

/** Lists that add up: one more entry in either covers more if one of the two is there. */
const TOGETHER: Readonly<Partial<Record<ListMember, ListMember>>> = {
  ...{ zones: 'devices', devices: 'zones', flows: 'flowFolders', flowFolders: 'flows' },
}

/** Whether an entry in this list covers more under these limits. A list that is not there would begin to limit. */
export function widens(limits: Limits | null, member: ListMember): boolean {
  const other = TOGETHER[member]
  return limits?.[member] !== undefined || (other !== undefined && limits?.[other] !== undefined)
}

/** The members in which objects are named. */
export const membersOf = (objects: AskedObjects): readonly ListMember[] =>
  LIST_MEMBERS.filter((member) => objects[member] !== undefined)

/** Of the objects those that are not named by the limits yet. */
export function notNamed(limits: Limits | null, objects: AskedObjects): AskedObjects {
  const lists = membersOf(objects).flatMap((member) => {
    const named = new Set(limits?.[member])
    const left = [...new Set(objects[member])].filter((id) => !named.has(id)).sort()
    return left.length > 0 ? [[member, left] as const] : []
  })
  return Object.fromEntries(lists)
}

/** Why a choice cannot be given. */
export type ChoiceProblem = 'nothing' | 'wider'

/** Holds a choice to what was asked for: it may be narrower, and nothing that was not asked for is in it. */
export function choiceProblem(asked: Extension, choice: Extension): ChoiceProblem | undefined {
  const { permissions, objects, askFirst, life } = choice
  const isAnything =
    permissions.length > 0 || membersOf(objects).some((one) => objects[one]?.length)
  if (!isAnything) return 'nothing'
  const isAsked = (member: ListMember, id: string) => asked.objects[member]?.includes(id) === true
  const isWider =
    permissions.some((one) => !asked.permissions.includes(one)) ||
    membersOf(objects).some((member) => objects[member]?.some((id) => !isAsked(member, id))) ||
    (asked.askFirst && !askFirst) ||
    (asked.life !== null && (life === null || life > asked.life))
  return isWider ? 'wider' : undefined
}

/** The change of a grant that gives it an extension, and what it is limited to afterwards. */
export interface Widened extends GrantChange {
  readonly permissions: readonly string[]
  readonly limits: Limits | null
}

/** The grant with an extension that was chosen, from `now` on. */
export function widened(
  grant: Pick<Grant, 'permissions' | 'limits' | 'restrictions' | 'lapses'>,
  { permissions, objects, askFirst, life }: Extension,
  now: number,
): Widened {
  const lapses = new Map(grant.lapses)
  for (const one of permissions) {
    if (life === null || isLasting(grant, one)) lapses.delete(one)
    else lapses.set(one, Math.max(now + life, lapses.get(one) ?? 0))
  }
  const unasked = askFirst ? permissions.filter((one) => !isLasting(grant, one)) : []
  return {
    permissions: [...new Set([...grant.permissions, ...permissions])].sort(),
    limits: widerLimits(grant.limits, objects),
    lapses,
    ...(unasked.length > 0 && { restrictions: asking(grant.restrictions, unasked) }),
  }
}

/** Whether a grant has a permission for as long as it counts itself. */
export const isLasting = (
  { permissions, lapses }: Pick<Grant, 'permissions' | 'lapses'>,
  one: string,
): boolean => permissions.has(one) && lapses?.has(one) !== true

function widerLimits(limits: Limits | null, objects: AskedObjects): Limits | null {
  if (limits === null) return null
  const more = membersOf(objects).filter((member) => widens(limits, member))
  const lists = more.map((member) => [
    member,
    [...new Set([...(limits[member] ?? []), ...(objects[member] ?? [])])],
  ])
  return { ...limits, ...Object.fromEntries(lists) }
}

/** Restrictions with the wish to be asked about these permissions as well. */
function asking(before: Restrictions | null, permissions: readonly string[]): Restrictions {
  const abouts = before?.askFirst ?? []
  // What is about permissions alone takes in more of them; everything else stays as the owner wrote it.
  const at = abouts.findIndex((one) => Object.keys(one).join() === 'permissions')
  const known = at < 0 ? [] : (abouts[at]?.permissions ?? [])
  const about: About = { permissions: [...new Set([...known, ...permissions])].sort() }
  const askFirst = at < 0 ? [...abouts, about] : abouts.with(at, about)
  return { ...before, askFirst }
}
