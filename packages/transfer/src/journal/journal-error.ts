// What can be wrong with a journal: another process has it, it was tampered with, it cannot be written.

/** Why. `locked`: somebody else writes it. `corrupt`: a line is not what was written. */
export type JournalFault = 'locked' | 'corrupt' | 'unwritable' | 'another-plan' | 'ended'

/** A journal that cannot be used. The message says what to do. */
export class JournalError extends Error {
  readonly fault: JournalFault

  constructor(fault: JournalFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'JournalError'
    this.fault = fault
  }
}
