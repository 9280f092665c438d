// The smallest limits that would have done for what was learned: the objects that calls were about. Pure. What
// cannot be limited so is said in words, and then it is not proposed.
import type { Limits } from '@latchkey/catalogue'
import { TOO_MANY } from './tallies.ts'
import { isTouchedKind, listOf, type ObjectList } from './touched.ts'
import type { UsedObject } from './usage-store.ts'

/** Lists of objects in place of those that there were; null takes one away. */
export type ListChange = { readonly [list in ObjectList]?: readonly string[] | null }

/** Limits to what was touched, and what is worth knowing of them. */
export interface NarrowedLimits {
  /** Undefined where there is nothing that limits could name, or no limit would do. */
  readonly change: ListChange | undefined
  readonly notes: readonly string[]
}

const ROOMS = ['devices', 'zones'] as const
/** Lists that are one: what the one names the other may cover. */
const TOGETHER: readonly (readonly ObjectList[])[] = [ROOMS, ['flows', 'flowFolders']]

/** The limits for these objects; `exists` says whether one is still at the hub. */
export function narrowedLimits(
  objects: readonly UsedObject[],
  before: Limits | null,
  exists: (list: ObjectList, id: string) => boolean,
): NarrowedLimits {
  const refused = (under: 'any' | 'room') =>
    objects.filter(({ kind }) => kind === `refused-${under}`).map(({ id }) => id)
  const [never, notByRooms] = [refused('any'), refused('room')]
  if (never.length > 0) {
    const note = `No limit would do: of these calls nobody could tell, or not know at that time, what they are about: ${never.join(', ')}.`
    return { change: undefined, notes: [note] }
  }
  const { lists, tooMany } = named(objects, exists)
  const notes = tooMany.map((list) => `${list}: too many were used to name them.`)
  if (notByRooms.length > 0) {
    for (const list of ROOMS) lists.delete(list)
    notes.push(
      `Not limited to devices or zones, which would refuse what was used: ${notByRooms.join(', ')}.`,
    )
  }
  if (lists.has('zones')) notes.push('A zone comes with everything below it.')
  if (lists.has('flowFolders')) notes.push('A folder of Flows comes with everything below it.')
  if (lists.size === 0) {
    return {
      change: undefined,
      notes: [...notes, 'No limit: nothing was used that it could name.'],
    }
  }
  return { change: overWhatWas(lists, before), notes }
}

function named(objects: readonly UsedObject[], exists: (list: ObjectList, id: string) => boolean) {
  const lists = new Map<ObjectList, Set<string>>()
  const tooMany = new Set<ObjectList>()
  for (const { kind, id } of objects) {
    if (!isTouchedKind(kind)) continue
    const list = listOf(kind)
    if (id === TOO_MANY) tooMany.add(list)
    else if (exists(list, id)) lists.set(list, (lists.get(list) ?? new Set()).add(id))
  }
  for (const list of tooMany) {
    for (const one of TOGETHER.find((all) => all.includes(list)) ?? [list]) lists.delete(one)
  }
  return { lists, tooMany: [...tooMany] }
}

function overWhatWas(
  lists: ReadonlyMap<ObjectList, ReadonlySet<string>>,
  before: Limits | null,
): ListChange {
  const gone = TOGETHER.filter((all) => all.some((list) => lists.has(list)))
    .flat()
    .filter((list) => !lists.has(list) && before?.[list] !== undefined)
  return {
    ...Object.fromEntries(gone.map((list) => [list, null])),
    ...Object.fromEntries([...lists].map(([list, ids]) => [list, [...ids].sort()])),
  }
}
