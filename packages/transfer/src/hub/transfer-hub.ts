// A hub as the stages see it: facts, and operations by id in V3's form, whatever the hub itself speaks
// and whatever way leads there. The stages know nothing of addresses, keys or gateways.
import type { Generation } from '@latchkey/catalogue'

/** Who a hub is. */
export interface HubFacts {
  readonly id: string
  readonly name: string
  readonly generation: Generation
  readonly model: string | null
  readonly firmware: string | null
  readonly language: string | null
  readonly timezone: string | null
}

/** A hub that can be read, and written if its credential allows. */
export interface TransferHub extends AsyncDisposable {
  readonly facts: HubFacts
  /** How many calls make sense at once; more wait here, so that none waits too long at the hub. */
  readonly parallel: number
  /** Whether the hub has the operation at all. */
  has(operation: string): boolean
  /** Whether something may have this name in a call; a gateway passes on none that could be two. */
  takesName(name: string): boolean
  /**
   * Calls an operation by id with its named parameters, both in V3's form; over HTTP only, since a
   * socket may send a create twice (reference 2.2). A create is sent at most once.
   * @throws HubError; `mayHaveHappened` says that an effect cannot be ruled out. Of these,
   * `PermissionMissing` names what the credential lacks, and `NotOnThisHub` what the hub lacks.
   */
  call(operation: string, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>
  /** Tells of changes at the hub as hints, never as proof, until the returned function is called. */
  watch?(onChange: (kind: string, id: string) => void): () => void
}
