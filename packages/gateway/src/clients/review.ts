// What is kept of a client besides its metadata, and what facts make of it: pure, over the table of states.
import { type ClientEvent, FIRST, moved, type Position, vettedOf } from './client-state.ts'
import { type Identity, isSame } from './identity.ts'

/** Who suspended a client. */
export interface Suspension {
  /** An owner's id, `local`, or `directory:` with its name. */
  readonly by: string
  readonly at: number
  readonly because: string
  /** By which of its addresses a directory knew it, whatever it says of itself since. */
  readonly redirectUris?: readonly string[]
}

/** What is kept. */
export interface Review {
  readonly id: string
  readonly at: Position
  /** What it was when it was looked at last. */
  readonly seen: Identity
  /** What it was when it was vouched for last; null if that never was, or has ended. */
  readonly vouched: Identity | null
  /** The version that waits for a review. */
  readonly waiting: number | null
  /** The version that was approved last. */
  readonly approved: number | null
  readonly suspensions: readonly Suspension[]
  /** 0 while nothing is kept. */
  readonly revision: number
}

/** What a client is now, and what directories say of it. */
export interface Facts {
  readonly identity: Identity
  /** Whether what waits for a review is still about it. */
  readonly isWaitingFor: boolean
  readonly isListed: boolean
  readonly suspending: readonly Suspension[]
}

/** The mark of a directory among those who suspend. */
export const DIRECTORY = 'directory:'

/** A client of which nothing was thought yet. */
export const newReview = (id: string, seen: Identity): Review => ({
  ...{ id, at: FIRST, seen, vouched: null, waiting: null, approved: null, suspensions: [] },
  revision: 0,
})

/** After an event that the table allows; the same where it does not. */
export function after(review: Review, event: ClientEvent): Review {
  const result = moved(review.at, event)
  return 'at' in result ? { ...review, at: result.at } : review
}

/** After these are who suspends it. */
export function suspendedBy(review: Review, suspensions: readonly Suspension[]): Review {
  const next = { ...review, suspensions }
  const [was, is] = [review.suspensions.length > 0, suspensions.length > 0]
  return was === is ? next : after(next, is ? 'suspend' : 'resume')
}

/** Whether it was vouched for as something else than it is. */
export const isChanged = ({ vouched, seen }: Pick<Review, 'vouched' | 'seen'>): boolean =>
  vouched !== null && !isSame(vouched, seen)

/** What facts make of a client. */
export function withFacts(review: Review, facts: Facts): Review {
  let next: Review = { ...review, seen: facts.identity }
  const vetted = vettedOf(next.at)
  const isVouched = vetted === 'reviewed' || vetted === 'listed'
  const isOther = isVouched && isChanged(next)
  if (isOther || (vetted === 'submitted' && !facts.isWaitingFor)) {
    next = { ...after(next, 'change'), waiting: null, approved: null }
  }
  if (facts.isListed && vettedOf(next.at) === 'self-asserted') {
    next = { ...after(next, 'list'), vouched: facts.identity }
  }
  if (!facts.isListed && vettedOf(next.at) === 'listed') {
    next = { ...after(next, 'unlist'), vouched: null }
  }
  const own = next.suspensions.filter(({ by }) => !by.startsWith(DIRECTORY))
  return suspendedBy(next, [...own, ...facts.suspending])
}
