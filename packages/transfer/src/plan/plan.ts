// The plan: frozen steps that can be read before anything is done. Bodies are in the source's ids; what
// the target's ids are is only known while it is applied, from the mapping and the journal.
import type { HubFacts } from '../hub/transfer-hub.ts'
import type { Json, JsonObject } from '../json.ts'
import type { KindName, ObjectKey } from '../kinds/kind-name.ts'

/** What to do where the target has something already (reference 3.5). */
export const POLICIES = ['adopt', 'merge', 'skip', 'rename', 'overwrite', 'ask'] as const

/** A policy. */
export type Policy = (typeof POLICIES)[number]

/** What a step does. `patch` gives an object the references that it could not have before. */
export type Verb = 'install' | 'create' | 'update' | 'set' | 'patch' | 'activate'

/** Before or behind the barrier: nothing is switched on before all is there and verified. */
export type Phase = 'build' | 'cutover'

/** How a step is undone. */
export type Undo =
  | { readonly how: 'delete' }
  | { readonly how: 'restore'; readonly before: JsonObject }
  | { readonly how: 'unset' }
  | { readonly how: 'nothing'; readonly because: string }

/**
 * One step: at most one writing request. The body of `create` is for `writing.create` of its kind, that
 * of `install` for `installing`, every other one for `writing.update`.
 */
export interface Step {
  /** Stable: the same source and target give the same id. */
  readonly id: string
  readonly kind: KindName
  readonly verb: Verb
  readonly phase: Phase
  readonly name: string | null
  /** The object of the source that it is about. */
  readonly source: string
  /**
   * The object of the target that it changes; null if it is made by this step or by another one. The
   * ids of app settings and notification owners hold other ids: there the rewritten body says which.
   */
  readonly target: string | null
  readonly reason: string
  /** What the target has now, as far as the step changes it; null where there is nothing yet. */
  readonly before: Json
  /** What is written, in ids of the source; secrets are stubs. */
  readonly body: Json
  /** References that are left open in this step and closed by a `patch`. */
  readonly late: readonly ObjectKey[]
  /** References whose ids stay those of the source, since the target has nothing for them: declared. */
  readonly placeholders: readonly ObjectKey[]
  /** Ids of steps that have to be done before. */
  readonly after: readonly string[]
  /** `expectationOf(before)`: what the target must still have; null where nothing is expected there. */
  readonly expects: string | null
  readonly undo: Undo
}

/** An object that is created switched off, because something that it needs is not there yet. */
export interface Held {
  readonly object: ObjectKey
  readonly name: string | null
  /** What it needs, in the source's ids; none if it is a card or value that the target does not offer. */
  readonly waitsFor: readonly ObjectKey[]
  /** Everything that is missing, in words, card by card. */
  readonly because: string
}

/** An object that is not written, and why: it is there already, or was not selected. */
export interface Kept {
  readonly object: ObjectKey
  readonly name: string | null
  readonly target: string | null
  readonly how: 'adopted' | 'merged' | 'skipped'
  readonly because: string
}

/** What only a person can do. */
export interface ByHand {
  readonly group: string
  readonly object: ObjectKey | null
  readonly what: string
  /** True if nothing else is done about the object; otherwise it is a remark on what is. */
  readonly instead: boolean
}

/** What must be decided before the plan can be applied. */
export interface Undecided {
  readonly object: ObjectKey
  readonly question: string
  /** Ids of the target that might be meant. */
  readonly choices: readonly string[]
}

/** How much of what the target has is written over or deleted, and how much may be. */
export interface Guards {
  readonly overwrites: number
  readonly maxOverwrite: number
  readonly deletions: number
  readonly maxDelete: number
}

/** A whole plan. */
export interface TransferPlan {
  readonly format: 'homey-transfer-plan'
  readonly version: 1
  readonly id: string
  readonly madeAt: string
  readonly source: HubFacts
  readonly target: HubFacts
  readonly sourceRoot: string
  readonly targetRoot: string
  /** Ids of the target for ids of the source, of everything that is there already. */
  readonly bound: Readonly<Record<ObjectKey, string>>
  /** Names on the target of what is called otherwise than on the source, bound or made. */
  readonly names: Readonly<Record<ObjectKey, string>>
  /** Hashes of the objects of the source that are moved. */
  readonly sourceHashes: Readonly<Record<ObjectKey, string>>
  /** Hashes of the objects of the target that are bound. */
  readonly targetHashes: Readonly<Record<ObjectKey, string>>
  readonly steps: readonly Step[]
  readonly held: readonly Held[]
  readonly kept: readonly Kept[]
  readonly byHand: readonly ByHand[]
  readonly undecided: readonly Undecided[]
  readonly guards: Guards
}
