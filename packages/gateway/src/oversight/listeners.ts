// Which Flows listen to what: a Flow that is switched on runs when something happens to what its trigger
// names, so whoever brings that about brings about what the Flow does.
import { cardsIn } from '../limits/cards-in.ts'
import { contentFacts } from '../limits/facts.ts'
import type { Home, Item } from '../limits/home.ts'
import type { Deed, DeedObject } from './deed.ts'

type Flows = ReadonlyMap<string, Item>
type Index = ReadonlyMap<string, readonly DeedObject[]>

const KINDS = ['flow', 'advanced-flow'] as const

const indexes = new WeakMap<Flows, Index>()

/** The Flows that run because of a deed. */
export function hearing(one: Deed, home: Home): readonly DeedObject[] {
  return listening(heardAs(one, home), home)
}

/** The Flows that listen to one of these. */
export function listening(heard: readonly string[], home: Home): readonly DeedObject[] {
  if (heard.length === 0) return []
  return KINDS.flatMap((kind) => {
    const index = indexOf(kind, home.items[kind])
    return heard.flatMap((key) => index.get(key) ?? [])
  })
}

/** Permissions whose calls are heard by triggers of a manager that name no object. */
const MANAGERS: readonly (readonly [permissions: readonly string[], manager: string])[] = [
  [['presence:update', 'own-presence:update'], 'presence'],
  [['alarm:update', 'alarm:create', 'alarm:delete'], 'alarms'],
]

const FIRES: readonly string[] = [
  ...['flow.triggerFlow', 'flow.triggerAdvancedFlow', 'moods.setMood', 'logic.updateVariable'],
]

/** Whether anything happens to an object that can be heard: to be renamed, moved or deleted is silent. */
function fires({ object, operation, capability }: Deed): boolean {
  if (object?.kind === 'device') return capability !== undefined
  if (object?.kind === 'zone') return operation === undefined
  return operation !== undefined && FIRES.includes(operation)
}

/** What a deed is heard as: the objects, zones and managers that triggers may name. */
export function heardAs(one: Deed, { items }: Home): readonly string[] {
  const { object, effect, permissions } = one
  if (!effect) return []
  const managers = MANAGERS.flatMap(([any, manager]) =>
    any.some((one) => permissions.includes(one)) ? [`manager:${manager}`] : [],
  )
  if (!object || !fires(one)) return managers
  const { kind, id } = object
  const keys = [`${kind}:${id}`, ...managers]
  // A zone is active because of what is in it.
  let at = kind === 'device' ? items.device.get(id)?.['zone'] : undefined
  for (let steps = 0; steps <= items.zone.size && typeof at === 'string'; steps++) {
    keys.push(`zone:${at}`)
    at = items.zone.get(at)?.['parent']
  }
  return keys
}

function indexOf(kind: (typeof KINDS)[number], flows: Flows): Index {
  const known = indexes.get(flows)
  if (known) return known
  const index = new Map<string, DeedObject[]>()
  for (const [id, flow] of flows) {
    if (flow['enabled'] === false) continue
    for (const key of heardBy(kind, flow)) {
      const listening = index.get(key) ?? []
      listening.push({ kind, id })
      index.set(key, listening)
    }
  }
  indexes.set(flows, index)
  return index
}

function heardBy(kind: (typeof KINDS)[number], flow: Item): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const { kind: what, id, uses } of contentFacts(kind, flow).members) {
    if (!uses.includes('hears')) continue
    for (const one of kindsOf(what)) keys.add(`${one}:${id}`)
  }
  for (const { role, id = '' } of cardsIn(kind, flow)) {
    const [, manager] = role === 'trigger' ? (/^homey:manager:([a-z-]+):/.exec(id) ?? []) : []
    if (manager !== undefined) keys.add(`manager:${manager}`)
  }
  return keys
}

// A group is a device; a Flow that was picked may be of either kind.
function kindsOf(what: string): readonly string[] {
  if (what === 'group') return ['device']
  return what === 'flow' ? KINDS : [what]
}
