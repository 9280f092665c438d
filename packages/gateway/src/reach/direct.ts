// What a grant may do by itself: the devices and objects that it may control, start, set, run, switch,
// call, watch or change, and where chains begin with that.
import { HOMEYSCRIPT, operationsByPermission, PERMISSIONS } from '@latchkey/catalogue'
import type { HomeKind } from '../limits/home.ts'
import type { Bounds } from './bounds.ts'
import type { Role, Start } from './consequence.ts'
import { reachedDevice } from './devices.ts'
import type { Extras } from './extras.ts'

/** What a grant does to something. */
export type DirectDoing =
  | 'control'
  | 'start'
  | 'set'
  | 'run'
  | 'switch'
  | 'call'
  | 'watch'
  | 'change'

/** A kind of thing that a grant may do something to. */
export type DirectKind = HomeKind | 'script' | 'app' | 'presence' | 'alarm' | 'webhook'

/** One thing that a grant may do something to by itself. */
export interface Direct {
  readonly does: DirectDoing
  readonly kind: DirectKind
  /** Empty where there is but one, or where it is all of them. */
  readonly id: string
  readonly name: string
  readonly permission: string
  /** Of devices only. */
  readonly role?: Role | null
  /** Of devices that it controls: what it sets. */
  readonly capabilities?: readonly string[]
}

/** What a grant may do by itself, and where chains begin with it. */
export interface DirectReach {
  readonly things: readonly Direct[]
  readonly starts: readonly Start[]
}

interface Found {
  readonly thing?: Direct
  readonly starts?: readonly Start[]
}

type Find = (bounds: Bounds, permission: string, extras: Extras) => readonly Found[]

/** What a grant may do by itself. */
export function directReach(bounds: Bounds, extras: Extras): DirectReach {
  const { permissions, limits } = bounds.grant
  const found = [...permissions].flatMap((permission) => {
    const find = Object.hasOwn(FINDS, permission) ? FINDS[permission] : undefined
    return [...(find?.(bounds, permission, extras) ?? []), ...managersOf(permission)]
  })
  const words = (limits?.cards ?? []).map(({ id, args = {} }): Found => {
    return { starts: [{ kind: 'content', of: 'card', item: { id, args, type: 'action' } }] }
  })
  const writes = ['flow-card:run', ...WRITING].some((one) => permissions.has(one))
  const all = writes ? [...found, ...words] : found
  const things = all.flatMap(({ thing }) => thing ?? [])
  return {
    things: [...new Map(things.map((one) => [`${one.does} ${one.kind} ${one.id}`, one])).values()],
    starts: all.flatMap(({ starts = [] }) => starts),
  }
}

const WRITING = ['flow:create', 'flow:update', 'advanced-flow:create', 'advanced-flow:update']

// A trigger that nobody knows is heard by its manager as a whole, whatever is done there.
function managersOf(permission: string): readonly Found[] {
  const { danger = 'full' } = PERMISSIONS.get(permission) ?? {}
  if (danger === 'read' || danger === 'private') return []
  return (MANAGERS.get(permission) ?? []).map((id) => ({ starts: [{ kind: 'manager', id }] }))
}

const MANAGERS: ReadonlyMap<string, readonly string[]> = new Map(
  (['pro-2019', 'pro-2023', 'cloud'] as const)
    .flatMap((generation) => [...operationsByPermission(generation)])
    .map(([permission, operations]) => [
      permission,
      [...new Set(operations.map(({ id }) => id.split('.', 1)[0] ?? ''))],
    ]),
)

const devices =
  (does: 'control', which: 'sets' | 'writes'): Find =>
  (bounds, permission) =>
    [...bounds.home.items.device].flatMap(([id, item]): Found[] => {
      const capabilities = bounds[which](id)
      if (capabilities.length === 0) return []
      const { name, role } = reachedDevice(item)
      return [
        {
          thing: { does, kind: 'device', id, name, permission, role, capabilities },
          starts: capabilities.map((capability) => ({ kind: 'device', id, capability })),
        },
      ]
    })

interface ObjectRow {
  readonly does: DirectDoing
  readonly kind: HomeKind
  readonly starts?: (id: string) => readonly Start[]
  readonly only?: (item: Readonly<Record<string, unknown>>) => boolean
}

const objects =
  ({ does, kind, starts, only }: ObjectRow): Find =>
  (bounds, permission) =>
    [...bounds.home.items[kind]].flatMap(([id, item]): Found[] => {
      if (only?.(item) === false || !bounds.affects(kind, id)) return []
      const name = typeof item['name'] === 'string' ? item['name'] : id
      const role = kind === 'device' ? { role: reachedDevice(item).role } : {}
      const thing: Direct = { does, kind, id, name, permission, ...role }
      return [{ thing, ...(starts && { starts: starts(id) }) }]
    })

// What is written switched off only neither starts nor is switched on.
const unlessDrafts =
  (find: Find): Find =>
  (bounds, permission, extras) =>
    bounds.grant.limits?.drafts ? [] : find(bounds, permission, extras)

