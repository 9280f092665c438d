// The timeline, and for each owner whether its notifications show up there and are pushed to phones.
// Nothing here creates a notification: only the flow card does.
import { notFound } from '../hub-error.ts'
import { all, type Hub, remove, tellMessage } from '../state/hub.ts'
import { type Call, flag, optionalText, type Rows, stored, text } from './behaviour.ts'
import { deletionOf, listOf } from './item-rows.ts'

export const notifications: Rows = {
  getNotifications: listOf('notifications'),
  deleteNotification: deletionOf('notifications'),
  deleteNotifications: stored((call) => {
    const owner = optionalText(call, 'ownerUri')
    for (const { id, ownerUri } of all(call.hub, 'notifications')) {
      if (owner === undefined || ownerUri === owner) remove(call.hub, 'notifications', id)
    }
  }),
  getOwners: stored(({ hub }) =>
    Object.fromEntries(
      ownersOf(hub).map((owner) => [owner.uri, { ...owner, ...choicesOf(hub, owner.uri) }]),
    ),
  ),
  setOwnerEnabled: stored((call) => choose(call, 'enabled')),
  setOwnerPush: stored((call) => choose(call, 'push')),
}

function ownersOf(hub: Hub): { uri: string; name: string }[] {
  return [
    { uri: 'homey:manager:apps', name: 'Apps' },
    { uri: 'homey:manager:flow', name: 'Flow' },
    { uri: 'homey:manager:updates', name: 'Updates' },
    ...all(hub, 'apps').map((app) => ({ uri: `homey:app:${app.id}`, name: app.name })),
    ...all(hub, 'devices').map((device) => ({
      uri: `homey:device:${device.id}`,
      name: device.name,
    })),
  ]
}

function choicesOf(hub: Hub, uri: string): { enabled: boolean; push: boolean } {
  return { enabled: true, push: true, ...hub.state.notificationOwners[uri] }
}

function choose(call: Call, member: 'enabled' | 'push'): void {
  const uri = text(call, 'uri')
  if (!ownersOf(call.hub).some((owner) => owner.uri === uri)) {
    throw notFound('NotificationOwner', uri)
  }
  const choices = { ...choicesOf(call.hub, uri), [member]: flag(call, member) }
  call.hub.state.notificationOwners[uri] = choices
  const data = { uri, ...choices }
  tellMessage(call.hub, 'homey:manager:notifications', 'owner.update', data)
}
