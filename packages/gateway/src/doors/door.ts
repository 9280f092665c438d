// What goes round Latchkey at a hub, as a table: one row for each door, with what asks the hub for it and
// what is said of kinds of Homey that do not have it.
import { HOMEYSCRIPT } from '@latchkey/catalogue'
import { floodingOwners } from './flooding.ts'
import { itemsIn, type Json, textOf, textsOf } from './reading.ts'

/** The doors. */
export type DoorName = 'api-keys' | 'sessions' | 'users' | 'apps' | 'notifications'

/** One way round Latchkey. Never holds anything that opens the hub. */
export interface DoorEntry {
  readonly id: string
  readonly name: string | null
  /** Whether Latchkey itself uses it. */
  readonly ours: boolean
  readonly scopes?: readonly string[]
  readonly role?: string
  readonly created?: string
  readonly expires?: string
  /** How many entries of the timeline are from it, of the last hour and of the last day. */
  readonly rate?: { readonly hour: number; readonly day: number }
  readonly muted?: boolean
  /** Why the owner should look at it; null if there is no reason. */
  readonly warning: string | null
}

/** What entries are read with. */
export interface DoorContext {
  /** The hub's id of the key that Latchkey minted, and of the session that it uses, where they are known. */
  readonly ours: ReadonlySet<string>
  readonly now: number
}

/** One row. */
export interface DoorRow {
  readonly door: DoorName
  readonly title: string
  /** Operations that are asked; all of them. */
  readonly operations: readonly string[]
  /** What is said where this kind of Homey has it not. */
  readonly absent: string
  /** What is said where the credential may not see it, besides the hub's own words. */
  readonly unseen: string
  /** Its entries, from the answers of the operations. */
  readonly read: (answers: readonly unknown[], context: DoorContext) => readonly DoorEntry[]
}

/** The permission of apps to use the whole Web API in the owner's name. */
const WHOLE_API = 'homey:manager:api'

/** The rows. */
export const DOORS: readonly DoorRow[] = [
  {
    ...{ door: 'api-keys', title: 'API keys on the Homey' },
    operations: ['users.getPersonalAccessTokens'],
    absent: 'This kind of Homey has no API keys.',
    unseen:
      'Only a login of the owner sees API keys, a key does not: say --homey-cli, or add the hub with --account.',
    read: ([keys], context) => itemsIn(keys).map((key) => keyEntry(key, context)),
  },
  {
    ...{ door: 'sessions', title: 'Sessions' },
    operations: ['sessions.getSessions'],
    absent:
      'This kind of Homey lists no sessions: who is signed in with an app or a browser cannot be seen. To end them all, change the password at Athom.',
    unseen: 'The credential needs homey.user.readonly.',
    read: ([sessions], context) => itemsIn(sessions).map((one) => sessionEntry(one, context)),
  },
  {
    ...{ door: 'users', title: 'People who may use the Homey' },
    operations: ['users.getUsers'],
    absent: 'This kind of Homey lists no users.',
    unseen: 'The credential needs homey.user.readonly.',
    read: ([users]) => itemsIn(users).map(userEntry),
  },
  {
    ...{ door: 'apps', title: `Apps that may use the whole Homey (${WHOLE_API})` },
    operations: ['apps.getApps'],
    absent: 'This kind of Homey lists no apps.',
    unseen: 'The credential needs homey.app.readonly.',
    read: ([apps]) =>
      itemsIn(apps)
        .filter((app) => textsOf(app['permissions']).includes(WHOLE_API))
        .map(appEntry),
  },
  {
    ...{ door: 'notifications', title: 'Who floods the timeline' },
    operations: ['notifications.getNotifications', 'notifications.getOwners'],
    absent: 'This kind of Homey has no timeline.',
    unseen: 'The credential needs homey.notifications.readonly.',
    read: ([notifications, owners], { now }) => floodingOwners(notifications, owners, now),
  },
]

function keyEntry(key: Json, { ours }: DoorContext): DoorEntry {
  const id = textOf(key['id']) ?? ''
  const scopes = textsOf(key['scopes'])
  const isOurs = ours.has(id)
  return {
    ...{ id, name: textOf(key['name']) ?? null, ours: isOurs, scopes },
    ...timesOf(key),
    warning: isOurs
      ? null
      : `Whoever has it goes round Latchkey${scopes.includes('homey') ? ', and may do everything' : ''}.`,
  }
}

function sessionEntry(session: Json, { ours }: DoorContext): DoorEntry {
  const id = textOf(session['id']) ?? ''
  const who = [textOf(session['clientName']), textOf(session['userName'])].filter(Boolean)
  return {
    ...{ id, name: who.length > 0 ? who.join(', ') : null, ours: ours.has(id) },
    scopes: textsOf(session['intersectedScopes'] ?? session['scopes']),
    ...timesOf(session),
    warning: null,
  }
}

// An invitation link lets whoever has it in, so it is not read.
function userEntry(user: Json): DoorEntry {
  const isInvited = user['verified'] === false && textOf(user['name']) === undefined
  return {
    ...{ id: textOf(user['id']) ?? '', name: textOf(user['name']) ?? null, ours: false },
    role: textOf(user['role']) ?? 'unknown',
    warning: isInvited ? 'An invitation that nobody has accepted yet.' : null,
  }
}

function appEntry(app: Json): DoorEntry {
  const id = textOf(app['id']) ?? ''
  return {
    ...{ id, name: textOf(app['name']) ?? null, ours: false },
    warning:
      id === HOMEYSCRIPT
        ? 'Whoever writes its scripts uses the Homey with them.'
        : 'It uses the Homey in the name of the owner; Latchkey does not see what it does.',
  }
}

function timesOf(item: Json): Pick<DoorEntry, 'created' | 'expires'> {
  const [created, expires] = [textOf(item['createdAt']), textOf(item['expiresAt'])]
  return { ...(created !== undefined && { created }), ...(expires !== undefined && { expires }) }
}
