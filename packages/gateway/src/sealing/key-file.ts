// Where the sealing key is: in a file of the data directory, or in the environment. While the key is
// being changed there are two, the new one first.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { KeyRing } from './sealing.ts'

/** Keys, at least one; the first one seals. */
export type Keys = readonly [Buffer, ...Buffer[]]

/** A new key. */
export function newKey(): Buffer {
  return randomBytes(32)
}

/** The keys in a text: base64, one after another. @throws Error if there is none */
export function parseKeys(text: string): Keys {
  const [first, ...others] = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => Buffer.from(word, 'base64'))
  if (!first) throw new Error('The sealing key must be 32 bytes, as base64.')
  return [first, ...others]
}

/** Writes keys to the file, as one change: after a crash there are the old ones or the new. */
export function writeKeys(file: string, keys: Keys): void {
  const fresh = `${file}.new`
  const text = keys.map((key) => `${key.toString('base64')}\n`).join('')
  writeFileSync(fresh, text, { mode: 0o600, flush: true })
  renameSync(fresh, file)
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** The keys of a file. @throws Error if others may read it, or it holds none */
export function readKeys(file: string): Keys {
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new Error(`Others may read the sealing key. Run: chmod 600 ${file}`)
  }
  return parseKeys(readFileSync(file, 'utf8'))
}

/**
 * The sealing of an installation. The key comes from the environment (`LATCHKEY_SEALING_KEY`,
 * base64) or else from the file, which is made with mode 0600 the first time.
 * @throws Error if the file may be read by others, or is not a key.
 */
export function openSealing(file: string, fromEnvironment: string | undefined): KeyRing {
  if (fromEnvironment) return new KeyRing(parseKeys(fromEnvironment))
  if (!statSync(file, { throwIfNoEntry: false })) writeKeys(file, [newKey()])
  return new KeyRing(readKeys(file))
}
