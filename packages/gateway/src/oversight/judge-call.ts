// What rules and restrictions say to a call together. Pure.
import type { Tally } from './counts.ts'
import { judgeRestrictions } from './judge-restrictions.ts'
import { ALLOW, type CompiledRule, type Judged, judgeRules, stronger } from './judge-rules.ts'
import { countedAlone, judgeSpread } from './judge-spread.ts'
import type { Situation } from './situation.ts'

/** What everything came to that is said about a call. */
export interface JudgedCall extends Judged {
  /** Whether what is judged is the whole call of a tool, and not this write of it alone. */
  readonly isWhole: boolean
}

/** Judges a call by the rules that are for its grant, by the grant's restrictions, and by how much tools may do. */
export function judgeCall(rules: readonly CompiledRule[], situation: Situation): JudgedCall {
  const byRules = judgeRules(rules, situation)
  const { restrictions } = situation.grant
  const restricted = restrictions ? judgeRestrictions(restrictions, situation) : NOTHING
  const said = stronger(byRules.effect, restricted.effect)
  const spread = judgeSpread(situation)
  // A question about this very write comes first; its answer says nothing of the rest.
  const isAlone = said.effect === 'ask' && !said.whole && spread.isWhole
  const ofTools = isAlone ? countedAlone(situation) : spread.tallies
  const tallies: readonly Tally[] = [...byRules.tallies, ...restricted.tallies, ...ofTools]
  return { effect: stronger(said, spread.effect), tallies, isWhole: spread.isWhole && !isAlone }
}

const NOTHING: Judged = { effect: ALLOW, tallies: [] }
