// How the command ends: the codes, and errors that carry one. The numbers are those of sysexits
// where it has one that fits, so that scripts can tell what to do next.

/** What a command ends with. */
export const EXIT = {
  done: 0,
  error: 1,
  usage: 64,
  unreachable: 69,
  refused: 77,
} as const

/** An ending that was foreseen; the message says what to do. */
export class CommandError extends Error {
  readonly exit: number
  /** A stable code, printed with `--json`. */
  readonly code: string

  constructor(exit: number, code: string, message: string) {
    super(message)
    this.name = 'CommandError'
    this.exit = exit
    this.code = code
  }
}

/** The exit code for an error code of the owner API or of a hub; 1 for all that are not here. */
const BY_CODE: Readonly<Record<string, number>> = {
  invalid_request: EXIT.usage,
  hub_address_invalid: EXIT.usage,
  permission_unknown: EXIT.usage,
  limit_unknown: EXIT.usage,
  limits_refused: EXIT.usage,
  operation_unknown: EXIT.usage,
  manifest_invalid: EXIT.usage,
  directory_away: EXIT.unreachable,
  hub_away: EXIT.unreachable,
  hub_offline: EXIT.unreachable,
  hub_timeout: EXIT.unreachable,
  hub_busy: EXIT.unreachable,
  hub_answer_invalid: EXIT.unreachable,
  hub_credential_refused: EXIT.refused,
  hub_credential_lapsed: EXIT.refused,
  account_refused: EXIT.refused,
  account_offline: EXIT.unreachable,
  choose_hub: EXIT.usage,
  hub_is_another: EXIT.refused,
  permission_refused: EXIT.refused,
  demo_only: EXIT.refused,
}

/** The exit code that goes with an error code. */
export function exitFor(code: string): number {
  return BY_CODE[code] ?? EXIT.error
}
