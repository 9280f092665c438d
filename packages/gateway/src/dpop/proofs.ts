// Proofs of possession (DPoP, RFC 9449) at the hubs' side: a token that is bound to a key opens something only with a
// proof for this very request, made with that key a moment ago and shown for the first time. What costs little is
// looked at first; the library that checks signatures is loaded with the first proof.
import { hash } from 'node:crypto'
import { NONCE_LIFE, type Nonces } from './nonces.ts'
import type { SeenProofs } from './seen-proofs.ts'
import type { SharedProofs } from './shared-proofs.ts'

/** The algorithms that proofs may be signed with; the same as at the token endpoint. */
export const PROOF_ALGORITHMS = ['ES256', 'Ed25519', 'EdDSA'] as const

/** How far the clock of a client may be off without a nonce, in milliseconds. */
export const PROOF_WINDOW = 60_000

/** The longest id of a proof. */
const MAX_ID = 200

/** What is shown with a request. */
export interface ShownProof {
  /** The `DPoP` header, or what stands for it. */
  readonly proof: string | undefined
  readonly method: string
  /** The path of the request, without its query. */
  readonly path: string
  /** The access token that it goes with. */
  readonly token: string
  /** The thumbprint of the key that the token is bound to (RFC 7638). */
  readonly thumbprint: string
  readonly grantId: string
}

/** Why a proof does not count. */
export type ProofProblem =
  | 'proof-missing'
  | 'proof-invalid'
  | 'proof-nonce'
  | 'proof-replayed'
  | 'overloaded'

/** The key that a request was proven with, or why it was not; a nonce to try again with, where one helps. */
export type Proven =
  | { readonly by: string; readonly problem?: undefined }
  | { readonly problem: ProofProblem; readonly nonce?: string | undefined }

/** What checking stands on. */
export interface ProofParts {
  /** The one address that this gateway is known by; undefined while nothing listens. */
  readonly issuer: () => string | undefined
  readonly nonces: Nonces
  readonly seen: SeenProofs
  /** Where other gateways look as well; undefined if there are none. */
  readonly shared?: Pick<SharedProofs, 'take'> | undefined
  readonly now: () => number
  /** Told why a proof could not be looked up. */
  readonly onError: (error: unknown) => void
}

/** Checks proofs. */
export class Proofs {
  readonly #parts: ProofParts

  constructor(parts: ProofParts) {
    this.#parts = parts
  }

  /** Checks the proof of a request, which counts from then on as seen. Never throws. */
  async check(shown: ShownProof): Promise<Proven> {
    const { nonces, seen, now } = this.#parts
    const { proof, thumbprint, grantId } = shown
    if (proof === undefined || proof === '') return { problem: 'proof-missing' }
    const claims = await claimsOf(proof, thumbprint)
    if (!claims || !this.#isFor(claims, shown)) return { problem: 'proof-invalid' }
    const time = now()
    const { nonce, jti } = claims
    const isInTime = Math.abs(time - claims.iat * 1_000) <= PROOF_WINDOW
    // Whoever has a nonce of ours has made the proof lately, whatever their clock says.
    const isGood = nonce === undefined ? isInTime : nonces.isGood(nonce, time)
    if (!isGood) return { problem: 'proof-nonce', nonce: nonces.at(time) }
    const life = nonce === undefined ? 2 * PROOF_WINDOW : NONCE_LIFE
    const id = hash('sha256', jti, 'base64url')
    const taken = seen.take(grantId, id, time + life)
    if (taken === 'full') return { problem: 'overloaded' }
    if (taken === 'seen') return { problem: 'proof-replayed' }
    const problem = await this.#problemElsewhere(grantId, id, time + life)
    return problem === undefined ? { by: thumbprint } : { problem }
  }

  /** Why a proof that is new here does not count; undefined if it is new at all gateways. */
  async #problemElsewhere(
    grantId: string,
    id: string,
    until: number,
  ): Promise<ProofProblem | undefined> {
    const { shared, onError } = this.#parts
    if (!shared) return undefined
    try {
      return (await shared.take(grantId, id, until)) ? undefined : 'proof-replayed'
    } catch (error) {
      // Whether it was shown nobody knows, so it does not count.
      onError(error)
      return 'overloaded'
    }
  }

  #isFor({ htm, htu, ath }: Claims, { method, path, token }: ShownProof): boolean {
    const issuer = this.#parts.issuer()
    if (issuer === undefined || htm !== method) return false
    const [said, wanted] = [URL.parse(htu), URL.parse(`${issuer}${path}`)]
    if (!said || !wanted) return false
    said.search = ''
    said.hash = ''
    return said.href === wanted.href && ath === hash('sha256', token, 'base64url')
  }
}

/** What a proof says; `iat` in seconds. */
interface Claims {
  readonly htm: string
  readonly htu: string
  readonly ath: string
  readonly jti: string
  readonly iat: number
  readonly nonce: string | undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What a proof says that was signed with this key; undefined if it was not, or says too little. */
async function claimsOf(proof: string, thumbprint: string): Promise<Claims | undefined> {
  const { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, EmbeddedJWK } =
    await import('jose')
  try {
    const { jwk, typ } = decodeProtectedHeader(proof)
    if (typ !== 'dpop+jwt') return undefined
    // No signature is worked out for a key that would not do.
    if (!jwk || (await calculateJwkThumbprint(jwk)) !== thumbprint) return undefined
    const wanted = { algorithms: [...PROOF_ALGORITHMS] }
    const { payload } = await compactVerify(proof, EmbeddedJWK, wanted)
    const said: unknown = JSON.parse(new TextDecoder().decode(payload))
    const { htm, htu, ath, jti, iat, nonce } = isRecord(said) ? said : {}
    if (typeof htm !== 'string' || typeof htu !== 'string' || typeof ath !== 'string') {
      return undefined
    }
    if (typeof jti !== 'string' || jti === '' || jti.length > MAX_ID) return undefined
    if (typeof iat !== 'number' || !Number.isFinite(iat)) return undefined
    if (nonce !== undefined && typeof nonce !== 'string') return undefined
    return { htm, htu, ath, jti, iat, nonce }
  } catch {
    return undefined
  }
}
