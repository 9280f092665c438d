// What a client has to ask for so that a tool may do what it was called for: the fewest permissions that do.
import type { Alternatives } from '../connection.ts'

/** The set of permissions of which the fewest are missing; what one step-up has to ask for. */
export function leastOf(alternatives: Alternatives, has: ReadonlySet<string>): readonly string[] {
  const missing = (all: readonly string[]) => all.filter((one) => !has.has(one)).length
  return alternatives.toSorted((one, other) => missing(one) - missing(other))[0] ?? []
}

/** Alternatives in words. */
export const needsInWords = (alternatives: Alternatives): string =>
  alternatives.map((all) => all.join(' and ')).join(', or ')
