// Users. There is always exactly one owner: no call but a swap makes or unmakes one. A new user is an
// invitation until somebody accepts it.
import { HubError, invalid } from '../hub-error.ts'
import { isRecord } from '../json.ts'
import { signInDelegated } from '../sessions/delegated.ts'
import { requireOwner } from '../sessions/session.ts'
import { all, change, find, type Hub, newId, put, remove } from '../state/hub.ts'
import type { Role, User } from '../state/items.ts'
import {
  type Call,
  caller,
  documented,
  optionalText,
  type Rows,
  record,
  stored,
  text,
} from './behaviour.ts'
import { deletionOf, listOf, oneOf } from './item-rows.ts'
import { localCredentials } from './local-credentials.ts'
import { personalAccessTokens } from './personal-access-tokens.ts'

export const users: Rows = {
  ...personalAccessTokens,
  ...localCredentials,
  getUsers: listOf('users'),
  getUser: oneOf('users'),
  createUser: stored((call) => invite(call.hub, roleIn(record(call, 'user')['role']))),
  updateUser: stored(updateUser),
  deleteUser: deletionOf('users', leave),
  getUserMe: stored((call) => me(call)),
  updateUserMe: stored((call) => {
    const { name } = call.args
    return change(call.hub, 'users', me(call).id, typeof name === 'string' ? { name } : {})
  }),
  deleteUserMe: stored((call) => {
    const user = me(call)
    leave(user, call.hub)
    remove(call.hub, 'users', user.id)
  }),
  updateUserMeProperties: stored((call) => {
    const properties = { ...me(call).properties, [text(call, 'id')]: call.args['value'] }
    return change(call.hub, 'users', me(call).id, { properties })
  }),
  deleteUserMeProperties: stored((call) => {
    const kept = Object.entries(me(call).properties).filter(([name]) => name !== text(call, 'id'))
    change(call.hub, 'users', me(call).id, { properties: Object.fromEntries(kept) })
  }),
  swapOwner: stored((call) => {
    requireOwner(call.hub, caller(call))
    const next = find(call.hub, 'users', text(call, 'newOwnerUserId'))
    change(call.hub, 'users', me(call).id, { role: 'manager' })
    change(call.hub, 'users', next.id, { role: 'owner' })
  }),
  login: stored((call) => signInDelegated(call.hub, optionalText(call, 'token') ?? '')),
  grantInstallerAccess: documented('installers sign in through the cloud', ownerOnly),
  revokeInstallerAccess: documented('installers sign in through the cloud', ownerOnly),
  requestInstallerAccess: documented('installers sign in through the cloud', () => {
    throw new HubError(401, 'Invalid Token')
  }),
  swapOwnerInstaller: documented('installers sign in through the cloud', () => {
    throw new HubError(401, 'Invalid Token')
  }),
}

function me(call: Call): User {
  return find(call.hub, 'users', caller(call).userId)
}

function ownerOnly(call: Call): void {
  requireOwner(call.hub, caller(call))
}

function invite(hub: Hub, role: Role): User {
  const id = newId(hub)
  return put(hub, 'users', {
    ...{ id, name: null, role, properties: {}, athomId: null, enabled: true, enabledUntil: null },
    ...{ present: false, asleep: false, avatar: null, verified: false, localUsername: null },
    inviteUrl: `https://my.homey.app/invite/${newId(hub)}`,
  })
}

function updateUser(call: Call): User {
  const user = find(call.hub, 'users', text(call, 'id'))
  const { role, enabled } = record(call, 'user')
  if (user.role === 'owner') throw invalid('The Owner Cannot Be Changed')
  const members: Partial<User> = {
    ...(role !== undefined && { role: roleIn(role) }),
    ...(typeof enabled === 'boolean' && { enabled }),
  }
  return change(call.hub, 'users', user.id, members)
}

function roleIn(role: unknown): Role {
  if (role === 'manager' || role === 'user' || role === 'guest') return role
  throw invalid(`Invalid Role: ${isRecord(role) ? 'object' : String(role)}`)
}

// Everything that lets a user in goes with the user.
function leave(user: User, hub: Hub): void {
  if (user.role === 'owner') throw invalid('The Owner Cannot Be Deleted')
  for (const session of all(hub, 'sessions')) {
    if (session.userId === user.id) remove(hub, 'sessions', session.id)
  }
  delete hub.state.localCredentials[user.id]
}
