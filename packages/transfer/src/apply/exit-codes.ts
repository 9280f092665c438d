// What the program says with its exit code, and how an outcome comes to one (reference 3.1).

/** Exit codes of `latchkey transfer`, by what they say. */
export const EXIT_CODES = {
  done: 0,
  'internal-error': 1,
  changes: 2,
  stopped: 3,
  drift: 4,
  'verify-failed': 5,
  'decisions-needed': 6,
  'not-permitted': 7,
  refused: 8,
} as const

/** What an exit code says. */
export type ExitName = keyof typeof EXIT_CODES

/** A number that the program exits with. */
export type ExitCode = (typeof EXIT_CODES)[ExitName]

/** For people, by exit code. */
export const EXIT_WORDS: Readonly<Record<ExitName, string>> = {
  done: 'Done, or nothing to do.',
  'internal-error': 'A mistake of the program.',
  changes: 'The plan has changes.',
  stopped: 'Stopped, and can be resumed.',
  drift: 'The plan is stale: something was changed in between.',
  'verify-failed': 'Something is not as it was meant to be.',
  'decisions-needed': 'Somebody has to decide something first.',
  'not-permitted': 'The credential is refused or lacks something.',
  refused: 'The target does not do it.',
}
