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

/** One step: at most one writing request. */
export interface Step {
  /** Stable: the same source and target give the same id. */
  readonly id: string
  readonly kind: KindName
  readonly verb: Verb
  readonly phase: Phase
  readonly name: string | null
  /** The object of the source that it is about. */
  readonly source: string
  /** The object of the target that it changes; null if it is made by this step or by another one. */
  readonly target: string | null
  readonly reason: string
  /** What the target has now, as far as the step changes it. */
  readonly before: Json
  /** What is written, in ids of the source; secrets are stubs. */
  readonly body: Json
  /** References that are left open in this step and closed by a `patch`. */
  readonly late: readonly ObjectKey[]
  /** Ids of steps that have to be done before. */
  readonly after: readonly string[]
  /** SHA-256 of what the target must still have; null where nothing is expected there. */
  readonly expects: string | null
  readonly undo: Undo
}

/** An object that is created switched off, because something that it needs is not there yet. */
export interface Held {
  readonly object: ObjectKey
  readonly name: string | null
  readonly waitsFor: readonly ObjectKey[]
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
  readonly steps: readonly Step[]
  readonly held: readonly Held[]
  readonly kept: readonly Kept[]
  readonly byHand: readonly ByHand[]
  /** What must be decided before it can be applied. */
  readonly undecided: readonly { readonly object: ObjectKey; readonly question: string }[]
}
