// A snapshot: everything of a home that its credential can read, as plain data (reference 3.10).
import type { HubFacts } from '../hub/transfer-hub.ts'
import type { JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'

/** What stands in place of a secret. The HMAC shows whether it changed, and cannot be guessed back. */
export interface SecretStub {
  readonly $secret: string
  readonly hmac: string
}

/** One object, in V3's form whatever the hub spoke. */
export interface SnapshotObject {
  readonly kind: KindName
  readonly id: string
  readonly name: string | null
  /** What is written again elsewhere; secrets are stubs. Volatile members are left out. */
  readonly content: JsonObject
  /** What is known besides and never written: a device's driver, class, capabilities, keys, flags. */
  readonly facts: JsonObject
  /** SHA-256 in hex of the canonical JSON of content and facts. */
  readonly sha256: string
}

/** Something that could not be read. */
export interface Unread {
  readonly kind: KindName
  /** The object; absent if it is all of the kind. */
  readonly id?: string
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
  /** Secrets by reference, where they were unsealed. */
  readonly secrets?: ReadonlyMap<string, string>
}
