// Proofs of possession (DPoP, RFC 9449) as attackers write them: every claim as it is given. Made with nothing but
// signatures, so that no library agrees with itself.
import { generateKeyPairSync, hash, type KeyObject, randomUUID, sign } from 'node:crypto'

/** What a proof says, or says instead; undefined leaves a claim out. */
export type Claims = Readonly<Record<string, unknown>>

/** A key, and what is proven with it. */
export class Prover {
  readonly #key: KeyObject
  readonly jwk: Readonly<Record<string, unknown>>
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    this.jwk = publicKey.export({ format: 'jwk' })
    this.#now = now
  }

  /** The private key with it, as nobody should send it. */
  get privateJwk(): Readonly<Record<string, unknown>> {
    return this.#key.export({ format: 'jwk' })
  }

  /** A proof for a request; with a token, for that one. */
  proof(
    method: string,
    url: string,
    token?: string,
    more: Claims = {},
    header: Claims = {},
  ): string {
    const iat = Math.floor(this.#now() / 1_000)
    const ath = token === undefined ? undefined : hash('sha256', token, 'base64url')
    const claims = { htm: method, htu: url, iat, jti: randomUUID(), ath, ...more }
    return this.signed(claims, { typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk, ...header })
  }

  /** Any claims with any header, signed. */
  signed(claims: Claims, header: Claims): string {
    const text = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature = sign('sha256', Buffer.from(text), {
      ...{ key: this.#key, dsaEncoding: 'ieee-p1363' },
    })
    return `${text}.${signature.toString('base64url')}`
  }
}
