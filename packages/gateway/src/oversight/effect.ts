// What becomes of a call that a grant and its limits allow: the owner's word above all grants. Deny wins
// over ask, and ask over allow.

import type { Approval } from '../approvals/approval.ts'
import type { Passed } from '../hub-path/limit.ts'
import type { DenyReason } from '../hub-path/reason.ts'
import type { OverseenGrant } from './situation.ts'
import type { Whole } from './whole.ts'

/** A call that is forbidden: by a house rule, or by a restriction of the grant. */
export interface Forbidden {
  readonly effect: 'deny'
  readonly reason: DenyReason
  /** What the client is told; the words of the reason if there is nothing to add. */
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A call that the owner wants to be asked about each time. */
export interface AskFirst {
  readonly effect: 'ask'
  /** Why the owner is asked, in one short sentence for the owner. */
  readonly because: string
  /** Where the wish comes from. Only one of the grant's own restrictions can be taken away by the answer. */
  readonly from?: 'restriction' | 'house-rule'
  /** What the question is about, where it is not this call alone. */
  readonly whole?: Whole
}

/** The effect of a call. */
export type Effect = { readonly effect: 'allow' } | AskFirst | Forbidden

/** Judges calls after grant and limits. Asked again at execution, after whatever was waited for. */
export interface Oversight {
  /** The effect of a call at this moment. Judging does nothing: nothing is counted by it. */
  judge(passed: Passed): Effect | Promise<Effect>
  /**
   * Counts a call that is about to be sent, towards caps and rates. False if that was one too many since it
   * was judged; then it must not be sent.
   */
  take(passed: Passed): boolean
  /**
   * Counts a call of a tool of the MCP server. If it is one too many nothing is counted: how many there may be, of
   * what, and the seconds until one may be again. Absent where nothing is counted.
   */
  toolCall?(
    grant: OverseenGrant,
    name: 'reads' | 'writes',
  ): { readonly most: number; readonly what: string; readonly wait: number } | undefined
  /**
   * Takes away the grant's own wish to be asked about such calls: the owner answered "always". Absent where
   * that cannot be done; then the answer is not offered.
   * @throws OwnerError if it cannot be done for this one
   */
  always?(approval: Approval): Promise<void>
}

/** Nothing is forbidden, and nobody is asked. */
export const NO_OVERSIGHT: Oversight = {
  judge: () => ({ effect: 'allow' }),
  take: () => true,
}
