// The caller's own session. `scopes` is what was asked for, `intersectedScopes` what counts.
import { effectiveScopes } from '../sessions/session.ts'
import { find, type Hub } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import { caller, computed, type Rows } from './behaviour.ts'

export const sessions: Rows = {
  getSessionMe: computed((call) => presentSession(call.hub, caller(call))),
}

/** A session as it is answered: all but its secret. */
export function presentSession(hub: Hub, whole: Session): unknown {
  const { secret: _secret, name, ...session } = whole
  const user = find(hub, 'users', session.userId)
  return {
    ...session,
    userName: user.name,
    userAthomId: user.athomId,
    clientName: name,
    agent: 'virtual-homey',
    intersectedScopes: effectiveScopes(hub, whole),
  }
}