const isOn = (item: Readonly<Record<string, unknown>>): boolean => item['enabled'] !== false

const starting = (kind: 'flow' | 'advanced-flow'): Find =>
  unlessDrafts(objects({ ...{ does: 'start', kind, only: isOn }, starts: (id) => [{ kind, id }] }))

// One that is on already reacts without it.
const switching = (kind: 'flow' | 'advanced-flow'): Find =>
  unlessDrafts((bounds, permission, extras) => {
    const rows = objects({ does: 'switch', kind })(bounds, permission, extras)
    return rows.map(({ thing }) => {
      const item = bounds.home.items[kind].get(thing?.id ?? '')
      if (!thing || !item || isOn(item)) return { ...(thing && { thing }) }
      return { thing, starts: [{ kind: 'switch-on', id: thing.id }] }
    })
  })

const changing = (kind: HomeKind): Find => objects({ does: 'change', kind })
const setting = (kind: 'mood' | 'variable'): Find =>
  objects({ does: 'set', kind, starts: (id) => [{ kind, id }] })

const both =
  (...finds: readonly Find[]): Find =>
  (bounds, permission, extras) =>
    finds.flatMap((find) => find(bounds, permission, extras))

const one =
  (does: DirectDoing, kind: 'presence' | 'alarm' | 'webhook', start: Start): Find =>
  (_bounds, permission) => [
    { thing: { does, kind, id: '', name: '', permission }, starts: [start] },
  ]

const scripts: Find = (bounds, permission, { scripts: all }) =>
  [...(all?.values() ?? [])].flatMap(({ id, name }): Found[] =>
    bounds.affects('script', id)
      ? [
          {
            thing: { does: 'run', kind: 'script', id, name, permission },
            starts: [{ kind: 'script', id }],
          },
        ]
      : [],
  )

// HomeyScript is spoken to by operations of its own.
const apps: Find = (bounds, permission, { apps: all }) =>
  [...(all?.values() ?? [])].flatMap(({ id, name }): Found[] =>
    id !== HOMEYSCRIPT && bounds.affects('app', id)
      ? [
          {
            thing: { does: 'call', kind: 'app', id, name, permission },
            starts: [{ kind: 'app', id }],
          },
        ]
      : [],
  )

/**
 * Under limits what is written is understood and covered: it sets devices, moods and variables, and starts
 * flows, that the grant covers. Without limits there is nothing to work out: it can be anything.
 */
const written: Find = (bounds, permission, extras) => {
  const { limits } = bounds.grant
  if (!limits || limits.drafts) return []
  const finds = [
    ...[devices('control', 'writes'), setting('mood'), setting('variable')],
    ...[starting('flow'), starting('advanced-flow')],
  ]
  return finds.flatMap((find) => find(bounds, permission, extras))
}

const presence = one('set', 'presence', { kind: 'presence' })
const alarm = one('change', 'alarm', { kind: 'alarm', id: '*' })
const webhook = one('call', 'webhook', { kind: 'webhook' })

const watching = objects({
  ...{ does: 'watch', kind: 'device' },
  only: (item) => reachedDevice(item).role === 'camera',
})

/** By permission. */
const FINDS: Readonly<Record<string, Find>> = {
  'device:control': devices('control', 'sets'),
  ...{ 'device:update': changing('device'), 'device:delete': changing('device') },
  'device-settings:update': changing('device'),
  'device-group:update': objects({
    ...{ does: 'change', kind: 'device' },
    only: (item) => reachedDevice(item).group,
  }),
  'camera:watch': watching,
  ...{ 'flow:create': written, 'advanced-flow:create': written },
  'flow:update': both(changing('flow'), written, switching('flow')),
  'advanced-flow:update': both(changing('advanced-flow'), written, switching('advanced-flow')),
  'flow-card:run': written,
  ...{ 'flow:start': starting('flow'), 'advanced-flow:start': starting('advanced-flow') },
  ...{ 'flow:enable': switching('flow'), 'advanced-flow:enable': switching('advanced-flow') },
  ...{ 'flow:delete': changing('flow'), 'advanced-flow:delete': changing('advanced-flow') },
  ...{ 'mood:set': setting('mood'), 'mood:delete': changing('mood') },
  // A mood that it writes is set by itself or by whoever sets it next.
  'mood:create': devices('control', 'writes'),
  'mood:update': both(changing('mood'), devices('control', 'writes')),
  ...{ 'variable:update': setting('variable'), 'variable:delete': changing('variable') },
  ...{ 'zone:update': changing('zone'), 'zone:delete': changing('zone') },
  ...{ 'dashboard:update': changing('dashboard'), 'dashboard:delete': changing('dashboard') },
  ...{ 'presence:update': presence, 'own-presence:update': presence },
  ...{ 'alarm:create': alarm, 'alarm:update': alarm },
  ...{ 'webhook:trigger': webhook, 'cloud-callback:send': both(webhook, apps) },
  ...{ 'app-api:call': apps, 'app-settings:update': apps },
  'homeyscript:run': scripts,
}
