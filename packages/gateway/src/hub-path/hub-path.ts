// One request to a hub, from its arrival to its answer: identify, decide, record, forward, filter.
// This file is only the order of the steps; what each does is in the file of its name.
import { HubError } from '@latchkey/homey'
import type { Approvals } from '../approvals/approvals.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'
import type { Proofs } from '../dpop/proofs.ts'
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { Load } from '../operations/load.ts'
import type { Metrics } from '../operations/metrics.ts'
import { type Forbidden, NO_OVERSIGHT, type Oversight } from '../oversight/effect.ts'
import type { Currency } from '../storage/currency.ts'
import { troubleOf } from '../storage/trouble.ts'
import type { Tracing } from '../traces/tracing.ts'
import type { Uses } from '../usage/uses.ts'
import { type Admitted, admit, matchedAt } from './admit.ts'
import { type Answer, errorAnswer, refusalAnswer } from './answer.ts'
import { Asking, declined, type Patience, type Refusal, type ToAsk, Waiting } from './asking.ts'
import { Exchange, type WideningMove } from './exchange.ts'
import { failureOf } from './forward.ts'
import { Hold } from './hold.ts'
import type { HubCalls } from './hub-calls.ts'
import { Limiter, type Passed } from './limit.ts'
import { Recorder, type Recording } from './record.ts'
import type { HubPathRequest } from './request.ts'
import { isPing, pingAnswer, sessionAnswer } from './session.ts'

/** What the hub path stands on. */
export interface HubPathParts {
  readonly grants: Grants
  readonly hubs: Hubs
  /** Checks what proves that a token is in the right hands. */
  readonly proofs?: Pick<Proofs, 'check'> | undefined
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
  /** Keeps what writes leave behind. */
  readonly tracing?: ((calls: HubCalls) => Tracing) | undefined
  /** The owner's word above all grants. */
  readonly oversight?: Oversight | undefined
  /** Where owners are asked. */
  readonly approvals: Approvals
  /** How long a call is held while its owner is asked. */
  readonly patience?: Patience | undefined
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
  readonly #asking: Asking

