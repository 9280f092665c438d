// What owners are shown of the use of a key, and what it could be narrowed to.
import type { z } from 'zod'
import type { Grant } from '../grants/grant.ts'
import { OwnerError } from '../owner-error.ts'
import { usesOf } from '../usage/by-permission.ts'
import { type ListChange, narrowedLimits } from '../usage/narrow-limits.ts'
import { smallestFor } from '../usage/smallest.ts'
import { isTouchedKind, listOf, type ObjectList } from '../usage/touched.ts'
import { UNDER_LIMITS, type UsageLog } from '../usage/usage-log.ts'
import { dayOf, type UsageSpan } from '../usage/usage-store.ts'
import type { HubObjects } from './hub-objects.ts'
import { LIST_MEMBERS } from './limit-inputs.ts'
import type { NARROW, USAGE } from './usage-answers.ts'

/** What a key used. */
export type UsageView = z.output<typeof USAGE>

/** What a key could be narrowed to. */
export type NarrowView = z.output<typeof NARROW>

/** What the views are made with. */
export interface UsageViewParts {
  readonly usage: UsageLog
  readonly grant: Grant
  readonly objects: HubObjects
  readonly now: number
}

/** How far back is looked where nothing is said, in milliseconds. */
const BACK = 30 * 86_400_000

const iso = (time: number): string => new Date(time).toISOString()

interface Span {
  readonly asked: UsageSpan
  readonly view: UsageView['span']
}

function byDays({ createdAt }: Grant, since: number, now: number): Span {
  const from = Math.max(Date.parse(dayOf(now - since)), createdAt)
  return {
    asked: { since: now - since },
    view: { from: iso(from), until: iso(now), by: 'days' },
  }
}

function byLearning(grant: Grant, now: number): Span | undefined {
  const { learning } = grant
  if (!learning) return undefined
  const { from, until } = learning
  return {
    asked: { learn: from },
    view: { from: iso(from), until: iso(Math.min(until, now)), by: 'learning' },
  }
}

/** The latest learning of a grant. */
export function learningView({ learning }: Grant, now: number): UsageView['learning'] {
  if (!learning) return null
  const { from, until } = learning
  return { from: iso(from), until: iso(until), state: now < until ? 'learning' : 'over' }
}

type NameIn = (list: ObjectList, id: string) => string | null | undefined

/** Names of objects: null where the hub could not be asked, undefined where there is no such thing. */
async function namesAt(objects: HubObjects, lists: Iterable<ObjectList>): Promise<NameIn> {
  const known = new Map<ObjectList, ReadonlyMap<string, string> | undefined>()
  await Promise.all(
    [...new Set(lists)].map(async (list) => {
      const listing = await objects.list(list)
      const all = 'objects' in listing ? listing.objects : undefined
      known.set(list, all && new Map(all.map((one) => [one.id, one.name])))
    }),
  )
  return (list, id) => (known.get(list) ? known.get(list)?.get(id) : null)
}

/** What a key used, in the latest learning or since a time. */
export async function usageView(
  { usage, grant, objects, now }: UsageViewParts,
  since: number | undefined,
): Promise<UsageView> {
  const learned = since === undefined ? byLearning(grant, now) : undefined
  const span = learned ?? byDays(grant, since ?? BACK, now)
  const found = await usage.read(grant.id, span.asked)
  const uses = usesOf(found.needs, grant.permissions)
  const used = new Set(uses.map((one) => one.permission))
  const { showing } = smallestFor(asked(found.needs), grant.permissions, { swap: false })
  const touched = found.objects.flatMap((one) =>
    isTouchedKind(one.kind) ? [{ ...one, list: listOf(one.kind) }] : [],
  )
  const nameOf = await namesAt(
    objects,
    touched.map((one) => one.list),
  )
  return {
    ...{ id: grant.id, name: grant.client, learning: learningView(grant, now), span: span.view },
    used: uses.map(({ first, last, ...one }) => ({
      ...{ ...one, first: iso(first), last: iso(last) },
      showsOnly: showing.includes(one.permission),
    })),
    unused: [...grant.permissions].filter((one) => !used.has(one)).sort(),
    objects: touched.map(({ list, first, last, ...one }) => ({
      ...{ ...one, first: iso(first), last: iso(last), name: nameOf(list, one.id) ?? null },
    })),
  }
}

