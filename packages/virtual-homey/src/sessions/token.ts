// The form of a hub token, the same for sessions and keys: `<user uuid>:<session uuid>:<40 hex>`.
import type { Session } from '../state/items.ts'

export interface TokenParts {
  readonly userId: string
  readonly sessionId: string
  readonly secret: string
}

/** The parts of a token, or `undefined` if it is not of the three-part form. */
export function parseToken(token: string): TokenParts | undefined {
  const [userId, sessionId, secret, more] = token.split(':')
  if (!userId || !sessionId || !secret || more !== undefined) return undefined
  return { userId, sessionId, secret }
}

/** The token that opens a session. */
export function tokenOf(session: Session): string {
  return `${session.userId}:${session.id}:${session.secret}`
}
