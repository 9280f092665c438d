// What rules and restrictions say to a call together. Pure.
import type { Tally } from './counts.ts'
import { judgeRestrictions } from './judge-restrictions.ts'
import { type CompiledRule, type Judged, judgeRules, stronger } from './judge-rules.ts'
import type { Situation } from './situation.ts'

/** Judges a call by the rules that are for its grant and by the grant's restrictions. */
export function judgeCall(rules: readonly CompiledRule[], situation: Situation): Judged {
  const byRules = judgeRules(rules, situation)
  const { restrictions } = situation.grant
  if (!restrictions) return byRules
  const restricted = judgeRestrictions(restrictions, situation)
  const tallies: readonly Tally[] = [...byRules.tallies, ...restricted.tallies]
  return { effect: stronger(byRules.effect, restricted.effect), tallies }
}