const asked = (needs: readonly { readonly operation: string; readonly need: string }[]) =>
  needs.filter(({ operation }) => operation !== UNDER_LIMITS).map(({ need }) => need)

/** What is wanted of narrowing. */
export interface NarrowWish {
  /** Limits to objects, too. */
  readonly objects: boolean
  /** Only drop what was not used since so many milliseconds. */
  readonly unusedSince: number | undefined
}

/**
 * What a key could be narrowed to.
 * @throws OwnerError `key_unlearned` if it was never learned; `invalid_request` for objects without learning.
 */
export async function narrowView(parts: UsageViewParts, wish: NarrowWish): Promise<NarrowView> {
  const { usage, grant, objects, now } = parts
  const { unusedSince } = wish
  const span = unusedSince === undefined ? byLearning(grant, now) : byDays(grant, unusedSince, now)
  if (!span) throw unlearned(grant)
  const found = await usage.read(grant.id, span.asked)
  const touched = wish.objects ? await limitsFor(found.objects, grant, objects) : NO_LIMITS
  const withLimits = touched.limits !== null
  const needs = withLimits ? found.needs.map(({ need }) => need) : asked(found.needs)
  const swap = unusedSince === undefined
  const { permissions, showing } = smallestFor(needs, grant.permissions, { swap })
  const kept = new Set(permissions)
  const dropped = [...grant.permissions].filter((one) => !kept.has(one)).sort()
  const added = permissions.filter((one) => !grant.permissions.has(one))
  const isOther = dropped.length + added.length > 0
  return {
    ...{ id: grant.id, name: grant.client, span: span.view },
    ...{ permissions, dropped, added, showsOnly: showing, ...touched },
    change:
      permissions.length > 0 && (isOther || touched.limits)
        ? {
            ...(isOther && { permissions }),
            ...(touched.limits && { limits: touched.limits }),
          }
        : null,
    notes: [...notesOn(permissions, grant, unusedSince, now), ...touched.notes],
  }
}

const NO_LIMITS = { limits: null, objects: [], notes: [] } as const

function unlearned({ id }: Grant): OwnerError {
  const message = `This key was never learned. Let it be used for a while: latchkey key learn ${id} --hours 24. Or drop what it did not use: latchkey key narrow ${id} --unused`
  return new OwnerError('key_unlearned', message)
}

async function limitsFor(
  used: Parameters<typeof narrowedLimits>[0],
  grant: Grant,
  objects: HubObjects,
): Promise<Pick<NarrowView, 'limits' | 'objects' | 'notes'>> {
  const kinds = used.flatMap(({ kind }) => (isTouchedKind(kind) ? [listOf(kind)] : []))
  const nameOf = await namesAt(objects, kinds)
  const isThere = (list: ObjectList, id: string) => nameOf(list, id) !== undefined
  const { change, notes } = narrowedLimits(used, grant.limits, isThere)
  return { limits: change ? { ...change } : null, objects: namedIn(change, nameOf), notes }
}

function namedIn(change: ListChange | undefined, nameOf: NameIn): NarrowView['objects'] {
  return LIST_MEMBERS.flatMap((list) =>
    list === 'capabilities'
      ? []
      : (change?.[list] ?? []).map((id) => ({ list, id, name: nameOf(list, id) ?? null })),
  )
}

function notesOn(
  permissions: readonly string[],
  { createdAt, learning }: Grant,
  unusedSince: number | undefined,
  now: number,
): string[] {
  const notes: string[] = []
  if (permissions.length === 0) {
    notes.push('It used nothing in this time. To take it back: latchkey key revoke')
  }
  if (unusedSince !== undefined && createdAt > now - unusedSince) {
    notes.push('The key is younger than that: it may not have had the time to use what it needs.')
  }
  if (unusedSince === undefined && learning && now < learning.until) {
    notes.push(`It is still being learned, until ${iso(learning.until)}.`)
  }
  return notes
}
