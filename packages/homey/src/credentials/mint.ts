// Minting an API key from an owner's session, and proving that it works: by a read, and by a write that
// is undone at once. A key that can read may still be unable to write, which only a write shows.
import { type Operation, operationById, satisfies } from '@latchkey/catalogue'
import type { HubConnection } from '../hub-connection.ts'
import { HubError } from '../hub-error.ts'

/** A key that was minted; the key itself is shown by the hub this once. */
export interface MintedKey {
  readonly id: string
  readonly key: string
}

/** What the proof came to. */
export interface KeyProof {
  readonly read: true
  /** Whether writing was tried: a key without flows cannot do this write. */
  readonly wrote: boolean
}

/** The scope that the proof's write needs. */
const WRITES = 'homey.flow'

/**
 * Mints a key at a hub, with an owner's session.
 * @throws HubError `hub_credential_refused` if the session may not give such a key.
 */
export async function mintKey(
  owner: HubConnection,
  name: string,
  scopes: readonly string[],
): Promise<MintedKey> {
  const made = await owner
    .call(operation(owner, 'users.createPersonalAccessToken'), { name, scopes: [...scopes] })
    .catch((error) => {
      throw mintRefused(error, scopes)
    })
  const { id, token } = (made ?? {}) as Readonly<Record<string, unknown>>
  if (typeof id === 'string' && typeof token === 'string') return { id, key: token }
  throw new HubError('hub_answer_invalid', 'The Homey made a key and did not say which.', {
    mayHaveHappened: true,
  })
}

/** Deletes a key at a hub. One that is gone already is no failure. @throws HubError */
export async function deleteKey(owner: HubConnection, id: string): Promise<void> {
  try {
    await owner.call(operation(owner, 'users.deletePersonalAccessToken'), { id })
  } catch (error) {
    if (!(error instanceof HubError && error.status === 404)) throw error
  }
}

/** Deletes all keys that have a name but one, and says how many there were. @throws HubError */
export async function deleteKeysNamed(
  owner: HubConnection,
  name: string,
  keep?: string,
): Promise<number> {
  const keys = items(await owner.call(operation(owner, 'users.getPersonalAccessTokens')))
  const ours = keys.filter((one) => one.name === name && one.id !== keep)
  for (const { id } of ours) await deleteKey(owner, id)
  return ours.length
}

/**
 * Proves a key: reads the zones or whatever it may read, and makes and deletes a folder of flows where
 * its scopes allow that. `folder` names the folder, so that one that stays behind can be told.
 * @throws HubError if it cannot do what it should.
 */
export async function proveKey(
  holder: HubConnection,
  scopes: readonly string[],
  folder: string,
): Promise<KeyProof> {
  await holder.call(operation(holder, 'sessions.getSessionMe'))
  if (!scopes.some((one) => satisfies(one, WRITES))) return { read: true, wrote: false }
  await holder.call(operation(holder, 'flow.getFlowFolders'))
  const create = operation(holder, 'flow.createFlowFolder')
  const made = await holder.call(create, placed(create, { name: folder }))
  const { id } = (made ?? {}) as Readonly<Record<string, unknown>>
  if (typeof id !== 'string') {
    throw new HubError('hub_answer_invalid', 'The Homey made a folder and did not say which.')
  }
  await holder.call(operation(holder, 'flow.deleteFlowFolder'), { id })
  return { read: true, wrote: true }
}

/** Deletes what an interrupted proof left behind, and says how many there were. @throws HubError */
export async function deleteFoldersNamed(holder: HubConnection, name: string): Promise<number> {
  const folders = items(await holder.call(operation(holder, 'flow.getFlowFolders')))
  const ours = folders.filter((one) => one.name === name)
  for (const { id } of ours) await holder.call(operation(holder, 'flow.deleteFlowFolder'), { id })
  return ours.length
}

function operation({ generation }: HubConnection, id: string): Operation {
  const found = operationById(generation, id)
  if (!found) throw new HubError('hub_refused', `This kind of Homey has no ${id}.`)
  return found
}

// The specification names the object that a folder is in, or its members; either is served.
function placed(create: Operation, folder: { readonly name: string }): Record<string, unknown> {
  const whole = Object.entries(create.parameters).find(([, parameter]) => parameter.root)
  return whole ? { [whole[0]]: folder } : { ...folder }
}

function items(said: unknown): { readonly id: string; readonly name: unknown }[] {
  if (typeof said !== 'object' || said === null) return []
  return Object.values(said).flatMap((one: unknown) => {
    const { id, name } = (one ?? {}) as Readonly<Record<string, unknown>>
    return typeof id === 'string' ? [{ id, name }] : []
  })
}

function mintRefused(error: unknown, scopes: readonly string[]): unknown {
  if (!(error instanceof HubError) || error.status !== 403) return error
  const owner = error.message.includes('Must Be Owner')
  return new HubError(
    'hub_credential_refused',
    owner
      ? 'Only the owner of this Homey can make keys for it, and this login is not the owner.'
      : `This login may not make a key with: ${scopes.join(' ')}. Ask for fewer (--scopes), or use --homey-cli.`,
    { status: 403 },
  )
}
