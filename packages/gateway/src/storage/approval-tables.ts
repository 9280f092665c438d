// The tables of questions to owners as types. Times are milliseconds since 1970; JSON is text.

/** One row per question to the owner of a hub. */
export interface ApprovalTable {
  id: string
  hub_id: string
  grant_id: string
  operation: string
  method: string
  /** The operation's path with ids; no query. */
  path: string
  /** SHA-256 over the call and the object as the owner saw it: what is identical. */
  fingerprint: string
  /** SHA-256 over grant, operation and ids: what is the same kind of call. */
  task: string
  /** JSON of what the owner is shown. */
  question: string
  asked_at: number
  expires_at: number
  /** Null while it is open; `expired` when nobody answered in time. */
  answer: string | null
  answered_at: number | null
  /** The owner who answered; `local` for the control socket. */
  answered_by: string | null
  /** Until when the answer counts. */
  good_until: number | null
  /** When a leave for one call was used. */
  used_at: number | null
}

/** One row per hub: who is told of a question, and what was told last. */
export interface ApprovalNoticeTable {
  hub_id: string
  /** JSON array of the users' ids and names at the hub. */
  users: string
  /** 1 if questions go to their phones. */
  push: number
  language: string
  /** JSON of what was sent lately. */
  pushes: string
}
