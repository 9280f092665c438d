// By what a grant reaches everything: permissions that are full control as they are, and those that
// become it because of what this home has (DESIGN 4, "Escalations").
import { grantDanger, HOMEYSCRIPT, isRoomLimit, PERMISSIONS } from '@latchkey/catalogue'
import type { Bounds } from './bounds.ts'
import { reachedDevice } from './devices.ts'
import type { Extras } from './extras.ts'

/** One way to everything. */
export interface Escalation {
  readonly permission: string
  /** A sentence; `{app}` stands for the client. */
  readonly because: string
  /** The apps that make it one, by name; none where it is one anyway. */
  readonly apps: readonly string[]
}

/** What of the home makes it one: apps by name; `false` if nothing does. */
type Opened = (bounds: Bounds, extras: Extras) => readonly string[] | false

const UNREAD = ['?']
const always: Opened = () => []

const unlessRooms =
  (opened: Opened): Opened =>
  (bounds, extras) =>
    bounds.grant.limits && isRoomLimit(bounds.grant.limits) ? false : opened(bounds, extras)

// An app with that right that does what it is told does anything for whoever tells it.
const apiApps: Opened = (bounds, { apps }) => {
  if (!apps) return UNREAD
  const found = [...apps.values()].filter(
    ({ id, api }) => api && id !== HOMEYSCRIPT && bounds.covers('app', id),
  )
  return found.length > 0 && found.map(({ name }) => name)
}

const apiDevices: Opened = (bounds, { apps }) => {
  const found = new Set<string>()
  for (const [id, item] of bounds.home.items.device) {
    const { app } = reachedDevice(item)
    if (app === undefined || !bounds.affects('device', id)) continue
    if (!apps) return UNREAD
    const known = apps.get(app)
    if (known?.api) found.add(known.name)
  }
  return found.size > 0 && [...found]
}

/** Permissions that become full control by what a home has. */
const OPENED: Readonly<Record<string, Opened>> = {
  ...{ 'app-api:call': apiApps, 'app-settings:update': apiApps },
  'device-settings:update': apiDevices,
  'pair-session:create': unlessRooms(apiApps),
  'experiment:update': unlessRooms(always),
  ...{ 'user:create': unlessRooms(always), 'user:update': unlessRooms(always) },
}

/** Everything by which a grant reaches everything; none if it does not. */
export function escalationsOf(bounds: Bounds, extras: Extras): readonly Escalation[] {
  const { permissions, limits } = bounds.grant
  const full = grantDanger(permissions, limits).reasons.filter(({ danger }) => danger === 'full')
  return [
    ...full.map(({ permission, because }) => ({ permission, because, apps: [] })),
    ...[...permissions].flatMap((permission): Escalation[] => {
      const opened = Object.hasOwn(OPENED, permission) && OPENED[permission]?.(bounds, extras)
      const because = PERMISSIONS.get(permission)?.escalates
      return opened && because !== undefined ? [{ permission, because, apps: opened }] : []
    }),
  ]
}
