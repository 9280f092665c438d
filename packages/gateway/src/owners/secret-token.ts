// Tokens of 256 random bits: the one who has it is known by it, and only its hash is kept.
import { hash } from 'node:crypto'

/** A token in the clear. */
export type SecretToken = string & { readonly __brand: 'SecretToken' }

const FORM = /^[A-Za-z0-9_-]{43}$/

/** A new token. */
export function newToken(random: (size: number) => Buffer): SecretToken {
  return random(32).toString('base64url') as SecretToken
}

/** Whether a text has the form of a token. */
export function isToken(text: string): text is SecretToken {
  return FORM.test(text)
}

/** What is kept of a token. It has 256 random bits, so no salt is needed. */
export function hashOfToken(token: SecretToken): string {
  return hash('sha256', token)
}
