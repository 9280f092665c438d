// The sealed part: all secrets of a snapshot as lines of JSON in one age file, which the `age` command
// opens as well.
import { Decrypter, Encrypter } from 'age-encryption'
import type { Json } from '../../json.ts'
import { canonical } from '../canonical.ts'
import { SECRET } from './schema.ts'
import { altered, SnapshotUnusable } from './unusable.ts'

/** For whom secrets are sealed. */
export type Sealing =
  /** Whoever holds the identity of this `age1…`. */
  | { readonly recipient: string }
  /** Whoever knows it. `effort`: the logarithm of the work that a guess takes; for tests. */
  | { readonly passphrase: string; readonly effort?: number }

/** What opens the sealed part. */
export type Unsealing = { readonly identity: string } | { readonly passphrase: string }

/** Seals secrets. @throws TypeError if the recipient is none */
export async function seal(
  secrets: ReadonlyMap<string, Json>,
  sealing: Sealing,
): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  if ('recipient' in sealing) {
    try {
      encrypter.addRecipient(sealing.recipient)
    } catch {
      throw new TypeError(
        'This is no recipient of age. It begins with age1, and age-keygen makes one.',
      )
    }
  } else {
    encrypter.setPassphrase(sealing.passphrase)
    if (sealing.effort !== undefined) encrypter.setScryptWorkFactor(sealing.effort)
  }
  const lines = [...secrets].map(([ref, value]) => `${canonical({ ref, value })}\n`)
  return encrypter.encrypt(lines.join(''))
}

/** Opens a sealed part. @throws SnapshotUnusable `key_wrong`, `snapshot_altered` */
export async function unseal(
  sealed: Uint8Array,
  unsealing: Unsealing,
): Promise<ReadonlyMap<string, Json>> {
  const text = await decrypted(sealed, unsealing)
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line): [string, Json] => {
      const { ref, value } = SECRET.parse(JSON.parse(line))
      return [ref, value]
    }),
  )
}

async function decrypted(sealed: Uint8Array, unsealing: Unsealing): Promise<string> {
  const decrypter = new Decrypter()
  const wrong = (cause?: unknown): SnapshotUnusable =>
    new SnapshotUnusable(
      'key_wrong',
      'passphrase' in unsealing
        ? 'This is not the passphrase of the secrets in this snapshot.'
        : 'This key does not open the secrets in this snapshot. It begins with AGE-SECRET-KEY-1.',
      cause,
    )
  try {
    if ('passphrase' in unsealing) decrypter.addPassphrase(unsealing.passphrase)
    else decrypter.addIdentity(unsealing.identity)
  } catch {
    throw wrong()
  }
  try {
    return await decrypter.decrypt(sealed, 'text')
  } catch (error) {
    if (/no identity matched/.test(String(error))) throw wrong(error)
    throw altered('secrets.age cannot be read', error)
  }
}
