// Errors on the way of a transfer as endings of the program, with the exit codes of the Transfer Tool.
import { HubError, type HubErrorCode } from '@latchkey/homey'
import {
  EXIT_CODES,
  type ExitName,
  JournalError,
  type JournalFault,
  MappingUnusable,
  SnapshotUnusable,
} from '@latchkey/transfer'
import { CommandError, EXIT } from '../../exit.ts'

const BY_HUB: Readonly<Partial<Record<HubErrorCode, ExitName>>> = {
  hub_credential_refused: 'not-permitted',
  hub_credential_lapsed: 'not-permitted',
  account_refused: 'not-permitted',
  account_offline: 'stopped',
  hub_offline: 'stopped',
  hub_timeout: 'stopped',
  hub_busy: 'stopped',
  hub_answer_invalid: 'stopped',
  hub_is_another: 'refused',
  hub_refused: 'refused',
}

const BY_JOURNAL: Readonly<Record<JournalFault, ExitName>> = {
  locked: 'stopped',
  unwritable: 'stopped',
  corrupt: 'internal-error',
  'another-plan': 'drift',
  ended: 'drift',
}

/** Codes of the owner API that say that somebody lacks a permission. */
const NOT_PERMITTED: readonly string[] = ['permission_refused', 'permission_unknown']

/** An ending with one of the tool's own exit codes. */
export function ending(exit: ExitName, code: string, message: string): CommandError {
  return new CommandError(EXIT_CODES[exit], code, message)
}

/** What was typed cannot be meant. */
export const usage = (message: string): CommandError =>
  new CommandError(EXIT.usage, 'invalid_request', message)

/** The error as the program ends with it; what nobody foresaw stays as it is. */
export function asEnding(error: unknown): unknown {
  if (error instanceof CommandError) {
    return NOT_PERMITTED.includes(error.code)
      ? ending('not-permitted', error.code, error.message)
      : error
  }
  if (error instanceof HubError) {
    const exit = BY_HUB[error.code]
    return exit ? ending(exit, error.code, error.message) : usage(error.message)
  }
  if (error instanceof JournalError) {
    return ending(BY_JOURNAL[error.fault], `journal_${error.fault}`, error.message)
  }
  if (error instanceof SnapshotUnusable || error instanceof MappingUnusable) {
    return new CommandError(EXIT.usage, error.code, error.message)
  }
  // What people wrote: policies, selections, plans, recipients.
  if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError) {
    return isOwn(error) ? usage(error.message) : error
  }
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return usage(`There is no file ${path}.`)
  if (code === 'EACCES' || code === 'EISDIR') return usage(`${path} cannot be used (${code}).`)
  return error
}

// Mistakes of the code are of these types as well; their messages are not sentences.
const isOwn = ({ message }: Error): boolean => /[.?:]$/.test(message)
