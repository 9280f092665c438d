// How each kind of object is read, written back, made again and deleted, and what of it can be written:
// one row for each kind of which pre-images are kept. The rest of the folder has no `if` for any of them.
import type { CreatedKind, ObjectKind } from '@latchkey/catalogue'
import type { PlainCall } from '../hub-path/hub-calls.ts'
import type { HomeKind } from '../limits/home.ts'
import { isObject, type Json } from '../limits/json.ts'
import { type Content, pick } from './content.ts'
import { optionOf } from './option-calls.ts'

/** The kinds, in the order in which they are made again: what others refer to comes first. */
export const TRACE_KINDS = [
  ...(['option', 'experiment', 'zone', 'variable', 'alarm', 'flow-folder', 'device'] as const),
  ...(['group', 'device-setting', 'app-setting', 'script', 'mood', 'flow'] as const),
  ...(['advanced-flow', 'dashboard'] as const),
] as const

/** A kind of which pre-images are kept. */
export type TraceKind = (typeof TRACE_KINDS)[number]

/** A row. */
export interface KindRow {
  /** For people, one of them. */
  readonly label: string
  /** The shape by which references in it are found and rewritten; null if it has none. */
  readonly shape: ObjectKind | null
  /** The kind that the live model has it as. */
  readonly model?: HomeKind
  /** The call that reads it, and what of its answer is the object; null if it is not there. */
  readonly read: (id: string) => PlainCall
  readonly item?: (answer: unknown, id: string) => Json | null
  /** The operation that lists all objects, where there is one. */
  readonly list?: string
  /** The writable part. */
  readonly content: (item: Json) => Content
  /** The calls that bring exactly these members. */
  readonly update: (id: string, changed: Content) => readonly PlainCall[]
  /** What makes it again, with an id that the hub chooses; absent if nothing can, or it needs no id. */
  readonly create?: (content: Content) => PlainCall
  readonly remove?: (id: string) => PlainCall
  /** What a grant's own creations are called, where they are kept. */
  readonly created?: CreatedKind
  /** The kinds that can lie in it, and the member that says so. */
  readonly holds?: readonly (readonly [kind: TraceKind, member: string])[]
}

interface Crud {
  readonly label: string
  readonly noun: string
  readonly members: readonly string[]
  /** What an update takes; all members if it is not said. */
  readonly updated?: readonly string[]
  readonly list: string
}

function crud(kind: CreatedKind & TraceKind, { label, noun, members, ...row }: Crud): KindRow {
  const [manager = '', name = ''] = noun.split('.')
  return {
    ...{ label, shape: kind, created: kind, list: row.list },
    read: (id) => ({ operation: `${manager}.get${name}`, ids: { id } }),
    content: (item) => pick(item, members),
    update: (id, changed) => {
      const body = pick(changed, row.updated ?? members)
      return [{ operation: `${manager}.update${name}`, ids: { id }, body }]
    },
    create: (content) => ({
      operation: `${manager}.create${name}`,
      ids: {},
      body: content,
    }),
    remove: (id) => ({ operation: `${manager}.delete${name}`, ids: { id } }),
  }
}

const ALARM = ['name', 'time', 'enabled', 'repetition']
const FLOW = ['name', 'folder', 'enabled', 'trigger', 'conditions', 'actions']
const DEVICE = ['name', 'zone', 'note', 'iconOverride', 'virtualClass', 'uiIndicator', 'hidden']

/** The driver of groups. */
const GROUP_DRIVER = 'homey:virtualdrivergroup:driver'

/** Whether a device is a group of devices, which can be made again. */
export const isGroup = (item: Json): boolean => item['driverId'] === GROUP_DRIVER

const updateDevice = (id: string, body: Content): PlainCall[] =>
  Object.keys(body).length === 0 ? [] : [{ operation: 'devices.updateDevice', ids: { id }, body }]

const readDevice = (id: string): PlainCall => ({ operation: 'devices.getDevice', ids: { id } })

/** The two halves of an id such as `app/setting`; ids of apps and devices have no slash. */
export function halves(id: string): readonly [string, string] {
  const at = id.indexOf('/')
  return [id.slice(0, at), id.slice(at + 1)]
}

const valueIn = (values: unknown, name: string): Json | null =>
  isObject(values) && Object.hasOwn(values, name) ? { value: values[name] } : null

