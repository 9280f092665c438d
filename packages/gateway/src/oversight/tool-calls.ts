// How often a client calls tools: too often is refused, with when to try again. Counted where other rates are, each
// gateway for itself.
import type { Counts, Tally } from './counts.ts'
import type { OverseenGrant } from './situation.ts'
import { TOOL_LIMITS, toolLimit } from './tool-limits.ts'

/** Counts a call of a tool. If it is one too many nothing is counted, and it is said when to try again, in seconds. */
export function takeToolCall(
  { id, restrictions }: OverseenGrant,
  name: 'reads' | 'writes',
  counts: Counts,
  now: number,
): { readonly most: number; readonly what: string; readonly wait: number } | undefined {
  const { per, effect, what } = TOOL_LIMITS[name]
  const most = toolLimit(restrictions, name)
  const tally: Tally = { key: `tools ${id} ${name}`, per, units: 1, most, effect, what }
  const at = { now, date: '' }
  if (counts.take([tally], at)) return undefined
  return { most, what, wait: counts.waits(tally, at) }
}
