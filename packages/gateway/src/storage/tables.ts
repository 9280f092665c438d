// The tables of the database as types. Times are milliseconds since 1970; JSON is text.
import type { Generated } from 'kysely'
import type { ToolChangeTable } from './agent-tables.ts'
import type { ApprovalNoticeTable, ApprovalTable } from './approval-tables.ts'
import type {
  GrantTokenTable,
  OauthClientTable,
  OauthItemTable,
  SeenProofTable,
} from './authorization-tables.ts'
import type {
  ClientDirectoryTable,
  ClientReviewTable,
  ClientVersionTable,
} from './client-tables.ts'
import type { PermissionRequestTable } from './request-tables.ts'

/** One row per hub. */
export interface HubTable {
  /** The Homey's own id. */
  id: string
  /** Whose it is; empty before there is an owner. */
  owner_id: string
  /** Unique among the hubs of its owner. */
  name: string
  generation: string
  address: string
  /** The hub's credential, sealed; never in the clear. */
  sealed_credential: string
  /** The hub's id of the user whom the credential belongs to, where it shows. */
  credential_user: string | null
  /** JSON array of the credential's scopes at the hub, where the hub tells. */
  credential_scopes: string | null
  /** What the sealed credential is: see the credential ladder. */
  credential_kind: string
  /** The hub's id of the key that Latchkey minted, if it did. */
  minted_key_id: string | null
  /** The account at Athom that the credential is renewed or replaced through. */
  account_id: string | null
  /** JSON object: the addresses at which the hub may be found, by way. */
  addresses: string
  created_at: number
}

/** One row per account at Athom that the owner signed in to with a registered client. */
export interface AthomAccountTable {
  /** The user's own id at Athom. */
  id: string
  /** Whose it is; empty before there is an owner. */
  owner_id: string
  name: string
  client_id: string
  /** JSON of the client's secret and the tokens, sealed. */
  sealed_secrets: string
  created_at: number
}

/** A key that is being minted: what to clean up if that is interrupted. */
export interface UnfinishedMintTable {
  /** The name that the key and the folder of the proof have at the hub; used once. */
  name: string
  hub_id: string
  /** JSON of the way to the hub and the owner's session, sealed. */
  sealed_login: string
  created_at: number
}

/** One row per grant; a key stands for exactly one. */
export interface GrantTable {
  id: string
  hub_id: string
  /** What the owner calls the client. */
  client: string
  /** JSON array of permission names, frozen when it was granted. */
  permissions: string
  /** JSON object of its limits; null for none. */
  limits: Generated<string | null>
  /** JSON object of its restrictions; null for none. */
  restrictions: Generated<string | null>
  /** Which specification the permissions were expanded with. */
  catalogue_version: string
  /** SHA-256 of the key, in hex. */
  token_hash: string
  /** Counts every change, so that what was decided before it can be told apart. */
  generation: number
  created_at: number
  expires_at: number | null
  revoked_at: number | null
  suspended_at: number | null
  /** Since when its client is suspended; null if it is not, or is a key. */
  halted_at: Generated<number | null>
  /** What becomes of its traces when it expires: `off` or `restore`; null for nothing. */
  on_end: Generated<string | null>
  /** Between when and when it is learned; null if that was never asked for. */
  learn_from: Generated<number | null>
  learn_until: Generated<number | null>
  /** JSON object, by permission: until when those count that were given for a time; null for none. */
  lapses: Generated<string | null>
}

/** One row per object that a grant created at its hub, and that nobody has deleted since. */
export interface CreatedObjectTable {
  grant_id: string
  /** The grant's hub. */
  hub_id: string
  kind: string
  /** The hub's id of the object. */
  object_id: string
  created_at: number
}

/** One row per layer: what a grant did to one object of its hub. */
export interface TraceTable {
  id: string
  hub_id: string
  grant_id: string
  /** The kind of object; `beyond` for what cannot be undone from here. */
  kind: string
  /** The hub's id of the object; of `beyond`, the operation and what it was done to. */
  object_id: string
  /** Counts the layers of an object from below. */
  number: number
  /** What the object is called, was and became, sealed: settings of apps may be secrets. */
  sealed: string
  bytes: number
  /** Why it can never be undone, if so. */
  hindrance: string | null
  /** When an undo switched it off. */
  off_at: number | null
  /** What the last undo came to; what starts with `left` is still there. */
  outcome: string | null
  /** The undo that came to it. */
  job_id: string | null
  created_at: number
}

/** The ids of objects that were made again, by the ids that they had before. */
export interface TraceMovedTable {
  hub_id: string
  old_id: string
  new_id: string
}

/** One row per undo, also when it is done. */
export interface UndoJobTable {
  id: string
  hub_id: string
  grant_id: string
  mode: string
  because: string
  /** `waiting`, `done` or `cancelled`. */
  state: string
  attempts: number
  due_at: number
  /** Why it has to wait. */
  problem: string | null
  /** The gateway that is at it, and until when nobody else may be. */
  lease_by: string | null
  lease_until: number | null
  created_at: number
  finished_at: number | null
}

/** One row per hub whose clients are all refused. */
export interface HubStopTable {
  /** The hub's id. */
  id: string
  stopped_at: number
}

