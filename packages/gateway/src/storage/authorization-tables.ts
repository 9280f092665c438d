// The tables of the authorization server: clients, what it keeps between two requests, and the tokens that stand
// for grants besides keys.
import type { Generated } from 'kysely'

/** Clients of the authorization server that are known here. */
export interface OauthClientTable {
  /** The `client_id`. */
  id: string
  /** `hand` or `registered`. */
  origin: string
  /** Who added it by hand; empty for one that registered itself. */
  owner_id: string
  /** JSON of its metadata (RFC 7591); of a secret the hash only. */
  metadata: string
  created_at: number
  /** When it is forgotten, if nobody granted it anything; null for never. */
  expires_at: number | null
  /** How it differs from what is usual: `athom-compatible`; null for nothing. */
  profile: Generated<string | null>
  /** What it asks for if it does not say; null for nothing. */
  default_scope: Generated<string | null>
}

/** What the authorization server keeps from one request to the next: codes, refresh tokens, sessions, … */
export interface OauthItemTable {
  model: string
  /** SHA-256 of the secret that finds it, in hex; of a grant its id. */
  id: string
  /** JSON, without the secret. */
  payload: string
  /** The secret, sealed, where it is needed when found by the second key. */
  sealed_id: string | null
  grant_id: string | null
  /** SHA-256 of what else finds it: the code that a person types, or the session's other id. */
  second_key: string | null
  expires_at: number
  /** When it was used for the first time. */
  consumed_at: number | null
  /** How often it was used. */
  uses: Generated<number>
}

/** Access tokens: each stands for one grant. */
export interface GrantTokenTable {
  /** SHA-256 of the token, in hex. */
  id: string
  grant_id: string
  expires_at: number
  /** The thumbprint of the key that it is bound to (RFC 9449); null if whoever has it may show it. */
  jkt: string | null
  /** `mcp` for a token that was asked for the MCP server; null for one for the Homey itself. */
  audience: string | null
}

/** Proofs (DPoP) that were shown at one of several gateways, until they are no longer good. */
export interface SeenProofTable {
  /** SHA-256 of its grant and its own id. */
  id: string
  expires_at: number
}
