// What a grant covers of a home (docs/decisions/0009): looked up in its present state, each thing when
// it is asked for.
import type { CardRole } from '@latchkey/catalogue'
import type { HomeKind } from './home.ts'

/** What coverage is asked of. A group is a device; a flow is one of its two kinds. */
export type CoveredKind = HomeKind | 'script' | 'app' | 'alarm'

/** What a grant covers of one state of a home. Get it with `coverageOf(subject, home)`. */
export interface Coverage {
  readonly covers: (kind: CoveredKind, id: string) => boolean
  /** Whether a capability of a covered device is covered; of which device makes no difference. */
  readonly coversCapability: (capability: string) => boolean
  /** Whether `own` lets it be changed, deleted, started, set or run. */
  readonly mayAffect: (kind: CoveredKind, id: string) => boolean
  /** Whether what belongs to the owner with this URI (and is called `name` there) is covered. */
  readonly coversOwner: (uri: string, name?: string) => boolean
  /** Whether a card, by its full id, may be used in what is written or run. */
  readonly mayUseCard: (role: CardRole, id: string) => boolean
}
