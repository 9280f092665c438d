// All that one call of a tool is going to change, said before its first write: the owner is asked about it once, and
// what its writes are is still decided one by one. It lives no longer than the call of the tool.
import type { Operation } from '@latchkey/catalogue'

/** One of the writes, in V3's form. */
export interface PlannedCall {
  readonly operation: Operation
  readonly ids: Readonly<Record<string, string>>
  readonly body: unknown
}

/** The writes of one call of a tool. */
export class Whole {
  readonly calls: readonly PlannedCall[]
  #hasBegun = false

  constructor(calls: readonly PlannedCall[]) {
    this.calls = calls
  }

  /** Whether its first write was let through as part of it: then all of it was counted, and asked about if need be. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Its first write is let through. */
  begin(): void {
    this.#hasBegun = true
  }
}
