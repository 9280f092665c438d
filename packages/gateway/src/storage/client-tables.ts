// The tables of what is thought of clients: their states, the versions of their manifests, and directories.

/** One row per client of which anything is thought; others are self-asserted. */
export interface ClientReviewTable {
  /** The `client_id`. */
  id: string
  /** A state of `client-state.ts`. */
  state: string
  /** Where a suspended one comes back to; null for one that is not. */
  before: string | null
  /** JSON of what the client was when it was looked at last. */
  seen: string
  /** JSON of what the client was when it was vouched for last; null if it never was. */
  vouched: string | null
  /** The number of the version that waits for a review. */
  waiting: number | null
  /** The number of the version that was approved last. */
  approved: number | null
  /** JSON array of who suspended it, when and why. */
  suspensions: string
  /** Counts every change, so that two at once cannot lose one. */
  revision: number
}

/** One row per manifest that was submitted. */
export interface ClientVersionTable {
  client_id: string
  number: number
  /** JSON. */
  manifest: string
  submitted_at: number
  submitted_by: string
  /** `approved` or `returned`; null while it waits, or if a newer one came first. */
  verdict: string | null
  decided_at: number | null
  decided_by: string | null
  /** JSON array of sentences. */
  findings: string
}

/** One row per directory that is subscribed to. */
export interface ClientDirectoryTable {
  id: string
  /** The address or the file that it comes from. */
  source: string
  /** The key that it must be signed with: 32 bytes in base64url. */
  public_key: string
  /** Of the copy; it only ever grows. */
  version: number
  /** The last good copy, as it was signed. */
  copy: string
  added_at: number
  /** When it was looked at last. */
  checked_at: number
  /** Why the last look came to nothing; null if it did not. */
  problem: string | null
}
