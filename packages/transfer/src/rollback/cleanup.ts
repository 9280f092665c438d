// Leftovers of a tool that died for good and whose journal is lost: objects with a nonce in their name.
import { listKinds } from '../apply/current.ts'
import { nonceIn } from '../apply/nonce.ts'
import { ApplyPace, PACE_LIMITS } from '../apply/pace.ts'
import { send } from '../apply/send.ts'
import { type ApplyOptions, surroundingsOf } from '../apply/surroundings.ts'
import type { TransferHub } from '../hub/transfer-hub.ts'
import { KIND_NAMES, type KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'

/** An object that was being built when a tool died. */
export interface Leftover {
  readonly kind: KindName
  readonly id: string
  readonly name: string
  readonly nonce: string
  /** One that is switched on was finished, and somebody may rely on it. */
  readonly enabled: boolean
}

/** Kinds whose objects carry a nonce while they are built. */
const NONCED = KIND_NAMES.filter((kind) => KINDS[kind].hasNonce)

/** Finds leftovers on a hub. @throws HubError */
export async function leftovers(hub: TransferHub): Promise<readonly Leftover[]> {
  const { objects } = await listKinds(hub, NONCED)
  return NONCED.flatMap((kind) =>
    [...(objects.get(kind)?.values() ?? [])].flatMap(({ id, name, content }): Leftover[] => {
      const nonce = nonceIn(name)
      if (nonce === undefined || name === null) return []
      return [{ kind, id, name, nonce, enabled: content['enabled'] === true }]
    }),
  )
}

/** What became of a leftover. */
export interface Cleaned extends Leftover {
  /** Why it is still there; nothing if it is gone. */
  readonly kept?: string
}

/** Removes leftovers that are switched off; the others are for a person to look at. @throws HubError */
export async function cleanUp(
  hub: TransferHub,
  found: readonly Leftover[],
  options: ApplyOptions = {},
): Promise<readonly Cleaned[]> {
  const around = surroundingsOf(options)
  const pace = new ApplyPace(PACE_LIMITS[hub.facts.generation], () => around.now().getTime())
  const cleaned: Cleaned[] = []
  for (const one of found) {
    const { remove } = KINDS[one.kind].writing
    if (one.enabled || !remove) {
      cleaned.push({ ...one, kept: 'It is switched on.' })
      continue
    }
    const settled = await send(hub, remove(one.id), { creates: false, around, pace })
    const gone = settled.is === 'answered' || (settled.is === 'failed' && settled.status === 404)
    cleaned.push(gone ? one : { ...one, kept: 'reason' in settled ? settled.reason : 'Unknown.' })
  }
  return cleaned
}
