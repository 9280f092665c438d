// A call as the limits look at it: matched, and in V3's form.
import type { Matched } from '@latchkey/catalogue'

/** A matched call. Its ids may be in the spelling of either dialect; its body is in V3's form. */
export interface LimitedCall {
  readonly matched: Matched
  /** The rebuilt query, without `?`; empty if there is none. */
  readonly query: string
  readonly body: unknown
}
