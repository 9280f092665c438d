// Kinds of objects that tools write: the operations, the permissions, and what of an object is written back.
import { type Item, isItem } from './item.ts'
import type { KindName } from './kinds.ts'

/** How a kind is written. */
export interface Writable {
  readonly one: string
  readonly create: string
  readonly update: string
  readonly remove: string
  /** The resource of its permissions. */
  readonly resource: string
  /** The members that can be written; all else is the hub's own. */
  readonly members: readonly string[]
  /** Members that can be given only when it is made. */
  readonly atBirth?: readonly string[]
}

const flowMembers = ['name', 'folder', 'enabled']

/** By kind. */
export const WRITABLE = {
  flow: {
    ...{ one: 'flow.getFlow', create: 'flow.createFlow', update: 'flow.updateFlow' },
    ...{ remove: 'flow.deleteFlow', resource: 'flow' },
    members: [...flowMembers, 'trigger', 'conditions', 'actions'],
  },
  'advanced-flow': {
    ...{ one: 'flow.getAdvancedFlow', create: 'flow.createAdvancedFlow' },
    ...{ update: 'flow.updateAdvancedFlow', remove: 'flow.deleteAdvancedFlow' },
    ...{ resource: 'advanced-flow', members: [...flowMembers, 'cards'] },
  },
  'flow-folder': {
    ...{ one: 'flow.getFlowFolder', create: 'flow.createFlowFolder' },
    ...{ update: 'flow.updateFlowFolder', remove: 'flow.deleteFlowFolder' },
    ...{ resource: 'flow-folder', members: ['name', 'parent'] },
  },
  zone: {
    ...{ one: 'zones.getZone', create: 'zones.createZone', update: 'zones.updateZone' },
    ...{ remove: 'zones.deleteZone', resource: 'zone', members: ['name', 'parent', 'icon'] },
  },
  mood: {
    ...{ one: 'moods.getMood', create: 'moods.createMood', update: 'moods.updateMood' },
    ...{ remove: 'moods.deleteMood', resource: 'mood' },
    members: ['name', 'zone', 'devices', 'preset'],
  },
  variable: {
    ...{ one: 'logic.getVariable', create: 'logic.createVariable' },
    ...{ update: 'logic.updateVariable', remove: 'logic.deleteVariable' },
    ...{ resource: 'variable', members: ['name', 'value'], atBirth: ['type'] },
  },
  dashboard: {
    ...{ one: 'dashboards.getDashboard', create: 'dashboards.createDashboard' },
    ...{ update: 'dashboards.updateDashboard', remove: 'dashboards.deleteDashboard' },
    ...{ resource: 'dashboard', members: ['name', 'columns'] },
  },
  alarm: {
    ...{ one: 'alarms.getAlarm', create: 'alarms.createAlarm', update: 'alarms.updateAlarm' },
    ...{ remove: 'alarms.deleteAlarm', resource: 'alarm' },
    members: ['name', 'time', 'enabled', 'repetition'],
  },
  script: {
    ...{ one: 'homeyscript.getScript', create: 'homeyscript.createScript' },
    ...{ update: 'homeyscript.updateScript', remove: 'homeyscript.deleteScript' },
    ...{ resource: 'homeyscript', members: ['name', 'code'] },
  },
} as const satisfies Readonly<Partial<Record<KindName, Writable>>>

/** The name of a kind that tools write. */
export type WritableKind = keyof typeof WRITABLE

/** All of them. */
export const WRITABLE_KINDS = [
  ...(['flow', 'advanced-flow', 'flow-folder', 'zone', 'mood'] as const),
  ...(['variable', 'dashboard', 'alarm', 'script'] as const),
] as const satisfies readonly WritableKind[]

/** What of an object can be written, as it is there. */
export function written(kind: WritableKind, object: unknown, born = false): Item {
  const row: Writable = WRITABLE[kind]
  const names = born ? [...row.members, ...(row.atBirth ?? [])] : row.members
  if (!isItem(object)) return {}
  return Object.fromEntries(names.flatMap((name) => (name in object ? [[name, object[name]]] : [])))
}
