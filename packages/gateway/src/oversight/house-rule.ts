// A house rule: what the owner forbids on a hub, or wants to be asked about, whoever asks. It stands above
// every grant and every approval.
import type { About } from './about.ts'
import type { Hours } from './hours.ts'
import { READY_MADE, type ReadyMade } from './ready-made.ts'

/** At most so many calls an hour, or a calendar day of the hub. */
export interface Cap {
  readonly calls: number
  readonly per: 'hour' | 'day'
}

/** A rule, as it is kept. */
export interface HouseRule {
  readonly id: string
  readonly hubId: string
  /** A ready-made one by its name, or `own`: made by hand. */
  readonly kind: ReadyMade | 'own'
  /** What the owner calls it; null for what it is. */
  readonly name: string | null
  readonly effect: 'deny' | 'ask'
  /** What it is about, of a rule made by hand; what a ready-made one is about says its table. */
  readonly about: About
  /** When it counts; null for always. */
  readonly hours: Hours | null
  /** For whom: ids or names of keys; null for whoever asks. */
  readonly keys: readonly string[] | null
  /** It counts only from so many calls on; null for from the first. */
  readonly cap: Cap | null
  readonly paused: boolean
  readonly createdAt: number
}

/** What a rule is about. */
export function aboutOf({ kind, about }: Pick<HouseRule, 'kind' | 'about'>): About {
  return kind === 'own' ? about : READY_MADE[kind].about
}

/** What a rule is called, for whom it stops. Never what it is about: that may be hidden from them. */
export function calledOf({ kind, name }: Pick<HouseRule, 'kind' | 'name'>): string {
  return name ?? (kind === 'own' ? 'a rule of this house' : READY_MADE[kind].en.label)
}
