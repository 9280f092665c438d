// From what an owner chose to what a grant would have: a choice may be narrower than its offer, and nothing that
// was not offered comes of it (case 20). Pure.
import { type Danger, isRoomLimit, type Limits, PERMISSIONS } from '@latchkey/catalogue'
import type { Restrictions } from '../oversight/restrictions.ts'
import {
  aboutsOf,
  type Choice,
  PICK_NAMES,
  PICKS,
  type Picked,
  type PickedList,
  type PickName,
} from './choice.ts'
import { bothRestrictions, shorter } from './floor.ts'
import type { Offer } from './offer.ts'

/** Why a choice cannot be given. */
export type ChoiceProblem = 'nothing' | 'none-picked' | 'no-hours' | 'wider'

/** What a grant would have. */
export interface Chosen {
  readonly permissions: readonly string[]
  readonly limits: Limits | null
  readonly restrictions: Restrictions | null
  /** In milliseconds; null until it is taken back. */
  readonly life: number | null
}

/** The ids that there are, by list; a list that is not there is not known now. */
export type KnownIds = Readonly<Partial<Record<PickedList, ReadonlySet<string>>>>

type Lists = Readonly<Partial<Record<PickedList, readonly string[]>>>

/** How bad a permission is on the page: what can become full control stands with what is. */
export function shownDanger(permission: string): Danger {
  const row = PERMISSIONS.get(permission)
  return row?.escalates === undefined ? (row?.danger ?? 'full') : 'full'
}

/** A choice as far as it is made: what was opened and not filled in yet is left out. */
export function asFarAsMade(choice: Choice): Choice {
  const only = Object.entries(choice.only).filter(([, picked]) =>
    Object.values(picked).some((ids) => ids.length > 0),
  )
  const schedule = choice.schedule?.length === 0 ? null : choice.schedule
  return { ...choice, only: Object.fromEntries(only), schedule }
}

/** Holds a choice to its offer. */
export function chosenOf(offer: Offer, choice: Choice, known: KnownIds): Chosen | ChoiceProblem {
  const { floor } = offer
  if (choice.permissions.length === 0) return 'nothing'
  const offered = new Set(offer.permissions)
  if (choice.permissions.some((one) => !offered.has(one))) return 'wider'
  const lists = pickedLists(floor.limits, choice.only, known)
  if (typeof lists === 'string') return lists
  const permissions = [...new Set(choice.permissions)].sort()
  const { schedule } = choice
  const askFirst = aboutsOf(choice.askFirst, permissions, shownDanger)
  const own: Restrictions = {
    ...(schedule && { schedule }),
    ...(askFirst.length > 0 && { askFirst }),
  }
  const chosen = Object.keys(own).length === 0 ? null : own
  const restrictions =
    schedule?.length === 0 ? undefined : bothRestrictions(floor.restrictions, chosen)
  if (restrictions === undefined) return 'no-hours'
  const limits = limitsOf(floor.limits, lists, choice)
  return { permissions, limits, restrictions, life: shorter(floor.longest, choice.life) }
}

/** The limits of a choice: lists that were picked stand in for those of the floor. */
function limitsOf(
  floor: Limits | null,
  lists: Lists,
  { own, drafts }: Pick<Choice, 'own' | 'drafts'>,
): Limits | null {
  const { flags, kept } = partsOf(floor)
  const limits: Limits = {
    ...kept,
    ...lists,
    ...((own || flags.own) && { own: true }),
    ...((drafts || flags.drafts) && { drafts: true }),
  }
  return Object.keys(limits).length === 0 ? null : limits
}

const PICKED: ReadonlySet<string> = new Set(PICK_NAMES.flatMap((name) => [...PICKS[name]]))

/** The members of a floor that are no lists to pick from. */
function partsOf(floor: Limits | null) {
  const { own, drafts, ...rest } = floor ?? {}
  const kept: Limits = Object.fromEntries(
    Object.entries(rest).filter(([member]) => !PICKED.has(member)),
  )
  return { flags: { own, drafts }, kept }
}

/** The lists that the limits have after picking. */
function pickedLists(
  floor: Limits | null,
  only: Choice['only'],
  known: KnownIds,
): Lists | ChoiceProblem {
  const lists: Partial<Record<PickedList, readonly string[]>> = {}
  for (const name of PICK_NAMES) {
    const picked = only[name]
    if (!picked && isBounded(floor, name)) return 'wider'
    if (!picked) continue
    if (!mayPick(floor, name)) return 'wider'
    const problem = problemOf(floor, name, picked, known)
    if (problem !== undefined) return problem
    for (const list of PICKS[name]) {
      const ids = [...new Set(picked[list] ?? [])]
      if (ids.length > 0) lists[list] = ids
    }
  }
  return lists
}

function problemOf(
  floor: Limits | null,
  name: PickName,
  picked: Picked,
  known: KnownIds,
): ChoiceProblem | undefined {
  const isFixed = isBounded(floor, name)
  let count = 0
  for (const list of PICKS[name]) {
    const allowed = isFixed ? new Set(floor?.[list] ?? []) : undefined
    for (const id of picked[list] ?? []) {
      count++
      // What the request names is as good while the Homey does not answer.
      if (!(allowed ?? known[list])?.has(id)) return 'wider'
    }
  }
  return count === 0 ? 'none-picked' : undefined
}

/** Whether a floor names what may be picked from. */
export function isBounded(floor: Limits | null, name: PickName): boolean {
  return PICKS[name].some((list) => floor?.[list] !== undefined)
}

/** Kinds that are covered by what they are made of, unless they are named. */
const BY_CONTENT: readonly PickName[] = ['flows', 'moods', 'dashboards']

/**
 * Whether picking narrows. A Flow that is named is covered whatever is in it (decision 9), so under any limit
 * naming one that the limit does not name would be more; so would rooms beside named Flows, for then Flows within
 * the rooms come along.
 */
export function mayPick(floor: Limits | null, name: PickName): boolean {
  if (floor === null || isBounded(floor, name)) return true
  if (name === 'where') return !BY_CONTENT.some((one) => isBounded(floor, one))
  if (BY_CONTENT.includes(name)) return false
  return !isRoomLimit(floor) && (name === 'apps' || floor.own === undefined)
}