/** By kind. */
export const KIND_ROWS: Readonly<Record<TraceKind, KindRow>> = {
  option: {
    ...{ label: 'Setting of the Homey', shape: null },
    read: (id) => ({ operation: optionOf(id).get, ids: {} }),
    item: (answer, id) => {
      const { member } = optionOf(id)
      return { value: isObject(answer) ? (answer[member] ?? null) : null }
    },
    content: (item) => item,
    update: (id, { value }) => {
      const { set, unset, member } = optionOf(id)
      if ((value ?? null) === null) return [{ operation: unset, ids: {} }]
      return [{ operation: set, ids: {}, body: { [member]: value } }]
    },
  },
  experiment: {
    ...{ label: 'Experiment', shape: null },
    read: () => ({ operation: 'experiments.getExperiments', ids: {} }),
    item: (answer, id) => found(answer, id),
    content: (item) => pick(item, ['enabled']),
    update: (id, { enabled }) => {
      const verb = enabled === true ? 'enable' : 'disable'
      return [{ operation: `experiments.${verb}Experiment`, ids: { id } }]
    },
  },
  zone: {
    ...crud('zone', {
      ...{ label: 'Zone', noun: 'zones.Zone', list: 'zones.getZones' },
      members: ['name', 'parent', 'icon'],
    }),
    model: 'zone',
    holds: [
      ['zone', 'parent'],
      ['device', 'zone'],
    ],
  },
  variable: {
    ...crud('variable', {
      ...{ label: 'Variable', noun: 'logic.Variable', list: 'logic.getVariables' },
      ...{ members: ['name', 'type', 'value'], updated: ['name', 'value'] },
    }),
    model: 'variable',
  },
  alarm: crud('alarm', {
    ...{ label: 'Alarm', noun: 'alarms.Alarm', list: 'alarms.getAlarms', members: ALARM },
  }),
  'flow-folder': {
    ...crud('flow-folder', {
      ...{ label: 'Flow folder', noun: 'flow.FlowFolder', list: 'flow.getFlowFolders' },
      members: ['name', 'parent'],
    }),
    model: 'flow-folder',
    holds: [
      ['flow-folder', 'parent'],
      ['flow', 'folder'],
      ['advanced-flow', 'folder'],
    ],
  },
  device: {
    ...{ label: 'Device', shape: 'device', model: 'device', read: readDevice },
    list: 'devices.getDevices',
    content: (item) => pick(item, DEVICE),
    update: updateDevice,
  },
  group: {
    ...{ label: 'Group of devices', shape: 'group', model: 'device', read: readDevice },
    ...{ list: 'devices.getDevices', created: 'device' },
    content: (item) => {
      const settings = isObject(item['settings']) ? item['settings'] : {}
      return { ...pick(item, [...DEVICE, 'class']), deviceIds: settings['deviceIds'] ?? [] }
    },
    update: (id, { deviceIds, class: _, ...changed }) => [
      ...(deviceIds === undefined
        ? []
        : [{ operation: 'devices.updateGroup', ids: { id }, body: { deviceIds } }]),
      ...updateDevice(id, changed),
    ],
    create: ({ zone, iconOverride, ...content }) => ({
      ...{ operation: 'devices.createGroup', ids: {} },
      body: {
        ...pick(content, ['name', 'class', 'deviceIds']),
        zoneId: zone,
        ...(typeof iconOverride === 'string' && { iconOverride }),
      },
    }),
    remove: (id) => ({ operation: 'devices.deleteDevice', ids: { id } }),
  },
  'device-setting': {
    ...{ label: 'Setting of a device', shape: null, model: 'device' },
    read: (id) => readDevice(halves(id)[0]),
    item: (answer, id) => (isObject(answer) ? valueIn(answer['settings'], halves(id)[1]) : null),
    content: (item) => item,
    update: (id, { value }) => {
      const [device, name] = halves(id)
      const ids = { id: device }
      return [{ operation: 'devices.setDeviceSettings', ids, body: { [name]: value } }]
    },
  },
  'app-setting': {
    ...{ label: 'Setting of an app', shape: 'app-settings' },
    read: (id) => ({ operation: 'apps.getAppSettings', ids: { id: halves(id)[0] } }),
    item: (answer, id) => valueIn(answer, halves(id)[1]),
    content: (item) => item,
    update: (id, { value }) => [settingCall('set', id, { value })],
    remove: (id) => settingCall('unset', id),
  },
  script: crud('script', {
    ...{ label: 'Script', noun: 'homeyscript.Script', list: 'homeyscript.getScripts' },
    members: ['name', 'code'],
  }),
  mood: {
    ...crud('mood', {
      ...{ label: 'Mood', noun: 'moods.Mood', list: 'moods.getMoods' },
      members: ['name', 'preset', 'devices'],
    }),
    model: 'mood',
  },
  flow: {
    ...crud('flow', {
      ...{ label: 'Flow', noun: 'flow.Flow', list: 'flow.getFlows', members: FLOW },
    }),
    model: 'flow',
  },
  'advanced-flow': {
    ...crud('advanced-flow', {
      ...{ label: 'Advanced Flow', noun: 'flow.AdvancedFlow', list: 'flow.getAdvancedFlows' },
      members: ['name', 'folder', 'enabled', 'cards'],
    }),
    model: 'advanced-flow',
  },
  dashboard: {
    ...crud('dashboard', {
      ...{ label: 'Dashboard', noun: 'dashboards.Dashboard', list: 'dashboards.getDashboards' },
      members: ['name', 'columns'],
    }),
    model: 'dashboard',
  },
}

/** Whether a word is one of the kinds. */
export function isTraceKind(word: string): word is TraceKind {
  return Object.hasOwn(KIND_ROWS, word)
}

/** The place of a kind in the order of making again. */
export const rankOf = (kind: TraceKind): number => TRACE_KINDS.indexOf(kind)

/** The object in an answer of its kind; null if it is not there. */
export function itemIn(kind: TraceKind, answer: unknown, id: string): Json | null {
  const { item } = KIND_ROWS[kind]
  if (item) return item(answer, id)
  return isObject(answer) ? answer : null
}

/** All objects in a list: hubs answer maps by id, and clients take lists as well. */
export function itemsIn(answer: unknown): readonly Json[] {
  const all = Array.isArray(answer) ? answer : isObject(answer) ? Object.values(answer) : []
  return all.filter(isObject)
}

function found(answer: unknown, id: string): Json | null {
  return itemsIn(answer).find((one) => one['id'] === id) ?? null
}

function settingCall(verb: 'set' | 'unset', id: string, body?: Content): PlainCall {
  const [app, name] = halves(id)
  const ids = { id: app, name }
  return { operation: `apps.${verb}AppSetting`, ids, ...(body && { body }) }
}
