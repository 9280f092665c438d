// Step 3, record: the audit rows of one request. A write has a row on the disk before the hub is
// sent anything, and another before the client is answered.
import { buildPath, type Matched } from '@latchkey/catalogue'
import type { AuditLog } from '../audit/audit-log.ts'
import { keepable, type NewAuditEvent } from '../audit/event.ts'
import type { Grant } from '../grants/grant.ts'
import type { DenyReason, Reason } from './reason.ts'
import type { HubPathRequest } from './request.ts'

/** What is known of a request by the time that it is recorded. */
export interface Recorded {
  readonly grant: Grant | undefined
  readonly matched: Matched | undefined
}

/** The recording of one request. */
export interface Recording {
  /** It passed: from here on its rows carry the grant and the operation. */
  admitted(known: Recorded): void
  /** It was refused. */
  refused(reason: DenyReason, status: number, known: Partial<Recorded>): void
  /** A write is about to be sent. False if that cannot be recorded: then it must not be. */
  sent(): Promise<boolean>
  /** It was answered; the row may wait a moment. */
  answered(reason: Reason, status: number): void
  /** A write was answered; the row is on the disk, or was given up, when this resolves. */
  committed(reason: Reason, status: number): Promise<void>
}

/** Told of each row with which a request ended, and what the request wanted. */
export type OnAnswered = (row: NewAuditEvent, kind: 'read' | 'effect' | 'unknown') => void

/** Begins recordings. */
export class Recorder {
  readonly #audit: AuditLog
  readonly #now: () => number
  readonly #onAnswered: OnAnswered

  constructor(audit: AuditLog, now: () => number, onAnswered: OnAnswered = () => {}) {
    this.#audit = audit
    this.#now = now
    this.#onAnswered = onAnswered
  }

  /** Begins the recording of a request. */
  begin(request: HubPathRequest): Recording {
    const audit = this.#audit
    const started = performance.now()
    let known: Partial<Recorded> = {}
    const row = (
      verdict: NewAuditEvent['verdict'],
      reason: Reason,
      status: number | null,
    ): NewAuditEvent => ({
      time: this.#now(),
      client: known.grant?.client ?? null,
      grant: known.grant?.id ?? null,
      hub: known.grant?.hubId ?? null,
      operation: known.matched?.operation.id ?? null,
      method: keepable(request.method),
      path: pathOf(request, known.matched),
      verdict,
      reason,
      status,
      tool: request.via?.tool ?? null,
      ms: status === null ? null : Math.round((performance.now() - started) * 100) / 100,
    })
    const ended = (event: NewAuditEvent): NewAuditEvent => {
      const effect = known.matched?.operation.effect
      this.#onAnswered(event, effect === undefined ? 'unknown' : effect ? 'effect' : 'read')
      return event
    }
    return {
      admitted: (now) => {
        known = now
      },
      refused: (reason, status, now) => {
        known = now
        audit.record(ended(row('deny', reason, status)))
      },
      sent: async () => {
        try {
          await audit.commit(row('allow', 'sent', null))
          return true
        } catch {
          return false
        }
      },
      answered: (reason, status) => audit.record(ended(row('allow', reason, status))),
      committed: async (reason, status) => {
        const event = ended(row('allow', reason, status))
        // The deed is done and has its `sent` row; the answer must not be lost as well.
        await audit.commit(event).catch(() => audit.record(event))
      },
    }
  }
}

function pathOf(request: HubPathRequest, matched: Matched | undefined): string {
  if (!matched) return keepable(request.rawPath)
  return keepable(buildPath(matched.operation, matched.ids, matched.rest))
}
