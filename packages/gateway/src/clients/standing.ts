// Where a client stands, for whoever decides about it: its state, what was said of it, and what it may ask for.
import { expand, GENERATIONS } from '@latchkey/catalogue'
import type { Listing } from '../directories/said.ts'
import { type ClientState, vettedOf } from './client-state.ts'
import { type Manifest, wordsIn } from './manifest.ts'
import { isChanged, type Review, type Suspension } from './review.ts'
import type { Version } from './review-store.ts'

/** Where it stands. */
export interface Standing {
  readonly id: string
  readonly state: ClientState
  readonly suspensions: readonly Suspension[]
  /** Whether it was vouched for as something else than it is: nothing is granted to it. */
  readonly isChanged: boolean
  /** What waits for a review. */
  readonly waiting: Version | undefined
  /** What was approved last, and still counts. */
  readonly approved: Version | undefined
  /** The directory that vouches for it. */
  readonly listing: Listing | undefined
}

/** Where a client stands. */
export function standingOf(
  review: Review,
  versions: readonly Version[],
  listing: Listing | undefined,
): Standing {
  const vetted = vettedOf(review.at)
  const isApproved = vetted === 'reviewed' || vetted === 'submitted'
  return {
    ...{ id: review.id, state: review.at.state, suspensions: review.suspensions },
    isChanged: isChanged(review),
    waiting: versions.find(({ number }) => number === review.waiting),
    approved: isApproved ? versions.find(({ number }) => number === review.approved) : undefined,
    listing: vetted === 'listed' ? listing : undefined,
  }
}

/** The manifest that bounds what it may ask for; undefined where nobody vouches, so that nothing does. */
export const boundBy = ({ approved, listing }: Standing): Manifest | undefined =>
  approved?.manifest ?? listing?.manifest

/** The manifest whose reasons the owner is shown. */
export const speaksBy = (standing: Standing): Manifest | undefined =>
  boundBy(standing) ?? standing.waiting?.manifest

/** The words that a client may not ask for because what was vouched for does not have them. */
export function beyond(manifest: Manifest, words: readonly string[]): readonly string[] {
  const within = wordsIn(manifest)
  const allowed = GENERATIONS.map((one) => new Set(expand(within, one).permissions))
  return words.filter((word) =>
    GENERATIONS.some((one, at) =>
      expand([word], one).permissions.some((permission) => !allowed[at]?.has(permission)),
    ),
  )
}
