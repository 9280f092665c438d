// Step 1, identify: from the Authorization header to the grant that the key stands for.
import { type Grant, type Standing, standing } from '../grants/grant.ts'
import { type ApiKey, isApiKey } from '../grants/key.ts'
import type { Held } from '../grants/tokens.ts'
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
): Identified {
  const token = BEARER.exec(authorization ?? '')?.[1]
  if (token === undefined) return { reason: 'token-missing' }
  if (!isApiKey(token)) return { reason: 'token-malformed' }
  const held = byKey(token)
  if (!held) return { reason: 'token-unknown' }
  const { grant, expiresAt } = held
  const state = standing(grant, now)
  if (state !== 'live') return { grant, reason: LAPSES[state] }
  if (expiresAt !== null && expiresAt <= now) return { grant, reason: 'token-expired' }
  return { grant }
}
