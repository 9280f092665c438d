// What the restrictions of a grant say to a call. Pure, as the rules are.
import { buildPath } from '@latchkey/catalogue'
import { isObject } from '../limits/json.ts'
import type { Tally } from './counts.ts'
import { anyFits, countOf } from './deed-parts.ts'
import type { Effect } from './effect.ts'
import { type Fits, fitsOf } from './fits.ts'
import { type Hours, isWithin } from './hours.ts'
import { hoursText } from './hours-text.ts'
import { ALLOW, type Judged, PERIOD_WORDS, stronger, tooOften } from './judge-rules.ts'
import { judgeTool } from './judge-tools.ts'
import { type FlowKind, type Pace, type Running, runningOf } from './pace.ts'
import { PERIODS, type Rate, type RateClass } from './rates.ts'
import type { Restrictions, UnaskedCall } from './restrictions.ts'
import type { Situation } from './situation.ts'

/** Judges a call by the restrictions of its grant. */
export function judgeRestrictions(restrictions: Restrictions, situation: Situation): Judged {
  const { schedule, rates = [] } = restrictions
  const outside = schedule ? judgeHours(schedule, situation) : ALLOW
  if (outside.effect === 'deny') return { effect: outside, tallies: [] }
  const byTool = judgeTool(restrictions, situation.call)
  if (byTool.effect === 'deny') return { effect: byTool, tallies: [] }
  const byRates = rates.length > 0 ? judgeRates(rates, situation) : { effect: ALLOW, tallies: [] }
  return {
    effect: stronger(
      byRates.effect,
      // A question about this very write comes before one about all of a tool's.
      stronger(askedFirst(restrictions, situation), asked(byTool, restrictions, situation)),
    ),
    tallies: byRates.tallies,
  }
}

/** Whether judging by restrictions takes the clock of the hub. */
export function restrictionsNeedClock({ schedule, rates = [] }: Restrictions): boolean {
  return schedule !== undefined || rates.some(({ per }) => per === 'day')
}

/** Whether judging by restrictions takes the deeds of a call. */
export function restrictionsNeedDeeds({ rates = [], askFirst }: Restrictions): boolean {
  return rates.length > 0 || askFirst !== undefined
}

function judgeHours(schedule: Hours, { wall }: Situation): Effect {
  if (isWithin(schedule, wall())) return ALLOW
  const message = `the owner allows this key only at certain hours: ${hoursText(schedule)}, by the clock of this Homey.`
  return { effect: 'deny', reason: 'outside-hours', message }
}

const compiled = new WeakMap<Restrictions, readonly Fits[]>()

function askedFirst(restrictions: Restrictions, { call, parts, home }: Situation): Effect {
  const { askFirst, unasked = [] } = restrictions
  if (!askFirst || unasked.some((one) => isSameCall(one, call))) return ALLOW
  const all = compiled.get(restrictions) ?? askFirst.map(fitsOf)
  compiled.set(restrictions, all)
  const isMeant = all.some((fits) => parts.some(({ deeds }) => anyFits(deeds, fits, home)))
  return isMeant ? ASK_FIRST : ALLOW
}

// The owner answered "always" to some. Of several writes of one call of a tool all are asked about at once.
function asked(effect: Effect, { unasked = [] }: Restrictions, { call }: Situation): Effect {
  if (effect.effect !== 'ask') return effect
  const { whole } = call.via ?? {}
  const isUnasked = (whole?.calls ?? [call]).every((each) =>
    unasked.some((one) => isSameCall(one, each)),
  )
  if (isUnasked || whole?.hasBegun) return ALLOW
  return whole ? { effect: 'ask', because: effect.because, whole } : effect
}

const ASK_FIRST: Effect = {
  ...{ effect: 'ask', because: 'You want to be asked first for this key.', from: 'restriction' },
}

const isSameCall = (
  { operation, path }: UnaskedCall,
  call: Pick<Situation['call'], 'operation' | 'ids'>,
): boolean => operation === call.operation.id && path === buildPath(call.operation, call.ids)

/** How much the Flows of a grant do by themselves, a minute. */
interface Standing {
  readonly before: number
  readonly after: number
  /** Of the Flow that is written. */
  readonly pace: Pace
}

