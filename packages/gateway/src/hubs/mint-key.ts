// From an owner's login to a key of the hub's own: mint it, prove it, and leave nothing else behind.
import {
  deleteKey,
  HubConnection,
  HubError,
  localKey,
  type MintedKey,
  mintKey,
  proveKey,
} from '@latchkey/homey'
import { readSession, type SessionFacts } from './session-facts.ts'
import type { UnfinishedMints } from './unfinished-mints.ts'

/** A key that was minted and proven, and what the hub says of it. */
export interface ProvenKey extends MintedKey {
  readonly facts: SessionFacts
  /** Whether writing was tried; a key without flows cannot do the write of the proof. */
  readonly wrote: boolean
  /** The name in the journal, to be ended when the key is stored. */
  readonly journaled: string
}

const DEADLINE = 9_000
const ROOT = 'homey'

/**
 * Mints a key through the owner's connection. Its scopes are those that were asked for; else
 * everything, where the login has it; else all that the login has at this hub.
 * @throws HubError, after cleaning up; what cannot be cleaned up now is in the journal.
 */
export async function mintProvenKey(
  owner: HubConnection,
  mints: UnfinishedMints,
  asked: readonly string[] | undefined,
): Promise<ProvenKey> {
  const { address, id, token } = await owner.entry(AbortSignal.timeout(DEADLINE))
  const held = (await readSession(owner)).credentialScopes ?? [ROOT]
  const scopes = asked ?? (held.includes(ROOT) ? [ROOT] : held.filter(isOfHub))
  const { generation } = owner
  const name = await mints.begin({ hubId: id, address, addresses: {}, generation, session: token })
  try {
    const minted = await mintKey(owner, name, scopes)
    await using holder = new HubConnection({
      ...{ id, address, generation, credential: localKey(minted.key) },
    })
    const { wrote } = await proveKey(holder, scopes, name)
    const facts = await readSession(holder)
    return { ...minted, facts, wrote, journaled: name }
  } catch (error) {
    await mints.abandon(name)
    throw error
  }
}

/** Deletes a key at the hub, and says why it could not if it could not. */
export async function deleteAtHub(owner: HubConnection, id: string): Promise<string | undefined> {
  try {
    await deleteKey(owner, id)
    return undefined
  } catch (error) {
    if (error instanceof HubError) return error.message
    throw error
  }
}

function isOfHub(scope: string): boolean {
  return scope.startsWith(`${ROOT}.`)
}
