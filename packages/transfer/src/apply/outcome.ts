// What applying, cutting over or rolling back came to, as plain data.
import type { Finding } from '../verify/finding.ts'
import { EXIT_CODES, type ExitName } from './exit-codes.ts'
import type { Newcomer } from './explain.ts'

/** An outcome. */
export interface Outcome {
  readonly exit: ExitName
  /** Why it is not done, for people; null if it is. */
  readonly reason: string | null
  readonly findings: readonly Finding[]
  /** Objects that were made and stay switched off, because something that they need is not alive. */
  readonly held: readonly Finding[]
  /** New objects of the target of which nobody knows whose they are. */
  readonly strangers: readonly Newcomer[]
  /** Objects that were made twice and taken away again. */
  readonly swept: readonly string[]
  /** What a person should know and nothing has to be done about. */
  readonly notes: readonly string[]
}

/** An outcome in which nothing is said but this. */
export function outcome(
  exit: ExitName,
  reason: string | null,
  more: Partial<Outcome> = {},
): Outcome {
  return { exit, reason, findings: [], held: [], strangers: [], swept: [], notes: [], ...more }
}

/** Of several failures the one that says most about what to do: the first of these. */
const WEIGHT: readonly ExitName[] = [
  ...(['internal-error', 'not-permitted', 'decisions-needed', 'drift', 'refused'] as const),
  ...(['verify-failed', 'stopped', 'changes', 'done'] as const),
]

/** The exit that several come to. */
export function worst(exits: readonly ExitName[]): ExitName {
  return WEIGHT.find((one) => exits.includes(one)) ?? 'done'
}

/** The number that the program exits with. */
export const exitCodeOf = ({ exit }: Pick<Outcome, 'exit'>): number => EXIT_CODES[exit]
