// What to do about a request that failed: by what kind of request it was and what the hub said. What
// can be repeated without harm is; the creation of something never is, unless it is sure that nothing
// was created (reference 3.4).
import { HubError } from '@latchkey/homey'
import { NotOnThisHub, OwnerAsked, PermissionMissing } from '../hub/refused.ts'
import type { ExitName } from './exit-codes.ts'

/** How often something that fails is tried. */
export const ATTEMPTS = 4

/** And how often if it says that it cannot at present, as while an app starts: eight seconds in all. */
export const PATIENT_ATTEMPTS = 6

/** Why it is sent again: the hub is full, or away, or the owner has not answered yet, or it went wrong. */
type Why = 'pace' | 'gone' | 'asked' | 'failed'

/** What to do. */
export type Verdict =
  /** It can be sent again without harm, after so many milliseconds. */
  | { readonly do: 'again'; readonly after: number; readonly why: Why }
  /** It may have been done: look first. */
  | { readonly do: 'look' }
  /** It was certainly not done, and will not be. */
  | {
      readonly do: 'fail'
      readonly reason: string
      readonly exit: ExitName
      /** What the hub answered, where it did. */
      readonly status?: number | undefined
    }
  /** Nothing more can be done at present. */
  | { readonly do: 'stop'; readonly reason: string; readonly exit: ExitName }

/** What was sent. `creates`: not to be sent twice. */
export interface Sent {
  readonly creates: boolean
  /** How often it was sent by now, from 1. */
  readonly attempt: number
}

/** Judges an error of a call. What is no error of a hub is thrown again. */
export function verdictOn(error: unknown, { creates, attempt }: Sent): Verdict {
  if (!(error instanceof HubError)) throw error
  const reason = error.message
  if (error instanceof NotOnThisHub) return { do: 'fail', reason, exit: 'refused' }
  if (error instanceof PermissionMissing) return { do: 'stop', reason, exit: 'not-permitted' }
  if (error instanceof OwnerAsked) return { do: 'again', after: ASKED_EVERY, why: 'asked' }
  const row = ROWS[error.code]
  if (row) return row(error, { creates, attempt })
  if (error.mayHaveHappened && creates) return { do: 'look' }
  if (isRefusal(error)) return { do: 'fail', reason, exit: 'refused', status: error.status }
  const most = error.status === 503 ? PATIENT_ATTEMPTS : ATTEMPTS
  if (attempt >= most) return { do: 'fail', reason, exit: 'stopped' }
  return { do: 'again', after: backOff(attempt), why: 'failed' }
}

type Row = (error: HubError, sent: Sent) => Verdict

// Nobody is there, or went away in the middle: a reboot, perhaps.
const away: Row = ({ mayHaveHappened }, { creates, attempt }) =>
  mayHaveHappened && creates
    ? { do: 'look' }
    : { do: 'again', after: backOff(attempt), why: 'gone' }

const stop =
  (exit: ExitName): Row =>
  ({ message: reason }) => ({ do: 'stop', reason, exit })

/** Codes that say it all. */
const ROWS: Readonly<Partial<Record<HubError['code'], Row>>> = {
  hub_credential_refused: stop('not-permitted'),
  hub_credential_lapsed: stop('not-permitted'),
  hub_is_another: stop('refused'),
  hub_address_invalid: stop('refused'),
  // The hub is full, or nobody is there: nothing was done, whatever it was.
  hub_busy: ({ retryAfter }, { attempt }) => ({
    ...{ do: 'again', why: 'pace' },
    after: retryAfter === undefined ? backOff(attempt) : retryAfter * 1000,
  }),
  hub_offline: away,
  hub_timeout: away,
  hub_answer_invalid: away,
}

const isRefusal = ({ code, status = 500 }: HubError): boolean =>
  code === 'hub_refused' && status < 500

/** A gateway keeps a call for some seconds while its owner is asked, so it need not be sent often. */
const ASKED_EVERY = 2_000

const LONGEST = 10_000
const SHORTEST = 250

function backOff(attempt: number): number {
  return Math.min(LONGEST, SHORTEST * 2 ** (attempt - 1))
}
