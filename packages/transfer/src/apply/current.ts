// What the target has at present, by kind: one list for each kind that is asked about. For what is to be
// known again, for what was changed in between, for the names of things.
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { JsonObject } from '../json.ts'
import type { WhyUnread } from '../kinds/from-list.ts'
import type { Needs, ReadObject } from '../kinds/kind.ts'
import type { KindName } from '../kinds/kind-name.ts'
import { KINDS } from '../kinds/kinds.ts'
import { readingOf } from '../kinds/reading.ts'
import { concealed } from '../snapshot/secrets/conceal.ts'
import { Vault } from '../snapshot/secrets/vault.ts'

/** Objects of one kind by id. */
export type Listed = ReadonlyMap<string, ReadObject>

/** What was listed, and what kinds cannot be. */
export interface Current {
  readonly objects: ReadonlyMap<KindName, Listed>
  readonly unread: ReadonlyMap<KindName, WhyUnread>
}

/**
 * Lists kinds of a hub, each once; of what lists do not tell only what is needed, which is all if it is not
 * said. @throws HubError if the hub is lost on the way
 */
export async function listKinds(
  hub: TransferHub,
  kinds: readonly KindName[],
  needs?: Needs,
): Promise<Current> {
  const reading = readingOf(hub, new Map(), needs)
  const objects = new Map<KindName, Listed>()
  const unread = new Map<KindName, WhyUnread>()
  await Promise.all(
    kinds.map(async (kind) => {
      const read = await KINDS[kind].read(reading)
      objects.set(kind, new Map(read.objects.map((object) => [object.id, object])))
      const all = read.unread.find(({ id }) => id === undefined)
      if (all) unread.set(kind, all)
    }),
  )
  return { objects, unread }
}

const NO_KEY = new Uint8Array(32)

/** The content that a snapshot would have of an object: with stubs for secrets. */
export function contentOf(kind: KindName, object: ReadObject): JsonObject {
  return concealed(kind, object, KINDS[kind].secrecy, new Vault(NO_KEY)).content
}
