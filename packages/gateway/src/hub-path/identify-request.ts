// Step 1 for a whole request: its token, the proof that goes with it (RFC 9449), and a token that another gateway has
// just issued, which is used before it was heard of here.
import type { Proofs, Proven } from '../dpop/proofs.ts'
import type { Grants } from '../grants/grants.ts'
import { type Identified, identify, isBound, type ShownTo, tokenShown } from './identify.ts'
import type { HubPathRequest } from './request.ts'

/** What it stands on. */
export interface IdentifyParts {
  readonly grants: Grants
  /** Without it nothing that is bound to a key is let in. */
  readonly proofs?: Pick<Proofs, 'check'> | undefined
  readonly now: () => number
}

/** Who sent a request. */
export interface Arrival {
  readonly who: Identified
  /** To be put into the next proof, where this one came too late. */
  readonly nonce?: string | undefined
  /** The key that was proven to be in the same hands. */
  readonly provenBy: string | undefined
  /** Finds the grant once more: to be asked after every wait. */
  readonly again: () => Identified
}

type Shown = Pick<HubPathRequest, 'authorization' | 'method' | 'rawPath' | 'proof' | 'provenBy'>

/** Finds the grant of a request; a proof counts once. */
export async function identifyRequest(
  request: Shown,
  parts: IdentifyParts,
  audience: NonNullable<ShownTo['audience']>,
): Promise<Arrival> {
  const { authorization } = request
  const { grants, now } = parts
  let { provenBy } = request
  const again = () =>
    identify(authorization, (key) => grants.held(key), now(), { provenBy, audience })
  let who = again()
  if (who.reason === 'token-unknown') {
    const token = tokenShown(authorization)
    if (token && (await grants.lookUp(token))) who = again()
  }
  if (who.reason !== 'proof-missing' || !isBound(authorization)) return { who, provenBy, again }
  const proven = await provenIn(request, parts)
  if (proven.problem !== undefined) {
    return { who: { ...who, reason: proven.problem }, nonce: proven.nonce, provenBy, again }
  }
  provenBy = proven.by
  return { who: again(), provenBy, again }
}

/** What the proof of a request came to. */
async function provenIn(
  { authorization, method, rawPath: path, proof }: Shown,
  { grants, proofs }: IdentifyParts,
): Promise<Proven> {
  const token = tokenShown(authorization)
  const held = token && grants.held(token)
  if (!token || !held?.boundTo || !proofs) return { problem: 'proof-missing' }
  const { boundTo: thumbprint, grant } = held
  return proofs.check({ proof, method, path, token, thumbprint, grantId: grant.id })
}