function judgeRates(rates: readonly Rate[], situation: Situation): Judged {
  const standing = standingIn(situation)
  const tallies: Tally[] = []
  let effect: Effect = ALLOW
  for (const rate of rates) {
    const { before, after, pace } = standing(rate.of)
    const minutes = PERIODS[rate.per] / PERIODS.minute
    const does = after * minutes
    if (does > rate.calls + TINY && after > before)
      effect = stronger(effect, tooFast(rate, does, pace))
    const units = countNow(situation, rate.of)
    if (units === 0) continue
    const most = rate.calls - Math.floor(before * minutes + TINY)
    const key = `grant ${situation.grant.id} ${rate.of}`
    const what = `${rate.of}, ${rate.calls} in ${PERIOD_WORDS[rate.per]}`
    const tally: Tally = { key, per: rate.per, units, most, effect: 'deny', what }
    tallies.push(tally)
    effect = stronger(effect, byRate(tally, situation))
  }
  return { effect, tallies }
}

/** Paces are sums of fractions. */
const TINY = 1e-6

const countNow = ({ parts }: Situation, of: RateClass): number =>
  parts.reduce((sum, { deeds, later }) => sum + (later ? 0 : countOf(deeds, of)), 0)

function byRate(tally: Tally, { counts, now, wall }: Situation): Effect {
  const at = { now, date: tally.per === 'day' ? wall().date : '' }
  if (counts.used(tally, at) + tally.units <= tally.most) return ALLOW
  return tooOften(`the owner does not allow this key so much (${tally.what}). Try again later.`, {
    'retry-after': String(counts.waits(tally, at)),
  })
}

function tooFast({ of, calls, per }: Rate, does: number, pace: Pace): Effect {
  const allowed = `the owner allows this key ${of} ${calls} times in ${PERIOD_WORDS[per]}`
  if (pace === Number.POSITIVE_INFINITY) {
    return tooOften(`${allowed}, and this Flow goes round by itself: nobody can tell how often.`)
  }
  const times = does >= 10 ? Math.round(does) : Math.round(does * 100) / 100
  return tooOften(
    `${allowed}. With this Flow the Flows of this key would come to ${times}: let it run less often.`,
  )
}

const WRITES: Readonly<Record<string, FlowKind>> = {
  'flow.createFlow': 'flow',
  'flow.updateFlow': 'flow',
  'flow.createAdvancedFlow': 'advanced-flow',
  'flow.updateAdvancedFlow': 'advanced-flow',
}

/** The kind of Flow that an operation writes. */
export function flowWrittenBy(operation: string): FlowKind | undefined {
  return Object.hasOwn(WRITES, operation) ? WRITES[operation] : undefined
}

// Flows of other grants and of the owner are their own business.
function standingIn({ call, home, wrote }: Situation): (of: RateClass) => Standing {
  const kind = flowWrittenBy(call.operation.id)
  const id = kind && call.ids['id']
  const written = kind && isObject(call.body) ? { ...present(), ...call.body } : undefined
  const others: Running[] = []
  let own: Running | undefined
  for (const key of wrote) {
    const running = runningBy(key)
    if (!running) continue
    if (key === `${kind}:${id}`) own = running
    else others.push(running)
  }
  const next = kind && written ? runningOf(kind, written, home, id) : undefined
  function present() {
    return kind && id !== undefined ? home.items[kind].get(id) : undefined
  }
  function runningBy(key: string) {
    const at = key.indexOf(':')
    const [of, flowId] = [key.slice(0, at), key.slice(at + 1)]
    if (of !== 'flow' && of !== 'advanced-flow') return undefined
    const flow = home.items[of].get(flowId)
    return flow && runningOf(of, flow, home, flowId)
  }
  return (of) => {
    const rest = others.reduce((sum, one) => sum + ofClass(one, of), 0)
    const before = rest + (own ? ofClass(own, of) : 0)
    const after = next ? rest + ofClass(next, of) : before
    return { before, after, pace: next?.pace ?? 0 }
  }
}

function ofClass({ pace, deeds, follows }: Running, of: RateClass): number {
  const count = countOf(deeds, of) + countOf(follows, of)
  return count === 0 || pace === 0 ? 0 : pace * count
}
