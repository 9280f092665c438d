// Why something is not understood: a closed list, so that nothing is refused without a reason and no
// reason is made up on the way.
import type { Path } from './reference.ts'

export type Why = keyof typeof WHYS

/** Every reason, in words. */
export const WHYS = {
  shape: 'has a shape that is not known',
  'app-card': 'is a card of an app, which can do anything',
  'code-card': 'is a card with code, which can do anything',
  'manager-card':
    'is a card of the hub itself that is not among those without an effect of their own',
  'unowned-card': 'is a card that belongs to nothing that can be covered',
  'two-owners': 'names one owner in its id and another beside it',
  argument: 'is an argument that does not say what it names',
  token: 'is a token that is not known to be harmless',
  'unknown-id': 'names something that could be anything',
  unsure: 'may name something',
  widget: 'is a widget that is not known',
  code: 'is code, which can do anything',
  'app-data': 'is data of an app, which may do anything with it',
} as const

/** One thing that is not understood, and where it stands. */
export interface Reason {
  readonly path: Path
  readonly why: Why
}
