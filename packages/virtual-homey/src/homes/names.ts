// The names of the sample homes, in the order in which they are listed.

/** The names of the sample homes. */
export const HOMES = ['empty', 'apartment', 'villa', 'villa-moved', 'villa-begun'] as const

/** A sample home. */
export type HomeName = (typeof HOMES)[number]
