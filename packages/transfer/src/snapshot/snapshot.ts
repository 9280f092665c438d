// A snapshot: everything of a home that its credential can read, as plain data (reference 3.10).
import type { HubFacts } from '../hub/transfer-hub.ts'
import type { Json, JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'

/**
 * What stands in place of a secret; a type rather than an interface, so that it is JSON. `$secret` names
 * it, the same for the same place of the same object. The HMAC shows whether it changed within snapshots
 * of one key, and cannot be guessed back. Names of members that begin with `$` themselves have one more.
 */
export type SecretStub = { readonly $secret: string; readonly hmac: string }

/** One object, in V3's form whatever the hub spoke. */
export interface SnapshotObject {
  readonly kind: KindName
  readonly id: string
  readonly name: string | null
  /** What is written again elsewhere; secrets are stubs. `reveal` puts them back. */
  readonly content: JsonObject
  /** What is known besides and never written: a device's driver, class, capabilities, keys, flags. */
  readonly facts: JsonObject
  /** Secrets inside longer texts and code, by the marker that stands there in their place. */
  readonly inline?: Readonly<Record<string, SecretStub>>
  /** SHA-256 in hex of the canonical JSON of content and facts, without what is volatile and HMACs. */
  readonly sha256: string
}

/**
 * Why something was not read. `absent`: this hub does not have it. `not-permitted`: the credential may
 * not read it. `untold`: the hub has it and no operation tells. `failed`: the hub answered otherwise.
 */
export type UnreadWhy = 'absent' | 'not-permitted' | 'untold' | 'failed'

/** Something that could not be read. */
export interface Unread {
  readonly kind: KindName
  /** The object; absent if it is all of the kind. */
  readonly id?: string
  readonly why: UnreadWhy
  readonly reason: string
}

/** What happened to secrets. */
export type SecretsMode = 'sealed' | 'left-out' | 'none'

/** The head of a snapshot. */
export interface SnapshotManifest {
  readonly format: 'homey-snapshot'
  readonly version: 1
  readonly tool: string
  /** ISO 8601. */
  readonly takenAt: string
  readonly hub: HubFacts
  readonly counts: Readonly<Partial<Record<KindName, number>>>
  /** SHA-256 in hex over the index: one line for each object, sorted. Same home, same root. */
  readonly root: string
  /** False if the home changed each time that it was read. */
  readonly stable: boolean
  readonly secrets: SecretsMode
  readonly unread: readonly Unread[]
}

/** A card that the hub's Flow editor offers, as far as liveness needs it. */
export interface CardFacts {
  readonly id: string
  readonly role: 'trigger' | 'condition' | 'action'
  readonly ownerUri: string | null
  /** Names of its arguments, with the values that a dropdown allows. */
  readonly args: Readonly<
    Record<string, { readonly type: string; readonly values?: readonly string[] }>
  >
}

/** A whole snapshot in memory. */
export interface Snapshot {
  readonly manifest: SnapshotManifest
  readonly objects: Readonly<Record<KindName, ReadonlyMap<string, SnapshotObject>>>
  /** Cards of the hub, by role and id; empty in a snapshot that was taken without. */
  readonly cards: readonly CardFacts[]
  /** Full ids of the tokens that the hub offers, sorted; empty in a snapshot that was taken without. */
  readonly tokens: readonly string[]
  /** Secrets by reference, where they were unsealed. */
  readonly secrets?: ReadonlyMap<string, Json>
}
