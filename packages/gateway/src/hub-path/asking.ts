// What becomes of a call that the owner wants to be asked about (docs/decisions/0012). A call is held only while
// nothing else is: no lock of an object, no place at the hub; and after a yes it is decided on from the beginning.
import type { Approval, AskedCall } from '../approvals/approval.ts'
import type { Approvals, Word } from '../approvals/approvals.ts'
import { askedCall, needsState } from '../approvals/call-asked.ts'
import type { ConnectedHub } from '../hubs/hubs.ts'
import type { LiveHub } from '../live/live-hubs.ts'
import type { AskFirst } from '../oversight/effect.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import type { Hold } from './hold.ts'
import type { Passed } from './limit.ts'
import { type DenyReason, REFUSALS } from './reason.ts'
import type { HubPathRequest } from './request.ts'

/** What asking stands on. */
export interface AskingParts {
  readonly approvals: Approvals
  /** What is known of a hub. */
  readonly liveOf: (hub: ConnectedHub) => LiveHub
}

/** How long a call may take, in milliseconds since it arrived: held for an answer, and sent at the latest. */
export interface Patience {
  readonly held: number
  readonly sent: number
}

/** The official client gives up at 10 s, and what it gave up must not be done. */
export const PATIENCE: Patience = { held: 8_000, sent: 9_000 }

/** How long names and the object's state are waited for, in milliseconds. */
const STATE_WITHIN = 2_000

/** A refusal, and what the client is told. */
export interface Refusal {
  readonly reason: DenyReason
  readonly answer: Answer
}

/** A call that has to be asked about before anything else. */
export interface ToAsk {
  readonly toAsk: AskedCall
}

/** One call's arrival, and whether anybody waits for its answer. */
export class Waiting {
  readonly #arrivedAt = performance.now()
  readonly #request: HubPathRequest
  readonly #patience: Patience
  #gone: AbortSignal | undefined

  constructor(request: HubPathRequest, patience: Patience = PATIENCE) {
    this.#request = request
    this.#patience = patience
  }

  /** Aborted when the client has gone. */
  get gone(): AbortSignal {
    this.#gone ??= this.#request.gone?.() ?? new AbortController().signal
    return this.#gone
  }

  /** Whether the call may still be sent. */
  readonly isAwaited = (): boolean => !this.gone.aborted && this.#left(this.#patience.sent) > 0

  /** Does work that ends when its signal does: when the call may be held no longer, or `closing` is aborted. */
  async within<T>(closing: AbortSignal, work: (until: AbortSignal) => Promise<T>): Promise<T> {
    const over = new AbortController()
    const end = () => over.abort()
    const timer = setTimeout(end, this.#left(this.#patience.held))
    const ends = [this.gone, closing]
    for (const one of ends) {
      one.addEventListener('abort', end)
      if (one.aborted) end()
    }
    try {
      return await work(over.signal)
    } finally {
      clearTimeout(timer)
      for (const one of ends) one.removeEventListener('abort', end)
    }
  }

  #left(most: number): number {
    return Math.max(0, Math.round(this.#arrivedAt + most - performance.now()))
  }
}

/** Asks owners about calls. */
export class Asking {
  readonly #parts: AskingParts

  constructor(parts: AskingParts) {
    this.#parts = parts
  }

  /** The owner's word on a call that passed everything else; a yes for one call is used up by it. */
  async word(passed: Passed, ask: AskFirst, waiting: Waiting): Promise<(Word & ToAsk) | Refusal> {
    const { approvals, liveOf } = this.#parts
    const { hub } = passed.admitted
    const home = await liveOf(hub).model.known(STATE_WITHIN)
    if (!home && needsState(passed)) return refusal('hub-state-unknown', { 'retry-after': '2' })
    const toAsk = askedCall(passed, ask, home)
    // A leave is not used up for somebody who has gone.
    if (!waiting.isAwaited()) return refusal('approval-pending')
    return { ...(await approvals.word(toAsk)), toAsk }
  }

  /**
   * Puts the question and holds the call for the answer. Undefined if there is one, so that the call is to be
   * decided on anew; else the refusal.
   */
  async hold(call: AskedCall, waiting: Waiting, hold: Hold): Promise<Refusal | undefined> {
    const { approvals } = this.#parts
    const approval = await approvals.ask(call)
    if (!approval) return refusal('approval-crowded', { 'retry-after': '60' })
    using place = approvals.held.take(call.grantId, approval.id)
    if (!place || waiting.gone.aborted) return pending(approval)
    hold.rest()
    const isAnswered = await waiting.within(approvals.held.closing, (until) =>
      approvals.answered(approval.id, until),
    )
    if (!isAnswered || waiting.gone.aborted) return pending(approval)
    return hold.resume() ? undefined : refusal('overloaded')
  }

  /** Puts the question; the client is told that its owner is being asked. */
  async put(call: AskedCall): Promise<Refusal> {
    const approval = await this.#parts.approvals.ask(call)
    return approval ? pending(approval) : refusal('approval-crowded', { 'retry-after': '60' })
  }
}

/** The refusal of a call to which the owner said no. */
export const declined = (approval: Approval): Refusal => withId('approval-declined', approval)

const pending = (approval: Approval): Refusal => withId('approval-pending', approval)

const refusal = (reason: DenyReason, headers: Readonly<Record<string, string>> = {}): Refusal => ({
  reason,
  answer: refusalAnswer(reason, undefined, headers),
})

// The id stands in the body as well: a client of the socket sees no headers.
function withId(reason: DenyReason, { id }: Approval): Refusal {
  const message = `${REFUSALS[reason][2]} (approval ${id})`
  const answer = refusalAnswer(reason, message, { 'x-latchkey-approval': id })
  const body = JSON.stringify({ ...JSON.parse(answer.body.toString()), approval: id })
  return { reason, answer: { ...answer, body } }
}
