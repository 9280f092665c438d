// What the house rules say to a call. Pure: whoever asks, and however often, nothing is counted by it.
import { type About, OBJECT_LISTS } from './about.ts'
import type { Tally } from './counts.ts'
import { anyFits } from './deed-parts.ts'
import type { Effect } from './effect.ts'
import { type Fits, fitsOf } from './fits.ts'
import { isWithin } from './hours.ts'
import { aboutOf, calledOf, type HouseRule } from './house-rule.ts'
import type { OverseenGrant, Situation } from './situation.ts'

/** A rule that can be asked. */
export interface CompiledRule {
  readonly rule: HouseRule
  readonly about: About
  readonly fits: Fits
}

/** Compiles a rule. */
export function compileRule(rule: HouseRule): CompiledRule {
  const about = aboutOf(rule)
  return { rule, about, fits: fitsOf(about) }
}

/** Whether a rule is for whoever holds a grant. */
export function isFor({ rule }: CompiledRule, { id, client }: OverseenGrant): boolean {
  return !rule.paused && (rule.keys?.some((one) => one === id || one === client) ?? true)
}

/** Whether judging by a rule takes the clock of the hub. */
export function needsClock({ rule }: CompiledRule): boolean {
  return rule.hours !== null || rule.cap?.per === 'day'
}

/** What rules came to, and what they count. */
export interface Judged {
  readonly effect: Effect
  readonly tallies: readonly Tally[]
}

/** Judges a call by rules that are for its grant. Deny wins over ask, and ask over allow. */
export function judgeRules(rules: readonly CompiledRule[], situation: Situation): Judged {
  const tallies: Tally[] = []
  let effect: Effect = ALLOW
  for (const one of rules) {
    if (!isMeant(one, situation)) continue
    const tally = tallyOf(one.rule)
    if (tally) tallies.push(tally)
    const said = tally ? byCap(tally, situation) : flat(one.rule)
    effect = stronger(effect, said)
  }
  return { effect, tallies }
}

/** Nothing is said against it. */
export const ALLOW: Effect = { effect: 'allow' }

const STRENGTH = { allow: 0, ask: 1, deny: 2 } as const

/** The stronger of two effects; the first of two that are as strong. */
export function stronger(one: Effect, other: Effect): Effect {
  return STRENGTH[other.effect] > STRENGTH[one.effect] ? other : one
}

// What is written now and happens later may happen at any hour.
function isMeant({ rule, fits }: CompiledRule, { parts, home, wall }: Situation): boolean {
  const { hours } = rule
  return parts.some(({ deeds, later }) => {
    if (!anyFits(deeds, fits, home)) return false
    return hours === null || later || isWithin(hours, wall())
  })
}

function flat(rule: HouseRule): Effect {
  const called = calledOf(rule)
  if (rule.effect === 'ask') return askFor(called)
  const message = `a rule of this house forbids this, whoever asks: ${called}.`
  return { effect: 'deny', reason: 'forbidden', message }
}

const askFor = (called: string): Effect => ({
  ...{ effect: 'ask', because: `House rule: ${called}.`, from: 'house-rule' },
})

function tallyOf(rule: HouseRule): Tally | undefined {
  const { id, cap, effect } = rule
  if (!cap) return undefined
  const what = `${calledOf(rule)}: ${cap.calls} in ${PERIOD_WORDS[cap.per]}`
  return { key: `rule ${id}`, per: cap.per, units: 1, most: cap.calls, effect, what }
}

/** A period in words. */
export const PERIOD_WORDS = { minute: 'a minute', hour: 'an hour', day: 'a day' } as const

function byCap(tally: Tally, { counts, now, wall }: Situation): Effect {
  const at = { now, date: tally.per === 'day' ? wall().date : '' }
  if (counts.used(tally, at) + tally.units <= tally.most) return ALLOW
  if (tally.effect === 'ask') return askFor(tally.what)
  return tooOften(`a rule of this house allows no more of this now (${tally.what}).`, {
    'retry-after': String(counts.waits(tally, at)),
  })
}

/** A refusal of one too many. */
export function tooOften(message: string, headers?: Readonly<Record<string, string>>): Effect {
  return { effect: 'deny', reason: 'too-often', message, ...(headers && { headers }) }
}

/** Whether a rule names objects, and says nothing that only reading needs. */
export function namesObjects(about: About): boolean {
  return Object.keys(OBJECT_LISTS).some((list) => list in about) || about.zones !== undefined
}
