// Asking owners: a question is put once, told to whoever listens, answered by an owner, and a leave for one
// call is used by one call, at whichever gateway. Nothing is decided here on what is to be asked.
import type { AuditLog } from '../audit/audit-log.ts'
import type { NewAuditEvent } from '../audit/event.ts'
import { ObjectLocks } from '../hub-path/object-locks.ts'
import type { ApprovalReason } from '../hub-path/reason.ts'
import { OwnerError } from '../owner-error.ts'
import type { Database } from '../storage/database.ts'
import {
  type Answer,
  type Approval,
  type AskedCall,
  MEANING,
  OPEN_OF_GRANT,
  offered,
  QUESTION_LIFE,
} from './approval.ts'
import { type ApprovalQuery, ApprovalStore } from './approval-store.ts'
import { Held } from './held.ts'

/** What questions stand on. */
export interface ApprovalParts {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'record' | 'commit'>
  readonly now: () => number
  readonly random: (size: number) => Buffer
  /**
   * Takes away the grant's own wish to be asked about such calls. Without it "always" is not offered.
   * @throws OwnerError if that cannot be done
   */
  readonly always?: ((approval: Approval) => Promise<void>) | undefined
  /** Told of each question that was put here. */
  readonly onAsked?: ((approval: Approval) => void) | undefined
  readonly onError: (error: unknown) => void
}

/** The owner's word on a call. A yes for one call is used up by being given. */
export type Word =
  | { readonly word: 'yes' | 'no'; readonly approval: Approval }
  | { readonly word: 'none' }

/** Told of a question that was put or answered, here or at another gateway. */
export type ApprovalListener = (id: string) => void

/** Puts questions and keeps the answers. */
export class Approvals {
  /** Calls that are held while their owner is asked. */
  readonly held = new Held()
  readonly #parts: ApprovalParts
  readonly #store: ApprovalStore
  readonly #locks = new ObjectLocks()
  readonly #listeners = new Set<ApprovalListener>()

  constructor(parts: ApprovalParts) {
    this.#parts = parts
    this.#store = new ApprovalStore(parts.database)
  }

  /** Tells of questions that were put or answered. The listener must not throw. */
  onChange(listener: ApprovalListener): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** The owner's word on a call that would be sent now. */
  async word(call: AskedCall): Promise<Word> {
    const now = this.#parts.now()
    for (const approval of await this.#store.answers(call, now)) {
      if (approval.answer === 'no') return { word: 'no', approval }
      const isLeave = approval.answer === 'task' || (await this.#store.use(approval.id, now))
      if (!isLeave) continue
      this.#record(approval, 'approval-used', approval.answeredBy)
      return { word: 'yes', approval }
    }
    return { word: 'none' }
  }

  /**
   * Puts a question, unless it is put already, or answered so that it counts: then it is that one. Undefined if
   * too many of the grant wait.
   */
  ask(call: AskedCall): Promise<Approval | undefined> {
    // One after the other for each grant, so that the bound holds.
    return this.#locks.run(call.grantId, () => this.#ask(call))
  }

  async #ask(call: AskedCall): Promise<Approval | undefined> {
    const { now, random } = this.#parts
    const askedAt = now()
    // It may have been answered since the answers were looked at: then there is nothing to ask.
    const [answered] = await this.#store.answers(call, askedAt)
    const known = answered ?? (await this.#store.open(call, askedAt))
    if (known) return known
    if ((await this.#store.countOpen(call.grantId, askedAt)) >= OPEN_OF_GRANT) return undefined
    const id = random(12).toString('base64url')
    const isNew = await this.#store.insert(id, call, askedAt, askedAt + QUESTION_LIFE)
    // Another gateway may have been quicker.
    const approval = isNew ? await this.#store.byId(id) : await this.#store.open(call, askedAt)
    if (isNew && approval) {
      this.#record(approval, 'approval-asked', null)
      this.#tell(id)
      this.#parts.onAsked?.(approval)
      await this.#store.prune(call.grantId, askedAt)
    }
    return approval
  }

  /** Waits for the answer to a question. False if `until` was aborted before. */
  async answered(id: string, until: AbortSignal): Promise<boolean> {
    while (!until.aborted) {
      // Listening before looking: an answer between the two is heard.
      const told = this.#told(id, until)
      const approval = await this.#store.byId(id)
      if (!approval || approval.answer !== null) return approval !== undefined
      await told
    }
    return false
  }

  #told(id: string, until: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const finish = () => {
        listening[Symbol.dispose]()
        until.removeEventListener('abort', finish)
        done()
      }
      const listening = this.onChange((changed) => {
        if (changed === id) finish()
      })
      until.addEventListener('abort', finish)
      if (until.aborted) finish()
    })
  }

  /** The answers that are offered to a question. */
  offered({ question }: Approval): readonly Answer[] {
    return offered(question, this.#parts.always !== undefined)
  }

  /**
   * Answers a question; `by` is the owner, or `local`.
   * @throws OwnerError `approval_over` if it was answered before or is too old, `approval_refused` if the
   * answer is not offered; what `always` throws when the grant stays as it was, and the one call may be done.
   */
  async answer(approval: Approval, answer: Answer, by: string): Promise<Approval> {
    const { now, always } = this.#parts
    if (!this.offered(approval).includes(answer)) {
      throw new OwnerError('approval_refused', `${NOT_OFFERED} once, task or no.`)
    }
    const answered = await this.#store.answer(approval.id, answer, by, now())
    if (!answered) {
      throw new OwnerError('approval_over', 'This was answered before, or nobody waits any more.')
    }
    try {
      if (answer === 'always') await always?.(answered)
    } finally {
      await this.#keep(answered, MEANING[answer].reason, by)
      this.#tell(approval.id)
    }
    return answered
  }

  async byId(id: string): Promise<Approval | undefined> {
    return this.#store.byId(id)
  }

  list(query: ApprovalQuery): Promise<readonly Approval[]> {
    return this.#store.list(query, this.#parts.now())
  }

  /** A question that another gateway put or answered. */
  async reread(id: string): Promise<void> {
    this.#tell(id)
  }

  /** Anything may have been answered: whoever waits looks again. */
  async rereadAll(): Promise<void> {
    for (const id of this.held.questions()) this.#tell(id)
  }

  #tell(id: string): void {
    for (const listener of [...this.#listeners]) listener(id)
  }

  // What was answered is answered: the row is written as soon as it can be.
  async #keep(approval: Approval, reason: ApprovalReason, owner: string): Promise<void> {
    const { audit, onError } = this.#parts
    const event = this.#event(approval, reason, owner)
    await audit.commit(event).catch((error) => {
      audit.record(event)
      onError(error)
    })
  }

  #record(approval: Approval, reason: ApprovalReason, owner: string | null): void {
    this.#parts.audit.record(this.#event(approval, reason, owner))
  }

  #event(approval: Approval, reason: ApprovalReason, owner: string | null): NewAuditEvent {
    const { grantId: grant, hubId: hub, operation, method, path, question } = approval
    const isYes = reason !== 'approval-asked' && reason !== 'declined'
    return {
      ...{ time: this.#parts.now(), client: question.client, grant, hub, operation, method, path },
      ...{ verdict: isYes ? 'allow' : 'deny', reason, status: null, ms: null, owner },
    }
  }
}

const NOT_OFFERED =
  '“Always” changes a key, and is there only where the key itself is to ask first and the call is less than full control. Answer'
