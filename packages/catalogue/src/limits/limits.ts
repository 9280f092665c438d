// What a grant may be limited to: the objects that it covers (docs/decisions/0009). Pure data, in V3's
// ids; whoever takes it from outside parses it first.

/** A card that may be used; arguments that are named must be exactly so. */
export interface AllowedCard {
  /** The full id: `homey:device:<id>:on`. */
  readonly id: string
  readonly args?: Readonly<Record<string, unknown>>
}

/** The limits of a grant. What is absent does not limit; a list that is there is never empty. */
export interface Limits {
  /** Each with everything below it. */
  readonly zones?: readonly string[]
  readonly devices?: readonly string[]
  readonly capabilities?: readonly string[]
  /** Standard and advanced ones. */
  readonly flows?: readonly string[]
  /** Each with everything below it. */
  readonly flowFolders?: readonly string[]
  readonly moods?: readonly string[]
  readonly variables?: readonly string[]
  readonly dashboards?: readonly string[]
  readonly scripts?: readonly string[]
  readonly apps?: readonly string[]
  /** Changes only what this grant created, or what is named. */
  readonly own?: true
  /** Writes Flows only switched off. */
  readonly drafts?: true
  readonly cards?: readonly AllowedCard[]
  /** Everything but these. */
  readonly except?: {
    readonly devices?: readonly string[]
    readonly zones?: readonly string[]
  }
}

/** The kinds of which a grant's own creations are kept. */
export type CreatedKind =
  | 'advanced-flow'
  | 'alarm'
  | 'dashboard'
  | 'device'
  | 'flow'
  | 'flow-folder'
  | 'mood'
  | 'script'
  | 'variable'
  | 'zone'

/** One creation, as it stands in a set. */
export type CreatedId = `${CreatedKind}:${string}`
