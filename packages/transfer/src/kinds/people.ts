// People and what is theirs: users, whose account is the same on every hub; their favourites, which only
// they themselves can set; and whose notifications show up on the timeline.
import { isObject } from '../json.ts'
import { cut, itemsOf, listed, object, pick, text, whole, whyUnread } from './from-list.ts'
import type { Kind, Reading, ReadKind } from './kind.ts'

/** Users. Nobody is invited by a tool: they are only known, so that others can point at them. */
export const user: Kind = {
  ...{ name: 'user', label: 'Users', shape: 'user' },
  // An invitation hands out access, so its link is never kept; presence is state.
  read: listed('users.getUsers', 'users', (item) =>
    object(item, [], ['athomId', 'role', 'enabled', 'verified']),
  ),
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'merge', after: [] },
  naturalKey: ({ facts }) => facts['athomId'] ?? null,
  writing: {},
}

/** The properties in which apps of people keep what they like (reference 5.10). */
const FAVOURITES = ['favoriteDevices', 'favoriteFlows']

/** Favourites, one object for each person who has any; `own` are those of the credential's user. */
export const favourites: Kind = {
  ...{ name: 'favourites', label: 'Favourites', shape: 'user' },
  read: readFavourites,
  // Whose they are does not depend on who looks.
  ...{ volatile: ['own'], secrecy: 'none', hasNonce: false, policy: 'merge' },
  after: ['user', 'device', 'group', 'flow', 'advanced-flow'],
  naturalKey: ({ facts }) => facts['athomId'] ?? null,
  writing: {
    parts: cut(...FAVOURITES.map((name) => [name])),
    // Whoever's favourites these are: the hub writes those of the caller, so `own` must hold.
    update: (_id, part) => {
      const [name = '', value] = Object.entries(part)[0] ?? []
      if (value === null) {
        return { operation: 'users.deleteUserMeProperties', parameters: { id: name } }
      }
      return { operation: 'users.updateUserMeProperties', parameters: { id: name, value } }
    },
  },
}

async function readFavourites({ hub }: Reading): Promise<ReadKind> {
  const list = await itemsOf(hub, 'users.getUsers', 'users')
  if ('unread' in list) return list
  let me: string | undefined
  try {
    const answer = await hub.call('users.getUserMe')
    me = isObject(answer) ? text(answer['id']) : undefined
  } catch (error) {
    return { objects: [], unread: [whyUnread(error)] }
  }
  const objects = list.items.flatMap((item) => {
    const properties = item['properties']
    const content = isObject(properties) ? pick(properties, FAVOURITES) : {}
    if (Object.keys(content).length === 0) return []
    const { id, name, facts } = object(item, [], ['athomId'])
    return [{ id, name, content, facts: { ...facts, own: id === me } }]
  })
  return { objects, unread: [] }
}

/** Whose notifications are shown and pushed, by the URI of the owner (reference 5.12). */
export const notificationOwner: Kind = {
  ...{ name: 'notification-owner', label: 'Timeline settings', shape: 'notification-owners' },
  read: listed('notifications.getOwners', 'timeline settings', (item) => {
    const { name, content } = object(item, ['uri', 'enabled', 'push'])
    return { id: text(item['uri']), name, content, facts: {} }
  }),
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'overwrite' },
  after: ['app', 'device', 'group'],
  naturalKey: ({ id }) => id,
  writing: {
    parts: (content) => [...whole('enabled')(content), ...whole('push')(content)],
    update: (uri, part) =>
      'enabled' in part
        ? {
            operation: 'notifications.setOwnerEnabled',
            parameters: { uri, enabled: part['enabled'] },
          }
        : { operation: 'notifications.setOwnerPush', parameters: { uri, push: part['push'] } },
  },
}
