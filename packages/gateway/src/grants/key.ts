// The form of an API key: `lk_`, 43 letters and digits of randomness, 6 of checksum, so that a
// scanner can tell a leaked key from chance, and a mistyped one never reaches the database.
import { hash, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** An API key in the clear: shown once, kept nowhere. */
export type ApiKey = string & { readonly __brand: 'ApiKey' }

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM = 43
const CHECK = 6
const FORM = /^lk_[0-9A-Za-z]{49}$/

/** What every key begins with. */
export const KEY_PREFIX = 'lk_'

/** What keys look like wherever they may turn up; for redaction. */
export const KEY_PATTERN = /lk_[0-9A-Za-z]{20,}/g

/** A new key, of 256 bits. */
export function newApiKey(random: (below: number) => number = randomInt): ApiKey {
  let body = ''
  for (let at = 0; at < RANDOM; at++) body += ALPHABET[random(ALPHABET.length)]
  return `${KEY_PREFIX}${body}${checksum(body)}` as ApiKey
}

/** Whether a key, or what looks like one, stands anywhere in a text. */
export function holdsKey(text: string): boolean {
  return text.includes(KEY_PREFIX) && text.search(KEY_PATTERN) >= 0
}

/** Whether a text has the form and the checksum of a key. */
export function isApiKey(text: string): text is ApiKey {
  return FORM.test(text) && checksum(text.slice(KEY_PREFIX.length, -CHECK)) === text.slice(-CHECK)
}

/** What is stored of a key: SHA-256, in hex. A key has 256 random bits, so no salt is needed. */
export function hashOfKey(key: ApiKey): string {
  return hash('sha256', key)
}

function checksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let at = 0; at < CHECK; at++) {
    text = ALPHABET[rest % ALPHABET.length] + text
    rest = Math.floor(rest / ALPHABET.length)
  }
  return text
}
