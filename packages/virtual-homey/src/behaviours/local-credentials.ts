// Signing in on the hub itself, with a name and a password that a user set before. A wrong name and a
// wrong password fail alike.
import { createHash } from 'node:crypto'
import { HubError, invalid } from '../hub-error.ts'
import { openSession, requireOwner } from '../sessions/session.ts'
import { tokenOf } from '../sessions/token.ts'
import { change, find, type Hub } from '../state/hub.ts'
import { type Call, caller, type Rows, stored, text } from './behaviour.ts'

export const localCredentials: Rows = {
  loginLocal: stored(signIn),
  updateUserMeLocalCredentials: stored((call) => keep(call, caller(call).userId)),
  deleteUserMeLocalCredentials: stored((call) => forget(call.hub, caller(call).userId)),
  updateUserLocalCredentials: stored((call) => {
    requireOwner(call.hub, caller(call))
    keep(call, text(call, 'id'))
  }),
  deleteUserLocalCredentials: stored((call) => {
    requireOwner(call.hub, caller(call))
    forget(call.hub, text(call, 'id'))
  }),
}

const DAY = 24 * 60 * 60 * 1000

function signIn(call: Call): string {
  const { hub } = call
  const [username, passwordHash] = [text(call, 'username'), hash(text(call, 'password'))]
  const [userId] =
    Object.entries(hub.state.localCredentials).find(
      ([, known]) => known.username === username && known.passwordHash === passwordHash,
    ) ?? []
  if (userId === undefined) throw new HubError(401, 'Invalid Username Or Password')
  const session = openSession(hub, {
    ...{ userId, type: 'OAUTH', scopes: ['homey'] },
    ...{ name: text(call, 'clientName'), clientId: text(call, 'clientId') },
    expiresAt: new Date(hub.clock().getTime() + DAY).toISOString(),
  })
  return tokenOf(session)
}

function keep(call: Call, userId: string): void {
  const { hub } = call
  const username = text(call, 'username')
  find(hub, 'users', userId)
  const taken = Object.entries(hub.state.localCredentials).some(
    ([other, known]) => other !== userId && known.username === username,
  )
  if (taken) throw invalid('Username Is Taken')
  hub.state.localCredentials[userId] = { username, passwordHash: hash(text(call, 'password')) }
  change(hub, 'users', userId, { localUsername: username })
}

function forget(hub: Hub, userId: string): void {
  change(hub, 'users', userId, { localUsername: null })
  delete hub.state.localCredentials[userId]
}

function hash(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}
