// From what an owner typed to the limits of a key: names to ids, laid over the limits that were there, and
// refused where one contradicts another.
import { type AllowedCard, type Limits, WRITES_FLOWS } from '@latchkey/catalogue'
import { OwnerError } from '../owner-error.ts'
import type { HubObjects, NamedMember } from './hub-objects.ts'
import { entriesOf, LIST_MEMBERS, type LimitsChange, MAX_ENTRIES } from './limit-inputs.ts'
import { type Resolved, resolveNames } from './resolve-names.ts'

/** A change with ids in place of names, and what the owner should know of it. */
export interface ResolvedChange {
  readonly change: LimitsChange
  readonly warnings: readonly string[]
}

/**
 * Looks up every name and id of a change.
 * @throws OwnerError `limit_unknown` with all that is wrong; `hub_away` if names cannot be looked up.
 */
export async function resolveChange(
  change: LimitsChange,
  objects: HubObjects,
): Promise<ResolvedChange> {
  const found: Resolved[] = []
  const ids = async (member: NamedMember, words: readonly string[]) => {
    const resolved = await resolveNames(member, words, objects)
    found.push(resolved)
    return resolved.ids
  }
  // A list that is absent or taken away has nothing to look up.
  const maybe = async (member: NamedMember, words: readonly string[] | null | undefined) =>
    words ? await ids(member, words) : words
  const lists = LIST_MEMBERS.map(async (member) => [member, await maybe(member, change[member])])
  const resolved: LimitsChange = {
    ...change,
    ...Object.fromEntries(await Promise.all(lists)),
    ...(change.cards && { cards: await cardsOf(change.cards, (words) => ids('cards', words)) }),
    ...(change.except && {
      except: {
        devices: await maybe('devices', change.except.devices),
        zones: await maybe('zones', change.except.zones),
      },
    }),
  }
  const problems = found.flatMap((one) => one.problems)
  if (problems.length > 0) {
    const isAway = found.every((one) => one.problems.length === 0 || one.away)
    throw new OwnerError(isAway ? 'hub_away' : 'limit_unknown', problems.join('\n'))
  }
  return { change: resolved, warnings: found.flatMap((one) => one.warnings) }
}

async function cardsOf(
  cards: readonly AllowedCard[],
  resolve: (words: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly AllowedCard[]> {
  const resolved: readonly AllowedCard[] = await Promise.all(
    cards.map(async ({ args, ...card }) => {
      const [id = card.id] = await resolve([card.id])
      return args === undefined ? { id } : { id, args }
    }),
  )
  if (new Set(resolved.map((one) => one.id)).size === resolved.length) return resolved
  throw new OwnerError('limits_refused', 'cards: the same card stands there twice.')
}

/** Limits with a change laid over them; null when none is left. */
export function changedLimits(before: Limits | null, change: LimitsChange): Limits | null {
  const lists = LIST_MEMBERS.flatMap((member) => {
    const list = kept(before?.[member], change[member])
    return list ? [[member, list] as const] : []
  })
  const own = kept(before?.own, change.own)
  const drafts = kept(before?.drafts, change.drafts)
  const cards = kept(before?.cards, change.cards)
  const except = changedExcept(before?.except, change.except)
  const limits: Limits = {
    ...Object.fromEntries(lists),
    ...(own && { own }),
    ...(drafts && { drafts }),
    ...(cards && { cards }),
    ...(except && { except }),
  }
  return Object.keys(limits).length === 0 ? null : limits
}

function changedExcept(before: Limits['except'], change: LimitsChange['except']): Limits['except'] {
  if (change === null) return undefined
  const devices = kept(before?.devices, change?.devices)
  const zones = kept(before?.zones, change?.zones)
  if (!devices && !zones) return undefined
  return { ...(devices && { devices }), ...(zones && { zones }) }
}

// What is given replaces, null takes away, absent stays.
function kept<T>(before: T | undefined, change: T | null | undefined): T | undefined {
  return change === undefined ? before : (change ?? undefined)
}

/** @throws OwnerError `limits_refused` where limits contradict each other or do nothing. */
export function requireSense(limits: Limits, permissions: readonly string[]): void {
  const problems = [
    ...both('device', limits.devices, limits.except?.devices),
    ...both('zone', limits.zones, limits.except?.zones),
  ]
  if (limits.drafts && !permissions.some((one) => WRITES_FLOWS.includes(one))) {
    problems.push(
      `drafts does nothing: no permission of this key writes Flows. Add one (${WRITES_FLOWS.join(', ')}), or leave drafts out.`,
    )
  }
  const entries = entriesOf(limits)
  if (entries > MAX_ENTRIES) problems.push(`${entries} entries; at most ${MAX_ENTRIES} in all.`)
  if (problems.length > 0) throw new OwnerError('limits_refused', problems.join('\n'))
}

function both(
  noun: string,
  named: readonly string[] = [],
  excepted: readonly string[] = [],
): string[] {
  const twice = named.filter((id) => excepted.includes(id))
  if (twice.length === 0) return []
  return [
    `The same ${noun} is named and excepted, so the key would never cover it: ${twice.slice(0, 10).join(', ')}. Take it out of one of the two.`,
  ]
}
