// What can go wrong between here and a hub, with codes that stay the same. A message never
// holds the key, and says what to do where that helps.

/** Why a hub did not give a usable answer. */
export type HubErrorCode =
  /** The address cannot be used: not a URL, or not http(s). */
  | 'hub_address_invalid'
  /** Nobody there: refused, no route, name unknown. The request did not reach the hub. */
  | 'hub_offline'
  /** Another Homey, or none at all, answers at the address. The key was not sent. */
  | 'hub_is_another'
  /** No answer in time. */
  | 'hub_timeout'
  /** The hub refuses the credential, or it lacks the scopes. */
  | 'hub_credential_refused'
  /** A login has ended and cannot be renewed from here; the message says what the owner does. */
  | 'hub_credential_lapsed'
  /** Athom's cloud says no: a wrong client, a used code, a refresh token that is good no more. */
  | 'account_refused'
  /** Athom's cloud cannot be reached, or answers nonsense. */
  | 'account_offline'
  /** The hub or the queue to it is full; nothing was executed. */
  | 'hub_busy'
  /** A redirect, an oversized or malformed answer, or a connection that broke off. */
  | 'hub_answer_invalid'
  /** The hub understood and said no, or failed: `status` and `body` are its own. */
  | 'hub_refused'

/** An error of the hub path, for `call` and `send`. */
export class HubError extends Error {
  readonly code: HubErrorCode
  /** Whether a write may have been carried out all the same. */
  readonly mayHaveHappened: boolean
  /** The hub's own status, where it gave one. */
  readonly status: number | undefined
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter: number | undefined
  /** Whether the hub itself named that time. */
  readonly retryAfterIsNamed: boolean

  constructor(
    code: HubErrorCode,
    message: string,
    details: {
      mayHaveHappened?: boolean
      status?: number
      retryAfter?: number
      retryAfterIsNamed?: boolean
    } = {},
  ) {
    super(message)
    this.name = 'HubError'
    this.code = code
    this.mayHaveHappened = details.mayHaveHappened ?? false
    this.status = details.status
    this.retryAfter = details.retryAfter
    this.retryAfterIsNamed = details.retryAfterIsNamed ?? false
  }
}