  constructor(parts: HubPathParts) {
    this.#parts = parts
    this.#recorder = new Recorder(parts.audit, parts.now, (row, kind) => {
      parts.metrics.answered(row, kind)
      parts.onRequest?.(row)
    })
    const exchange = new Exchange(parts)
    this.#exchange = exchange
    this.#asking = new Asking(parts)
    this.#limiter = new Limiter({
      ...parts,
      readObject: (hub, kind, id) => exchange.readObject(hub, kind, id),
    })
  }

  /** Calls of the gateway's own, on the same way to the hubs. */
  get calls(): HubCalls {
    return this.#exchange.calls
  }

  /** How many hubs are not asked at present because they failed. */
  get openCircuits(): number {
    return this.#exchange.forwarder.circuits.open
  }

  /** How many calls are held while their owner is asked. */
  get heldCalls(): number {
    return this.#parts.approvals.held.size
  }

  /** Holds no call any more, as when the gateway stops; their clients are told that their owner is asked. */
  letGo(): void {
    this.#parts.approvals.held.close()
  }

  /** Answers one request. Never throws: what goes wrong here is a 500 without a word of why. */
  async handle(request: HubPathRequest): Promise<Answer> {
    if (isPing(request.method, request.rawPath)) {
      const { hubs, installationId } = this.#parts
      return pingAnswer(request.rawQuery, (id) => hubs.byId(id) !== undefined, installationId)
    }
    const recording = this.#recorder.begin(request)
    const hold = new Hold(this.#parts.load)
    const waiting = new Waiting(request, this.#parts.patience)
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
      return await this.#carryOut(admitted, { recording, request, hold, waiting })
    } catch (error) {
      if (error instanceof HubError) {
        const { reason, answer } = failureOf(error)
        recording.answered(reason, answer.status)
        return answer
      }
      if (troubleOf(error)) {
        recording.refused('state-unknown', 503, {})
        return refusalAnswer('state-unknown')
      }
      this.#parts.onError(error)
      const answer = errorAnswer(500, 'internal_error', 'something went wrong in the gateway.')
      recording.answered('gateway-failed', answer.status)
      return answer
    } finally {
      hold.leave()
    }
  }

  // A call that is to be asked about leaves all locks, waits, and is decided on from the beginning.
  async #carryOut(admitted: Admitted, visit: Visit): Promise<Answer> {
    const first = await this.#attempt(admitted, visit)
    if (!('toAsk' in first)) return first
    const refused = await this.#asking.hold(first.toAsk, visit.waiting, visit.hold)
    if (refused) return refuse(admitted, visit.recording, refused)
    const again = this.#stillAdmitted(admitted)
    if ('answer' in again) return refuse(admitted, visit.recording, again)
    const second = await this.#attempt(again.admitted, visit)
    if (!('toAsk' in second)) return second
    // The leave went to an identical call, or the object is another now: that is a question of its own.
    return refuse(admitted, visit.recording, await this.#asking.put(second.toAsk))
  }

  async #attempt(admitted: Admitted, visit: Visit): Promise<Answer | ToAsk> {
    const outcome = await this.#limiter.within(admitted, (passed) => this.#execute(passed, visit))
    if ('done' in outcome) return outcome.done
    visit.recording.refused(outcome.refused, outcome.answer.status, outcome.known)
    return outcome.answer
  }

  async #execute(passed: Passed, visit: Visit): Promise<Answer | ToAsk> {
    const { recording, request } = visit
    const { effect } = passed.call.operation
    const left = await this.#allowed(passed, visit.waiting)
    if ('toAsk' in left) return left
    if ('answer' in left) return refuse(passed.admitted, recording, left)
    if (effect && !(await recording.sent())) return refusalAnswer('audit-unavailable')
    const looked = this.#parts.usage?.look(passed)
    const { reason, answer } = await this.#exchange.run(left.passed, request.ifNoneMatch)
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

  /** Whether the owner's word above all grants lets a call go on. */
  async #allowed(passed: Passed, waiting: Waiting): Promise<Allowed | ToAsk | Refusal> {
    const { oversight = NO_OVERSIGHT } = this.#parts
    const judged = await oversight.judge(passed)
    if (judged.effect === 'deny') return denied(judged)
    if (judged.effect === 'allow') {
      return oversight.take(passed) ? { passed } : denied({ reason: 'too-often' })
    }
    const word = await this.#asking.word(passed, judged, waiting)
    if ('answer' in word) return word
    if (word.word === 'no') return declined(word.approval)
    if (word.word === 'none') return { toAsk: word.toAsk }
    // Looking up the answer took its time: what counts is what is allowed now.
    const again = this.#stillAdmitted(passed.admitted)
    if ('answer' in again) return again
    const now = await oversight.judge(passed)
    if (now.effect === 'deny') return denied(now)
    if (!oversight.take(passed)) return denied({ reason: 'too-often' })
    return { passed: { ...passed, isAwaited: waiting.isAwaited } }
  }

  #stillAdmitted(admitted: Admitted): { readonly admitted: Admitted } | Refusal {
    if (!this.#parts.currency.isCurrent) {
      const answer = refusalAnswer('state-unknown', undefined, { 'retry-after': '1' })
      return { reason: 'state-unknown', answer }
    }
    const again = admitted.again()
    if ('refused' in again) return { reason: again.refused, answer: again.answer }
    return { admitted: again.admitted }
  }
}

/** One request on its way. */
interface Visit {
  readonly recording: Recording
  readonly request: HubPathRequest
  readonly hold: Hold
  readonly waiting: Waiting
}

/** A call that is sent now. */
interface Allowed {
  readonly passed: Passed
}

function denied({
  reason,
  message,
  headers,
}: Pick<Forbidden, 'reason' | 'message' | 'headers'>): Refusal {
  return { reason, answer: refusalAnswer(reason, message, headers) }
}

function refuse(
  { grant, meant, call }: Admitted,
  recording: Recording,
  { reason, answer }: Refusal,
): Answer {
  recording.refused(reason, answer.status, { grant, matched: matchedAt(meant, call) })
  return answer
}
