// Why a request was let through or not: a closed list. Each refusal has its status, its code in
// the hub's error shape, and the words that the client is told.

/** Why a request was let through. */
export type AllowReason = 'granted' | 'always' | 'sent' | 'answered'

/** Refusals: HTTP status, code, and words where they are always the same. */
export const REFUSALS = {
  'host-unknown': [
    421,
    'misdirected_request',
    'this name is not one of this gateway. Use its own address, or start it with --public-url.',
  ],
  'request-malformed': [
    400,
    'invalid_request',
    'a header stands twice, or the request cannot be read.',
  ],
  'token-missing': [
    401,
    'invalid_token',
    'no key was sent. Send it as: Authorization: Bearer lk_…',
  ],
  'token-malformed': [
    401,
    'invalid_token',
    'this is no key of this gateway: letters are missing or changed.',
  ],
  'token-unknown': [401, 'invalid_token', 'this key is unknown here.'],
  'token-expired': [401, 'invalid_token', 'this key has expired. Ask the owner for a new one.'],
  'token-revoked': [401, 'invalid_token', 'this key was revoked by the owner.'],
  'token-elsewhere': [
    401,
    'invalid_token',
    'this token was asked for another part of this gateway: the MCP server and the Homey itself have tokens of their own.',
  ],
  'token-suspended': [
    401,
    'invalid_token',
    'this key waits for its owner, since Latchkey was restored from a backup. The owner can say: latchkey key resume',
  ],
  'token-not-bound': [
    401,
    'invalid_token',
    'this key is bound to nothing. Send it as: Authorization: Bearer lk_…',
  ],
  'proof-missing': [
    401,
    'invalid_token',
    'this token is bound to a key. Send it as: Authorization: DPoP lk_…, with a proof in the DPoP header.',
  ],
  'proof-invalid': [
    401,
    'invalid_dpop_proof',
    'the proof is not one for this request: method, address at which this gateway is known, token or key are others.',
  ],
  'proof-nonce': [
    401,
    'use_dpop_nonce',
    'the proof was not made just now. Put the nonce of this answer into the next one.',
  ],
  'proof-replayed': [
    401,
    'invalid_dpop_proof',
    'this proof was shown already. Make one for each request.',
  ],
  'client-suspended': [
    403,
    'client_suspended',
    'this app is suspended, by the owner or by a directory that the owner trusts. Do not try again by yourself: what it was granted counts again if that ends.',
  ],
  stopped: [
    403,
    'stopped_by_owner',
    'the owner has stopped every app, script and agent on this Homey for now. Do not try again by yourself: the owner says when it goes on.',
  ],
  'state-unknown': [
    503,
    'state_unknown',
    'the database cannot be asked, so it is not known whether this key was revoked. Try again in a moment.',
  ],
  overloaded: [
    503,
    'overloaded',
    'too much is going on at once, and nothing was done. Try again in a moment.',
  ],
  'hub-gone': [401, 'invalid_token', 'the Homey that this key was for is no longer here.'],
  'malformed-path': [400, 'invalid_request', 'this path is not written as a path of a Homey is.'],
  'key-in-path': [
    400,
    'invalid_request',
    'a key stands in the path or query, where logs may keep it. Send it as: Authorization: Bearer lk_…',
  ],
  'malformed-query': [400, 'invalid_request', 'the query cannot be read, or is too long.'],
  'malformed-body': [400, 'invalid_request', 'the body is not JSON.'],
  'malformed-id': [400, 'invalid_request', 'an id in this request is not one.'],
  'unsupported-body': [415, 'unsupported_media_type', 'send the body as application/json.'],
  'body-too-large': [413, 'body_too_large', 'the body is larger than 1 MiB.'],
  'body-late': [408, 'request_timeout', 'the body did not arrive in time.'],
  'unknown-operation': [404, 'unknown_operation', 'no operation of this Homey has this path.'],
  'not-on-this-hub': [
    404,
    'not_on_this_hub',
    'this kind of Homey does not have this operation; later ones do.',
  ],
  'unknown-method': [405, 'unknown_operation', 'the operation at this path has another method.'],
  'permission-missing': [403, 'missing_permission', ''],
  withheld: [403, 'withheld', ''],
  'not-covered': [404, 'not_found', 'there is no such thing within the limits of this key.'],
  'not-understood': [
    403,
    'not_understood',
    'the limits of this key allow only what is understood wholly.',
  ],
  'content-not-covered': [
    403,
    'content_not_covered',
    'what is written names something that is not there or that the limits of this key do not cover.',
  ],
  limited: [403, 'limited', 'the limits of this key do not allow this.'],
  'draft-only': [
    403,
    'draft_only',
    'this key may write Flows only switched off. The owner switches them on.',
  ],
  'hub-state-unknown': [
    503,
    'hub_state_unknown',
    'the state of this Homey is not known at present, so it cannot be told what this key covers. Try again in a moment.',
  ],
  forbidden: [403, 'forbidden_by_owner', 'a rule of this house forbids this, whoever asks.'],
  'outside-hours': [403, 'outside_hours', 'the owner allows this key only at certain hours.'],
  'too-often': [
    429,
    'too_many_requests',
    'the owner does not allow this so often. Try again later.',
  ],
  'approval-pending': [
    403,
    'approval_pending',
    'the owner is being asked, and nothing was done. Send exactly this again within 10 minutes of their yes.',
  ],
  'approval-declined': [403, 'approval_declined', 'the owner was asked, and said no.'],
  'approval-crowded': [
    429,
    'too_many_questions',
    'this key has too many questions waiting for the owner, so nobody was asked. Wait for answers.',
  ],
  'audit-unavailable': [
    503,
    'audit_unavailable',
    'nothing was done, because it could not be recorded. Free some disk space.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>

/** Why a request was refused. */
export type DenyReason = keyof typeof REFUSALS

/** Why a request that was let through came to nothing; the gateway's words, not the client's. */
export const FAILURES = {
  'hub-credential-refused': [502, 'hub_credential_refused'],
  'hub-credential-lapsed': [503, 'hub_credential_lapsed'],
  'hub-timeout': [504, 'hub_timeout'],
  'hub-offline': [503, 'hub_offline'],
  'hub-busy': [503, 'hub_busy'],
  'hub-answer-invalid': [502, 'hub_answer_invalid'],
  'gateway-failed': [500, 'internal_error'],
} as const satisfies Record<string, readonly [number, string]>

/** Why an allowed request failed. */
export type FailureReason = keyof typeof FAILURES

/** Why the gateway changed something by itself: it undid what a key had left, as the owner said. */
export type UndoReason = 'undo'

/** Why an owner could do something: it is theirs; or not: they did not prove to be one. */
export type OwnerReason = 'owner' | 'owner-unproven'

/** What became of a question: it was put, answered by an owner, and a yes was used by a call. */
export type ApprovalReason =
  | 'approval-asked'
  | 'approved-once'
  | 'approved-task'
  | 'approved-always'
  | 'declined'
  | 'approval-used'

/** What became of a client's request for more: it was put, granted wholly or in part, or declined. */
export type RequestReason = 'request-asked' | 'request-granted' | 'request-declined'

/** All reasons that stand in the audit log. */
export type Reason =
  | AllowReason
  | OwnerReason
  | UndoReason
  | DenyReason
  | FailureReason
  | ApprovalReason
  | RequestReason
