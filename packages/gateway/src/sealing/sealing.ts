// Seals the hubs' credentials under a key that is not in the database: AES-256-GCM, bound to the
// hub that the credential is for, so that a sealed text cannot be moved to another row.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'

const VERSION = 'v1'

/** Seals and opens texts. The key stays inside. */
export interface Sealing {
  seal(text: string, hubId: string): string
  /** @throws Error if the text was sealed with another key or for another hub, or was changed. */
  open(sealed: string, hubId: string): string
}

/** Makes a sealing from a key of 32 bytes. */
export function sealingWith(key: Buffer): Sealing {
  if (key.length !== 32) throw new Error('The sealing key must be 32 bytes, as base64.')
  return {
    seal: (text, hubId) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(hubId))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [VERSION, nonce, sealed, cipher.getAuthTag()]
        .map((piece) => (typeof piece === 'string' ? piece : piece.toString('base64url')))
        .join('.')
    },
    open: (sealed, hubId) => {
      const [version, nonce = '', text = '', tag = ''] = sealed.split('.')
      try {
        if (version !== VERSION) throw new Error('unknown form')
        const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
          authTagLength: 16,
        })
        cipher.setAAD(Buffer.from(hubId))
        cipher.setAuthTag(Buffer.from(tag, 'base64url'))
        return (
          cipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + cipher.final('utf8')
        )
      } catch {
        throw new Error(
          "A hub's credential cannot be opened: the sealing key is not the one that it was sealed with. Put the right key back, or remove the hub and add it again.",
        )
      }
    },
  }
}

/**
 * The sealing of an installation. The key comes from the environment (`LATCHKEY_SEALING_KEY`,
 * base64) or else from the file, which is made with mode 0600 the first time.
 * @throws Error if the file may be read by others, or is not a key.
 */
export function openSealing(file: string, fromEnvironment: string | undefined): Sealing {
  if (fromEnvironment) return sealingWith(Buffer.from(fromEnvironment, 'base64'))
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new Error(`Others may read the sealing key. Run: chmod 600 ${file}`)
  }
  return sealingWith(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64'))
}
