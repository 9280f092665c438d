// What a request brings along by itself, and no choice of the owner takes away: limits, restrictions and an end.
// Two of them are put together so that both hold.
import { isDeepStrictEqual } from 'node:util'
import type { Limits } from '@latchkey/catalogue'
import { bothHours } from '../oversight/hours-both.ts'
import type { Restrictions } from '../oversight/restrictions.ts'
import { bothToolLimits } from '../oversight/tool-limits.ts'

/** The most that is given, whatever is chosen. */
export interface Floor {
  readonly limits: Limits | null
  readonly restrictions: Restrictions | null
  /** The longest life, in milliseconds; null for as long as the owner likes. */
  readonly longest: number | null
}

/** No floor at all. */
export const NO_FLOOR: Floor = { limits: null, restrictions: null, longest: null }

/**
 * Two floors as one that is within both; undefined where that cannot be said. Limits have no intersection: a Flow
 * that is named is covered whatever is in it, so names of the one beside those of the other are more than either.
 */
export function bothFloors(one: Floor, other: Floor): Floor | undefined {
  const isSame =
    one.limits !== null && other.limits !== null && sameLimits(one.limits, other.limits)
  if (one.limits !== null && other.limits !== null && !isSame) return undefined
  const restrictions = bothRestrictions(one.restrictions, other.restrictions)
  if (restrictions === undefined) return undefined
  const longest = shorter(one.longest, other.longest)
  return { limits: one.limits ?? other.limits, restrictions, longest }
}

/** The shorter of two lives; null is no end. */
export function shorter(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

/** Whether limits say the same; the order of a list says nothing. */
export function sameLimits(one: Limits, other: Limits): boolean {
  return isDeepStrictEqual(ordered(one), ordered(other))
}

const ordered = (limits: Limits) =>
  Object.fromEntries(
    Object.entries(limits).map(([member, value]) => [
      member,
      Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)).sort() : value,
    ]),
  )

/** Restrictions that hold both; undefined where no hour is left. */
export function bothRestrictions(
  one: Restrictions | null,
  other: Restrictions | null,
): Restrictions | null | undefined {
  if (one === null || other === null) return bare(one ?? other)
  const { schedule, rates = [], askFirst = [] } = one
  const hours = schedule && other.schedule ? bothHours(schedule, other.schedule) : undefined
  if (hours?.length === 0) return undefined
  const held = hours ?? schedule ?? other.schedule
  const allRates = [...rates, ...(other.rates ?? [])]
  const asked = [...askFirst, ...(other.askFirst ?? [])]
  const tools = bothTools(one.tools, other.tools)
  const toolLimits = bothToolLimits(one.toolLimits, other.toolLimits)
  return {
    ...(held && { schedule: held }),
    ...(allRates.length > 0 && { rates: allRates }),
    ...(asked.length > 0 && { askFirst: asked }),
    ...(tools && { tools }),
    ...(toolLimits && { toolLimits }),
  }
}

/** Of two words about the same tool the stricter one. */
function bothTools(one: Restrictions['tools'], other: Restrictions['tools']) {
  if (!one || !other) return one ?? other
  const denied = Object.entries(one).filter(([, effect]) => effect === 'deny')
  return { ...one, ...other, ...Object.fromEntries(denied) }
}

/** An "always" that the owner answered belongs to the grant that asked: a new one asks anew. */
function bare(restrictions: Restrictions | null): Restrictions | null {
  if (restrictions === null) return null
  const { unasked: _, ...rest } = restrictions
  return Object.keys(rest).length === 0 ? null : rest
}
