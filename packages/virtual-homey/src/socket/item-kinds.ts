// What each kind of object is called on the socket, which manager tells of it, and in which shape. The
// shape is the one that the manager answers over HTTP, so that clients can put it into their lists.
import { presentAlarm } from '../behaviours/alarms.ts'
import { presentDevice } from '../behaviours/device-presentation.ts'
import { presentAdvancedFlow, presentFlow } from '../behaviours/flows.ts'
import { presentZone } from '../behaviours/zones.ts'
import type { KindName, Kinds } from '../state/homey-state.ts'
import type { Hub } from '../state/hub.ts'

interface ItemKind<K extends KindName> {
  readonly manager: string
  readonly name: string | ((id: string) => string)
  readonly present: (item: Kinds[K], hub: Hub) => unknown
}

const same = (item: unknown) => item

const KINDS: { readonly [K in KindName]: ItemKind<K> } = {
  zones: { manager: 'zones', name: 'zone', present: presentZone },
  devices: { manager: 'devices', name: 'device', present: presentDevice },
  flows: { manager: 'flow', name: 'flow', present: presentFlow },
  advancedFlows: { manager: 'flow', name: 'advancedflow', present: presentAdvancedFlow },
  flowFolders: { manager: 'flow', name: 'flowfolder', present: same },
  variables: { manager: 'logic', name: 'variable', present: same },
  moods: { manager: 'moods', name: 'mood', present: same },
  dashboards: { manager: 'dashboards', name: 'dashboard', present: same },
  widgetStores: { manager: 'dashboards', name: 'widgetstore', present: same },
  alarms: { manager: 'alarms', name: 'alarm', present: presentAlarm },
  apps: { manager: 'apps', name: 'app', present: same },
  users: { manager: 'users', name: 'user', present: same },
  notifications: { manager: 'notifications', name: 'notification', present: same },
  images: { manager: 'images', name: 'image', present: same },
  pairSessions: { manager: 'drivers', name: 'pairsession', present: same },
  experiments: { manager: 'experiments', name: (id) => `experiment-${id}`, present: same },
  sessions: {
    ...{ manager: 'sessions', name: 'session' },
    present: ({ secret: _secret, ...session }) => session,
  },
}

/** Where an event about an object goes, and what it carries. */
export interface ToldItem {
  readonly manager: string
  readonly name: string
  /** The object in the shape of the later hubs; asked for only if somebody listens. */
  readonly data: (hub: Hub) => unknown
}

/** How an object of a kind is told of. */
export function toldItem<K extends KindName>(kind: K, id: string, item: Kinds[K]): ToldItem {
  const { manager, name, present } = KINDS[kind]
  return {
    manager,
    name: typeof name === 'string' ? name : name(id),
    data: (hub) => present(item, hub),
  }
}
