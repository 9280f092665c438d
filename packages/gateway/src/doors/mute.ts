// Mutes an owner of notifications, by the Homey's own setting for it: what it posts is not in the timeline.
import { operationById } from '@latchkey/catalogue'
import { type HubConnection, HubError } from '@latchkey/homey'
import type { Hub } from '../hubs/hub.ts'
import { OwnerError } from '../owner-error.ts'
import { itemsIn, textOf } from './reading.ts'

/** An owner of notifications as it is now. */
export interface Muted {
  readonly uri: string
  readonly name: string
  readonly muted: boolean
}

/**
 * Mutes or unmutes an owner, by its URI, the id of its app, or its name.
 * @throws OwnerError `poster_unknown`; HubError if the hub says no.
 */
export async function mute(
  connection: HubConnection,
  { generation }: Hub,
  word: string,
  muted: boolean,
): Promise<Muted> {
  const list = operationById(generation, 'notifications.getOwners')
  const set = operationById(generation, 'notifications.setOwnerEnabled')
  if (!list || !set) throw new HubError('hub_refused', 'This kind of Homey has no timeline.')
  const owners = itemsIn(await connection.call(list)).flatMap((one) => {
    const uri = textOf(one['uri'])
    return uri === undefined ? [] : [{ uri, name: textOf(one['name']) ?? uri }]
  })
  const owner = chosen(owners, word)
  await connection.call(set, { uri: owner.uri, enabled: !muted })
  return { ...owner, muted }
}

type Owner = Omit<Muted, 'muted'>

function chosen(owners: readonly Owner[], word: string): Owner {
  const byId = owners.find(({ uri }) => uri === word || uri === `homey:app:${word}`)
  if (byId) return byId
  const wanted = word.trim().toLowerCase()
  const named = owners.filter(({ name }) => name.toLowerCase() === wanted)
  const apps = named.filter(({ uri }) => uri.startsWith('homey:app:'))
  const [only, another] = apps.length > 0 ? apps : named
  if (only && !another) return only
  const message = another
    ? `Several are called "${word}"; say which: ${named.map(({ uri }) => uri).join(', ')}`
    : `Nothing that posts to the timeline is called "${word}". See: latchkey doors`
  throw new OwnerError('poster_unknown', message)
}
