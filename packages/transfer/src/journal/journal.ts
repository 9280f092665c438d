// The journal: one line for everything that was about to be done and was done, the only truth about
// which object of the target was made for which of the source (reference 3.4). Lines are chained.
import type { JsonObject } from '../json.ts'
import type { KindName } from '../kinds/kind-name.ts'

/** What every line has. `prev` is the SHA-256 of the line before. */
export interface LineHead {
  readonly seq: number
  readonly prev: string
  /** ISO 8601. */
  readonly time: string
}

/** What a line says. */
export type JournalEvent =
  | {
      readonly e: 'begin'
      readonly plan: string
      readonly source: string
      readonly target: string
      readonly baseline: Readonly<Partial<Record<KindName, readonly string[]>>>
    }
  /** A request is about to be sent. The nonce stands in the name, the fingerprint is of the body. */
  | {
      readonly e: 'intent'
      readonly step: string
      readonly nonce?: string
      readonly fingerprint?: Readonly<Record<string, string>>
      readonly before?: JsonObject
    }
  /** It was done; `target` is the object of the target. */
  | { readonly e: 'done'; readonly step: string; readonly target: string; readonly adopted?: true }
  /** It was certainly not done. */
  | { readonly e: 'failed'; readonly step: string; readonly reason: string }
  /** It was not tried, because of another step. */
  | { readonly e: 'blocked'; readonly step: string; readonly by: string }
  | { readonly e: 'barrier'; readonly verified: boolean }
  | { readonly e: 'undo-intent'; readonly step: string }
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
