// Local API keys. Only the owner manages them, never through a key, and no key can do more than the
// session that made it. The token of a key is shown once, when it is made.
import { HubError, notFound } from '../hub-error.ts'
import { strings } from '../json.ts'
import { openSession, requireOwner, requireScopes } from '../sessions/session.ts'
import { tokenOf } from '../sessions/token.ts'
import { all, lookUp, remove } from '../state/hub.ts'
import type { Session } from '../state/items.ts'
import { type Call, caller, type Rows, stored, text } from './behaviour.ts'

export const personalAccessTokens: Rows = {
  getPersonalAccessTokens: stored((call) => {
    const { userId } = requireKeyManager(call)
    return all(call.hub, 'sessions')
      .filter((session) => session.type === 'PAT' && session.userId === userId)
      .map(presentKey)
  }),
  createPersonalAccessToken: stored((call) => {
    const session = requireKeyManager(call)
    const scopes = strings(call.args['scopes'])
    requireScopes(call.hub, session, scopes)
    const name = text(call, 'name')
    const key = openSession(call.hub, { userId: session.userId, type: 'PAT', name, scopes })
    return { ...presentKey(key), token: tokenOf(key) }
  }),
  deletePersonalAccessToken: stored((call) => {
    const { userId } = requireKeyManager(call)
    const id = text(call, 'id')
    const key = lookUp(call.hub, 'sessions', id)
    if (key?.type !== 'PAT' || key.userId !== userId) throw notFound('PersonalAccessToken', id)
    remove(call.hub, 'sessions', id)
  }),
}

function requireKeyManager(call: Call): Session {
  const session = caller(call)
  if (session.type === 'PAT') throw new HubError(403, 'Invalid Session Type')
  requireOwner(call.hub, session)
  return session
}

function presentKey({ id, name, scopes, createdAt }: Session): Record<string, unknown> {
  return { id, name, scopes, createdAt }
}
