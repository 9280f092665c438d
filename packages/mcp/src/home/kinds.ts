// The kinds of objects of a home that tools list and look for, and what reading each takes.

/** A kind. */
export interface Kind {
  readonly list: string
  readonly permission: string
  readonly label: string
}

/** By name. */
export const KINDS = {
  device: { list: 'devices.getDevices', permission: 'device:read', label: 'device' },
  zone: { list: 'zones.getZones', permission: 'zone:read', label: 'zone' },
  flow: { list: 'flow.getFlows', permission: 'flow:read', label: 'Flow' },
  'advanced-flow': {
    ...{ list: 'flow.getAdvancedFlows', permission: 'advanced-flow:read' },
    label: 'Advanced Flow',
  },
  'flow-folder': {
    ...{ list: 'flow.getFlowFolders', permission: 'flow-folder:read', label: 'folder of Flows' },
  },
  mood: { list: 'moods.getMoods', permission: 'mood:read', label: 'mood' },
  variable: { list: 'logic.getVariables', permission: 'variable:read', label: 'variable' },
  dashboard: {
    ...{ list: 'dashboards.getDashboards', permission: 'dashboard:read', label: 'dashboard' },
  },
  alarm: { list: 'alarms.getAlarms', permission: 'alarm:read', label: 'alarm' },
  script: { list: 'homeyscript.getScripts', permission: 'homeyscript:read', label: 'script' },
  app: { list: 'apps.getApps', permission: 'app:read', label: 'app' },
} as const satisfies Readonly<Record<string, Kind>>

/** The name of a kind. */
export type KindName = keyof typeof KINDS

/** All names. */
export const KIND_NAMES = [
  ...(['device', 'zone', 'flow', 'advanced-flow', 'flow-folder', 'mood', 'variable'] as const),
  ...(['dashboard', 'alarm', 'script', 'app'] as const),
] as const satisfies readonly KindName[]
