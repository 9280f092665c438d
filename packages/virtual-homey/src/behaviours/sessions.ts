// The caller's own session. `scopes` is what was asked for, `intersectedScopes` what counts.
import { effectiveScopes } from '../sessions/session.ts'
import { find } from '../state/hub.ts'
import { caller, computed, type Rows } from './behaviour.ts'

export const sessions: Rows = {
  getSessionMe: computed((call) => {
    const { secret: _secret, name, ...session } = caller(call)
    const user = find(call.hub, 'users', session.userId)
    return {
      ...session,
      userName: user.name,
      userAthomId: user.athomId,
      clientName: name,
      agent: 'virtual-homey',
      intersectedScopes: effectiveScopes(call.hub, caller(call)),
    }
  }),
}
