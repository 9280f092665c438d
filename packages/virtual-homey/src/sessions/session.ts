// Who is calling: from an Authorization header to a session of this hub. A wrong secret, another
// user's id, an expired and an unknown session all fail alike.
import { HubError, missingScopes } from '../hub-error.ts'
import { hex } from '../random.ts'
import { find, type Hub, lookUp, newId, now, put } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import { coversAll, intersect, ROLE_SCOPES } from './scopes.ts'
import { parseToken } from './token.ts'

/** What a new session is made from. */
export interface SessionRequest {
  readonly userId: string
  readonly type: Session['type']
  readonly name: string
  readonly scopes: readonly string[]
  readonly clientId?: string
  readonly expiresAt?: string
}

/** Opens a session. It lasts until its end or until it is removed from the state. */
export function openSession(hub: Hub, request: SessionRequest): Session {
  find(hub, 'users', request.userId)
  return put(hub, 'sessions', {
    id: newId(hub),
    userId: request.userId,
    secret: hex(hub.random, 40),
    type: request.type,
    name: request.name,
    clientId: request.clientId ?? null,
    scopes: [...request.scopes],
    createdAt: now(hub),
    expiresAt: request.expiresAt ?? null,
  })
}

/** The session of a bearer token. @throws HubError 401 in the two wordings of a real hub. */
export function authenticate(hub: Hub, authorization: string | undefined): Session {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  const parts = token === undefined ? undefined : parseToken(token)
  if (!parts) throw new HubError(401, 'Missing Session ID in Token')
  const session = lookUp(hub, 'sessions', parts.sessionId)
  const user = session && lookUp(hub, 'users', session.userId)
  const valid =
    session?.userId === parts.userId &&
    session.secret === parts.secret &&
    user?.enabled === true &&
    !(session.expiresAt !== null && new Date(session.expiresAt) <= hub.clock())
  if (!session || !valid) throw new HubError(401, 'Session Not Found')
  return session
}

/** The scopes that count: those of the session as far as the role of its user allows them. */
export function effectiveScopes(hub: Hub, session: Session): string[] {
  const user = find(hub, 'users', session.userId)
  return intersect(session.scopes, ROLE_SCOPES[user.role])
}

/** @throws HubError 403 unless the session has all of these scopes. */
export function requireScopes(hub: Hub, session: Session, scopes: readonly string[]): void {
  if (!coversAll(effectiveScopes(hub, session), scopes)) throw missingScopes()
}

/** @throws HubError 403 unless the user of the session owns the hub. */
export function requireOwner(hub: Hub, session: Session): void {
  if (find(hub, 'users', session.userId).role !== 'owner') throw new HubError(403, 'Must Be Owner')
}
