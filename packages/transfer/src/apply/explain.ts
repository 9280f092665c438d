// After an answer was lost: which of the objects that are new at the target were made by which of the
// requests in doubt. One object for one request; twins can stand for each other (reference 3.4).
import type { Fingerprint } from '../journal/journal.ts'
import type { Doubt } from '../journal/journal-state.ts'
import { isSame } from './fingerprint.ts'

/** An object at the target that was not there before and is in no journal. */
export interface Newcomer {
  readonly id: string
  readonly name: string | null
  readonly nonce: string | undefined
  readonly fingerprint: Fingerprint
}

/** What became of requests in doubt. */
export interface Explanation {
  /** Ids of objects by step. */
  readonly found: ReadonlyMap<string, string>
  readonly missing: readonly Doubt[]
  /** Objects that might be what is missing and are not known for sure. */
  readonly strangers: readonly Newcomer[]
}

/**
 * Explains newcomers. `sentTwice` are requests that are done and were sent more than once: a newcomer
 * that is like one of them came late and is nobody else's work.
 */
export function explain(
  doubts: readonly Doubt[],
  newcomers: readonly Newcomer[],
  sentTwice: readonly Doubt[] = [],
): Explanation {
  const free = new Map(newcomers.map((newcomer) => [newcomer.id, newcomer]))
  const found = new Map<string, string>()
  // Whose fingerprint says most comes first, so that one that says little does not take its object.
  const ordered = [...doubts].sort((a, b) => saying(b) - saying(a))
  for (const doubt of ordered) {
    const its = [...free.values()].find((newcomer) => isIts(doubt, newcomer))
    if (!its) continue
    free.delete(its.id)
    found.set(doubt.step, its.id)
  }
  const missing = doubts.filter(({ step }) => !found.has(step))
  const late = [...doubts, ...sentTwice]
  const strangers = [...free.values()].filter(
    (newcomer) =>
      !late.some((doubt) => isIts(doubt, newcomer)) &&
      missing.some((doubt) => mightBe(doubt, newcomer)),
  )
  return { found, missing, strangers }
}

const saying = ({ nonce, fingerprint = {} }: Doubt): number =>
  nonce === undefined ? Object.keys(fingerprint).length : Number.POSITIVE_INFINITY

/** Whether an object is what a request made. */
export function isIts({ nonce, fingerprint }: Doubt, newcomer: Newcomer): boolean {
  if (nonce !== undefined) return newcomer.nonce === nonce
  return fingerprint !== undefined && isSame(fingerprint, newcomer.fingerprint)
}

// A hub that keeps nonces keeps all of them: without one an object is somebody else's, unless it is
// in everything else what was sent. Without nonces nothing that is new can be told to be foreign.
function mightBe({ nonce, fingerprint }: Doubt, newcomer: Newcomer): boolean {
  if (nonce === undefined) return true
  if (newcomer.nonce !== undefined) return false
  return fingerprint !== undefined && isSame(fingerprint, newcomer.fingerprint)
}
