// What becomes of each object of the source: exactly one of these.
import type { JsonObject } from '../json.ts'
import type { ObjectKey } from '../kinds/kind-name.ts'
import type { Kept } from './plan.ts'

/** A change of what the target has: one request. */
export interface PartChange {
  /** What is written, in ids of the source. */
  readonly body: JsonObject
  /** What the target has of it; null if it has nothing of it yet. */
  readonly before: JsonObject | null
}

/** The fate of an object. */
export type Fate =
  /** It is made; `parts` are set afterwards, since making it cannot. */
  | {
      readonly is: 'made'
      readonly reason: string
      readonly content: JsonObject
      readonly parts: readonly JsonObject[]
    }
  /** Something that the target has is changed, or set for the first time. */
  | {
      readonly is: 'changed'
      readonly reason: string
      /** Null where its id holds ids that are not known yet. */
      readonly target: string | null
      readonly parts: readonly PartChange[]
      /** It writes over what a person made on the target. */
      readonly overwrites: boolean
      /** It is switched on behind the barrier, as if it had been made. */
      readonly activate?: JsonObject
      /** What of it the credential may not write, for people. */
      readonly refused?: string
      /** Whether it is what an earlier transfer made. */
      readonly ours?: boolean
    }
  | {
      readonly is: 'kept'
      readonly how: Kept['how']
      readonly target: string | null
      readonly because: string
      /** Only what stands behind the barrier is left to do. */
      readonly activate?: JsonObject
    }
  /** Nothing is written before something else is there. */
  | { readonly is: 'waits'; readonly waitsFor: readonly ObjectKey[]; readonly because: string }
  | { readonly is: 'by-hand'; readonly group: string; readonly what: string }
  | { readonly is: 'undecided'; readonly question: string; readonly choices: readonly string[] }

/** Why an object is left alone that a selection left out. */
export const NOT_SELECTED = 'It was not selected.'

/** Groups of the checklist (end of reference 3.12). */
export const GROUPS = {
  pairing: 'Devices to pair',
  apps: 'Apps and sign-ins',
  people: 'People, phones and what is theirs',
  links: 'Links to other services',
  secrets: 'Passwords and keys',
  absent: 'What this Homey does not have',
  refused: 'What the key for the target may not do',
  bound: 'Bound to the old Homey',
  code: 'Code and settings to look at',
  history: 'Cannot be copied',
} as const
