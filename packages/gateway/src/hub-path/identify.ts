// Step 1, identify: from the Authorization header to the grant that the key stands for.
import { type Grant, type Standing, standing } from '../grants/grant.ts'
import { type ApiKey, isApiKey } from '../grants/key.ts'
import type { Audience, Held } from '../grants/tokens.ts'
import type { DenyReason } from './reason.ts'

/** The grant, or why there is none; a revoked or expired one is named for the audit log. */
export type Identified =
  | { readonly grant: Grant; readonly reason?: undefined }
  | { readonly grant?: Grant; readonly reason: DenyReason }

/** Why a grant that does not count is refused. */
export const LAPSES: Readonly<Record<Exclude<Standing, 'live'>, DenyReason>> = {
  revoked: 'token-revoked',
  expired: 'token-expired',
  suspended: 'token-suspended',
  halted: 'client-suspended',
  stopped: 'stopped',
}

const SHOWN = /^(bearer|dpop) +([^ ]+) *$/i

/** The token that a header shows, if it has the form of one. */
export function tokenShown(authorization: string | undefined): ApiKey | undefined {
  const token = SHOWN.exec(authorization ?? '')?.[2]
  return token !== undefined && isApiKey(token) ? token : undefined
}

/** Whether a header shows a token in the way of those that are bound to a key (RFC 9449, 7.1). */
export const isBound = (authorization: string | undefined): boolean =>
  SHOWN.exec(authorization ?? '')?.[1]?.toLowerCase() === 'dpop'

/** Where a token is shown, and what was proven with it. */
export interface ShownTo {
  /** The thumbprint of the key that whoever shows it has proven to have. */
  readonly provenBy?: string | undefined
  /** What the token must have been asked for; the Homey itself if it is not said. */
  readonly audience?: Audience | 'any'
}

/**
 * Finds the grant of a request. One hash and one look-up; no database. A token that is bound to a key counts only for
 * a request that was proven with that key: `provenBy` is its thumbprint.
 */
export function identify(
  authorization: string | undefined,
  byKey: (key: ApiKey) => Held | undefined,
  now: number,
  { provenBy, audience = 'hub' }: ShownTo = {},
): Identified {
  const [, scheme, token] = SHOWN.exec(authorization ?? '') ?? []
  if (token === undefined) return { reason: 'token-missing' }
  if (!isApiKey(token)) return { reason: 'token-malformed' }
  const held = byKey(token)
  if (!held) return { reason: 'token-unknown' }
  const { grant, expiresAt, boundTo, audience: isFor } = held
  const isShownBound = scheme?.toLowerCase() === 'dpop'
  if (boundTo === null && isShownBound) return { grant, reason: 'token-not-bound' }
  // Shown as a bearer token it may have been stolen, so not even its state is told.
  if (boundTo !== null && !(isShownBound && boundTo === provenBy)) {
    return { grant, reason: 'proof-missing' }
  }
  const state = standing(grant, now)
  if (state !== 'live') return { grant, reason: LAPSES[state] }
  if (expiresAt !== null && expiresAt <= now) return { grant, reason: 'token-expired' }
  // A token that was asked for one thing opens nothing else (RFC 8707).
  if (audience !== 'any' && isFor !== null && isFor !== audience) {
    return { grant, reason: 'token-elsewhere' }
  }
  return { grant }
}
