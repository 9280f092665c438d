// What the tool knows of one kind: how it is read, what of it is content, how it is known again, how it is
// written and undone. One row for each kind; the stages have no `if` for any of them.
import type { ObjectKind } from '@latchkey/catalogue'
import type { TransferHub } from '../hub/transfer-hub.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Policy } from '../plan/plan.ts'
import type { KindName } from './kind-name.ts'

/** An object as a kind's reader gives it. */
export interface ReadObject {
  readonly id: string
  readonly name: string | null
  readonly content: JsonObject
  readonly facts: JsonObject
}

/** What reading a kind gave. */
export interface ReadKind {
  readonly objects: readonly ReadObject[]
  /** What could not be read. `id` is absent for all of it. */
  readonly unread: readonly { readonly id?: string; readonly reason: string }[]
}

/** One writing request: an operation by id, in V3's form, and its named parameters. */
export interface WriteRequest {
  readonly operation: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** How objects of a kind are written. What is absent cannot be done. */
export interface Writing {
  /** Makes an object; the id is in the answer at `id`. */
  readonly create?: (content: JsonObject) => WriteRequest
  /** Changes an object of the target. */
  readonly update?: (id: string, content: JsonObject) => WriteRequest
  readonly remove?: (id: string) => WriteRequest
}

/** A row. */
export interface Kind {
  readonly name: KindName
  /** For people: `Flows`. */
  readonly label: string
  /** The shape in the catalogue by which its references are found and rewritten; null if it has none. */
  readonly shape: ObjectKind | null
  /** Reads all of it; a hub that does not have it gives nothing and says why. */
  readonly read: (hub: TransferHub) => Promise<ReadKind>
  /** Members of the content that change by themselves and are left out of comparisons. */
  readonly volatile: readonly string[]
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
