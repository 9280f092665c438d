// Judges bodies that are judged whole: flows of both kinds, moods, groups and dashboards, made or
// changed in part (docs/decisions/0009, "Judged writes").
import type { JudgedKind } from '@latchkey/catalogue'
import { folderRefusal, NOWHERE_YET, zoneRefusal } from './container.ts'
import { contentRefusal } from './content.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { GROUP_DRIVER } from './facts.ts'
import { type HomeKind, type Item, withItem } from './home.ts'
import { isObject, type Json } from './json.ts'
import { type Allowed, allow, type Denied, deny, type Judgement } from './judgement.ts'
import { isRefusal, knownOf, takenOf } from './members-taken.ts'

/** Where objects of a kind are kept. */
const KEPT: Readonly<Record<JudgedKind, HomeKind>> = {
  flow: 'flow',
  'advanced-flow': 'advanced-flow',
  mood: 'mood',
  group: 'device',
  dashboard: 'dashboard',
}

export const OWN_WORDS = 'this key changes only what it made itself or what its limits name.'

const isFlow = (kind: JudgedKind): boolean => kind === 'flow' || kind === 'advanced-flow'

/** Judges an object that is to be made. */
export function judgeCreation(kind: JudgedKind, body: unknown, coverage: Coverage): Judgement {
  const taken = takenOf(kind, body)
  if (isRefusal(taken)) return taken
  const object = isFlow(kind) && coverage.limits.drafts ? { enabled: false, ...taken } : taken
  const refusal =
    contentRefusal(kind, object, coverage) ??
    containerRefusal({ kind, before: {}, after: object, free: true }, coverage) ??
    (isFlow(kind) && coverage.limits.drafts && object['enabled'] !== false
      ? deny('draft-only')
      : undefined)
  return refusal ?? allow('judged', object)
}

/** Judges a change of part of an object. */
export function judgeUpdate(
  kind: JudgedKind,
  id: string,
  body: unknown,
  coverage: Coverage,
): Judgement {
  const kept = KEPT[kind]
  const refusal = objectRefusal(kept, id, coverage)
  if (refusal) return refusal
  const taken = takenOf(kind, body)
  if (isRefusal(taken)) return taken
  return {
    ...{ verdict: 'merge', kind: kept, id },
    judge: (present) => judgeMerged({ kind, id, body: taken }, present, coverage),
  }
}

interface Update {
  readonly kind: JudgedKind
  readonly id: string
  readonly body: Json
}

/** Members that change nothing of what an object does. */
const ASIDE: ReadonlySet<string> = new Set(['name', 'folder', 'enabled', 'order'])

function judgeMerged(
  update: Update,
  present: Item | undefined,
  before: Coverage,
): Allowed | Denied {
  const { kind, id, body } = update
  const kept = KEPT[kind]
  if (!isObject(present)) return deny('not-covered')
  // What the hub has now counts, not what it had when the call came in.
  const coverage = coverageOf(before.subject, withItem(before.home, kept, id, present))
  const refusal = objectRefusal(kept, id, coverage)
  if (refusal) return refusal
  if (kind === 'group' && present['driverId'] !== GROUP_DRIVER) return deny('not-covered')
  const was = kind === 'group' ? asGroup(present) : present
  const whole = { ...was, ...body }
  const { drafts } = coverage.limits
  const free = coverage.created(kept, id) || coverage.limits.flows?.has(id) === true
  const wrong =
    (isAside(body) ? undefined : contentRefusal(kind, whole, coverage)) ??
    containerRefusal({ kind, before: was, after: whole, free }, coverage) ??
    (isFlow(kind) && drafts && (present['enabled'] !== false || whole['enabled'] !== false)
      ? deny('draft-only')
      : undefined)
  return wrong ?? allow('judged', isAside(body) ? body : sent(kind, whole, body))
}

const isAside = (body: Json): boolean => Object.keys(body).every((name) => ASIDE.has(name))

/** Why an object may not be changed, whatever the change. */
export function objectRefusal(
  kind: HomeKind | 'script' | 'app',
  id: string,
  coverage: Coverage,
): Denied | undefined {
  if (!coverage.covers(kind, id)) return deny('not-covered')
  return coverage.mayAffect(kind, id) ? undefined : deny('limited', OWN_WORDS)
}

// A group is kept as a device, and written in a form of its own.
function asGroup({ name, class: what, zone, settings }: Item): Json {
  const deviceIds = isObject(settings) ? settings['deviceIds'] : undefined
  return { name, class: what, zone, deviceIds }
}

/** Members that a hub answers and does not take with a change, unless a client says them. */
const ONLY_IF_SAID: Readonly<Partial<Record<JudgedKind, readonly string[]>>> = {
  flow: ['order'],
  'advanced-flow': ['order'],
  mood: ['zone'],
  group: ['class', 'zone', 'zoneId'],
}

function sent(kind: JudgedKind, whole: Json, body: Json): Json {
  const left = (ONLY_IF_SAID[kind] ?? []).filter((name) => !Object.hasOwn(body, name))
  const members = Object.entries(knownOf(kind, whole)).filter(([name]) => !left.includes(name))
  return Object.fromEntries(members)
}

interface Placed {
  readonly kind: JudgedKind
  readonly before: Json
  readonly after: Json
  readonly free: boolean
}

function containerRefusal({ kind, before, after, free }: Placed, coverage: Coverage) {
  const creates = Object.keys(before).length === 0
  if (isFlow(kind)) {
    const move = { from: creates ? null : before['folder'], to: after['folder'], free }
    return folderRefusal(move, coverage)
  }
  if (kind === 'dashboard') return undefined
  const { zone, zoneId } = after
  if (kind === 'mood') {
    return creates && zone === undefined
      ? undefined
      : zoneRefusal({ from: creates ? undefined : before['zone'], to: zone }, coverage)
  }
  if (zone !== undefined && zoneId !== undefined && zone !== zoneId && creates) {
    return deny('not-understood', 'the body names two zones.')
  }
  const from = creates ? NOWHERE_YET : before['zone']
  return (
    zoneRefusal({ from, to: creates ? (zoneId ?? zone) : zone }, coverage) ??
    (zoneId === undefined ? undefined : zoneRefusal({ from, to: zoneId }, coverage))
  )
}
