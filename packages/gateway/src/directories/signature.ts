// The signature of a directory: JWS (RFC 7515) with Ed25519, in its flattened JSON form. Whoever subscribes pins the
// public key; what a file says of its own key is not looked at.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { DIRECTORY_FILE, type DirectoryFile, MAX_DIRECTORY } from './directory-file.ts'

const ALGORITHM = 'EdDSA'
const TYPE = 'latchkey-directory+json'

const FLATTENED = z.strictObject({
  payload: z.string(),
  protected: z.string(),
  signature: z.string(),
})

/** Why a directory is not taken; the message says what to do. */
export class DirectoryRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DirectoryRefused'
  }
}

/** A new private key, as PEM. */
export function newDirectoryKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
}

/**
 * The private key in a PEM.
 * @throws DirectoryRefused if it is none of Ed25519
 */
export function privateKeyIn(pem: string): KeyObject {
  const key = attempt(() => createPrivateKey(pem))
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw new DirectoryRefused('This is no private key of Ed25519 in PEM.')
}

/** The public half, as it is handed round: 32 bytes in base64url. */
export const publicHalf = (key: KeyObject): string =>
  String(createPublicKey(key).export({ format: 'jwk' }).x)

/**
 * The public key that was handed round.
 * @throws DirectoryRefused if it is none
 */
export function publicKeyIn(text: string): KeyObject {
  const x = text.trim()
  const isForm = /^[\w-]{43}$/.test(x)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x }
  const key = isForm ? attempt(() => createPublicKey({ key: jwk, format: 'jwk' })) : undefined
  if (key) return key
  const message = 'The key of a directory has 43 letters, digits, - and _. Its publisher has it.'
  throw new DirectoryRefused(message)
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Signs a directory; the text of the file. */
export async function signDirectory(directory: DirectoryFile, key: KeyObject): Promise<string> {
  const { FlattenedSign } = await import('jose')
  const signed = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(directory)))
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .sign(key)
  return `${JSON.stringify(signed, undefined, 2)}\n`
}

/**
 * Reads a file that must be signed with this key.
 * @throws DirectoryRefused if it is not, or says what nobody understands
 */
export async function readDirectory(text: string, publicKey: string): Promise<DirectoryFile> {
  if (Buffer.byteLength(text) > MAX_DIRECTORY) {
    throw new DirectoryRefused(`A directory has at most ${MAX_DIRECTORY / 1024} KiB.`)
  }
  const file = FLATTENED.safeParse(attempt(() => JSON.parse(text)))
  if (!file.success) throw new DirectoryRefused('This is no signed directory.')
  const payload = await verified(file.data, publicKeyIn(publicKey))
  const parsed = DIRECTORY_FILE.safeParse(attempt(() => JSON.parse(payload)))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'it'
  throw new DirectoryRefused(`It is signed, but not understood: ${where}: ${issue?.message ?? ''}`)
}

async function verified(file: z.output<typeof FLATTENED>, key: KeyObject): Promise<string> {
  const { flattenedVerify } = await import('jose')
  try {
    const { payload, protectedHeader } = await flattenedVerify(file, key, {
      algorithms: [ALGORITHM],
    })
    if (protectedHeader?.typ === TYPE) return new TextDecoder().decode(payload)
  } catch {
    // What exactly is wrong with a signature helps nobody but who forges one.
  }
  const message =
    'It is not signed with the key that you named. Ask its publisher for the key, another way than this file.'
  throw new DirectoryRefused(message)
}
