// How bad a permission is in the wrong hands, as an order: a grant is as dangerous as the worst
// permission that it can reach.

/**
 * - `read`: tells nothing that a visitor could not see
 * - `private`: tells what is nobody's business: who is home, pictures, settings, the timeline
 * - `control`: moves things in the house, nothing that stays
 * - `change`: changes what stays: objects, settings, people, programs
 * - `full`: whoever has it can do everything that the owner can
 */
export type Danger = 'read' | 'private' | 'control' | 'change' | 'full'

/** All dangers, the least first. */
export const DANGERS: readonly Danger[] = ['read', 'private', 'control', 'change', 'full']

/** The worse of two dangers. */
export function worse(one: Danger, other: Danger): Danger {
  return DANGERS.indexOf(one) >= DANGERS.indexOf(other) ? one : other
}
