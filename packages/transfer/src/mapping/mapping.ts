// The mapping: which object of the target stands for which of the source, and how that is known.
// A person may edit its file; what the tool is not sure of stands in it as a question.
import type { KindName } from '../kinds/kind-name.ts'

/** How sure a proposal is. `certain` is taken without asking; the others never are. */
export type Band = 'certain' | 'likely' | 'ambiguous' | 'missing'

/** One piece of evidence for or against a pair, with its weight in log₂ units (reference 4.1). */
export interface Evidence {
  readonly what: string
  readonly weight: number
}

/** Who says so. `same`: the id is the same everywhere (apps, options). */
export type BoundBy = 'same' | 'key' | 'auto' | 'user' | 'paired' | 'created'

/** One pair; `target` null says that the source object has none, by decision. */
export interface Binding {
  readonly kind: KindName
  readonly source: string
  readonly target: string | null
  readonly by: BoundBy
  readonly score?: number
  readonly evidence: readonly Evidence[]
  readonly sourceName: string | null
  readonly targetName: string | null
}

/** A target that might be it. */
export interface Candidate {
  readonly target: string
  readonly targetName: string | null
  readonly score: number
  readonly evidence: readonly Evidence[]
}

/** What only a person can answer. Twins stand in one question together. */
export interface Question {
  readonly kind: KindName
  readonly band: Exclude<Band, 'certain'>
  readonly sources: readonly { readonly id: string; readonly name: string | null }[]
  readonly candidates: readonly Candidate[]
}

/** The mapping of one pair of hubs. */
export interface TransferMapping {
  readonly format: 'homey-mapping'
  readonly version: 1
  readonly source: string
  readonly target: string
  readonly bindings: readonly Binding[]
  readonly questions: readonly Question[]
}
