// The object that a call is about, as the owner saw it when asked: a leave is for that object, not for
// another one that took its place meanwhile. What changes by itself every minute does not count.
import { type LimitRow, limitOf } from '@latchkey/catalogue'
import { HOME_KINDS, type Home, type HomeKind, type Item } from '../limits/home.ts'
import { hashOf } from './canonical.ts'

/** What a call is about. */
export interface CallObject {
  readonly kind: HomeKind
  readonly id: string
}

type Ids = Readonly<Record<string, string>>

const isHomeKind = (kind: string): kind is HomeKind => HOME_KINDS.some((one) => one === kind)

/** The kind of the object in the path, where what becomes of a call depends on its state. */
function kindIn(row: LimitRow): readonly [kind: string, parameter: string] | undefined {
  if (row.judge === 'object') return row.effect ? [row.kind, row.parameter] : undefined
  if (row.judge === 'write') {
    return row.mode === 'update' ? [row.kind === 'group' ? 'device' : row.kind, 'id'] : undefined
  }
  if (row.judge === 'change') return row.mode === 'update' ? [row.kind, 'id'] : undefined
  if (row.judge === 'settings' || row.judge === 'leave-group') return ['device', 'id']
  return row.judge === 'delete-zone' ? ['zone', 'id'] : undefined
}

/** The object whose state counts; undefined where none does, as for the control of a device. */
export function objectOf(operation: string, ids: Ids): CallObject | undefined {
  const [kind, parameter] = kindIn(limitOf(operation)) ?? []
  const id = parameter === undefined ? undefined : ids[parameter]
  return kind !== undefined && id !== undefined && isHomeKind(kind) ? { kind, id } : undefined
}

// What a Flow may have besides, and what says nothing of what it does.
const ASIDE: ReadonlySet<string> = new Set([
  ...['triggerCount', 'broken', 'order', 'triggerable', 'lastExecuted'],
])

type Facts = (item: Item) => unknown

const only =
  (...names: readonly string[]): Facts =>
  (item) =>
    Object.fromEntries(names.map((name) => [name, item[name]]))

const whole: Facts = (item) =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !ASIDE.has(name)))

/** By kind: what of an object counts. The value of a variable is what calls are there to change. */
const FACTS: Readonly<Record<HomeKind, Facts>> = {
  zone: only('name', 'parent', 'icon'),
  device: only('name', 'zone', 'driverId', 'class', 'virtualClass', 'settings'),
  flow: whole,
  'advanced-flow': whole,
  'flow-folder': only('name', 'parent'),
  variable: only('name', 'type'),
  mood: whole,
  dashboard: whole,
  user: only('name', 'role'),
}

/** The hash of the object's present state; null where it is not there. */
export function stateHash({ kind, id }: CallObject, home: Home): string | null {
  const item = home.items[kind].get(id)
  return item ? hashOf(FACTS[kind](item)) : null
}
