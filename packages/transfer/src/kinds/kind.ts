// What the tool knows of one kind: how it is read, what of it is content, how it is known again, how it is
// written and undone. One row for each kind; the stages have no `if` for any of them.
import type { ObjectKind } from '@latchkey/catalogue'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Policy } from '../plan/plan.ts'
import type { Unread } from '../snapshot/snapshot.ts'
import type { KindName } from './kind-name.ts'

/** An object as a kind's reader gives it. */
export interface ReadObject {
  readonly id: string
  readonly name: string | null
  readonly content: JsonObject
  readonly facts: JsonObject
  /** Settings of the content that their definitions say are secret. */
  readonly secretSettings?: readonly string[]
}

/** What kinds are read through. */
export interface Reading {
  readonly hub: TransferHub
  /**
   * What `load` gave under this key before, so that what a list shows to be unchanged is not asked for
   * again when the lists are read a second time.
   */
  readonly recall: <T>(key: string, load: () => Promise<T>) => Promise<T>
  /** What is needed beyond what lists give. */
  readonly needs: Needs
}

/**
 * Whether something that no list tells, and that costs a request for each object, is needed: the object
 * itself, or a member of it. What is not needed is left out, and is in no `unread` either.
 */
export type Needs = (kind: KindName, id: string, member?: string) => boolean

/** What reading a kind gave. */
export interface ReadKind {
  readonly objects: readonly ReadObject[]
  /** What could not be read. `id` is absent for all of it. */
  readonly unread: readonly Omit<Unread, 'kind'>[]
}

/** One writing request: an operation by id, in V3's form, and its named parameters. */
export interface WriteRequest {
  readonly operation: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** How objects of a kind are written. What is absent cannot be done. Contents hold no stubs any more. */
export interface Writing {
  /** Makes an object; the id is in the answer at `id`. What it cannot set yet, an update sets. */
  readonly create?: (content: JsonObject) => WriteRequest
  /** Changes an object of the target: exactly the members of `part`, which is one of `parts`. */
  readonly update?: (id: string, part: JsonObject) => WriteRequest
  /**
   * Content, or some members of it, cut into what one request each can change; what no update can
   * change is in none of them. Whether the hub has the request's operation is the caller's to ask.
   */
  readonly parts?: (content: JsonObject, id: string) => readonly JsonObject[]
  readonly remove?: (id: string) => WriteRequest
}

/**
 * How eagerly secrets are looked for. `settings`: by every telling name, and by what values look like;
 * `content`: by names that mean nothing else, and by what values look like; `none`: there are
 * only names and places.
 */
export type Secrecy = 'settings' | 'content' | 'none'

/** A row. */
export interface Kind {
  readonly name: KindName
  /** For people: `Flows`. */
  readonly label: string
  /** The shape in the catalogue by which its references are found and rewritten; null if it has none. */
  readonly shape: ObjectKind | null
  /**
   * Reads all of it; a hub that does not have it gives nothing and says why.
   * @throws HubError if the hub is lost, or its credential is good no more
   */
  readonly read: (reading: Reading) => Promise<ReadKind>
  /** Members of content and facts that change by themselves and are left out of comparisons. */
  readonly volatile: readonly string[]
  readonly secrecy: Secrecy
  /** Equal keys, with ids rewritten, make two objects of two hubs the same. */
  readonly naturalKey: (object: ReadObject) => Json
  readonly writing: Writing
  /** Whether a nonce may stand in its name while it is built. */
  readonly hasNonce: boolean
  /** What is done by default where the target has it already. */
  readonly policy: Policy
  /** Kinds that have to be there before. */
  readonly after: readonly KindName[]
}
