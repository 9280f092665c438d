// Where the secrets of a snapshot are while it is made: a stub goes out for each that comes in. The key
// of the HMACs is drawn for this snapshot alone and never leaves the sealed part.
import { createHmac } from 'node:crypto'
import type { Json } from '../../json.ts'
import { canonical } from '../canonical.ts'
import { sha256 } from '../hash.ts'
import type { SecretStub } from '../snapshot.ts'

/** Secrets by reference. */
export class Vault {
  readonly #key: Uint8Array
  readonly #values = new Map<string, Json>()

  /** `key`: 32 random bytes. */
  constructor(key: Uint8Array) {
    this.#key = key
  }

  /**
   * Takes a secret in. The reference says nothing of it, follows from where it stands alone, and holds
   * no id that could be taken for a reference between objects.
   */
  put(place: readonly (string | number)[], value: Json): SecretStub {
    const $secret = `secret-${sha256(canonical(place)).slice(0, 20)}`
    this.#values.set($secret, value)
    const hmac = createHmac('sha256', this.#key).update(canonical(value)).digest('base64url')
    return { $secret, hmac }
  }

  /** All of them, sorted by reference. */
  get values(): ReadonlyMap<string, Json> {
    return new Map([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
