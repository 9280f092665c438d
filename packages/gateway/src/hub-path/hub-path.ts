// One request to a hub, from its arrival to its answer: identify, decide, record, forward, filter.
// This file is only the order of the steps; what each does is in the file of its name.
import { HubError } from '@latchkey/homey'
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import type { Load } from '../operations/load.ts'
import type { Metrics } from '../operations/metrics.ts'
import type { Currency } from '../storage/changes.ts'
import { type Admitted, admit } from './admit.ts'
import { type Answer, errorAnswer, refusalAnswer } from './answer.ts'
import { DeviceSecrets } from './device-secrets.ts'
import { filterAnswer } from './filter.ts'
import { Forwarder, failureOf } from './forward.ts'
import type { FailureReason } from './reason.ts'
import { Recorder } from './record.ts'
import type { HubPathRequest } from './request.ts'
import { isPing, pingAnswer, sessionAnswer } from './session.ts'

/** What the hub path stands on. */
export interface HubPathParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly audit: AuditLog
  /** Whether what is in memory of grants can be relied on. */
  readonly currency: Currency
  readonly installationId: string
  readonly now: () => number
  readonly metrics: Metrics
  readonly load: Load
  /** Told of every request that was answered, as the audit log has it. */
  readonly onRequest?: ((row: NewAuditEvent) => void) | undefined
  /** Told of errors that are nobody's but ours. */
  readonly onError: (error: unknown) => void
}

/** Answers requests of clients to their hubs. */
export class HubPath {
  readonly #parts: HubPathParts
  readonly #recorder: Recorder
  readonly #forwarder: Forwarder
  readonly #secrets = new WeakMap<ConnectedHub, DeviceSecrets>()

  constructor(parts: HubPathParts) {
    this.#parts = parts
    this.#recorder = new Recorder(parts.audit, parts.now, (row, kind) => {
      parts.metrics.answered(row, kind)
      parts.onRequest?.(row)
    })
    this.#forwarder = new Forwarder(parts.now)
  }

  /** How many hubs are not asked at present because they failed. */
  get openCircuits(): number {
    return this.#forwarder.circuits.open
  }

  /** Answers one request. Never throws: what goes wrong here is a 500 without a word of why. */
  async handle(request: HubPathRequest): Promise<Answer> {
    if (isPing(request.method, request.rawPath)) {
      const { hubs, installationId } = this.#parts
      return pingAnswer(request.rawQuery, (id) => hubs.byId(id) !== undefined, installationId)
    }
    const recording = this.#recorder.begin(request)
    try {
      if (!this.#parts.currency.isCurrent) {
        recording.refused('state-unknown', 503, {})
        return refusalAnswer('state-unknown', undefined, { 'retry-after': '1' })
      }
      const admission = await admit(request, this.#parts)
      if ('refused' in admission) {
        recording.refused(admission.refused, admission.answer.status, admission.known)
        return admission.answer
      }
      const { admitted, verdict } = admission
      recording.admitted(admitted)
      if (verdict.reason === 'always') {
        const answer = sessionAnswer(admitted.grant)
        recording.answered('always', answer.status)
        return answer
      }
      return await this.#inPlace(admitted, recording)
    } catch (error) {
      this.#parts.onError(error)
      const answer = errorAnswer(500, 'internal_error', 'something went wrong in the gateway.')
      recording.answered('gateway-failed', answer.status)
      return answer
    }
  }

  // One grant takes at most half of a hub's places, so that no client keeps the others out.
  async #inPlace(admitted: Admitted, recording: ReturnType<Recorder['begin']>): Promise<Answer> {
    const { load } = this.#parts
    const { grant, hub } = admitted
    if (!load.enterFor(grant.id, Math.ceil(hub.connection.places / 2))) {
      recording.refused('overloaded', 503, admitted)
      return refusalAnswer('overloaded')
    }
    try {
      return await this.#execute(admitted, recording)
    } finally {
      load.leaveFor(grant.id)
    }
  }

  async #execute(admitted: Admitted, recording: ReturnType<Recorder['begin']>): Promise<Answer> {
    const { effect } = admitted.matched.operation
    if (effect && !(await recording.sent())) return refusalAnswer('audit-unavailable')
    const { reason, answer } = await this.#exchange(admitted)
    if (effect) await recording.committed(reason, answer.status)
    else recording.answered(reason, answer.status)
    return answer
  }

  async #exchange({ grant, hub, ...request }: Admitted): Promise<{
    readonly reason: 'answered' | 'granted' | FailureReason
    readonly answer: Answer
  }> {
    const { operation } = request.matched
    const kind = operation.effect ? 'effect' : 'read'
    const started = performance.now()
    const took = (outcome: 'answered' | 'failed') =>
      this.#parts.metrics.hubTook((performance.now() - started) / 1_000, kind, outcome)
    try {
      const said = await this.#forwarder.forward(hub.connection, hub.hub.id, request)
      took('answered')
      const answer = await filterAnswer(said, request.matched, grant, this.#secretsOf(hub))
      return { reason: operation.effect ? 'answered' : 'granted', answer }
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      took('failed')
      return failureOf(error)
    }
  }

  #secretsOf(hub: ConnectedHub): DeviceSecrets {
    const known = this.#secrets.get(hub) ?? new DeviceSecrets(hub.connection)
    this.#secrets.set(hub, known)
    return known
  }
}
