// A question to the owner of a hub, the answers that there are, and how long each of them counts.
import type { Danger } from '@latchkey/catalogue'
import type { Question } from './question.ts'

/** What an owner may answer. */
export const ANSWERS = ['once', 'task', 'always', 'no'] as const
export type Answer = (typeof ANSWERS)[number]

/** What each answer means. `good` is for how long it counts, in milliseconds. */
export const MEANING = {
  /** One identical call. */
  once: { good: 10 * 60_000, reason: 'approved-once' },
  /** Calls of the same operation on the same object by the same grant. */
  task: { good: 30 * 60_000, reason: 'approved-task' },
  /** One identical call, and the grant's wish to be asked is taken away. */
  always: { good: 10 * 60_000, reason: 'approved-always' },
  /** Identical calls are refused without asking again. */
  no: { good: 5 * 60_000, reason: 'declined' },
} as const satisfies Readonly<Record<Answer, { readonly good: number; readonly reason: string }>>

/** How long a question waits for its answer, in milliseconds. */
export const QUESTION_LIFE = 10 * 60_000

/** How long questions are kept to be looked at, in milliseconds. */
export const KEPT = 7 * 24 * 60 * 60_000

/** How many closed questions of one grant are kept, so that a client that asks all day fills no disk. */
export const KEPT_OF_GRANT = 100

/** How many questions of one grant may wait for their answer. */
export const OPEN_OF_GRANT = 20

/** How many calls are held while their owner is asked, of one grant and in all. */
export const HELD = { grant: 4, all: 64 } as const

/** What became of a question. */
export type ApprovalState = 'open' | 'expired' | 'used' | Answer

/** A question. */
export interface Approval {
  readonly id: string
  readonly hubId: string
  readonly grantId: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly question: Question
  readonly askedAt: number
  readonly expiresAt: number
  readonly answer: Answer | 'expired' | null
  readonly answeredAt: number | null
  /** The owner who answered; `local` for the control socket. */
  readonly answeredBy: string | null
  readonly goodUntil: number | null
  readonly usedAt: number | null
}

/** A call that an owner is to be asked about. */
export interface AskedCall {
  readonly hubId: string
  readonly grantId: string
  readonly operation: string
  readonly method: string
  readonly path: string
  /** The same for identical calls on the object as it is, and for no others. */
  readonly fingerprint: string
  /** The same for the same kind of call. */
  readonly task: string
  readonly question: Question
}

/** What became of a question by now. */
export function stateOf(approval: Approval, now: number): ApprovalState {
  const { answer, expiresAt, usedAt } = approval
  if (answer === null) return expiresAt <= now ? 'expired' : 'open'
  return (answer === 'once' || answer === 'always') && usedAt !== null ? 'used' : answer
}

/**
 * The answers that are offered. For good only what the grant's own restriction asks, and never what is as
 * good as full control: a house rule stands above every grant.
 */
export function offered(
  { from, danger }: { readonly from: Question['from']; readonly danger: Danger },
  canChangeGrant: boolean,
): readonly Answer[] {
  const forGood = canChangeGrant && from === 'restriction' && danger !== 'full'
  return ANSWERS.filter((one) => one !== 'always' || forGood)
}
