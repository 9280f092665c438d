// One visit to a page: who is there, in which language, and with which form.
import type { Peer } from '../listener/peer.ts'
import type { FormToken } from './own-form.ts'
import type { Words } from './texts.ts'

/** What every page is made with. */
export interface Visit {
  readonly words: Words
  readonly peer: Peer
  readonly form: FormToken
}
