// The table of what clients ask for besides what they have.

/** One row per request of a client for more than its grant has. */
export interface PermissionRequestTable {
  id: string
  hub_id: string
  grant_id: string
  /** The client of the authorization server; of a key the grant's id. */
  client_id: string
  /** SHA-256 over what is asked for: what is the same request. */
  fingerprint: string
  /** JSON of what is asked for. */
  asked: string
  /** In the client's own words, cleaned. */
  reason: string
  asked_at: number
  expires_at: number
  /** Null while it is open; `expired` when nobody answered in time. */
  answer: string | null
  answered_at: number | null
  /** The owner who answered; `local` for the control socket. */
  answered_by: string | null
  /** JSON of what was given. */
  given: string | null
  /** The owner's word with a no. */
  word: string | null
}
