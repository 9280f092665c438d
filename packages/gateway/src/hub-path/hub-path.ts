// One request to a hub, from its arrival to its answer: identify, decide, record, forward, filter.
// This file is only the order of the steps; what each does is in the file of its name.
import { HubError } from '@latchkey/homey'
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Load } from '../operations/load.ts'
import type { Metrics } from '../operations/metrics.ts'
import { type Forbidden, NO_OVERSIGHT, type Oversight } from '../oversight/effect.ts'
import type { Currency } from '../storage/currency.ts'
import type { Uses } from '../usage/uses.ts'
import { admit, matchedAt } from './admit.ts'
import { type Answer, errorAnswer, refusalAnswer } from './answer.ts'
import { Exchange, type WideningMove } from './exchange.ts'
import { failureOf } from './forward.ts'
import { Hold } from './hold.ts'
import { Limiter, type Passed } from './limit.ts'
import { Recorder, type Recording } from './record.ts'
import type { HubPathRequest } from './request.ts'
import { isPing, pingAnswer, sessionAnswer } from './session.ts'

/** What the hub path stands on. */
export interface HubPathParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly audit: AuditLog
  /** What is known of a hub. */
  readonly liveOf: (hub: ConnectedHub) => LiveHub
  /** Every read is asked of the hub, and none answered from what is known of it. */
  readonly readsFromHub?: boolean | undefined
  /** Whether what is in memory of grants can be relied on. */
  readonly currency: Currency
  readonly installationId: string
  readonly now: () => number
  readonly metrics: Metrics
  readonly load: Load
  /** The owner's word above all grants. */
  readonly oversight?: Oversight | undefined
  /** Told of what calls need, as they are sent. */
  readonly usage?: Uses | undefined
  /** Told of every request that was answered, as the audit log has it. */
  readonly onRequest?: ((row: NewAuditEvent) => void) | undefined
  /** Told when a move was made by which other grants reach more. */
  readonly onWidened?: ((move: WideningMove) => void) | undefined
  /** Told of errors that are nobody's but ours. */
  readonly onError: (error: unknown) => void
}

/** Answers requests of clients to their hubs. */
export class HubPath {
  readonly #parts: HubPathParts
  readonly #recorder: Recorder
  readonly #exchange: Exchange
  readonly #limiter: Limiter

  constructor(parts: HubPathParts) {
    this.#parts = parts
    this.#recorder = new Recorder(parts.audit, parts.now, (row, kind) => {
      parts.metrics.answered(row, kind)
      parts.onRequest?.(row)
    })
    const exchange = new Exchange(parts)
    this.#exchange = exchange
    this.#limiter = new Limiter({
      ...parts,
      readObject: (hub, kind, id) => exchange.readObject(hub, kind, id),
    })
  }

  /** How many hubs are not asked at present because they failed. */
  get openCircuits(): number {
    return this.#exchange.forwarder.circuits.open
  }

  /** Answers one request. Never throws: what goes wrong here is a 500 without a word of why. */
  async handle(request: HubPathRequest): Promise<Answer> {
    if (isPing(request.method, request.rawPath)) {
      const { hubs, installationId } = this.#parts
      return pingAnswer(request.rawQuery, (id) => hubs.byId(id) !== undefined, installationId)
    }
    const recording = this.#recorder.begin(request)
    const hold = new Hold(this.#parts.load)
    try {
      if (!this.#parts.currency.isCurrent) {
        recording.refused('state-unknown', 503, {})
        return refusalAnswer('state-unknown', undefined, { 'retry-after': '1' })
      }
      const admission = await admit(request, this.#parts, hold)
      if ('refused' in admission) {
        recording.refused(admission.refused, admission.answer.status, admission.known)
        return admission.answer
      }
      const { admitted, verdict } = admission
      recording.admitted({
        grant: admitted.grant,
        matched: matchedAt(admitted.meant, admitted.call),
      })
      if (verdict.reason === 'always') {
        const answer = sessionAnswer(admitted.grant)
        recording.answered('always', answer.status)
        return answer
      }
      const outcome = await this.#limiter.within(admitted, (passed) =>
        this.#execute(passed, recording, request),
      )
      if ('done' in outcome) return outcome.done
      recording.refused(outcome.refused, outcome.answer.status, outcome.known)
      return outcome.answer
    } catch (error) {
      if (error instanceof HubError) {
        const { reason, answer } = failureOf(error)
        recording.answered(reason, answer.status)
        return answer
      }
      this.#parts.onError(error)
      const answer = errorAnswer(500, 'internal_error', 'something went wrong in the gateway.')
      recording.answered('gateway-failed', answer.status)
      return answer
    } finally {
      hold.leave()
    }
  }

  async #execute(passed: Passed, recording: Recording, request: HubPathRequest): Promise<Answer> {
    const { effect } = passed.call.operation
    const forbidden = await this.#forbidden(passed)
    if (forbidden) {
      const { reason, message, headers } = forbidden
      const answer = refusalAnswer(reason, message, headers)
      const { grant, meant } = passed.admitted
      recording.refused(reason, answer.status, { grant, matched: matchedAt(meant, passed.call) })
      return answer
    }
    if (effect && !(await recording.sent())) return refusalAnswer('audit-unavailable')
    const looked = this.#parts.usage?.look(passed)
    const { reason, answer } = await this.#exchange.run(passed, request.ifNoneMatch)
    this.#parts.usage?.used(passed, answer.status, looked)
    const { grant, meant } = passed.admitted
    // What was done is told as done, whether or not its answer has room.
    const { hasRoom } = request
    if (!effect && hasRoom?.(grant.hubId, Buffer.byteLength(answer.body)) === false) {
      recording.refused('overloaded', 503, { grant, matched: matchedAt(meant, passed.call) })
      return refusalAnswer('overloaded')
    }
    if (effect) await recording.committed(reason, answer.status)
    else recording.answered(reason, answer.status)
    return answer
  }

  // Nobody can be asked yet, so what is to be asked about is not done.
  async #forbidden(passed: Passed): Promise<Forbidden | undefined> {
    const { oversight = NO_OVERSIGHT } = this.#parts
    const judged = await oversight.judge(passed)
    if (judged.effect === 'deny') return judged
    if (judged.effect === 'ask') return { effect: 'deny', reason: 'approval-needed' }
    return oversight.take(passed) ? undefined : { effect: 'deny', reason: 'too-often' }
  }
}
