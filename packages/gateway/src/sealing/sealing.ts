// Seals the hubs' credentials under a key that is not in the database: AES-256-GCM, bound to the
// hub that the credential is for, so that a sealed text cannot be moved to another row.
import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto'

/** The form that is written: version, id of the key, nonce, text, tag. Version 1 had no id. */
const VERSION = 'v2'

/** Seals and opens texts. The key stays inside. */
export interface Sealing {
  seal(text: string, hubId: string): string
  /** @throws Error if the text was sealed with another key or for another hub, or was changed. */
  open(sealed: string, hubId: string): string
}

/** The id of a key, which tells nothing of it. */
export function keyIdOf(key: Buffer): string {
  const bytes = Buffer.concat([Buffer.from('latchkey sealing key id\n'), key])
  return hash('sha256', bytes, 'base64url').slice(0, 8)
}

/** Several keys: the first one seals, all of them open. */
export class KeyRing implements Sealing {
  #keys: ReadonlyMap<string, Buffer>
  #current: string

  /** @throws Error if a key is not of 32 bytes. */
  constructor(keys: readonly [Buffer, ...Buffer[]]) {
    if (keys.some((key) => key.length !== 32)) {
      throw new Error('The sealing key must be 32 bytes, as base64.')
    }
    this.#keys = new Map(keys.map((key) => [keyIdOf(key), key]))
    this.#current = keyIdOf(keys[0])
  }

  /** The id of the key that seals. */
  get currentId(): string {
    return this.#current
  }

  /** The ids of all keys. */
  get ids(): readonly string[] {
    return [...this.#keys.keys()]
  }

  /** From here on seals with other keys, and opens with them only. */
  use(keys: readonly [Buffer, ...Buffer[]]): void {
    this.#keys = new Map(keys.map((key) => [keyIdOf(key), key]))
    this.#current = keyIdOf(keys[0])
  }

  /** Whether a text is sealed with the key that seals now. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${VERSION}.${this.#current}.`)
  }

  /** A text that stands for another one, which nobody without the key can find out by guessing. */
  blind(text: string): string {
    const key = this.#key(this.#current)
    return createHmac('sha256', key).update(`latchkey blind\n${text}`).digest('base64url')
  }

  seal(text: string, hubId: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.#current), nonce)
    cipher.setAAD(Buffer.from(hubId))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    const pieces = [nonce, sealed, cipher.getAuthTag()].map((one) => one.toString('base64url'))
    return [VERSION, this.#current, ...pieces].join('.')
  }

  open(sealed: string, hubId: string): string {
    const [version, ...pieces] = sealed.split('.')
    const id = version === VERSION ? pieces.shift() : undefined
    const known = version === 'v1' ? [...this.#keys.values()] : [this.#keys.get(id ?? '')]
    for (const key of known) {
      const text = key && opened(key, pieces, hubId)
      if (text !== undefined) return text
    }
    throw new Error(
      "A hub's credential cannot be opened: the sealing key is not the one that it was sealed with. Put the right key back, or remove the hub and add it again.",
    )
  }

  #key(id: string): Buffer {
    const key = this.#keys.get(id)
    if (!key) throw new Error(`There is no sealing key ${id}.`)
    return key
  }
}

function opened(
  key: Buffer,
  [nonce = '', text = '', tag = '']: readonly string[],
  hubId: string,
): string | undefined {
  try {
    const iv = Buffer.from(nonce, 'base64url')
    const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
    cipher.setAAD(Buffer.from(hubId))
    cipher.setAuthTag(Buffer.from(tag, 'base64url'))
    return cipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + cipher.final('utf8')
  } catch {
    return undefined
  }
}
