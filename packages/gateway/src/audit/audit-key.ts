// The key of the audit log, which is never in the database: whoever can write only there cannot
// make a row, a head or an anchor that verifies.
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'

/** What can be signed. The kind is signed along, so that none passes for another. */
export type Signed = 'row' | 'row 2' | 'row 3' | 'head' | 'anchor'

/** Signs; the key stays inside. */
export class AuditKey {
  readonly #key: KeyObject

  /** @throws Error if the key is not of 32 bytes. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error('The audit key must be 32 bytes, as base64.')
    this.#key = createSecretKey(key)
  }

  /** HMAC-SHA-256 over the parts as a JSON array, in which no two lists of parts look alike. */
  sign(kind: Signed, parts: readonly (string | number | null)[]): string {
    const told = parts.some(isNotJson) ? parts.map(inWords) : parts
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([kind, ...told]))
      .digest('base64url')
  }
}

// Databases keep numbers without end, and JSON writes them as it writes null: none is ever signed here, and one that is
// found must not look like what was.
const isNotJson = (part: unknown): boolean => typeof part === 'number' && !Number.isFinite(part)
const inWords = (part: unknown): unknown => (isNotJson(part) ? { number: String(part) } : part)

/**
 * The key of an installation: from the environment (`LATCHKEY_AUDIT_KEY`, base64), or else from the
 * file, which is made with mode 0600 the first time.
 * @throws Error if the file may be read by others, or is not a key.
 */
export function openAuditKey(file: string, fromEnvironment: string | undefined): AuditKey {
  if (fromEnvironment) return new AuditKey(Buffer.from(fromEnvironment, 'base64'))
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode === undefined) {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } else if ((mode & 0o077) !== 0) {
    throw new Error(`Others may read the audit key. Run: chmod 600 ${file}`)
  }
  return new AuditKey(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64'))
}
