// How often a phone is told of questions: a few of them by themselves, then one summary of all that wait. A
// pure rule; what was sent lately goes in and comes out.

/** So many pushes of single questions, and one summary, within a window; times in milliseconds. */
export const PUSH_RULE = { most: 3, window: 5 * 60_000, summaryAfter: 60_000 } as const

/** What was sent lately. Times are milliseconds since 1970. */
export interface Pushes {
  /** When single questions were sent, within the window. */
  readonly sent: readonly number[]
  /** When a summary is to be sent, while there is one to be. */
  readonly summaryAt: number | null
  /** When the last summary was sent. */
  readonly lastSummary: number | null
}

/** Nothing was sent yet. */
export const NO_PUSHES: Pushes = { sent: [], summaryAt: null, lastSummary: null }

/** What is to be done about a question, and what was sent lately from then on. */
export type Told =
  | { readonly send: 'question'; readonly pushes: Pushes }
  /** A summary is to be sent at this time. */
  | { readonly send: 'later'; readonly at: number; readonly pushes: Pushes }

/** A question was put. */
export function onQuestion(before: Pushes, now: number): Told {
  const { window, most, summaryAfter } = PUSH_RULE
  const sent = before.sent.filter((at) => at > now - window && at <= now)
  const lastSummary = before.lastSummary
  // One whose time is long over was forgotten by a gateway that stopped.
  const isDue = before.summaryAt !== null && before.summaryAt > now - summaryAfter
  if (!isDue && sent.length < most) {
    return { send: 'question', pushes: { sent: [...sent, now], summaryAt: null, lastSummary } }
  }
  const earliest = lastSummary === null || lastSummary > now ? now : lastSummary + window
  const fresh = Math.max(now + summaryAfter, earliest)
  const at = isDue && before.summaryAt !== null ? before.summaryAt : fresh
  return { send: 'later', at, pushes: { sent, summaryAt: at, lastSummary } }
}

/** The time of a summary may have come; undefined if there is none to be sent. */
export function onTime(before: Pushes, now: number): Pushes | undefined {
  if (before.summaryAt === null || before.summaryAt > now) return undefined
  return { ...before, summaryAt: null, lastSummary: now }
}
