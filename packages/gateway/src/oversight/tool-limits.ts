// How much a client may do by tools of the MCP server: how often it calls them, and how much of the home it changes
// before its owner is asked. A row for each limit; they hold for every client, and owners may set each otherwise.
import type { Restrictions } from './restrictions.ts'

/** What is bounded. */
interface Row {
  readonly per: 'call' | 'minute' | 'hour'
  /** What holds where the owner says nothing. */
  readonly standard: number
  /** What comes of more: it is refused, or the owner is asked. */
  readonly effect: 'deny' | 'ask'
  /** What is counted, in words for owners and clients. */
  readonly what: string
}

/** The limits, by name. */
export const TOOL_LIMITS = {
  reads: { per: 'minute', standard: 300, effect: 'deny', what: 'calls of tools that read' },
  writes: { per: 'minute', standard: 60, effect: 'deny', what: 'calls of tools that do something' },
  'at-once': { per: 'call', standard: 20, effect: 'ask', what: 'objects that one call changes' },
  changes: { per: 'hour', standard: 200, effect: 'ask', what: 'changes of objects' },
  removals: { per: 'hour', standard: 10, effect: 'ask', what: 'objects that are removed' },
} as const satisfies Readonly<Record<string, Row>>

/** The name of a limit. */
export type ToolLimit = keyof typeof TOOL_LIMITS

/** What an owner said of limits; the others are as in the table. */
export type ToolLimits = Readonly<Partial<Record<ToolLimit, number | undefined>>>

/** The most that a limit can be set to. */
export const MOST_OF_TOOLS = 10_000

/** Whether a word is the name of a limit. */
export function isToolLimit(word: string): word is ToolLimit {
  return Object.hasOwn(TOOL_LIMITS, word)
}

/** All names. */
export const TOOL_LIMIT_NAMES = Object.keys(TOOL_LIMITS).filter(isToolLimit)

/** How much a client may do. */
export function toolLimit(restrictions: Restrictions | null, name: ToolLimit): number {
  return restrictions?.toolLimits?.[name] ?? TOOL_LIMITS[name].standard
}

/** Of limits by two the stricter; undefined if neither says any. */
export function bothToolLimits(
  one: ToolLimits | undefined,
  other: ToolLimits | undefined,
): ToolLimits | undefined {
  if (!one || !other) return one ?? other
  const least = TOOL_LIMIT_NAMES.map((name) => [name, lesser(one[name], other[name])] as const)
  return Object.fromEntries(least.filter(([, most]) => most !== undefined))
}

const lesser = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
