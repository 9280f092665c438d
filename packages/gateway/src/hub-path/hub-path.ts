// One request to a hub, from its arrival to its answer: identify, decide, record, forward, filter.
// This file is only the order of the steps; what each does is in the file of its name.
import { buildQuery, type Matched, match } from '@latchkey/catalogue'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Grant } from '../grants/grant.ts'
import type { Grants } from '../grants/grants.ts'
import type { ConnectedHub, Hubs } from '../hubs/hubs.ts'
import { type Answer, errorAnswer, refusalAnswer } from './answer.ts'
import { acceptedPermissions, decide, type Verdict } from './decide.ts'
import { DeviceSecrets } from './device-secrets.ts'
import { filterAnswer } from './filter.ts'
import { Forwarder } from './forward.ts'
import { identify } from './identify.ts'
import type { DenyReason, FailureReason } from './reason.ts'
import { type Recorded, Recorder } from './record.ts'
import { type HubPathRequest, parseBody } from './request.ts'
import { isPing, pingAnswer, sessionAnswer } from './session.ts'

/** What the hub path stands on. */
export interface HubPathParts {
  readonly grants: Grants
  readonly hubs: Hubs
  readonly audit: AuditLog
  readonly installationId: string
  readonly now: () => number
  /** Told of errors that are nobody's but ours. */
  readonly onError: (error: unknown) => void
}

/** A request that passed: what is to be done, for whom, where. */
interface Admitted {
  readonly grant: Grant
  readonly hub: ConnectedHub
  readonly matched: Matched
  readonly query: string
  readonly body: unknown
}

type Admission =
  | { readonly admitted: Admitted; readonly verdict: Extract<Verdict, { verdict: 'allow' }> }
  | { readonly refused: DenyReason; readonly answer: Answer; readonly known: Partial<Recorded> }

/** Answers requests of clients to their hubs. */
export class HubPath {
  readonly #parts: HubPathParts
  readonly #recorder: Recorder
  readonly #forwarder = new Forwarder()
  readonly #secrets = new WeakMap<ConnectedHub, DeviceSecrets>()

  constructor(parts: HubPathParts) {
    this.#parts = parts
    this.#recorder = new Recorder(parts.audit, parts.now)
  }

  /** Answers one request. Never throws: what goes wrong here is a 500 without a word of why. */
  async handle(request: HubPathRequest): Promise<Answer> {
    if (isPing(request.method, request.rawPath)) {
      const { hubs, installationId } = this.#parts
      return pingAnswer(request.rawQuery, (id) => hubs.byId(id) !== undefined, installationId)
    }
    const recording = this.#recorder.begin(request)
    try {
      const admission = await this.#admit(request)
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
      return await this.#execute(admitted, recording)
    } catch (error) {
      this.#parts.onError(error)
      const answer = errorAnswer(500, 'internal_error', 'something went wrong in the gateway.')
      recording.answered('gateway-failed', answer.status)
      return answer
    }
  }

  async #admit(request: HubPathRequest): Promise<Admission> {
    const refuse = (reason: DenyReason, known: Partial<Recorded> = {}): Admission => ({
      refused: reason,
      answer: refusalAnswer(reason),
      known,
    })
    const first = this.#identify(request)
    if (first.reason) return refuse(first.reason, first)
    const { hubGeneration } = first.grant
    const matched = match(hubGeneration, request.method, request.rawPath)
    if (!matched.matched) return refuse(matched.reason, first)
    const query = buildQuery(matched.operation, request.rawQuery)
    if (query === undefined) return refuse('malformed-query', { ...first, matched })
    const body = await readValue(request)
    if ('reason' in body) return refuse(body.reason, { ...first, matched })
    // The body may have taken its time: what was granted then may be revoked now.
    const { grant, reason } = this.#identify(request)
    if (reason) return refuse(reason, { grant, matched })
    const hub = this.#parts.hubs.byId(grant.hubId)
    if (!hub) return refuse('hub-gone', { grant, matched })
    const { credentialUser } = hub.hub
    const verdict = decide(grant, matched, { body: body.value, credentialUser })
    if (verdict.verdict === 'allow') {
      return { admitted: { grant, hub, matched, query, body: body.value }, verdict }
    }
    return {
      refused: verdict.reason,
      answer: denied(verdict, matched.operation.id),
      known: { grant, matched },
    }
  }

  #identify(request: HubPathRequest) {
    const { grants, now } = this.#parts
    return identify(request.authorization, (key) => grants.byKey(key), now())
  }

  async #execute(admitted: Admitted, recording: ReturnType<Recorder['begin']>): Promise<Answer> {
    const { grant, hub, matched } = admitted
    const { effect } = matched.operation
    if (effect && !(await recording.sent())) return refusalAnswer('audit-unavailable')
    const outcome = await this.#forwarder.forward(hub.connection, hub.hub.id, admitted)
    let reason: 'answered' | 'granted' | FailureReason = effect ? 'answered' : 'granted'
    let answer: Answer
    if ('failure' in outcome) {
      reason = outcome.failure
      answer = outcome.answered
    } else {
      answer = await filterAnswer(outcome.answer, matched.operation, grant, this.#secretsOf(hub))
    }
    if (effect) await recording.committed(reason, answer.status)
    else recording.answered(reason, answer.status)
    return answer
  }

  #secretsOf(hub: ConnectedHub): DeviceSecrets {
    const known = this.#secrets.get(hub) ?? new DeviceSecrets(hub.connection)
    this.#secrets.set(hub, known)
    return known
  }
}

async function readValue(
  request: HubPathRequest,
): Promise<{ readonly value: unknown } | { readonly reason: DenyReason }> {
  if (request.method !== 'POST' && request.method !== 'PUT') return { value: undefined }
  const body = await request.readBody()
  return typeof body === 'string' ? { reason: body } : parseBody(body, request.contentType)
}

function denied(verdict: Extract<Verdict, { verdict: 'deny' }>, operation: string): Answer {
  if (verdict.reason === 'withheld') {
    return refusalAnswer('withheld', `${operation} is never granted: ${verdict.because}.`)
  }
  const words = verdict.alternatives.map((all) => all.join(' and ')).join(', or ')
  return refusalAnswer(
    'permission-missing',
    `this key may not do ${operation}. It needs ${words}. Ask the owner of this Homey for a key that has it.`,
    { 'x-latchkey-accepted-permissions': acceptedPermissions(verdict.alternatives) },
  )
}
