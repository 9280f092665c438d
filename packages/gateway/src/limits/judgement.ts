// What the limits of a grant say to a call. What is allowed carries the body that was judged, which is
// what is sent; what is refused has a reason from a closed list and words for the client.
import type { HomeKind, Item } from './home.ts'

/** Why a call stays within the limits, in words. */
export const WITHIN = {
  free: 'limits do not narrow this',
  covered: 'what it is about is covered by the limits',
  cut: 'the answer is cut to what the limits cover',
  judged: 'all that is written is understood and covered by the limits',
} as const

/** Why a call is outside the limits: HTTP status and what is said where nothing more is known. */
export const OUTSIDE = {
  'not-covered': [404, 'there is no such thing within the limits of this key.'],
  'not-understood': [403, 'the limits of this key allow only what is understood wholly.'],
  'content-not-covered': [
    403,
    'what is written names something that is not there or that the limits of this key do not cover.',
  ],
  limited: [403, 'the limits of this key do not allow this.'],
  'draft-only': [403, 'this key may write Flows only switched off. The owner switches them on.'],
} as const satisfies Record<string, readonly [number, string]>

/** Why a call stays within the limits. */
export type WithinReason = keyof typeof WITHIN

/** Why a call is outside the limits. */
export type OutsideReason = keyof typeof OUTSIDE

/** The call may be made. */
export interface Allowed {
  readonly verdict: 'allow'
  readonly reason: WithinReason
  /** What is to be sent: a fresh structure of what was judged; undefined where there is no body. */
  readonly body: unknown
}

/** The call may not be made. */
export interface Denied {
  readonly verdict: 'deny'
  readonly reason: OutsideReason
  /** For the client. It never tells what is not covered from what is not there. */
  readonly message: string
  /** Where permissions would do: any one of these, with all in it. */
  readonly alternatives?: readonly (readonly string[])[]
}

/**
 * The call changes part of an object, which is judged whole. The caller takes the lock of that object,
 * reads it from the hub (in V3's form; undefined if it is not there) and goes on with `judge`.
 */
export interface Merging {
  readonly verdict: 'merge'
  readonly kind: HomeKind
  readonly id: string
  readonly judge: (present: Item | undefined) => Allowed | Denied
}

/** What the limits say to a call. */
export type Judgement = Allowed | Merging | Denied

/** A refusal with its own words, or with those of its reason. */
export function deny(
  reason: OutsideReason,
  message: string = OUTSIDE[reason][1],
  alternatives?: readonly (readonly string[])[],
): Denied {
  return { verdict: 'deny', reason, message, ...(alternatives && { alternatives }) }
}

/** A permission to go on with this body. */
export function allow(reason: WithinReason, body: unknown): Allowed {
  return { verdict: 'allow', reason, body }
}

/** A judgement in words, for a client or for the owner who tries out a key. */
export function explain(judgement: Judgement): string {
  switch (judgement.verdict) {
    case 'allow':
      return WITHIN[judgement.reason]
    case 'deny':
      return judgement.message
    case 'merge':
      return 'what it would come to with what is there now is judged first'
  }
}
