// The kinds that the model holds, and what the hub calls them: on the socket, in its managers and in
// the operations that read them.
import { HOME_KINDS, type HomeKind } from '../limits/home.ts'

/** What a hub calls a kind. */
export interface KindNames {
  /** The manager whose URI tells of it. */
  readonly manager: string
  /** Its name in events and item URIs. */
  readonly socket: string
  /** The operation that reads all of it, and the one that reads one. */
  readonly list: string
  readonly one: string
}

/** By kind. */
export const KINDS: Readonly<Record<HomeKind, KindNames>> = {
  zone: { manager: 'zones', socket: 'zone', list: 'zones.getZones', one: 'zones.getZone' },
  device: {
    ...{ manager: 'devices', socket: 'device' },
    ...{ list: 'devices.getDevices', one: 'devices.getDevice' },
  },
  flow: { manager: 'flow', socket: 'flow', list: 'flow.getFlows', one: 'flow.getFlow' },
  'advanced-flow': {
    ...{ manager: 'flow', socket: 'advancedflow' },
    ...{ list: 'flow.getAdvancedFlows', one: 'flow.getAdvancedFlow' },
  },
  'flow-folder': {
    ...{ manager: 'flow', socket: 'flowfolder' },
    ...{ list: 'flow.getFlowFolders', one: 'flow.getFlowFolder' },
  },
  variable: {
    ...{ manager: 'logic', socket: 'variable' },
    ...{ list: 'logic.getVariables', one: 'logic.getVariable' },
  },
  mood: { manager: 'moods', socket: 'mood', list: 'moods.getMoods', one: 'moods.getMood' },
  dashboard: {
    ...{ manager: 'dashboards', socket: 'dashboard' },
    ...{ list: 'dashboards.getDashboards', one: 'dashboards.getDashboard' },
  },
  user: { manager: 'users', socket: 'user', list: 'users.getUsers', one: 'users.getUser' },
}

const BY_SOCKET: ReadonlyMap<string, HomeKind> = new Map(
  HOME_KINDS.map((kind) => [KINDS[kind].socket, kind] as const),
)

/** The kind that an item has by its name on the socket. */
export function kindOnSocket(name: string): HomeKind | undefined {
  return BY_SOCKET.get(name)
}

/** The kinds that a manager tells of. */
export function kindsOfManager(manager: string): readonly HomeKind[] {
  return HOME_KINDS.filter((kind) => KINDS[kind].manager === manager)
}

/** The URI of a manager. */
export const managerUri = (manager: string): string => `homey:manager:${manager}`

/** The URI of a device. */
export const deviceUri = (id: string): string => `homey:device:${id}`
