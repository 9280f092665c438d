// What still uses an object: whoever lies in it or refers to it, so that deleting it would change what is
// not ours.
import { references } from '@latchkey/catalogue'
import { KIND_ROWS, type TraceKind } from '../kinds.ts'
import type { UndoHub } from './undo-hub.ts'

/** The kinds whose objects refer to others, and are listed with all that is in them. */
const REFERRING: readonly TraceKind[] = [
  ...(['zone', 'flow-folder', 'device', 'mood', 'flow', 'advanced-flow', 'dashboard'] as const),
]

/** Who uses each object, by id: `kind id` of the users. */
export type Users = ReadonlyMap<string, ReadonlySet<string>>

/** Reads the whole house for who uses what. */
export async function usersIn(hub: UndoHub): Promise<Users> {
  const users = new Map<string, Set<string>>()
  for (const kind of REFERRING) {
    const { shape } = KIND_ROWS[kind]
    if (shape === null) continue
    for (const item of await hub.list(kind)) {
      const user = `${kind} ${String(item['id'])}`
      for (const { id, sure } of references(shape, item)) {
        if (sure === 'certain' && id !== '') users.set(id, (users.get(id) ?? new Set()).add(user))
      }
    }
  }
  return users
}

/** What may be deleted of what is to be: that of which every user goes as well. */
export function unused<T extends { readonly kind: TraceKind; readonly objectId: string }>(
  doomed: readonly T[],
  users: Users,
): readonly T[] {
  const going = new Set(doomed.map(({ kind, objectId }) => `${kind} ${objectId}`))
  const isUsed = ({ objectId }: T) =>
    [...(users.get(objectId) ?? [])].some(
      (user) => !user.endsWith(` ${objectId}`) && !going.has(user),
    )
  const kept = doomed.filter((one) => !isUsed(one))
  return kept.length === doomed.length ? kept : unused(kept, users)
}
