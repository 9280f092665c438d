// Signing in with a delegation token: the cloud says who somebody is, the hub opens a session for the
// user that it knows by that Athom id. Every failure looks alike.
import { SESSION_MS } from '../generations/generation.ts'
import { HubError } from '../hub-error.ts'
import { all, type Hub } from '../state/hub.ts'
import { openSession } from './session.ts'
import { tokenOf } from './token.ts'

/** The token of a new session. @throws HubError 401 unless the cloud vouches for a user of this hub. */
export function signInDelegated(hub: Hub, token: string): string {
  const delegate = hub.account?.delegateOf(token)
  const user = all(hub, 'users').find(
    ({ athomId, enabled }) => enabled && athomId !== null && athomId === delegate?.athomId,
  )
  if (!delegate || !user) throw new HubError(401, 'Invalid Token')
  const { clientId, clientName, scopes } = delegate
  const session = openSession(hub, {
    ...{ userId: user.id, type: 'OAUTH', name: clientName, clientId, scopes },
    expiresAt: endOfSession(hub),
  })
  return tokenOf(session)
}

/** When a session ends that is opened now. */
export function endOfSession(hub: Hub): string {
  return new Date(hub.clock().getTime() + SESSION_MS).toISOString()
}
