// What being told of something takes, on each kind of hub: the permissions of the operations that read
// it. Computed once from the catalogue; what nobody may read, nobody may be told of.
import { type Generation, type Operation, operationById, operations } from '@latchkey/catalogue'
import { ITEM_KINDS, kindsOf } from './item-kinds.ts'

/** What all events of a manager take; undefined if no grant may ever read all of it. */
export type WholeManager = readonly string[] | undefined

/** The operation that reads a kind on a hub, if it has one. */
export function readerOf(generation: Generation, kind: string): Operation | undefined {
  for (const id of ITEM_KINDS.get(kind)?.readBy ?? []) {
    const operation = operationById(generation, id)
    if (operation) return operation
  }
  return undefined
}

/** The permission that reads a kind on a hub; undefined if none does. */
export function permissionToRead(generation: Generation, kind: string): string | undefined {
  const requirement = readerOf(generation, kind)?.requirement
  return requirement?.class === 'permission' ? requirement.permission : undefined
}

/** The permissions of which any one lets a grant be told of some objects of a manager. */
export function permissionsOfKinds(generation: Generation, manager: string): readonly string[] {
  const found = kindsOf(manager).map((kind) => permissionToRead(generation, kind))
  return [...new Set(found.filter((one) => one !== undefined))].sort()
}

/** Whether a hub has a manager. */
export function hasManager(generation: Generation, manager: string): boolean {
  return operations(generation).some((one) => one.manager === manager && isManagers(one))
}

const isManagers = ({ path }: Operation): boolean => path.startsWith('/api/manager/')

const wholes = new Map<string, WholeManager>()

/**
 * All reading permissions of a manager: what is told there besides objects may be of any of them.
 * Undefined if something there is withheld from everybody, or nothing can be read.
 */
export function allReadingOf(generation: Generation, manager: string): WholeManager {
  const key = `${generation} ${manager}`
  if (!wholes.has(key)) wholes.set(key, compute(generation, manager))
  return wholes.get(key)
}

function compute(generation: Generation, manager: string): WholeManager {
  const permissions = new Set<string>()
  for (const { manager: its, effect, requirement } of operations(generation)) {
    if (its !== manager || effect) continue
    if (requirement.class === 'withheld') return undefined
    if (requirement.class === 'permission') permissions.add(requirement.permission)
  }
  return permissions.size === 0 ? undefined : [...permissions].sort()
}
