// Step 1, identify: from the Authorization header to the grant that the key stands for.
import { type Grant, type Standing, standing } from '../grants/grant.ts'
import { type ApiKey, isApiKey } from '../grants/key.ts'
import type { Audience, Held } from '../grants/tokens.ts'
import type { DenyReason } from './reason.ts'

/** The grant, or why there is none; a revoked or expired one is named for the audit log. */
export type Identified =
  | { readonly grant: Grant; readonly reason?: undefined }
  | { readonly grant?: Grant; readonly reason: DenyReason }

const REASONS: Readonly<Record<Exclude<Standing, 'live'>, DenyReason>> = {
  revoked: 'token-revoked',
  expired: 'token-expired',
  suspended: 'token-suspended',
  stopped: 'stopped',
}

const BEARER = /^bearer +([^ ]+) *$/i

/** The token that a header shows, if it has the form of one. */
export function tokenShown(authorization: string | undefined): ApiKey | undefined {
  const token = BEARER.exec(authorization ?? '')?.[1]
  return token !== undefined && isApiKey(token) ? token : undefined
}

/** Finds the grant of a request. One hash and one look-up; no database. */
export function identify(
  authorization: string | undefined,
  byKey: (key: ApiKey) => Held | undefined,
  now: number,
  audience: Audience = 'hub',
): Identified {
  const token = BEARER.exec(authorization ?? '')?.[1]
  if (token === undefined) return { reason: 'token-missing' }
  if (!isApiKey(token)) return { reason: 'token-malformed' }
  const held = byKey(token)
  if (!held) return { reason: 'token-unknown' }
  const { grant, expiresAt, audience: isFor } = held
  const state = standing(grant, now)
  if (state !== 'live') return { grant, reason: REASONS[state] }
  if (expiresAt !== null && expiresAt <= now) return { grant, reason: 'token-expired' }
  // A token that was asked for one thing opens nothing else (RFC 8707).
  if (isFor !== null && isFor !== audience) return { grant, reason: 'token-elsewhere' }
  return { grant }
}
