// An identity of age: what seals secrets for whoever holds it, and opens them again.
import { generateX25519Identity, identityToRecipient } from 'age-encryption'

/** A key pair of age. */
export interface Identity {
  /** `AGE-SECRET-KEY-1…`, which opens. */
  readonly identity: string
  /** `age1…`, for whom is sealed. */
  readonly recipient: string
}

/** Makes a new identity. */
export async function makeIdentity(): Promise<Identity> {
  return identityOf(await generateX25519Identity())
}

/** The identity whose secret half this is. @throws TypeError if it is none */
export async function identityOf(text: string): Promise<Identity> {
  const identity = text.trim()
  try {
    return { identity, recipient: await identityToRecipient(identity) }
  } catch {
    throw new TypeError('This is no identity of age: it begins with AGE-SECRET-KEY-1.')
  }
}
