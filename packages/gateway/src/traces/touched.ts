// Which objects a write makes, changes or deletes, by operation. What no row names is told to the owner as
// something that cannot be undone from here.
import { isObject } from '../limits/json.ts'
import type { Content } from './content.ts'
import { KIND_ROWS, type TraceKind } from './kinds.ts'
import { optionWritten } from './option-calls.ts'

/** A write as the client meant it: the body in V3's form. */
export interface WriteCall {
  readonly operation: string
  readonly ids: Readonly<Record<string, string>>
  readonly body: unknown
}

/** An object that a write touches. */
export interface Touched {
  readonly kind: TraceKind
  /** Empty for what is only being made. */
  readonly id: string
  readonly does: 'create' | 'change' | 'delete'
  /**
   * What it will be, from what it is; undefined where only reading it afterwards tells. Null: it will not
   * be there.
   */
  readonly after: (before: Content) => Content | null | undefined
  /** Whether the answer of the write is the object. */
  readonly isAnswered: boolean
}

/** What a write touches; or that what it does cannot be undone from here. */
export type Touches = readonly Touched[] | 'beyond'

const BODY_KINDS = [
  ...(['zone', 'variable', 'alarm', 'flow-folder', 'script', 'mood', 'flow'] as const),
  ...(['advanced-flow', 'dashboard'] as const),
]

const bodyOf = ({ body }: WriteCall): Content => (isObject(body) ? body : {})
const idOf = ({ ids }: WriteCall): string => ids['id'] ?? ''

type Row = (call: WriteCall) => readonly Touched[]

const created =
  (kind: TraceKind): Row =>
  (call) => {
    const after = KIND_ROWS[kind].content(bodyOf(call))
    return [{ kind, id: '', does: 'create', after: () => after, isAnswered: true }]
  }

const changed =
  (kind: TraceKind): Row =>
  (call) => {
    const members = KIND_ROWS[kind].content(bodyOf(call))
    const after = (before: Content) => ({ ...before, ...members })
    return [{ kind, id: idOf(call), does: 'change', after, isAnswered: true }]
  }

const deleted =
  (kind: TraceKind): Row =>
  (call) => [{ kind, id: idOf(call), does: 'delete', after: () => null, isAnswered: false }]

const set = (kind: TraceKind, id: string, after: Content | undefined): Touched => ({
  ...{ kind, id, does: 'change', isAnswered: false },
  after: () => after,
})

const experiment =
  (enabled: boolean): Row =>
  (call) => [set('experiment', idOf(call), { enabled })]

const CRUD: Readonly<Record<string, Row>> = Object.fromEntries(
  BODY_KINDS.flatMap((kind) => {
    const { create, remove, update } = KIND_ROWS[kind]
    return [
      [create?.({}).operation ?? '', created(kind)],
      [remove?.('').operation ?? '', deleted(kind)],
      [update('', {})[0]?.operation ?? '', changed(kind)],
    ] as const
  }),
)

const ROWS: Readonly<Record<string, Row>> = {
  ...CRUD,
  'apps.setAppSetting': (call) => [
    set('app-setting', `${idOf(call)}/${call.ids['name']}`, { value: bodyOf(call)['value'] }),
  ],
  'apps.unsetAppSetting': (call) => [
    {
      ...set('app-setting', `${idOf(call)}/${call.ids['name']}`, undefined),
      ...{ does: 'delete', after: () => null },
    },
  ],
  'devices.createGroup': (call) => {
    const { zoneId: zone, ...body } = bodyOf(call)
    const after = { ...body, zone }
    return [{ kind: 'group', id: '', does: 'create', after: () => after, isAnswered: true }]
  },
  'devices.deleteDevice': deleted('group'),
  'devices.deleteDeviceFromGroup': ({ ids }) => [set('group', ids['groupId'] ?? '', undefined)],
  'devices.setDeviceSettings': (call) =>
    Object.entries(bodyOf(call)).map(([name, value]) =>
      set('device-setting', `${idOf(call)}/${name}`, { value }),
    ),
  'devices.updateDevice': changed('device'),
  'devices.updateGroup': (call) => {
    const after = (before: Content) => ({ ...before, ...bodyOf(call) })
    return [{ kind: 'group', id: idOf(call), does: 'change', after, isAnswered: true }]
  },
  'experiments.disableExperiment': experiment(false),
  'experiments.enableExperiment': experiment(true),
}

/** What a write touches. */
export function touchesOf(call: WriteCall): Touches {
  const row = Object.hasOwn(ROWS, call.operation) ? ROWS[call.operation] : undefined
  if (row) return row(call)
  const option = optionWritten(call.operation)
  if (option === undefined) return 'beyond'
  const value = Object.values(bodyOf(call))[0]
  const isSet = !call.operation.includes('.unset')
  return [set('option', option, isSet ? { value } : undefined)]
}
