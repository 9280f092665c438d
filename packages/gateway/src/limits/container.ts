// What an object is to lie in: a folder or a zone that is covered (docs/decisions/0009, rule 5).
import { notCovered } from './content.ts'
import type { Coverage } from './coverage.ts'
import { type Denied, deny } from './judgement.ts'
import { isBelow } from './places.ts'

const LEAVES = 'this key may not take anything out of the folders that its limits name.'
const WIDENS = 'this folder holds Flows that the limits of this key do not cover.'
const NOWHERE = 'the limits of this key ask for a zone, and one that they cover.'

/** Where a new object lies now, so that having no place counts as a choice. */
export const NOWHERE_YET = Symbol('nowhere yet')

/** Where something lies now, and where it shall. What does not move is not judged. */
export interface Move {
  readonly from: unknown
  readonly to: unknown
}

/** Why something may not come to lie in this zone. */
export function zoneRefusal({ from, to }: Move, coverage: Coverage): Denied | undefined {
  if (to === from) return undefined
  if (to === null || to === undefined) {
    return coverage.limits.places ? deny('content-not-covered', NOWHERE) : undefined
  }
  return typeof to === 'string' && coverage.covers('zone', to) ? undefined : notCovered()
}

/** What lies in a folder, and whether it is covered whatever it lies in. */
export interface FolderMove extends Move {
  readonly free: boolean
  /** Whether there it would bring Flows under the limits that they do not cover now. */
  readonly widens?: (to: unknown) => boolean
}

/** Why something may not come to lie in this folder. */
export function folderRefusal(
  { from, to, free, widens }: FolderMove,
  coverage: Coverage,
): Denied | undefined {
  if (to === from) return undefined
  const folders = coverage.home.items['flow-folder']
  const named = coverage.limits.flowFolders
  if (
    typeof to === 'string' ? !coverage.covers('flow-folder', to) : to !== null && to !== undefined
  ) {
    return notCovered()
  }
  if (widens?.(to) === true) return deny('content-not-covered', WIDENS)
  const leaves = isBelow(folders, from, named) && !isBelow(folders, to, named)
  return leaves && !free ? deny('content-not-covered', LEAVES) : undefined
}
