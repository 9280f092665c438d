// The smallest set of permissions that would have done for what was used. Pure: without any one of them
// some call would have been refused, or, where it only shows more, have been shown less.
import { DANGERS, PERMISSIONS, REFINING_PERMISSIONS } from '@latchkey/catalogue'
import type { Alternatives } from '../hub-path/decide.ts'
import { readNeed } from './need.ts'

/** What would have done. */
export interface Smallest {
  /** In order of their names. */
  readonly permissions: readonly string[]
  /** Those of them that refuse nothing: they only show more. */
  readonly showing: readonly string[]
}

type Permissions = ReadonlySet<string>

const hasAll = (held: Permissions, all: readonly string[]): boolean =>
  all.every((one) => held.has(one))

/**
 * The smallest set for these needs (see `need.ts`), out of what is held and, with `swap`, out of what narrows
 * it: `flow:enable` where of `flow:update` no more was used. Needs that what is held does not meet are past.
 */
export function smallestFor(
  needs: Iterable<string>,
  held: Permissions,
  { swap }: { readonly swap: boolean },
): Smallest {
  const clauses: Alternatives[] = []
  const showing = new Set<string>()
  for (const text of new Set(needs)) {
    const need = readNeed(text)
    if ('shows' in need) {
      if (held.has(need.shows)) showing.add(need.shows)
      continue
    }
    const met = need.alternatives.filter((all) => hasAll(held, all))
    if (met.length === 0) continue
    clauses.push(
      swap ? need.alternatives.filter((all) => met.includes(all) || narrows(all, held)) : met,
    )
  }
  const chosen = pruned(chosenFor(clauses), clauses, showing)
  return {
    permissions: [...new Set([...chosen, ...showing])].sort(),
    showing: [...showing].filter((one) => !isAsked(one, chosen, clauses)).sort(),
  }
}

// One permission that is a part of one that is held.
function narrows([one, ...more]: readonly string[], held: Permissions): boolean {
  const whole = more.length === 0 && one !== undefined ? REFINING_PERMISSIONS[one] : undefined
  return whole !== undefined && held.has(whole)
}

const dangerOf = (permission: string): number =>
  DANGERS.indexOf(PERMISSIONS.get(permission)?.danger ?? 'full')

const meets = (held: Permissions, clause: Alternatives): boolean =>
  clause.some((all) => hasAll(held, all))

// What there is no choice about comes first: it may meet the others.
function chosenFor(clauses: readonly Alternatives[]): Set<string> {
  const chosen = new Set<string>()
  for (const clause of clauses.toSorted((one, other) => one.length - other.length)) {
    if (meets(chosen, clause)) continue
    const cost = (all: readonly string[]) => {
      const more = all.filter((one) => !chosen.has(one))
      return [Math.max(-1, ...more.map(dangerOf)), more.length] as const
    }
    const [best = []] = clause.toSorted((one, other) => {
      const [a, b] = [cost(one), cost(other)]
      return a[0] - b[0] || a[1] - b[1]
    })
    for (const one of best) chosen.add(one)
  }
  return chosen
}

/** Takes away what turned out not to be needed, the worst first. */
function pruned(
  chosen: Set<string>,
  clauses: readonly Alternatives[],
  showing: Permissions,
): Set<string> {
  for (const one of [...chosen].sort((a, b) => dangerOf(b) - dangerOf(a))) {
    if (!isAsked(one, new Set([...chosen, ...showing]), clauses)) chosen.delete(one)
  }
  return chosen
}

/** Whether something would have been refused without one of these. */
function isAsked(one: string, held: Permissions, clauses: readonly Alternatives[]): boolean {
  const rest = new Set([...held].filter((other) => other !== one))
  return !clauses.every((clause) => meets(rest, clause))
}
