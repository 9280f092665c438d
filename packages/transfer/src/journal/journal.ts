// The journal: one line for everything that was about to be done and was done, the only truth about
// which object of the target was made for which of the source (reference 3.4). Lines are chained.
import type { JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'

/** What every line has. `prev` is the SHA-256 of the line before, zeros for the first. */
export interface LineHead {
  readonly seq: number
  readonly prev: string
  /** ISO 8601. */
  readonly time: string
}

/** SHA-256 prefixes of the members of a posted body, by name; members that hold a secret are left out. */
export type Fingerprint = Readonly<Record<string, string>>

/** What a line says. */
export type JournalEvent =
  | {
      readonly e: 'begin'
      readonly plan: string
      /** Drawn at random for this run; the nonces follow from it. */
      readonly run: string
      readonly source: string
      readonly target: string
      /** Ids that the target had before, of the kinds of which objects are made. */
      readonly baseline: Readonly<Partial<Record<KindName, readonly string[]>>>
    }
  /** Somebody goes on with it. */
  | { readonly e: 'resume'; readonly pid: number; readonly host: string }
  /** A request is about to be sent. The nonce stands in the name, the fingerprint is of the body. */
  | {
      readonly e: 'intent'
      readonly step: string
      readonly nonce?: string
      readonly fingerprint?: Fingerprint
      /** What the source had, for the few steps that write there; the target's is in the plan. */
      readonly before?: JsonObject
    }
  /** It was done; `target` is the object of the target. */
  | {
      readonly e: 'done'
      readonly step: string
      readonly target: string
      readonly adopted?: true
      /** References of secrets that were not known and were left open. */
      readonly open?: readonly string[]
    }
  /** It was certainly not done; it is tried again when the run is resumed. */
  | { readonly e: 'failed'; readonly step: string; readonly reason: string }
  /** It was not tried, because of another step. */
  | { readonly e: 'blocked'; readonly step: string; readonly by: string }
  | { readonly e: 'barrier'; readonly verified: boolean; readonly findings: number }
  | { readonly e: 'undo-intent'; readonly step: string }
  /** `kept` says why it was left as it is. */
  | { readonly e: 'undone'; readonly step: string; readonly kept?: string }
  | {
      readonly e: 'removed'
      readonly kind: KindName
      readonly target: string
      readonly because: string
    }
  | { readonly e: 'end'; readonly outcome: 'done' | 'stopped' | 'rolled-back' }

/** One line. */
export type JournalLine = LineHead & JournalEvent
