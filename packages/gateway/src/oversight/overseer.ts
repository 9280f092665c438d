// The owner's word above all grants: house rules, and what the owner added to a grant. This file gets the policy,
// which is pure, what it needs: the state of the hub, its clock, and what was counted.

import type { Approval } from '../approvals/approval.ts'
import type { Grants } from '../grants/grants.ts'
import type { Passed } from '../hub-path/limit.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import { type Home, nothingKnown } from '../limits/home.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Lease } from '../live/model.ts'
import { OwnerError } from '../owner-error.ts'
import type { OverseenCall } from './call.ts'
import { type Consequences, consequencesOf } from './consequences.ts'
import type { Counts } from './counts.ts'
import { anyFits, type DeedPart } from './deed-parts.ts'
import { deedsOf, setsGoing } from './deeds.ts'
import type { Effect, Oversight } from './effect.ts'
import type { WallTime } from './hours.ts'
import type { HouseRules } from './house-rules.ts'
import { type JudgedCall, judgeCall } from './judge-call.ts'
import {
  flowWrittenBy,
  restrictionsNeedClock,
  restrictionsNeedDeeds,
} from './judge-restrictions.ts'
import { ALLOW, type CompiledRule, isFor, needsClock } from './judge-rules.ts'
import { isSpread } from './spread.ts'
import type { TimeZones } from './time-zones.ts'
import { takeToolCall } from './tool-calls.ts'
import type { WallClock } from './wall-clock.ts'
import type { WrittenFlows } from './written-flows.ts'

/** What overseeing stands on. */
export interface OverseerParts {
  readonly rules: HouseRules
  readonly counts: Counts
  readonly written: WrittenFlows
  readonly zones: TimeZones
  readonly grants: Pick<Grants, 'change'>
  readonly liveOf: (hub: ConnectedHub) => LiveHub
  readonly now: () => number
  /** What follows from deeds; what stands in the home, if it is not said. */
  readonly consequences?: Consequences
}

/** How long a call waits for the state and the clock of the hub, in milliseconds. */
const PATIENCE = 4_000

/** What judging a call takes. */
interface Needs {
  readonly rules: readonly CompiledRule[]
  readonly call: OverseenCall
  readonly home: boolean
  readonly clock: boolean
  /** Whether the state says how much of the home changes; without it that counts as one. */
  readonly spread: boolean
}

/** What is there of it. */
interface Known {
  readonly home: Home | undefined
  readonly clock: WallClock | undefined
}

/** Judges and counts. */
export class Overseer implements Oversight {
  readonly #parts: OverseerParts
  readonly #watched = new WeakMap<LiveHub, Lease>()
  readonly #judged = new WeakMap<Passed, JudgedCall>()

  constructor(parts: OverseerParts) {
    this.#parts = parts
  }

  judge(passed: Passed): Effect | Promise<Effect> {
    const { hub } = passed.admitted
    const needs = this.#needsOf(passed)
    if (!needs) return ALLOW
    const known: Known = {
      home: this.#atHand(passed, needs),
      clock: needs.clock ? this.#parts.zones.known(hub) : undefined,
    }
    if (known.home && (known.clock || !needs.clock)) return this.#judge(passed, needs, known)
    return this.#wait(passed, needs)
  }

  take(passed: Passed): boolean {
    const judged = this.#judged.get(passed) ?? this.#judgeNow(passed)
    if (!judged) return false
    const { tallies, isWhole } = judged
    const { counts, written, now } = this.#parts
    const { grant, hub, meant } = passed.admitted
    const wall = this.#parts.zones.known(hub)?.(now())
    const at = { now: now(), date: wall?.date ?? '' }
    if (tallies.length > 0 && !counts.take(tallies, at)) return false
    if (isWhole) passed.admitted.via?.whole?.begin()
    const kind = flowWrittenBy(meant.operation.id)
    const id = meant.ids['id']
    if (kind && id !== undefined && grant.restrictions?.rates) written.wrote(grant, `${kind}:${id}`)
    return true
  }