/** What the rows of usage have in common: whose, of which day, and how often. */
interface UsageTable {
  grant_id: string
  /** The day in UTC: `2026-11-23`. */
  day: string
  /** When the learning began that it was part of; 0 outside of any. */
  learn: number
  count: number
  first_at: number
  last_at: number
}

/** One row per grant, day, operation and what its calls needed. */
export interface UsagePermissionTable extends UsageTable {
  operation: string
  /** See `usage/need.ts`. */
  need: string
}

/** One row per grant, day and object that calls were about. */
export interface UsageObjectTable extends UsageTable {
  /** See `usage/touched.ts`. */
  kind: string
  object_id: string
}

/** One row per house rule of a hub. */
export interface HouseRuleTable {
  id: string
  hub_id: string
  /** A ready-made one by its name, or `own`. */
  kind: string
  /** What the owner calls it. */
  name: string | null
  effect: string
  /** JSON object: what it is about, when, for whom, from how many calls on. */
  terms: string
  paused_at: number | null
  /** Counts every change. */
  generation: number
  created_at: number
}

/** One row per Flow that a grant wrote or switched on. */
export interface WrittenFlowTable {
  grant_id: string
  /** Kind and id: `flow:<id>`. */
  flow: string
}

/** One row for each thing that is counted by days. */
export interface DayCountTable {
  /** Whose it is and what of: `rule <id>`, `grant <id> push`. */
  subject: string
  /** Of the hub's calendar: `2026-11-23`. */
  date: string
  count: number
}

/** One row per decision; a write that went to the hub has two, `sent` and `answered`. */
export interface AuditTable {
  id: Generated<number>
  time: number
  client: string | null
  grant_id: string | null
  hub_id: string | null
  operation: string | null
  method: string
  path: string
  verdict: string
  reason: string
  status: number | null
  ms: number | null
  /** The owner who acted; `local` for the control socket; null in what clients did. */
  owner_id: string | null
  /** The tool of the MCP server that a client used; null in all else. */
  tool: string | null
  /** The chain that the row is a link of; null in rows that are older than chains. */
  writer: string | null
  /** 1, 2, 3, … within the chain. */
  sequence: number | null
  /** Over the row and the MAC before it, under a key that is not here. */
  mac: string | null
}

/** One row per chain whose first links were pruned: what the next link follows on. */
export interface AuditAnchorTable {
  writer: string
  /** Of the last link that was pruned; as links count from 1, it is also how many were. */
  sequence: number
  mac: string
  id: number
  /** When it was pruned. */
  time: number
  signature: string
}

/** One row per owner. */
export interface OwnerTable {
  id: string
  name: string
  /** The name without regard to case or form. */
  name_key: string
  created_at: number
}

/** What owners sign in with. */
export interface OwnerCredentialTable {
  /** Of a passkey, its own id. */
  id: string
  owner_id: string
  kind: string
  /** The hash of a password; or JSON of a passkey's public part. */
  secret: string
  created_at: number
}

/** One row per session of an owner. */
export interface OwnerSessionTable {
  /** SHA-256 of the token, in hex. */
  id: string
  owner_id: string
  created_at: number
  used_at: number
}

/** Setup links that were not used yet. */
export interface OwnerSetupTable {
  /** SHA-256 of the token, in hex. */
  id: string
  /** The owner whom it lets back in; null for a new one. */
  owner_id: string | null
  expires_at: number
}

/** Challenges of passkeys that wait for their answer. */
export interface OwnerChallengeTable {
  challenge: string
  /** What it is for: an answer for another purpose is none. */
  purpose: string
  /** `near` or `far`: each has its own room, so that strangers cannot take the household's. */
  zone: string
  expires_at: number
}

/** Tries to sign in that failed, by what they are counted by. */
export interface OwnerAttemptTable {
  /** What is counted, in a form that does not tell it: it may be a password in the wrong field. */
  id: string
  /** `near` or `far`. */
  zone: string
  failures: number
  last_at: number
  /** Until when the next try must wait. */
  until_at: number
}

/** Facts of the installation, each by a name. */
export interface InstallationTable {
  name: string
  value: string
}

/** All tables. */
export interface Tables {
  hub: HubTable
  athom_account: AthomAccountTable
  unfinished_mint: UnfinishedMintTable
  grant: GrantTable
  created_object: CreatedObjectTable
  trace: TraceTable
  trace_moved: TraceMovedTable
  undo_job: UndoJobTable
  hub_stop: HubStopTable
  usage_permission: UsagePermissionTable
  usage_object: UsageObjectTable
  house_rule: HouseRuleTable
  written_flow: WrittenFlowTable
  day_count: DayCountTable
  audit: AuditTable
  audit_anchor: AuditAnchorTable
  owner: OwnerTable
  owner_credential: OwnerCredentialTable
  owner_session: OwnerSessionTable
  owner_setup: OwnerSetupTable
  owner_challenge: OwnerChallengeTable
  owner_attempt: OwnerAttemptTable
  oauth_client: OauthClientTable
  oauth_item: OauthItemTable
  grant_token: GrantTokenTable
  seen_proof: SeenProofTable
  client_review: ClientReviewTable
  client_version: ClientVersionTable
  client_directory: ClientDirectoryTable
  approval: ApprovalTable
  approval_notice: ApprovalNoticeTable
  permission_request: PermissionRequestTable
  tool_change: ToolChangeTable
  installation: InstallationTable
}
