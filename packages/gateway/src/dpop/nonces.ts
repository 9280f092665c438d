// Nonces that a client puts into its proofs when its clock is not ours (RFC 9449, 8 and 9). They follow from a secret
// and the time, so nothing is kept. The authorization server makes them in the same way, because clients keep one
// nonce for each origin.
import { hkdfSync, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../sealing/sealing.ts'

/** How long one nonce is the present one, in seconds. */
const STEP = 60

/** How many steps before and after the present one count. */
const AROUND = 2

/** For how long a nonce may still be good after it was given, in milliseconds. */
export const NONCE_LIFE = (2 * AROUND + 1) * STEP * 1_000

const INFO = 'DPoP'

/** The secret of all gateways on one database, 32 bytes. */
export const nonceSecret = (sealing: Pick<KeyRing, 'blind'>): Buffer =>
  Buffer.from(sealing.blind('DPoP nonces'), 'base64url')

/** Makes nonces, and knows them again. */
export class Nonces {
  readonly #secret: Buffer

  constructor(secret: Buffer) {
    this.#secret = secret
  }

  /** The nonce to give; the next one already, so that it is good for long. */
  at(now: number): string {
    return this.#of(stepOf(now) + 1)
  }

  /** Whether a nonce is one that was given not long ago. */
  isGood(nonce: string, now: number): boolean {
    const shown = Buffer.from(nonce)
    const steps = Array.from({ length: 2 * AROUND + 1 }, (_, at) => stepOf(now) - AROUND + at)
    return steps.some((step) => {
      const known = Buffer.from(this.#of(step))
      return known.length === shown.length && timingSafeEqual(known, shown)
    })
  }

  #of(step: number): string {
    const salt = Buffer.alloc(8)
    salt.writeBigUInt64BE(BigInt(step))
    return Buffer.from(hkdfSync('sha256', this.#secret, salt, INFO, 32)).toString('base64url')
  }
}

const stepOf = (now: number): number => Math.floor(now / 1_000 / STEP)
