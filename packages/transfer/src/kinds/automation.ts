// What makes a home do something: variables, folders, alarms, moods, flows of both kinds, dashboards.
import type { ObjectKind } from '@latchkey/catalogue'
import { listed, object, pick, whole } from './from-list.ts'
import type { Kind, Writing } from './kind.ts'
import type { KindName } from './kind-name.ts'

/** The three operations that write a kind whose body is one parameter. */
function writing(
  noun: string,
  body: string,
  members: { readonly create: readonly string[]; readonly update: readonly string[] },
): Writing {
  const [manager = '', name = ''] = noun.split('.')
  return {
    create: (content) => ({
      operation: `${manager}.create${name}`,
      parameters: { [body]: pick(content, members.create) },
    }),
    parts: whole(...members.update),
    update: (id, part) => ({
      operation: `${manager}.update${name}`,
      parameters: { id, [body]: part },
    }),
    remove: (id) => ({ operation: `${manager}.delete${name}`, parameters: { id } }),
  }
}

/** Variables of Logic. The type cannot be changed; the value changes all day. */
export const variable: Kind = {
  ...{ name: 'variable', label: 'Variables', shape: 'variable' },
  read: listed('logic.getVariables', 'variables', (item) =>
    object(item, ['name', 'type', 'value']),
  ),
  ...{ volatile: ['value'], secrecy: 'none', hasNonce: false, policy: 'skip', after: [] },
  naturalKey: ({ content, name }) => [name, content['type'] ?? null],
  writing: writing('logic.Variable', 'variable', {
    create: ['name', 'type', 'value'],
    update: ['name', 'value'],
  }),
}

/** Folders of flows. */
export const flowFolder: Kind = {
  ...{ name: 'flow-folder', label: 'Flow folders', shape: 'flow-folder' },
  read: listed('flow.getFlowFolders', 'flow folders', (item) =>
    object(item, ['name', 'parent'], ['order']),
  ),
  ...{ volatile: ['order'], secrecy: 'none', hasNonce: false, policy: 'merge', after: [] },
  naturalKey: ({ content, name }) => [content['parent'] ?? null, name],
  writing: writing('flow.FlowFolder', 'flowfolder', {
    create: ['name', 'parent'],
    update: ['name', 'parent'],
  }),
}

const ALARM = ['name', 'time', 'enabled', 'repetition']

/** Alarms of the clock. */
export const alarm: Kind = {
  ...{ name: 'alarm', label: 'Alarms', shape: 'alarm' },
  read: listed('alarms.getAlarms', 'alarms', (item) => object(item, ALARM)),
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'skip', after: [] },
  naturalKey: ({ content, name }) => [name, content['time'] ?? null, content['repetition'] ?? null],
  writing: writing('alarms.Alarm', 'alarm', { create: ALARM, update: ALARM }),
}

const MOOD = ['name', 'preset', 'devices']

/** Moods. Their zone is answered, and no operation takes it (reference 5.5): the hub sees to it. */
export const mood: Kind = {
  ...{ name: 'mood', label: 'Moods', shape: 'mood' },
  read: listed('moods.getMoods', 'moods', (item) => object(item, [...MOOD, 'zone'])),
  ...{ volatile: [], secrecy: 'none', hasNonce: false, policy: 'rename' },
  after: ['device', 'group', 'zone'],
  naturalKey: ({ content, name }) => [content['zone'] ?? null, name],
  writing: writing('moods.Mood', 'mood', { create: MOOD, update: MOOD }),
}

/** What flows can refer to. */
const BEFORE_FLOWS: readonly KindName[] = [
  ...(['user', 'app', 'zone', 'device', 'group', 'variable', 'flow-folder', 'alarm'] as const),
  ...(['script', 'mood'] as const),
]

function flows(
  name: KindName & ObjectKind,
  label: string,
  { list, noun, body, members }: { list: string; noun: string; body: string; members: string[] },
): Kind {
  return {
    ...{ name, label, shape: name },
    // `broken` is not to be believed and `triggerable` is worked out by the hub (reference 5.1).
    read: listed(list, label, (item) => object(item, members, ['order'])),
    ...{ volatile: ['order'], secrecy: 'content', hasNonce: true, policy: 'rename' },
    after: BEFORE_FLOWS,
    naturalKey: ({ content, name: called }) => [content['folder'] ?? null, called],
    writing: writing(noun, body, { create: members, update: members }),
  }
}

/** Flows: a trigger, conditions, actions. */
export const flow = flows('flow', 'Flows', {
  ...{ list: 'flow.getFlows', noun: 'flow.Flow', body: 'flow' },
  members: ['name', 'folder', 'enabled', 'trigger', 'conditions', 'actions'],
})

/** Advanced flows: cards on a canvas. */
export const advancedFlow = flows('advanced-flow', 'Advanced flows', {
  ...{ list: 'flow.getAdvancedFlows', noun: 'flow.AdvancedFlow', body: 'advancedflow' },
  members: ['name', 'folder', 'enabled', 'cards'],
})

/** Dashboards. What apps keep for their widgets is theirs. */
export const dashboard: Kind = {
  ...{ name: 'dashboard', label: 'Dashboards', shape: 'dashboard' },
  read: listed('dashboards.getDashboards', 'dashboards', (item) =>
    object(item, ['name', 'columns']),
  ),
  ...{ volatile: [], secrecy: 'content', hasNonce: false, policy: 'rename' },
  after: [...BEFORE_FLOWS, 'flow', 'advanced-flow'],
  naturalKey: ({ name }) => name,
  writing: writing('dashboards.Dashboard', 'dashboard', {
    create: ['name', 'columns'],
    update: ['name', 'columns'],
  }),
}
