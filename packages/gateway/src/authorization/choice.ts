// What an owner chose of an offer, as plain data: the form of the consent page is read into it, and nothing in it
// is believed before `chosenOf` held it to the offer.
import type { Danger } from '@latchkey/catalogue'
import type { About } from '../oversight/about.ts'
import type { Hours } from '../oversight/hours.ts'

/** What can be picked from, each with the members of the limits that hold it. */
export const PICKS = {
  where: ['zones', 'devices'],
  flows: ['flows', 'flowFolders'],
  moods: ['moods'],
  variables: ['variables'],
  dashboards: ['dashboards'],
  scripts: ['scripts'],
  apps: ['apps'],
} as const

/** The name of a pick. */
export type PickName = keyof typeof PICKS

/** A member of the limits that is picked from. */
export type PickedList = (typeof PICKS)[PickName][number]

/** All of them. */
export const PICK_NAMES = Object.keys(PICKS).filter((name): name is PickName =>
  Object.hasOwn(PICKS, name),
)

/** The ids that were picked, by list. */
export type Picked = Readonly<Partial<Record<PickedList, readonly string[]>>>

/** What the owner wants to be asked about first. */
export interface AskFirst {
  /** Before everything that it does in the home. */
  readonly all: boolean
  readonly dangers: readonly Danger[]
  readonly permissions: readonly string[]
}

/** Nothing. */
export const NO_QUESTIONS: AskFirst = { all: false, dangers: [], permissions: [] }

/** What an owner chose. */
export interface Choice {
  readonly permissions: readonly string[]
  /** By pick; of one that is not there, all that was asked for. */
  readonly only: Readonly<Partial<Record<PickName, Picked>>>
  /** Only what it made itself is changed. */
  readonly own: boolean
  /** Flows are written switched off. */
  readonly drafts: boolean
  /** The only hours; null for always. */
  readonly schedule: Hours | null
  readonly askFirst: AskFirst
  /** A life in milliseconds; null until it is taken back. */
  readonly life: number | null
}

/** All of some permissions, with nothing taken away. */
export function allOf(permissions: readonly string[]): Choice {
  return {
    ...{ permissions, only: {}, own: false, drafts: false },
    ...{ schedule: null, askFirst: NO_QUESTIONS, life: null },
  }
}

/**
 * What is asked about first, as restrictions say it. A danger is meant of all that follows from a call as well;
 * what can become full control stands with what is, as on the page, so it is named besides.
 */
export function aboutsOf(
  { all, dangers, permissions }: AskFirst,
  given: readonly string[],
  dangerOf: (permission: string) => Danger,
): readonly About[] {
  const named = given.filter(
    (one) => permissions.includes(one) || (dangers.includes('full') && dangerOf(one) === 'full'),
  )
  return [
    ...(all ? [{}] : []),
    ...(!all && dangers.length > 0 ? [{ dangers: [...new Set(dangers)].sort() }] : []),
    ...(named.length > 0 ? [{ permissions: [...new Set(named)].sort() }] : []),
  ]
}
