// Asks the oracle and the gateway's judge the same: random homes, rules, grants, moments, and rows of calls, of
// which those that are allowed are done and counted by both.
import { operationById, pathParameters } from '@latchkey/catalogue'
import { Counts } from '../../packages/gateway/src/oversight/counts.ts'
import { deedsOf } from '../../packages/gateway/src/oversight/deeds.ts'
import type { HouseRule } from '../../packages/gateway/src/oversight/house-rule.ts'
import { judgeCall } from '../../packages/gateway/src/oversight/judge-call.ts'
import {
  type CompiledRule,
  compileRule,
  isFor,
} from '../../packages/gateway/src/oversight/judge-rules.ts'
import type { Restrictions } from '../../packages/gateway/src/oversight/restrictions.ts'
import { wallClockOf } from '../../packages/gateway/src/oversight/wall-clock.ts'
import { randomCall } from '../oracle/calls.ts'
import { randomHome } from '../oracle/homes.ts'
import { homeOf } from '../oracle/policy.ts'
import { type Random, randomFrom } from '../oracle/random.ts'
import type { OracleCall, State } from '../oracle/state.ts'
import { randomMoment, randomRestrictions, randomRule, ZONES } from './draw.ts'
import { type Asked, type Done, say } from './verdict.ts'

/** A question that the two answer differently. */
export interface Difference {
  readonly oracle: string
  readonly gateway: string
  readonly call: OracleCall
  readonly rules: readonly HouseRule[]
  readonly restrictions: Restrictions | null
  readonly state: State
  readonly created: readonly string[]
  readonly seed: number
}

/** What was compared. */
export interface Tally {
  cases: number
  /** Denied by the oracle, and let through or asked about by the gateway. */
  through: number
  /** Not denied by the oracle, and denied by the gateway. */
  wronglyRefused: number
  readonly verdicts: Record<string, number>
}

/** Compares so many cases; stops where the listener says so. */
export function runRules(
  seed: number,
  cases: number,
  onDifference: (difference: Difference) => boolean,
): Tally {
  const tally: Tally = { cases: 0, through: 0, wronglyRefused: 0, verdicts: {} }
  for (let at = 0; tally.cases < cases; at++) {
    const one = new House(seed * 1_000_003 + at)
    for (let calls = 0; calls < CALLS && tally.cases < cases; calls++) {
      const difference = one.ask(tally)
      if (difference && !onDifference(difference)) return tally
    }
  }
  return tally
}

const CALLS = 50

class House {
  readonly #seed: number
  readonly #random: Random
  readonly #state: State
  readonly #rules: readonly HouseRule[]
  readonly #compiled: readonly CompiledRule[]
  readonly #restrictions: ReadonlyMap<string, Restrictions | null>
  readonly #created: readonly string[]
  readonly #timeZone: string
  readonly #counts = new Counts()
  readonly #log: Done[] = []
  readonly #home
  #now: number

  constructor(seed: number) {
    this.#seed = seed
    const random = randomFrom(seed)
    this.#random = random
    this.#state = randomHome(random)
    this.#home = homeOf(this.#state, 'pro-2023')
    const count = random.int(5)
    this.#rules = Array.from({ length: count }, (_, at) => randomRule(random, this.#state, at))
    this.#compiled = this.#rules.map(compileRule)
    this.#restrictions = new Map(
      ['grant-1', 'grant-2'].map((id) => [id, randomRestrictions(random, this.#state)]),
    )
    this.#timeZone = random.pick(ZONES)
    this.#now = randomMoment(random)
    this.#created = [
      ...this.#state.flows.map((one) => `flow:${one['id']}`),
      ...this.#state.advancedFlows.map((one) => `advanced-flow:${one['id']}`),
    ].filter(() => random.chance(0.1))
  }

  ask(tally: Tally): Difference | undefined {
    const random = this.#random
    this.#now += random.pick([1_000, 20_000, 60_000, 600_000, 3_600_000])
    const id = random.pick(['grant-1', 'grant-2'])
    const call = this.#draw()
    const restrictions = this.#restrictions.get(id) ?? null
    const grant = { id, client: id === 'grant-1' ? 'Panel' : 'Helper', created: this.#created }
    const { verdict, done, why } = say(this.#asked(grant, restrictions, call))
    const { effect, take } = this.#judge(grant, restrictions, call)
    tally.cases++
    tally.verdicts[verdict] = (tally.verdicts[verdict] ?? 0) + 1
    if (verdict === effect) {
      // What is asked about is done when the owner says yes: every third time.
      if (verdict === 'allow' || (verdict === 'ask' && random.chance(0.3))) {
        this.#log.push(done)
        if (!take()) return this.#difference(`${verdict}, done`, 'not taken', call, restrictions)
      }
      return undefined
    }
    if (verdict === 'deny') tally.through++
    if (effect === 'deny') tally.wronglyRefused++
    return this.#difference(`${verdict} (${why.join()})`, effect, call, restrictions)
  }

  #asked(grant: Asked['grant'], restrictions: Restrictions | null, call: OracleCall): Asked {
    return {
      ...{ grant, restrictions, call, rules: this.#rules, state: this.#state, now: this.#now },
      ...{ timeZone: this.#timeZone, log: this.#log },
    }
  }

  #draw(): OracleCall {
    for (;;) {
      const call = randomCall(this.#random, this.#state)
      if (operationById('pro-2023', call.operation)) return call
    }
  }

  #judge(grant: Asked['grant'], restrictions: Restrictions | null, call: OracleCall) {
    const operation = operationById('pro-2023', call.operation)
    const clock = wallClockOf(this.#timeZone)
    if (!operation || !clock) throw new Error(call.operation)
    const ids = Object.fromEntries(
      pathParameters(operation).map((name) => [name, call.ids[name] ?? '']),
    )
    const overseen = { operation, ids, body: call.body }
    const [now, home, counts] = [this.#now, this.#home, this.#counts]
    const subject = { ...grant, restrictions }
    const rules = this.#compiled.filter((one) => isFor(one, subject))
    const { effect, tallies } = judgeCall(rules, {
      ...{ grant: subject, call: overseen, parts: deedsOf(overseen, home), home, now, counts },
      ...{ wall: () => clock(now), wrote: new Set(grant.created) },
    })
    const take = () => counts.take(tallies, { now, date: clock(now).date })
    return { effect: effect.effect, take }
  }

  #difference(
    oracle: string,
    gateway: string,
    call: OracleCall,
    restrictions: Restrictions | null,
  ): Difference {
    const { rules, state, created } = {
      rules: this.#rules,
      state: this.#state,
      created: this.#created,
    }
    return { oracle, gateway, call, rules, restrictions, state, created, seed: this.#seed }
  }
}