  /**
   * Asks no more about such calls of the grant: the same operation on the same object, with any content.
   * @throws OwnerError `key_revoked`
   */
  async always({ grantId, operation, path }: Approval): Promise<void> {
    const changed = await this.#parts.grants.change(grantId, async ({ restrictions }) => {
      if (!restrictions?.askFirst && !restrictions?.tools) return {}
      const unasked = [...(restrictions.unasked ?? []), { operation, path }]
      return { restrictions: { ...restrictions, unasked } }
    })
    if (!changed)
      throw new OwnerError('key_revoked', 'This key is revoked: nothing is asked for it.')
  }

  toolCall(grant: Passed['admitted']['grant'], name: 'reads' | 'writes') {
    return takeToolCall(grant, name, this.#parts.counts, this.#parts.now())
  }

  /** Whether there is a rule or restriction at all for whoever holds a grant. */
  says(grant: Passed['admitted']['grant']): boolean {
    const rules = this.#parts.rules.of(grant.hubId)
    return grant.restrictions !== null || rules.some((one) => isFor(one, grant))
  }

  /** What would be judged of a call that nobody makes; undefined while too little is known. */
  async foresee(
    grant: Passed['admitted']['grant'],
    hub: ConnectedHub,
    call: OverseenCall,
  ): Promise<Effect | undefined> {
    const rules = this.#parts.rules.of(hub.hub.id).filter((one) => isFor(one, grant))
    if (rules.length === 0 && grant.restrictions === null) return ALLOW
    const { liveOf, zones } = this.#parts
    const home = await liveOf(hub).model.known(PATIENCE)
    const clock = await zones.learn(hub, PATIENCE)
    if (!home || !clock) return undefined
    return this.#judgeCall({ grant, call, rules, home, clock }).effect
  }

  #watch(live: LiveHub): void {
    // As long as there are rules the state is needed for every call, so it is kept.
    if (!this.#watched.has(live)) this.#watched.set(live, live.model.need())
  }

  #needsOf({ admitted: { grant, hub, meant, body, via } }: Passed): Needs | undefined {
    const all = this.#parts.rules.of(hub.hub.id)
    const { restrictions } = grant
    const byTool = via !== undefined && meant.operation.effect
    if (all.length === 0 && restrictions === null && !byTool) return undefined
    const call: OverseenCall = { operation: meant.operation, ids: meant.ids, body, via }
    let rules = all.filter((one) => isFor(one, grant))
    if (!meant.operation.effect && rules.length > 0) {
      const home = nothingKnown(grant.hubGeneration)
      const parts = deedsOf(call, home)
      rules = rules.filter(({ fits }) => parts.some(({ deeds }) => anyFits(deeds, fits, home)))
    }
    if (rules.length === 0 && restrictions === null && !byTool) return undefined
    const spread = byTool && (via.whole ? via.whole.calls.some(isSpread) : isSpread(call))
    const asksSpread = spread && restrictions?.toolLimits !== undefined
    const asksDeeds = rules.length > 0 || (restrictions && restrictionsNeedDeeds(restrictions))
    const asksClock = restrictions !== null && restrictionsNeedClock(restrictions)
    return {
      ...{ rules, call, spread, home: asksSpread || (asksDeeds === true && setsGoing(call)) },
      clock: asksClock || rules.some(needsClock),
    }
  }

  async #wait(passed: Passed, needs: Needs): Promise<Effect> {
    const { hub, grant } = passed.admitted
    const { liveOf, zones } = this.#parts
    const [home, clock] = await Promise.all([
      needs.home ? liveOf(hub).model.known(PATIENCE) : this.#atHand(passed, needs),
      needs.clock ? zones.learn(hub, PATIENCE) : undefined,
    ])
    // The grant and the rules may be others now.
    const again = passed.admitted.again()
    if ('refused' in again) return { effect: 'deny', reason: again.refused }
    // The same grant may have been read anew, as where another gateway announced it.
    if (again.admitted.grant.generation !== grant.generation) return UNKNOWN
    const anew = this.#needsOf(passed)
    if (!anew) return ALLOW
    if ((anew.home && !needs.home) || !home || (anew.clock && !clock)) return UNKNOWN
    return this.#judge(passed, anew, { home, clock })
  }

  #judge(passed: Passed, { rules, call }: Needs, { home, clock }: Known): Effect {
    const { grant } = passed.admitted
    if (!home) return UNKNOWN
    const judged = this.#judgeCall({ grant, call, rules, home, clock })
    this.#judged.set(passed, judged)
    return judged.effect
  }

  // What is known at this moment; undefined where that does not do.
  #atHand(passed: Passed, needs: Needs): Home | undefined {
    const live = needs.home || needs.spread ? this.#parts.liveOf(passed.admitted.hub) : undefined
    if (live) this.#watch(live)
    return live?.model.present ?? (needs.home ? undefined : NOTHING(passed))
  }

  // Nobody judged it, so what is known at this moment has to do.
  #judgeNow(passed: Passed): JudgedCall | undefined {
    const needs = this.#needsOf(passed)
    if (!needs) return UNJUDGED
    const { grant, hub } = passed.admitted
    const home = this.#atHand(passed, needs)
    const clock = this.#parts.zones.known(hub)
    if (!home || (needs.clock && !clock)) return undefined
    const { rules, call } = needs
    return this.#judgeCall({ grant, call, rules, home, clock })
  }

  #judgeCall(asked: {
    readonly grant: Passed['admitted']['grant']
    readonly call: OverseenCall
    readonly rules: readonly CompiledRule[]
    readonly home: Home
    readonly clock: WallClock | undefined
  }): JudgedCall {
    const { grant, call, rules, home, clock } = asked
    const { counts, written, now, consequences = consequencesOf } = this.#parts
    let parts: readonly DeedPart[] | undefined
    let wrote: ReadonlySet<string> | undefined
    return judgeCall(rules, {
      ...{ grant, call, home, counts, now: now() },
      get parts() {
        parts ??= deedsOf(call, home, consequences)
        return parts
      },
      get wrote() {
        wrote ??= written.of(grant)
        return wrote
      },
      wall: (): WallTime => {
        if (clock) return clock(now())
        throw new Error('The clock of the hub was not asked for.')
      },
    })
  }
}

const UNJUDGED: JudgedCall = { effect: ALLOW, tallies: [], isWhole: false }

const NOTHING = ({ admitted: { grant } }: Passed): Home => nothingKnown(grant.hubGeneration)

const UNKNOWN: Effect = {
  ...{ effect: 'deny', reason: 'hub-state-unknown' },
  message:
    'the state of this Homey is not known at present, so it cannot be told what its owner forbids. Try again in a moment.',
  headers: { 'retry-after': '2' },
}
