// Whether the source is still what the plan was made from: one that changed is a reason to plan again, and
// none not to apply.
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { objectHash } from '../snapshot/hash.ts'
import { concealed } from '../snapshot/secrets/conceal.ts'
import { Vault } from '../snapshot/secrets/vault.ts'
import { divided } from './bindings.ts'
import { listKinds } from './current.ts'
import type { PlanIndex } from './steps.ts'

const NO_KEY = new Uint8Array(32)

/** What changed on the source since, for people. @throws HubError if the source is lost */
export async function notesOn(
  { plan }: PlanIndex,
  source: TransferHub,
): Promise<readonly string[]> {
  const hashes = Object.entries(plan.sourceHashes).map(
    ([key, hash]) => [...divided(key as `${KindName}:${string}`), hash] as const,
  )
  const { objects, unread } = await listKinds(source, [...new Set(hashes.map(([kind]) => kind))])
  return hashes.flatMap(([kind, id, hash]) => {
    if (unread.has(kind)) return []
    const object = objects.get(kind)?.get(id)
    if (!object) return [`${KINDS[kind].label}: one was removed from the source since: ${id}.`]
    const now = concealed(kind, object, KINDS[kind].secrecy, new Vault(NO_KEY))
    if (objectHash(kind, now) === hash) return []
    return [`${KINDS[kind].label}: ${object.name ?? id} was changed on the source since.`]
  })
}
