// What an owner did that cannot be done, told so that the next try succeeds.

/** Codes of owner errors, with the HTTP status that each is answered with. */
export const OWNER_ERRORS = {
  invalid_request: 400,
  permission_unknown: 422,
  permission_refused: 422,
  limit_unknown: 422,
  limits_refused: 422,
  hub_away: 503,
  demo_only: 403,
  hub_unknown: 404,
  poster_unknown: 404,
  door_unknown: 404,
  door_unseen: 403,
  door_ours: 409,
  choose_hub: 409,
  account_unknown: 404,
  cannot_rotate: 409,
  key_unknown: 404,
  key_revoked: 409,
  client_unknown: 404,
  manifest_invalid: 422,
  manifest_mismatch: 409,
  review_over: 409,
  review_refused: 409,
  directory_unknown: 404,
  directory_refused: 422,
  directory_away: 503,
  key_unlearned: 409,
  rule_unknown: 404,
  operation_unknown: 422,
  approval_unknown: 404,
  approval_over: 409,
  approval_refused: 422,
  request_unknown: 404,
  request_over: 409,
  request_refused: 422,
  full_control: 403,
  user_unknown: 422,
  name_taken: 409,
  hub_taken: 409,
  not_listening: 409,
  owner_unknown: 404,
  last_credential: 409,
  passkey_impossible: 409,
  setup_refused: 403,
  sign_in_failed: 401,
  not_signed_in: 401,
  request_forged: 403,
  slow_down: 429,
  busy: 503,
  audit_broken: 409,
  database_damaged: 500,
  database_unavailable: 503,
  disk_full: 503,
  not_found: 404,
} as const

/** The stable code of an owner error. */
export type OwnerErrorCode = keyof typeof OWNER_ERRORS

/** A mistake of the caller's; the message says what to do. */
export class OwnerError extends Error {
  readonly code: OwnerErrorCode
  /** Headers of the answer, such as when to come again. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: OwnerErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'OwnerError'
    this.code = code
    this.headers = headers
  }
}
